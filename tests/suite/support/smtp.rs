//! A mail server on loopback that speaks as it is told: with or without STARTTLS, refusing,
//! silent, or gone in the middle. Keeps every mail it took.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// How a server behaves.
#[derive(Clone, Default)]
pub struct Manner {
    /// Offers STARTTLS, and a login only behind it.
    pub starttls: bool,
    /// Speaks TLS from the first byte.
    pub wrapped: bool,
    /// Asks for this login ("user password").
    pub login: Option<&'static str>,
    /// Answers to RCPT, by the beginning of the address; else 250.
    pub recipients: Vec<(&'static str, &'static str)>,
    /// Answers after the mail, the first for the first; then 250. "hang" never comes, "drop" ends it.
    pub taken: Vec<&'static str>,
    /// Says this instead of a greeting; "" says nothing.
    pub greeting: Option<&'static str>,
}

/// A mail that was taken.
#[derive(Clone, Debug)]
pub struct Mail {
    pub to: String,
    pub text: String,
    pub encrypted: bool,
    pub login: Option<String>,
}

impl Mail {
    /// A header's value as it was sent, folded lines joined.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.text.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
        let start = format!("{name}: ");
        head.split("\r\n").find_map(|line| line.strip_prefix(&start).map(str::to_owned))
    }
}

/// The server; it ends with the test's process.
pub struct SmtpServer {
    port: u16,
    mails: Arc<Mutex<Vec<Mail>>>,
}

impl SmtpServer {
    pub fn start(manner: Manner) -> SmtpServer {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let mails = Arc::new(Mutex::new(Vec::new()));
        let kept = mails.clone();
        let answers = Arc::new(Mutex::new(manner.taken.clone()));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (manner, kept, answers) = (manner.clone(), kept.clone(), answers.clone());
                std::thread::spawn(move || {
                    // Whatever ends a conversation is the client's to tell.
                    let _ = Talk { manner, kept, answers, login: None }.hold(stream);
                });
            }
        });
        SmtpServer { port, mails }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn mails(&self) -> Vec<Mail> {
        self.mails.lock().expect("no thread panicked").clone()
    }
}

trait Wire: Read + Write {}
impl<T: Read + Write> Wire for T {}

struct Talk {
    manner: Manner,
    kept: Arc<Mutex<Vec<Mail>>>,
    answers: Arc<Mutex<Vec<&'static str>>>,
    login: Option<String>,
}

/// Why a conversation over one stream is over.
enum End {
    Over,
    Encrypt,
}

impl Talk {
    fn hold(mut self, stream: TcpStream) -> std::io::Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        let mut plain: Box<dyn Wire> = match self.manner.wrapped {
            true => Box::new(encrypted(stream.try_clone()?)),
            false => Box::new(stream.try_clone()?),
        };
        match self.manner.greeting {
            Some("") => {
                // Nothing is said; the client gives up.
                let _ = plain.read(&mut [0; 64]);
                return Ok(());
            }
            other => plain.write_all(format!("{}\r\n", other.unwrap_or("220 test")).as_bytes())?,
        }
        let wrapped = self.manner.wrapped;
        match self.serve(&mut BufReader::new(plain), wrapped)? {
            End::Over => Ok(()),
            End::Encrypt => {
                let secure: Box<dyn Wire> = Box::new(encrypted(stream));
                self.serve(&mut BufReader::new(secure), true).map(|_| ())
            }
        }
    }

    fn serve(&mut self, wire: &mut BufReader<Box<dyn Wire>>, secure: bool) -> std::io::Result<End> {
        let mut to = String::new();
        loop {
            let mut line = String::new();
            if wire.read_line(&mut line)? == 0 {
                return Ok(End::Over);
            }
            let line = line.trim_end();
            let word = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
            let answer = match word.as_str() {
                "EHLO" => self.features(secure),
                "STARTTLS" => {
                    wire.get_mut().write_all(b"220 go ahead\r\n")?;
                    return Ok(End::Encrypt);
                }
                "AUTH" => self.auth(line),
                "RCPT" => {
                    let address = line.split(['<', '>']).nth(1).unwrap_or_default();
                    to = address.to_owned();
                    let refused =
                        self.manner.recipients.iter().find(|(who, _)| to.starts_with(who));
                    refused.map_or("250 ok", |(_, answer)| answer).to_owned()
                }
                "DATA" => {
                    wire.get_mut().write_all(b"354 go on\r\n")?;
                    match self.take(wire, &to, secure)? {
                        Some(answer) => answer,
                        None => return Ok(End::Over),
                    }
                }
                "QUIT" => return Ok(End::Over),
                _ => "250 ok".to_owned(),
            };
            wire.get_mut().write_all(format!("{answer}\r\n").as_bytes())?;
        }
    }

    fn features(&self, secure: bool) -> String {
        let mut lines = vec!["test"];
        if self.manner.starttls && !secure {
            lines.push("STARTTLS");
        } else if self.manner.login.is_some() {
            lines.push("AUTH PLAIN LOGIN");
        }
        lines.push("8BITMIME");
        let last = lines.len() - 1;
        let joined = lines.iter().enumerate().map(|(at, line)| {
            let mark = if at == last { ' ' } else { '-' };
            format!("250{mark}{line}")
        });
        joined.collect::<Vec<_>>().join("\r\n")
    }

    fn auth(&mut self, line: &str) -> String {
        let coded = line.split(' ').nth(2).unwrap_or_default();
        self.login = Some(coded.to_owned());
        let wanted = self.manner.login.unwrap_or_default();
        if coded == wanted { "235 welcome".into() } else { "535 wrong: secret words".into() }
    }

    /// Reads a mail; `None`: the connection ends without an answer.
    fn take(
        &mut self,
        wire: &mut BufReader<Box<dyn Wire>>,
        to: &str,
        encrypted: bool,
    ) -> std::io::Result<Option<String>> {
        let mut text = String::new();
        loop {
            let mut line = String::new();
            if wire.read_line(&mut line)? == 0 || line == ".\r\n" {
                break;
            }
            text.push_str(line.strip_prefix('.').unwrap_or(&line));
        }
        let login = self.login.clone();
        let mail = Mail { to: to.to_owned(), text, encrypted, login };
        self.kept.lock().expect("no thread panicked").push(mail);
        let mut answers = self.answers.lock().expect("no thread panicked");
        let answer = if answers.is_empty() { "250 taken" } else { answers.remove(0) };
        drop(answers);
        match answer {
            "drop" => Ok(None),
            "hang" => {
                // Until the client goes.
                let _ = wire.read_line(&mut String::new());
                Ok(None)
            }
            answer => Ok(Some(answer.to_owned())),
        }
    }
}

fn encrypted(stream: TcpStream) -> StreamOwned<ServerConnection, TcpStream> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/smtp/");
    let certificate = CertificateDer::from_pem_file(format!("{folder}server.pem"));
    let key = PrivateKeyDer::from_pem_file(format!("{folder}server.key"));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.expect("a certificate")], key.expect("a key"))
        .expect("they fit");
    let connection = ServerConnection::new(Arc::new(config)).expect("a connection");
    StreamOwned::new(connection, stream)
}
