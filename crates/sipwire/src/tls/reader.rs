//! One direction of a connection to what it says: records, and the handshake messages in those that can be read.

use super::certificate::Certificate;
use super::hello::{ClientHello, ServerHello};
use super::record::{HEADER, Header};
use super::{ALERT, HANDSHAKE, bytes::Bytes};

/// The longest handshake message that is read: chains of certificates are shorter.
const LONGEST_MESSAGE: usize = 64 << 10;

/// A record of change cipher spec.
const CHANGE_CIPHER: u8 = 20;

/// How many bytes of a handshake record tell whether it is encrypted: type and length of its first message.
const MESSAGE_HEAD: usize = 4;

const CLIENT_HELLO: u8 = 1;
const SERVER_HELLO: u8 = 2;
const CERTIFICATE: u8 = 11;
const CERTIFICATE_REQUEST: u8 = 13;

/// What a direction says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Seen {
    /// A client begins.
    ClientHello(ClientHello),
    /// A server answers.
    ServerHello(ServerHello),
    /// Certificates: how many, and the first, if it could be read. A client without any sends none.
    Certificates(usize, Option<Certificate>),
    /// A server wants to see the client's certificate.
    CertificateRequest,
    /// Everything behind this is encrypted; in TLS 1.3 it says nothing.
    ChangeCipher,
    /// An alert that can be read: its level (2: fatal) and description.
    Alert(u8, u8),
    /// An encrypted record: its outer type and length. Its end is not waited for.
    Sealed(u8, u16),
}

/// Reads the bytes of one direction, however they are divided.
#[derive(Debug, Default)]
pub struct Reader {
    /// The record header, and what decides whether a record is encrypted.
    head: Vec<u8>,
    /// Bytes of the record still to come.
    left: usize,
    /// What to do with them.
    inside: Inside,
    /// The handshake message that is being put together.
    message: Vec<u8>,
    /// Bytes of a handshake message of no interest still to come.
    skip: usize,
    alert: Vec<u8>,
    ciphered: bool,
    over: bool,
    /// What is read is that of TLS 1.3.
    is_new: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Inside {
    #[default]
    Nothing,
    Handshake,
    Alert,
}

impl Reader {
    /// Takes the next bytes and tells `seen` what they complete.
    pub fn push(&mut self, mut bytes: &[u8], seen: &mut impl FnMut(Seen)) {
        while !bytes.is_empty() && !self.over {
            if self.left > 0 {
                let (part, rest) = bytes.split_at(self.left.min(bytes.len()));
                self.left -= part.len();
                self.inside(part, seen);
                bytes = rest;
            } else {
                bytes = self.take_head(bytes, seen);
            }
        }
    }

    /// Takes what somebody with keys found in an encrypted record of type `kind`; `is_new` says that it is one of TLS 1.3.
    pub fn opened(&mut self, kind: u8, is_new: bool, bytes: &[u8], seen: &mut impl FnMut(Seen)) {
        self.is_new = is_new;
        match (kind, bytes) {
            (HANDSHAKE, _) => self.handshake(bytes, seen),
            (ALERT, [level, description]) => seen(Seen::Alert(*level, *description)),
            _ => {}
        }
    }

    /// `lost` bytes were not captured: what is encrypted is passed over without them, anything else cannot be followed, nor
    /// what begins anew elsewhere (0).
    pub fn gap(&mut self, lost: u32) {
        let lost = lost as usize;
        if self.inside == Inside::Nothing && (1..=self.left).contains(&lost) && self.head.is_empty() {
            self.left -= lost;
        } else {
            self.give_up();
        }
    }

    /// Whether nothing more will be read: this is no TLS, or its place in it was lost.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// Reads no more, and lets go of what is held.
    pub fn give_up(&mut self) {
        *self = Self { over: true, ..Self::default() };
    }

    /// How many bytes are held, so that the owner of many readers can bound them all.
    #[must_use]
    pub fn held(&self) -> usize {
        self.head.capacity() + self.message.capacity() + self.alert.capacity()
    }

