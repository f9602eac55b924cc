//! Says why no secure connection came about, in words: what is wrong with a certificate, what its server refuses.

use rustls::{AlertDescription, CertificateError};

/// Why a server and we did not come to terms.
pub(super) fn reason(error: &rustls::Error) -> String {
    let known = match error {
        rustls::Error::InvalidCertificate(reason) => return certificate_reason(reason),
        rustls::Error::InvalidMessage(_) => "it does not speak TLS on this port; is http meant?",
        rustls::Error::PeerIncompatible(_)
        | rustls::Error::AlertReceived(AlertDescription::ProtocolVersion) => {
            "it speaks only versions of TLS that are not safe any more (before 1.2); tell its owner"
        }
        rustls::Error::AlertReceived(AlertDescription::UnrecognisedName) => {
            "it knows no site of this name; is the address right?"
        }
        rustls::Error::AlertReceived(AlertDescription::CertificateRequired) => {
            "it lets in only who shows a certificate of its own"
        }
        rustls::Error::AlertReceived(alert) => {
            return format!("it broke off the TLS handshake ({alert:?}); it is tried again");
        }
        // It speaks TLS, and will not with us.
        _ => "the TLS handshake failed",
    };
    known.to_owned()
}

/// What is wrong with a certificate.
fn certificate_reason(reason: &CertificateError) -> String {
    use CertificateError as Wrong;
    let known = match reason {
        Wrong::Expired | Wrong::ExpiredContext { .. } => "its certificate has expired",
        Wrong::NotValidYet | Wrong::NotValidYetContext { .. } => {
            "its certificate is not valid yet; is the clock here right?"
        }
        Wrong::UnknownIssuer => "nobody known here vouches for its certificate",
        Wrong::NotValidForName | Wrong::NotValidForNameContext { .. } => {
            "its certificate is for another name"
        }
        Wrong::Revoked => "its certificate was revoked",
        other => {
            let words = format!("{other:?}");
            if words.contains("CaUsedAsEndEntity") {
                return "it signed its certificate itself".to_owned();
            }
            if words.contains("EkuError") || words.contains("RequiredEkuNotFound") {
                return "its certificate is none for servers".to_owned();
            }
            let words: String = words.chars().filter(|c| !c.is_control()).take(200).collect();
            return format!("its certificate is not valid ({words})");
        }
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use rustls::{AlertDescription, CertificateError, Error, OtherError};

    use super::certificate_reason;

    #[test]
    fn why_a_server_ends_a_handshake_is_said_in_words() {
        for (alert, words) in [
            (AlertDescription::ProtocolVersion, "not safe any more"),
            (AlertDescription::UnrecognisedName, "no site of this name"),
            (AlertDescription::CertificateRequired, "shows a certificate"),
            (AlertDescription::InternalError, "broke off the TLS handshake (InternalError)"),
        ] {
            let told = super::reason(&Error::AlertReceived(alert));
            assert!(told.contains(words), "{told}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_certificate_is_said_in_words() {
        let odd = |word: &str| {
            CertificateError::Other(OtherError(std::sync::Arc::new(std::io::Error::other(word))))
        };
        for (reason, words) in [
            (CertificateError::Expired, "its certificate has expired"),
            (CertificateError::UnknownIssuer, "nobody known here vouches for its certificate"),
            (CertificateError::NotValidForName, "its certificate is for another name"),
            (odd("CaUsedAsEndEntity"), "it signed its certificate itself"),
            (odd("EkuError"), "its certificate is none for servers"),
            (CertificateError::BadEncoding, "its certificate is not valid (BadEncoding)"),
        ] {
            assert_eq!(certificate_reason(&reason), words);
        }
    }
}
