//! What is known of one TCP connection: how it began, what its handshake says, who ended it.

use sipwire::packet::Socket;
use sipwire::tls::{Certificate, ClientHello, Seen, ServerHello};

/// When something was seen, and in which packet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct At {
    /// µs since 1970 UTC.
    pub ts: i64,
    /// The packet's number in its file.
    pub frame: u32,
}

/// One connection that speaks TLS or WebSocket, or plain SIP where TLS is usual.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Its file.
    pub file: u16,
    /// Who opened it.
    pub client: Socket,
    /// To whom.
    pub server: Socket,
    /// Its first bytes.
    pub began: At,
    /// What the client spoke.
    pub client_speaks: Speech,
    /// What the server spoke.
    pub server_speaks: Speech,
    /// Its TLS handshake.
    pub tls: Option<Box<Handshake>>,
    /// Its upgrade to WebSocket.
    pub web: Option<Box<Web>>,
    /// Its end, if it was seen.
    pub end: Option<End>,
}

/// What the first bytes of a direction are; the numbers are shared with Python.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[repr(u8)]
pub enum Speech {
    /// Nothing was sent.
    #[default]
    Silence = 0,
    /// TLS.
    Tls = 1,
    /// SIP in the open.
    Sip = 2,
    /// HTTP.
    Http = 3,
    /// Something else.
    Other = 4,
}

/// How a connection ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct End {
    /// The first FIN or RST.
    pub at: At,
    /// Whether the client sent it.
    pub by_client: bool,
}

/// A TLS handshake as far as it is in the open.
#[derive(Clone, Debug, Default)]
pub struct Handshake {
    /// The last ClientHello.
    pub hello: Option<(At, ClientHello)>,
    /// The last ServerHello.
    pub answer: Option<(At, ServerHello)>,
    /// How many certificates the server showed.
    pub chain: usize,
    /// The server's own certificate, and whether it is for the name that the client asked for.
    pub certificate: Option<(At, Certificate, Option<bool>)>,
    /// The server wants to see the client's certificate.
    pub asked: Option<At>,
    /// How many certificates the client showed.
    pub given: Option<usize>,
    /// The client's direction.
    pub client: Side,
    /// The server's direction.
    pub server: Side,
}

/// One direction of a TLS connection.
#[derive(Clone, Copy, Debug, Default)]
pub struct Side {
    /// Whether it sent Finished, as far as that can be told: an encrypted record of type 22.
    pub finished: bool,
    /// Encrypted records of type 23: data, and in TLS 1.3 everything.
    pub records: u32,
    /// The first of them.
    pub first: At,
    /// Its length.
    pub first_length: u16,
    /// Length of the last of them.
    pub last_length: u16,
    /// The last thing that it sent.
    pub last: At,
    /// Its first alert that can be read, farewells (close_notify) apart, fatal ones before warnings: level, description.
    pub alert: Option<(At, u8, u8)>,
    /// Its first encrypted alert (before TLS 1.3).
    pub sealed_alert: Option<At>,
}

/// The upgrade of a connection to WebSocket.
#[derive(Clone, Debug, Default)]
pub struct Web {
    /// What was asked for: "/ws".
    pub target: Vec<u8>,
    /// The protocols offered.
    pub offered: Vec<u8>,
    /// The answer, its status, and the protocol chosen.
    pub answer: Option<(At, u16, Vec<u8>)>,
}

impl Handshake {
    /// Takes what one side said.
    pub(super) fn take(&mut self, by_client: bool, at: At, seen: Seen) {
        let side = if by_client { &mut self.client } else { &mut self.server };
        side.last = at;
        match seen {
            Seen::ClientHello(hello) if by_client => self.hello = Some((at, hello)),
            Seen::ServerHello(answer) if !by_client => self.answer = Some((at, answer)),
            Seen::Certificates(count, _) if by_client => self.given = Some(count),
            Seen::Certificates(count, first) => self.take_certificate(at, count, first),
            Seen::CertificateRequest if !by_client => self.asked = Some(at),
            Seen::Alert(_, 0) => {} // close_notify, a farewell
            // A warning may come before the alert that ends it all: unrecognized_name does (RFC 6066 section 3).
            Seen::Alert(level, description) if side.alert.is_none_or(|(_, known, _)| known < level) => {
                side.alert = Some((at, level, description));
            }
            Seen::Sealed(kind, length) => side.take_sealed(at, kind, length),
            _ => {}
        }
    }

    fn take_certificate(&mut self, at: At, count: usize, first: Option<Certificate>) {
        self.chain = count;
        let name = self.hello.as_ref().and_then(|(_, hello)| hello.name.as_deref()).and_then(|name| std::str::from_utf8(name).ok());
        self.certificate = first.map(|mut certificate| {
            let fits = name.map(|name| certificate.fits(name));
            certificate.names.truncate(MOST_NAMES);
            certificate.names.shrink_to_fit();
            (at, certificate, fits)
        });
    }
}

impl Connection {
    /// Whether it may have come to nothing: a sieve, for whoever judges it.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        let Some(shake) = &self.tls else { return self.client_speaks == Speech::Sip };
        let alerted = shake.client.alert.or(shake.server.alert).is_some();
        let short = self.end.is_some_and(|end| end.at.ts - self.began.ts < SHORT);
        alerted || shake.answer.is_none() || short
    }
}

/// How long a connection lasts at the most that comes to nothing, µs.
const SHORT: i64 = 40_000_000;

/// The most names of a certificate that are kept.
const MOST_NAMES: usize = 6;

impl Side {
    fn take_sealed(&mut self, at: At, kind: u8, length: u16) {
        match kind {
            sipwire::tls::HANDSHAKE => self.finished = true,
            sipwire::tls::ALERT => {
                self.sealed_alert.get_or_insert(at);
            }
            sipwire::tls::DATA => {
                if self.records == 0 {
                    (self.first, self.first_length) = (at, length);
                }
                self.records = self.records.saturating_add(1);
                self.last_length = length;
            }
            _ => {}
        }
    }
}
