//! One connection: its hellos, its secrets, and its records opened.

mod keys;

use crate::derive::TLS_1_3;
use crate::hello::{ClientHello, ServerHello};
use crate::keylog::{Keyring, LABELS};
use crate::records::{ALERT, At, CHANGE_CIPHER, DATA, HANDSHAKE, Record};
use crate::suite::{Suite, is_by_rsa, suite};
use crate::way::{Content, Plain, Way};
use crate::{Outcome, bytes::Bytes, old};

const CLIENT_HELLO: u8 = 1;
const SERVER_HELLO: u8 = 2;
const NEW_TICKET: u8 = 4;
const KEY_EXCHANGE: u8 = 16;

/// SSL 3.0, whose keys are made in another way, and all before it.
const SSL_3: u16 = 0x0300;

/// The most bytes of a handshake that are kept for the extended master secret.
const MOST_TRANSCRIPT: usize = 128 << 10;

/// Opens the records of one connection; directions are told apart by any two numbers, 0 and 1.
#[derive(Default)]
pub struct Opener {
    ways: [Way; 2],
    /// The client's direction.
    client: Option<usize>,
    hello: Option<ClientHello>,
    chosen: Option<ServerHello>,
    suite: Option<Suite>,
    /// The master secret that an RSA key or an earlier session gave.
    master: Vec<u8>,
    transcript: Vec<u8>,
    /// The client sent the secret under the server's key: the handshake is a whole one.
    has_exchanged: bool,
    /// Why nothing is opened any more.
    given_up: Option<Outcome>,
    begun: [bool; 2],
    opened: u32,
    refused: u32,
    is_renegotiated: bool,
    /// The server asked for another ClientHello, as only TLS 1.3 does.
    is_retried: bool,
}

impl Opener {
    /// Takes the next bytes of direction `way` (0 or 1) and appends to `out` what they complete.
    pub fn push(&mut self, way: usize, at: At, bytes: &[u8], ring: &mut Keyring, out: &mut Vec<Plain>) {
        let Some(one) = self.ways.get_mut(way).filter(|_| self.given_up.is_none()) else { return };
        one.records.push(at, bytes);
        while let Some(record) = self.ways.get_mut(way).filter(|_| self.given_up.is_none()).and_then(|one| one.records.next()) {
            self.take(way, record, ring, out);
        }
    }

    /// `lost` bytes of direction `way` are missing.
    pub fn gap(&mut self, way: usize, lost: u32, out: &mut Vec<Plain>) {
        let Some(one) = self.ways.get_mut(way).filter(|_| self.given_up.is_none()) else { return };
        one.gap(lost);
        out.push(Plain { way, at: At::default(), content: Content::Gap, bytes: Vec::new() });
        if !one.is_sealed && one.waiting.is_empty() {
            self.give_up(Outcome::Lost);
        }
    }

