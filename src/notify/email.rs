//! `email`: a mail by SMTP, encrypted (STARTTLS, or TLS from the start) unless the server is this
//! machine or the section says otherwise. The parcel's id is in the Message-ID, so that a repeated
//! try is the same mail; notices of one story are one thread.
//!
//! Speaking SMTP is `lettre`'s work; which mails go together is decided in `plan`.

use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use lettre::address::Envelope;
use lettre::message::{Mailbox, header};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::transport::smtp::{Error, extension::ClientId};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::kinds::Key;
use super::section::{Problem, Raw, Read1, read_file};
use super::{BoxFuture, DeliveryError, Notifier, Parcel, Secret, text};

pub(super) const KEYS: &[Key] = &[
    ("host", "the mail server"),
    ("port", "its port (default 587; with security = \"tls\" 465, with \"plain\" 25)"),
    ("security", "\"starttls\" (default), \"tls\" from the start, or \"plain\" to this machine"),
    ("allow_plain", "true: also beyond this machine without encryption, for anyone to read"),
    ("ca_file", "certificates (PEM) to trust instead of the system's"),
    ("user", "name to log in with"),
    ("password", "its password"),
    ("password_file", "the file that holds it"),
    ("password_env", "the environment variable that holds it"),
    ("from", "the sender, such as \"wirewatch <watch@example.org>\""),
    ("to", "the recipients, a list"),
    ("timeout", "how long a try may take, all recipients together (default \"60s\")"),
    ("hello", "how this machine calls itself to the server (default \"localhost\")"),
];

/// How long a whole try with all recipients may take unless the section says otherwise.
const TRY: Duration = Duration::from_secs(60);

/// Characters of a subject, and of a body.
const SUBJECT: usize = 200;
const BODY: usize = 20_000;

/// How the connection is protected.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Security {
    StartTls,
    Tls,
    Plain,
}

const SECURITIES: &[(&str, Security, u16)] = &[
    ("starttls", Security::StartTls, 587),
    ("tls", Security::Tls, 465),
    ("plain", Security::Plain, 25),
];

type Transport = AsyncSmtpTransport<Tokio1Executor>;

struct Email {
    server: Server,
    from: Mailbox,
    to: Vec<Mailbox>,
    /// Made when it is first needed: the system's certificates take time to read.
    transport: Kept<Transport>,
}

/// Something made when it is first needed, and tried again after it could not be made.
struct Kept<T>(Mutex<Option<T>>);

impl<T: Clone> Kept<T> {
    fn get<E>(&self, make: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = kept.as_ref() {
            return Ok(made.clone());
        }
        let made = make()?;
        *kept = Some(made.clone());
        Ok(made)
    }
}

struct Server {
    host: String,
    port: u16,
    security: Security,
    hello: String,
    timeout: Duration,
    authorities: Option<Certificate>,
    login: Option<(String, Secret)>,
}

pub(super) fn build(raw: &Raw<'_>) -> Read1<Box<dyn Notifier>> {
    let host = raw.needed("host")?;
    let (security, usual) = security(raw, &host)?;
    let port = raw.number("port", 1..=65_535)?.and_then(|port| u16::try_from(port).ok());
    let to = raw.texts("to")?;
    if to.is_empty() {
        return Err(Problem::whole("a notifier of kind \"email\" needs to, a list of recipients"));
    }
    let mut recipients: Vec<Mailbox> = Vec::new();
    for recipient in to.iter().map(|text| mailbox("to", text)) {
        let recipient = recipient?;
        if recipients.iter().all(|known| known.email != recipient.email) {
            recipients.push(recipient);
        }
    }
    let server = Server {
        host,
        port: port.unwrap_or(usual),
        security,
        hello: raw.text("hello")?.unwrap_or_else(|| "localhost".to_owned()),
        timeout: raw.span("timeout", 1..=300)?.unwrap_or(TRY),
        authorities: authorities(raw)?,
        login: login(raw)?,
    };
    Ok(Box::new(Email {
        server,
        from: mailbox("from", &raw.needed("from")?)?,
        to: recipients,
        transport: Kept(Mutex::new(None)),
    }))
}

fn mailbox(key: &str, text: &str) -> Read1<Mailbox> {
    text.parse().map_err(|_| {
        Problem::at(key, format!("\"{text}\" is no mail address, such as \"desk@example.org\""))
    })
}

