//! Decides which addresses may be fetched: public ones, and private ones that a rule allows.
//!
//! Checks hosts as written (literals never reach a resolver) and addresses as resolved (`dns`
//! asks here at connect time). Following redirects is `trail`'s work.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use crate::domain::PrivateRule;

/// IPv4 networks that are not the public internet: base address and prefix length.
const PRIVATE_V4: &[(Ipv4Addr, u8)] = &[
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 3),
];

/// Parts of the IPv6 global range that are not the public internet: Teredo and other protocol
/// assignments, documentation.
const PRIVATE_V6: &[(Ipv6Addr, u8)] = &[
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// IPv6 networks whose addresses carry an IPv4 address, which then decides: base address, prefix
/// length, and the first of the two segments that hold it.
const CARRIERS: &[(Ipv6Addr, u8, usize)] = &[
    (Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0), 96, 6),
    (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96, 6),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16, 1),
];

/// Whether an address is anything but a public unicast address.
#[must_use]
pub fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => PRIVATE_V4.iter().any(|&(base, bits)| holds_v4(base, bits, v4)),
        IpAddr::V6(v6) => match carried(v6) {
            Some(v4) => is_private(IpAddr::V4(v4)),
            None => {
                let global = Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0);
                !holds_v6(global, 3, v6)
                    || PRIVATE_V6.iter().any(|&(base, bits)| holds_v6(base, bits, v6))
            }
        },
    }
}

fn carried(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let (_, _, at) = CARRIERS.iter().find(|&&(base, bits, _)| holds_v6(base, bits, address))?;
    let segments = address.segments();
    let (high, low) = (*segments.get(*at)?, *segments.get(at + 1)?);
    Some(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)))
}

fn holds_v4(base: Ipv4Addr, bits: u8, address: Ipv4Addr) -> bool {
    let shift = 32_u32.saturating_sub(u32::from(bits));
    let cut = |a: Ipv4Addr| u32::from(a).checked_shr(shift).unwrap_or(0);
    cut(base) == cut(address)
}

fn holds_v6(base: Ipv6Addr, bits: u8, address: Ipv6Addr) -> bool {
    let shift = 128_u32.saturating_sub(u32::from(bits));
    let cut = |a: Ipv6Addr| u128::from(a).checked_shr(shift).unwrap_or(0);
    cut(base) == cut(address)
}

/// How far a request may reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Public addresses only.
    Public,
    /// Public addresses and those of the networks that rules allow.
    Networks,
    /// Any address: the host itself is allowed.
    Any,
}

/// Where a request comes from, which decides how far it may reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// The address as configured: rules apply.
    Configured,
    /// The same, of a feed that may itself be on a private address.
    Own,
    /// A redirect from a private address: rules apply.
    Inside,
    /// A redirect from a public address: no rule lets it in.
    Outside,
}

/// Why an address is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Neither http nor https.
    Scheme,
    /// A private address or a name of this machine.
    Private,
}

/// The rules in force.
#[derive(Clone, Debug, Default)]
pub(super) struct Guard {
    rules: Vec<PrivateRule>,
    proxies: Vec<String>,
}

impl Guard {
    /// `proxies`: names of the proxies in use, which only the proxy connection itself may reach.
    pub fn new(rules: &[PrivateRule], proxies: Vec<String>) -> Guard {
        Guard { rules: rules.to_vec(), proxies }
    }

    /// Whether a request to `url` may be made, and how far its name may resolve.
    pub fn check(&self, url: &Url, standing: Standing) -> Result<Reach, Refusal> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refusal::Scheme);
        }
        let host = url.host().ok_or(Refusal::Scheme)?;
        if standing == Standing::Own {
            return Ok(Reach::Any);
        }
        let ruled = standing != Standing::Outside;
        if ruled && self.names(url) {
            return Ok(Reach::Any);
        }
        let reach = if ruled { Reach::Networks } else { Reach::Public };
        let allowed = match host {
            Host::Ipv4(v4) => self.permits(v4.into(), reach),
            Host::Ipv6(v6) => self.permits(v6.into(), reach),
            Host::Domain(name) => !self.is_of_this_machine(name),
        };
        if allowed { Ok(reach) } else { Err(Refusal::Private) }
    }

    /// Whether a resolved address may be connected to.
    pub fn permits(&self, address: IpAddr, reach: Reach) -> bool {
        match reach {
            Reach::Any => true,
            Reach::Public => !is_private(address),
            Reach::Networks => !is_private(address) || self.in_a_network(address),
        }
    }

    /// Whether a name is that of a proxy, which may be anywhere.
    pub fn is_proxy(&self, name: &str) -> bool {
        self.proxies.iter().any(|proxy| proxy.eq_ignore_ascii_case(name))
    }

    fn names(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default().trim_start_matches('[');
        let host = host.trim_end_matches([']', '.']);
        let port = url.port_or_known_default();
        self.rules.iter().any(|rule| match rule {
            PrivateRule::Host(name, on) => {
                name.trim_matches(['[', ']', '.']).eq_ignore_ascii_case(host)
                    && (on.is_none() || *on == port)
            }
            PrivateRule::Network(..) => false,
        })
    }

    fn in_a_network(&self, address: IpAddr) -> bool {
        self.rules.iter().any(|rule| match rule {
            PrivateRule::Network(base, bits) => match (*base, address.to_canonical()) {
                (IpAddr::V4(base), IpAddr::V4(address)) => holds_v4(base, *bits, address),
                (IpAddr::V6(base), IpAddr::V6(address)) => holds_v6(base, *bits, address),
                _ => false,
            },
            PrivateRule::Host(..) => false,
        })
    }

    /// Behind a proxy no resolver of ours is asked, so names that can only mean this machine, and
    /// the proxy itself, are refused as written.
    fn is_of_this_machine(&self, name: &str) -> bool {
        let name = name.trim_end_matches('.');
        name.is_empty()
            || name.eq_ignore_ascii_case("localhost")
            || name.to_ascii_lowercase().ends_with(".localhost")
            || self.is_proxy(name)
    }
}

#[cfg(test)]
mod tests;