    /// What came of it until now.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self.given_up {
            _ if self.opened > 0 => Outcome::Opened,
            Some(reason) => reason,
            None if self.refused > 0 => Outcome::WrongKey,
            None if self.ways.iter().any(|way| !way.waiting.is_empty()) => Outcome::Lost,
            None => Outcome::Nothing,
        }
    }

    /// How many records were opened, and how many could not be.
    #[must_use]
    pub fn counts(&self) -> (u32, u32) {
        (self.opened, self.refused)
    }

    /// The version and the cipher suite that the server chose; 0 where that is not known.
    #[must_use]
    pub fn chosen(&self) -> (u16, u16) {
        self.chosen.as_ref().map_or((0, 0), |chosen| (chosen.version, chosen.cipher))
    }

    /// The client's random, by which a key log names the connection.
    #[must_use]
    pub fn random(&self) -> Option<&[u8; 32]> {
        self.hello.as_ref().map(|hello| &hello.random)
    }

    /// The direction of the client, if its hello was seen.
    #[must_use]
    pub fn client(&self) -> Option<usize> {
        self.client
    }

    /// Whether nothing more will be opened: nothing that is pushed is looked at.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.given_up.is_some()
    }

    /// Whether the keys were agreed anew within the connection.
    #[must_use]
    pub fn is_renegotiated(&self) -> bool {
        self.is_renegotiated
    }

    /// Opens no more, and lets go of what is held.
    pub fn stop(&mut self) {
        self.give_up(Outcome::Nothing);
    }

    /// How many bytes are held, so that the owner of many can bound them all.
    #[must_use]
    pub fn held(&self) -> usize {
        self.ways.iter().map(Way::held).sum::<usize>() + self.transcript.len()
    }

    fn give_up(&mut self, reason: Outcome) {
        self.given_up.get_or_insert(reason);
        self.ways = [Way::default(), Way::default()];
        self.transcript = Vec::new();
    }

    /// Takes a record, and then those that waited for what it told.
    fn take(&mut self, way: usize, record: Record, ring: &mut Keyring, out: &mut Vec<Plain>) {
        let is_first = self.begun.get_mut(way).is_some_and(|begun| !std::mem::replace(begun, true));
        if is_first && self.hello.is_none() && record.kind() != HANDSHAKE && record.kind() != ALERT {
            return self.give_up(Outcome::BegunBefore);
        }
        let waits = self.ways.get(way).is_some_and(|one| !one.waiting.is_empty());
        let before = (self.hello.is_some(), self.chosen.is_some());
        if let Some(record) = if waits { Some(record) } else { self.read(way, record, ring, out) }
            && !self.ways.get_mut(way).is_some_and(|one| one.wait(record))
        {
            return self.give_up(Outcome::Lost);
        }
        if before != (self.hello.is_some(), self.chosen.is_some()) {
            self.read_waiting(ring, out);
        }
    }

    fn read_waiting(&mut self, ring: &mut Keyring, out: &mut Vec<Plain>) {
        for way in [0, 1] {
            while let Some(record) = self.ways.get_mut(way).and_then(Way::waited) {
                if let Some(record) = self.read(way, record, ring, out) {
                    if let Some(one) = self.ways.get_mut(way) {
                        one.wait(record);
                        one.waiting.rotate_right(1);
                    }
                    break;
                }
            }
        }
    }

    /// Reads a record; gives it back if it needs what has not come yet.
    fn read(&mut self, way: usize, record: Record, ring: &mut Keyring, out: &mut Vec<Plain>) -> Option<Record> {
        let is_sealed = self.ways.get(way).is_some_and(|one| one.is_sealed);
        let is_new = self.chosen.as_ref().is_some_and(|chosen| chosen.version >= TLS_1_3);
        match record.kind() {
            kind if is_sealed && kind != CHANGE_CIPHER => {
                self.open(way, &record, ring, out);
            }
            _ if record.is_guess => self.settle(way, &record, false),
            CHANGE_CIPHER if self.is_retried && self.chosen.is_none() => {}
            CHANGE_CIPHER | DATA if self.chosen.is_none() => return Some(record),
            CHANGE_CIPHER if is_new => {}
            CHANGE_CIPHER => self.seal_old(way, ring),
            DATA if is_new => {
                self.seal_new(way, ring);
                if self.given_up.is_none() {
                    self.open(way, &record, ring, out);
                }
            }
            DATA => self.refused += 1,
            HANDSHAKE => self.messages(way, &record.body, ring),
            _ => {} // an alert in the open
        }
        None
    }

    fn settle(&mut self, way: usize, record: &Record, is_right: bool) {
        if let Some(one) = self.ways.get_mut(way).filter(|_| record.is_guess) {
            one.records.settle(record, is_right);
        }
    }

    fn open(&mut self, way: usize, record: &Record, ring: &mut Keyring, out: &mut Vec<Plain>) {
        let version = self.chosen.as_ref().map_or(TLS_1_3, |chosen| chosen.version);
        let (Some(suite), Some(one)) = (self.suite, self.ways.get_mut(way)) else { return };
        let opened = one.open(&suite, version, record);
        self.settle(way, record, opened.is_some());
        let at = record.at;
        match opened {
            None if record.is_guess => {}
            None => {
                self.refused += 1;
                out.push(Plain { way, at, content: Content::Gap, bytes: Vec::new() });
            }
            Some((kind, bytes)) => {
                self.opened += 1;
                match kind {
                    HANDSHAKE => {
                        self.messages(way, &bytes, ring);
                        out.push(Plain { way, at, content: Content::Handshake, bytes });
                    }
                    ALERT => out.push(Plain { way, at, content: Content::Alert, bytes }),
                    _ => out.push(Plain { way, at, content: Content::Data, bytes }),
                }
            }
        }
    }

    fn messages(&mut self, way: usize, bytes: &[u8], ring: &mut Keyring) {
        let mut whole = Vec::new();
        if let Some(one) = self.ways.get_mut(way) {
            one.messages(bytes, |message| whole.push(message));
        }
        for message in whole {
            self.message(way, &message, ring);
            if self.given_up.is_some() {
                return;
            }
        }
    }

    fn message(&mut self, way: usize, message: &[u8], ring: &mut Keyring) {
        let body = message.get(4..).unwrap_or_default();
        let kind = message.first().copied().unwrap_or_default();
        if kind == CLIENT_HELLO {
            self.transcript.clear();
        }
        if ring.opens_exchanges() && kind != 0 && self.transcript.len() + message.len() <= MOST_TRANSCRIPT {
            self.transcript.extend_from_slice(message);
        }
        match kind {
            CLIENT_HELLO => self.client_hello(way, body),
            SERVER_HELLO if self.client != Some(way) => self.server_hello(body, ring),
            NEW_TICKET if self.chosen.as_ref().is_some_and(|chosen| chosen.version < TLS_1_3) => self.remember_ticket(body, ring),
            KEY_EXCHANGE if self.client == Some(way) => self.key_exchange(body, ring),
            _ => {}
        }
    }

    fn client_hello(&mut self, way: usize, body: &[u8]) {
        self.is_renegotiated |= self.hello.is_some() && self.chosen.is_some();
        self.client = Some(way);
        self.hello = ClientHello::read(body);
        (self.master, self.has_exchanged) = (Vec::new(), false);
        if self.hello.is_none() {
            self.give_up(Outcome::Lost);
        }
    }

    fn server_hello(&mut self, body: &[u8], ring: &Keyring) {
        let Some(chosen) = ServerHello::read(body) else { return };
        if chosen.is_retry {
            self.is_retried = true;
            return;
        }
        self.suite = suite(chosen.cipher).filter(|_| chosen.version > SSL_3);
        if let Some(hello) = &self.hello {
            let goes_on = if hello.session == chosen.session { ring.session(&chosen.session) } else { None };
            self.master = goes_on.or_else(|| ring.session(&hello.ticket)).unwrap_or_default().to_vec();
        }
        let is_known = self.suite.is_some();
        self.chosen = Some(chosen);
        if !is_known {
            self.give_up(Outcome::Cipher);
        }
    }
}