    /// Takes bytes of a record header until it is whole.
    fn take_head<'a>(&mut self, bytes: &'a [u8], seen: &mut impl FnMut(Seen)) -> &'a [u8] {
        let wanted = self.wanted() - self.head.len();
        let (part, rest) = bytes.split_at(wanted.min(bytes.len()));
        self.head.extend_from_slice(part);
        if self.head.len() == self.wanted() {
            self.begin(seen);
        }
        rest
    }

    /// How much of a record must be there before it can be begun.
    fn wanted(&self) -> usize {
        match self.header() {
            Some(header) if self.ciphered && header.kind == HANDSHAKE => HEADER + MESSAGE_HEAD.min(header.length.into()),
            _ => HEADER,
        }
    }

    fn header(&self) -> Option<Header> {
        self.head.first_chunk().and_then(|bytes| Header::read(*bytes))
    }

    /// A record begins: its header is whole.
    fn begin(&mut self, seen: &mut impl FnMut(Seen)) {
        let Some(header) = self.header() else {
            return self.give_up();
        };
        if self.head.len() < self.wanted() {
            return; // more of it is wanted now that its type is known
        }
        let head = std::mem::take(&mut self.head);
        let first = head.get(HEADER..).unwrap_or_default();
        self.left = usize::from(header.length) - first.len();
        self.inside = match header.kind {
            CHANGE_CIPHER => {
                self.ciphered = true;
                seen(Seen::ChangeCipher);
                Inside::Nothing
            }
            ALERT if header.length == 2 => Inside::Alert,
            HANDSHAKE if !self.ciphered || is_hello(header, first) => Inside::Handshake,
            kind => {
                self.message = Vec::new();
                seen(Seen::Sealed(kind, header.length));
                Inside::Nothing
            }
        };
        self.inside(first, seen);
    }

    fn inside(&mut self, part: &[u8], seen: &mut impl FnMut(Seen)) {
        match self.inside {
            Inside::Nothing => {}
            Inside::Handshake => self.handshake(part, seen),
            Inside::Alert => {
                self.alert.extend_from_slice(part);
                if let [level, description] = *self.alert {
                    seen(Seen::Alert(level, description));
                    self.alert.clear();
                }
            }
        }
    }

    /// Takes bytes of handshake messages.
    fn handshake(&mut self, mut part: &[u8], seen: &mut impl FnMut(Seen)) {
        while !part.is_empty() && !self.over {
            let skipped = self.skip.min(part.len());
            self.skip -= skipped;
            part = part.get(skipped..).unwrap_or_default();
            let whole = self.message_length().unwrap_or(MESSAGE_HEAD);
            let (next, rest) = part.split_at((whole - self.message.len()).min(part.len()));
            self.message.extend_from_slice(next);
            part = rest;
            self.finish_message(seen);
        }
    }

    /// Reads the message being put together if it is whole; one of no interest is passed over.
    fn finish_message(&mut self, seen: &mut impl FnMut(Seen)) {
        let Some(whole) = self.message_length() else { return };
        let kind = self.message.first().copied().unwrap_or_default();
        if !matches!(kind, CLIENT_HELLO | SERVER_HELLO | CERTIFICATE | CERTIFICATE_REQUEST) {
            self.skip = whole - self.message.len();
            self.message.clear();
        } else if whole > LONGEST_MESSAGE {
            self.give_up();
        } else if whole == self.message.len() {
            let message = std::mem::take(&mut self.message);
            if let Some(found) = read(kind, self.is_new, message.get(MESSAGE_HEAD..).unwrap_or_default()) {
                seen(found);
            }
        }
    }

    /// The length of the message being put together, its head included, if that is known.
    fn message_length(&self) -> Option<usize> {
        match *self.message {
            [_, a, b, c, ..] => Some(MESSAGE_HEAD + (usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c))),
            _ => None,
        }
    }
}

/// Whether a handshake record behind a change of cipher is a hello in the open all the same: TLS 1.3 changes nothing there.
fn is_hello(header: Header, first: &[u8]) -> bool {
    match *first {
        [CLIENT_HELLO | SERVER_HELLO, 0, a, b] => MESSAGE_HEAD + (usize::from(a) << 8 | usize::from(b)) == usize::from(header.length),
        _ => false,
    }
}

fn read(kind: u8, is_new: bool, body: &[u8]) -> Option<Seen> {
    match kind {
        CLIENT_HELLO => ClientHello::read(body).map(Seen::ClientHello),
        SERVER_HELLO => ServerHello::read(body).map(Seen::ServerHello),
        CERTIFICATE if is_new => new_certificates(body),
        CERTIFICATE => certificates(body),
        _ => Some(Seen::CertificateRequest),
    }
}

/// The chain of TLS 1.2 and older (RFC 5246 section 7.4.2).
fn certificates(body: &[u8]) -> Option<Seen> {
    let mut chain = Bytes(body).vector24()?;
    let first = chain.vector24();
    let mut count = usize::from(first.is_some());
    while chain.vector24().is_some() {
        count += 1;
    }
    Some(Seen::Certificates(count, first.and_then(|der| Certificate::read(der.0))))
}

/// The chain of TLS 1.3, in which every certificate has extensions (RFC 8446 section 4.4.2).
fn new_certificates(body: &[u8]) -> Option<Seen> {
    let mut bytes = Bytes(body);
    bytes.vector8()?;
    let mut chain = bytes.vector24()?;
    let (mut first, mut count) = (None, 0);
    while let (Some(certificate), Some(_)) = (chain.vector24(), chain.vector16()) {
        count += 1;
        first.get_or_insert(certificate);
    }
    Some(Seen::Certificates(count, first.and_then(|der| Certificate::read(der.0))))
}