fn security(raw: &Raw<'_>, host: &str) -> Read1<(Security, u16)> {
    let name = raw.text("security")?.unwrap_or_else(|| "starttls".to_owned());
    let Some((_, security, port)) = SECURITIES.iter().find(|(known, ..)| *known == name) else {
        let known = SECURITIES.iter().map(|(name, ..)| *name).collect();
        let message = format!("no security is called \"{name}\"");
        let key = Some("security".to_owned());
        return Err(Problem { key, message, known: Some((name, known)), is_absent: false });
    };
    let allowed = raw.flag("allow_plain")?.unwrap_or(false);
    if *security == Security::Plain && !allowed && !is_this_machine(host) {
        let message = "mail beyond this machine is sent encrypted: use \"starttls\" or \"tls\", \
                       or write allow_plain = true";
        return Err(Problem::at("security", message));
    }
    Ok((*security, *port))
}

fn is_this_machine(host: &str) -> bool {
    let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    host.eq_ignore_ascii_case("localhost") || address.is_some_and(|address| address.is_loopback())
}

fn authorities(raw: &Raw<'_>) -> Read1<Option<Certificate>> {
    if raw.text("ca_file")?.is_none() {
        return Ok(None);
    }
    let path = raw.path("ca_file")?;
    let wrong = |why: String| Problem::at("ca_file", format!("{}: {why}", path.display()));
    let pem = read_file(&path).map_err(|error| wrong(format!("cannot be read: {error}")))?;
    let found = Certificate::from_pem(&pem).ok();
    // Without a single certificate the list is empty, and nobody would ever be trusted.
    let found =
        found.filter(|_| pem.windows(27).any(|part| part == b"-----BEGIN CERTIFICATE-----"));
    found.map(Some).ok_or_else(|| wrong("holds no certificate in PEM".to_owned()))
}

fn login(raw: &Raw<'_>) -> Read1<Option<(String, Secret)>> {
    match (raw.text("user")?, raw.secret("password")?) {
        (Some(user), Some(password)) => Ok(Some((user, password))),
        (None, None) => Ok(None),
        (Some(_), None) => Err(Problem::at("user", "a user needs a password, best password_file")),
        (None, Some(_)) => Err(Problem::whole("a password needs a user")),
    }
}

impl Server {
    fn transport(&self) -> Result<Transport, Error> {
        let tls = match self.security {
            Security::Plain => Tls::None,
            Security::StartTls => Tls::Required(self.parameters()?),
            Security::Tls => Tls::Wrapper(self.parameters()?),
        };
        let builder = Transport::builder_dangerous(&self.host)
            .port(self.port)
            .timeout(Some(self.timeout))
            .hello_name(ClientId::Domain(self.hello.clone()))
            .tls(tls);
        let login = self.login.as_ref();
        let login = login.map(|(user, secret)| (user.clone(), secret.reveal().to_owned()));
        Ok(match login {
            Some((user, password)) => builder.credentials(Credentials::new(user, password)),
            None => builder,
        }
        .build())
    }

    fn parameters(&self) -> Result<TlsParameters, Error> {
        let builder = TlsParameters::builder(self.host.trim_matches(['[', ']']).to_owned());
        let builder = match &self.authorities {
            Some(own) => {
                builder.certificate_store(CertificateStore::None).add_root_certificate(own.clone())
            }
            None => builder,
        };
        builder.build_rustls()
    }
}

impl Notifier for Email {
    fn deliver<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), DeliveryError>> {
        Box::pin(async move {
            let tried = tokio::time::timeout(self.server.timeout, self.send(parcel)).await;
            tried.unwrap_or_else(|_| Err(DeliveryError::retry("no answer in time")))
        })
    }
}

impl Email {
    /// Hands the mail over for each recipient by itself: one that is refused keeps it from none.
    async fn send(&self, parcel: &Parcel) -> Result<(), DeliveryError> {
        let missing = "no certificate authorities on this system; install ca-certificates";
        let transport = self.transport.get(|| self.server.transport());
        let transport = transport.map_err(|_| DeliveryError::retry(missing))?;
        let mail = self.mail(parcel).map(|mail| mail.formatted());
        let mail = mail.ok_or_else(|| DeliveryError::GiveUp("no mail can be made".to_owned()))?;
        let mut worst = Ok(());
        let mut accepted = false;
        let mut refused = Vec::new();
        for recipient in self.to.iter().map(|to| &to.email) {
            if parcel.receipts.has(recipient.as_ref()) {
                accepted = true;
                continue;
            }
            let envelope = Envelope::new(Some(self.from.email.clone()), vec![recipient.clone()]);
            let Ok(envelope) = envelope else { continue };
            match transport.send_raw(&envelope, &mail).await {
                Ok(_) => {
                    accepted = true;
                    self.note_taken(parcel, recipient);
                }
                Err(error) => {
                    let error = of(&error);
                    if let DeliveryError::GiveUp(why) = &error {
                        refused.push(format!("{recipient} ({why})"));
                    }
                    worst = worse(worst, error);
                }
            }
        }
        match worst {
            // Somebody has it; whom the server never takes it for is a matter of the section.
            Err(DeliveryError::GiveUp(why)) if accepted => {
                tracing::warn!(id = parcel.id, why, "a recipient of a mail is refused");
                parcel.receipts.refuse(refused.join(", "));
                Ok(())
            }
            other => other,
        }
    }

