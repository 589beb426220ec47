//! TLS connections that are opened, and what became of them.

use siptls::{At, Counts, KeyFault, Keyring, Opener, Outcome, Plain, PrivateKey};
use siptrack::connections;
use siptrack::left_out::LeftOut;
use sipwire::packet::Socket;
use sipwire::reassembly::Direction;
use sipwire::tls;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// The most rows that are kept.
const MOST: usize = 1 << 16;

/// The most bytes that all openers hold.
const MOST_HELD: usize = 64 << 20;

/// The keys of a run, given or met in a capture; they show themselves nowhere.
#[derive(Clone, Default)]
pub struct Keys(Arc<Mutex<Keyring>>);

impl Keys {
    /// Adds the lines of a key log.
    pub fn add_log(&self, text: &[u8]) -> Counts {
        self.with(|ring| ring.add_log(text))
    }

    /// Adds a server's RSA key.
    pub fn add_private(&self, file: &[u8]) -> Result<(), KeyFault> {
        let key = PrivateKey::read(file)?;
        self.with(|ring| ring.add_private(key));
        Ok(())
    }

    fn with<T>(&self, work: impl FnOnce(&mut Keyring) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What became of one TLS connection.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// Its file.
    pub file: u16,
    /// Who opened it, as far as that is known.
    pub client: Socket,
    /// To whom.
    pub server: Socket,
    /// Its first bytes.
    pub began: connections::At,
    /// What came of it.
    pub outcome: Outcome,
    /// Version and cipher suite, 0 where they are not known.
    pub chosen: (u16, u16),
    /// How many records were opened, and how many could not be.
    pub counts: (u32, u32),
    /// Whether there was SIP in it.
    pub has_sip: bool,
    /// Whether its keys came, but behind what they open.
    pub is_late: bool,
}

/// One connection that is being opened.
struct One {
    opener: Opener,
    /// Its first direction: whether that is way 0.
    first: (usize, Direction),
    began: At,
    has_sip: bool,
}

/// The connections of one file that are being opened.
#[derive(Default)]
pub(super) struct Openers {
    keys: Keys,
    open: HashMap<u64, One>,
    done: Vec<One>,
    /// Connections of which the first bytes are missing, though not their handshake of TCP.
    beheaded: HashSet<u64>,
    held: usize,
    left_out: LeftOut,
}

impl Openers {
    pub(super) fn new(keys: &Keys) -> Self {
        Self { keys: keys.clone(), ..Self::default() }
    }

    /// Takes bytes of way `way` of connection `number` if it is TLS and there are keys; says whether it did.
    pub(super) fn take(
        &mut self,
        (number, way): (u64, usize),
        (file, dir): (u16, &Direction),
        at: connections::At,
        bytes: &[u8],
        is_first: bool,
        out: &mut Vec<Plain>,
    ) -> bool {
        let at = At { ts: at.ts, frame: at.frame };
        if is_first && tls::begins(bytes) && !self.open.contains_key(&number) && !self.keys.with(|ring| ring.is_empty()) {
            if self.open.len() + self.done.len() >= MOST {
                self.left_out.add(file, at.frame);
            } else {
                let mut opener = Opener::default();
                if self.beheaded.contains(&number) {
                    opener.gap(way, 0, out);
                }
                self.open.insert(number, One { opener, first: (way, *dir), began: at, has_sip: false });
            }
        }
        if self.open.is_empty() {
            return false;
        }
        let Some(one) = self.open.get_mut(&number) else { return false };
        let before = one.opener.held();
        self.keys.with(|ring| one.opener.push(way, at, bytes, ring, out));
        self.held = self.held + one.opener.held() - before;
        if self.held > MOST_HELD {
            self.held -= one.opener.held();
            one.opener.stop();
        }
        true
    }

    pub(super) fn gap(&mut self, (number, way): (u64, usize), lost: u32, out: &mut Vec<Plain>) -> bool {
        let Some(one) = self.open.get_mut(&number) else {
            if self.beheaded.len() < MOST {
                self.beheaded.insert(number);
            }
            return false;
        };
        let before = one.opener.held();
        one.opener.gap(way, lost, out);
        self.held = self.held + one.opener.held() - before;
        true
    }

    /// Notes what is in a connection; what has no SIP for long is opened no more.
    pub(super) fn note(&mut self, number: u64, has_sip: bool, is_opaque: bool) {
        let Some(one) = self.open.get_mut(&number) else { return };
        one.has_sip |= has_sip;
        if is_opaque && !one.has_sip {
            self.held -= one.opener.held();
            one.opener.stop();
        }
    }

    pub(super) fn close(&mut self, number: u64) {
        self.beheaded.remove(&number);
        if let Some(one) = self.open.remove(&number) {
            self.held -= one.opener.held();
            self.done.push(one);
        }
    }

    /// What became of every connection in which something encrypted came, in order of their first bytes.
    pub(super) fn finish(&mut self, file: u16) -> (Vec<Sealed>, LeftOut) {
        let mut all = std::mem::take(&mut self.done);
        all.extend(std::mem::take(&mut self.open).into_values());
        all.sort_by_key(|one| (one.began.ts, one.began.frame));
        let rows = all.into_iter().filter(|one| one.opener.outcome() != Outcome::Nothing);
        let rows = rows.map(|one| self.row(&one, file)).collect();
        (rows, self.left_out)
    }

    fn row(&self, one: &One, file: u16) -> Sealed {
        let (way, dir) = one.first;
        let is_by_client = one.opener.client().map_or(!connections::is_sip_port(dir.src.port), |client| client == way);
        let (client, server) = if is_by_client { (dir.src, dir.dst) } else { (dir.dst, dir.src) };
        let outcome = one.opener.outcome();
        let is_known = one.opener.random().is_some_and(|random| self.keys.with(|ring| ring.knows(random)));
        Sealed {
            file,
            client,
            server,
            began: connections::At { ts: one.began.ts, frame: one.began.frame },
            outcome,
            chosen: one.opener.chosen(),
            counts: one.opener.counts(),
            has_sip: one.has_sip,
            is_late: outcome == Outcome::NoKey && is_known,
        }
    }
}