    fn note_taken(&self, parcel: &Parcel, recipient: &Address) {
        if self.to.len() > 1 {
            parcel.receipts.note(recipient.as_ref());
        }
    }

    /// The same bytes at every try.
    fn mail(&self, parcel: &Parcel) -> Option<Message> {
        let domain = self.from.email.domain();
        let seconds = u64::try_from(parcel.raised.as_second()).unwrap_or_default();
        let mut mail = Message::builder()
            .from(self.from.clone())
            .subject(text::cut(&text::headline(parcel), SUBJECT))
            .date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
            .message_id(Some(format!("<{}@{domain}>", parcel.id)));
        for to in &self.to {
            mail = mail.to(to.clone());
        }
        if let Some(one) = parcel.single() {
            let first = format!("{}-1", one.line.story.id);
            if first != parcel.id {
                mail = mail.references(format!("<{first}@{domain}>"));
            }
        }
        let generated = header::HeaderName::new_from_ascii_str("Auto-Submitted");
        let generated = header::HeaderValue::new(generated, "auto-generated".to_owned());
        mail.raw_header(generated)
            .header(header::ContentType::TEXT_PLAIN)
            .body(text::letter(parcel, BODY))
            .ok()
    }
}

/// What of two failures decides: one that another try may mend.
fn worse(before: Result<(), DeliveryError>, next: DeliveryError) -> Result<(), DeliveryError> {
    match (before, &next) {
        (Err(retry @ DeliveryError::Retry { .. }), DeliveryError::GiveUp(_)) => Err(retry),
        _ => Err(next),
    }
}

/// What refusals mean, by the answers of RFC 4954 and 5321.
const REFUSALS: &[(&[&str], &str)] = &[
    (&["530", "534", "535", "538"], ": the login is refused; look at user and password"),
    (&["552"], ": the mailbox is full, or the mail too large"),
    (&["554"], ": the server refuses it"),
];

/// Answers that say of a recipient that there is no such one, and what RFC 3463 calls that.
const NOBODY: &[&str] = &["550", "551", "553", "556"];
const NOBODY_ENHANCED: &[&str] = &["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"];

fn meaning(code: &str) -> &'static str {
    REFUSALS.iter().find(|(codes, _)| codes.contains(&code)).map_or("", |(_, words)| words)
}

/// Whether an answer says that there is no such recipient, and not that the server is full, or does
/// not want us: that a person mends within the days of the schedule.
fn is_nobody(code: &str, said: &str) -> bool {
    let enhanced = said.split_whitespace().next().filter(|word| word.starts_with("5."));
    NOBODY.contains(&code) && enhanced.is_none_or(|word| NOBODY_ENHANCED.contains(&word))
}

/// In our own words: what the server wrote stays out.
fn of(error: &Error) -> DeliveryError {
    let code = error.status().map(|code| code.to_string()).unwrap_or_default();
    if error.is_permanent() {
        let said = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
        return match is_nobody(&code, &said) {
            true => DeliveryError::GiveUp(format!("answered {code}: an address is refused")),
            false => DeliveryError::retry(format!("answered {code}{}", meaning(&code))),
        };
    }
    DeliveryError::retry(if error.is_transient() {
        format!("answered {code}")
    } else if error.is_timeout() {
        "no answer in time".to_owned()
    } else if error.is_tls() {
        "no secure connection: the certificate is not trusted".to_owned()
    } else if error.is_client() {
        "the server offers neither STARTTLS nor a login that both sides know".to_owned()
    } else if error.is_response() {
        "the answer is cut, or no SMTP".to_owned()
    } else {
        "cannot connect, or the connection broke off".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_not_be_made_is_tried_again_and_what_was_made_is_kept() {
        let kept = Kept(Mutex::new(None));
        assert_eq!(kept.get(|| Err::<u8, &str>("no certificates")), Err("no certificates"));
        assert_eq!(kept.get(|| Ok::<u8, &str>(1)), Ok(1));
        assert_eq!(kept.get(|| Ok::<u8, &str>(2)), Ok(1));
    }
    #[test]
    fn only_an_unknown_recipient_is_refused_for_good() {
        for (code, said, nobody) in [
            ("550", "no such user here", true),
            ("550", "5.1.1 no such user", true),
            ("553", "5.1.3 bad address", true),
            ("550", "5.7.1 you are on a list", false),
            ("550", "5.2.2 over quota", false),
            ("552", "5.1.1 full", false),
            ("554", "no", false),
            ("535", "5.7.8 no", false),
        ] {
            assert_eq!(is_nobody(code, said), nobody, "{code} {said}");
        }
    }
}
