//! IP fragments to datagrams (RFC 791 section 3.2, RFC 8200 section 4.5): any order, doubled,
//! overlapping (what came first stays), within bounds of memory and time.

mod pieces;

use std::collections::{HashMap, VecDeque};

use crate::packet::{Fragment, Ip, IpInfo};
use pieces::Pieces;

/// The most datagrams waiting for fragments.
const MAX_DATAGRAMS: usize = 4096;

/// The most bytes waiting in all.
const MAX_BYTES: usize = 16 << 20;

/// How long a datagram waits for its fragments (RFC 1122 section 3.3.2 allows 60 s; Linux waits 30).
const TIMEOUT_US: i64 = 30_000_000;

/// How long after a datagram its fragments are taken for copies (captured twice).
const COPY_US: i64 = 2_000_000;

/// The longest datagram (RFC 791 section 3.1).
const MAX_LENGTH: u64 = 65_535;

/// A datagram put together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Datagram {
    /// The header of its first fragment.
    pub ip: IpInfo,
    /// What follows the header, for [`crate::ip::payload`].
    pub payload: Vec<u8>,
    /// Bytes at its end that the capture cut off.
    pub missing: u32,
}

/// A datagram of which fragments never came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LostDatagram {
    /// When its first fragment was seen.
    pub ts_us: i64,
    /// Packet number of the fragment seen first.
    pub frame: u32,
    /// The header of that fragment.
    pub ip: IpInfo,
    /// The bytes from offset 0 up to the first hole; None if the first fragment itself is missing.
    pub first: Option<Vec<u8>>,
    /// How many of its bytes were seen.
    pub have: u32,
    /// How many it has, if its last fragment was seen.
    pub total: Option<u32>,
}

/// Datagrams waiting for fragments.
#[derive(Debug, Default)]
pub struct Fragments {
    pending: HashMap<Key, Pending>,
    order: VecDeque<(Key, u64)>,
    serial: u64,
    bytes: usize,
    lost: Vec<LostDatagram>,
}

type Key = (Ip, Ip, u32, u8);

#[derive(Debug)]
struct Pending {
    serial: u64,
    ts_us: i64,
    frame: u32,
    ip: IpInfo,
    pieces: Pieces,
    cost: usize,
    /// Its datagram went out already; this is for copies of its fragments.
    copy: bool,
    done: bool,
}

impl Fragments {
    /// Nothing waiting yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a fragment; gives the datagram if this one completes it.
    pub fn push(&mut self, ts_us: i64, frame: u32, f: &Fragment<'_>) -> Option<Datagram> {
        self.expire(ts_us);
        let end = u64::from(f.offset) + f.payload.len() as u64 + u64::from(f.missing);
        if end > MAX_LENGTH || end == u64::from(f.offset) {
            return None;
        }
        let key = (f.ip.src, f.ip.dst, f.ip.id, f.ip.protocol);
        self.renew(key, ts_us, frame);
        let pending = match self.pending.get_mut(&key) {
            Some(pending) => pending,
            None => self.begin(key, ts_us, frame, f.ip),
        };
        if f.offset == 0 {
            pending.ip = f.ip;
        }
        let cost = pending.pieces.add(f);
        pending.cost += cost;
        let datagram = pending.pieces.is_whole().then(|| pending.datagram());
        self.bytes += cost;
        if datagram.is_some() {
            self.complete(key, ts_us);
        }
        self.shrink();
        datagram
    }

    /// Hands out the datagrams given up since the last call: too old, or too much was waiting.
    pub fn take_lost(&mut self) -> Vec<LostDatagram> {
        std::mem::take(&mut self.lost)
    }

    /// Ends the capture: what still waits is lost.
    pub fn finish(&mut self) {
        while self.drop_oldest() {}
    }

    /// If a datagram with this key went out already, what comes now is a copy or a new one.
    fn renew(&mut self, key: Key, ts_us: i64, frame: u32) {
        let Some(pending) = self.pending.get_mut(&key).filter(|pending| pending.done) else {
            return;
        };
        pending.copy = (0..=COPY_US).contains(&(ts_us - pending.ts_us));
        pending.done = false;
        (pending.ts_us, pending.frame) = (ts_us, frame);
    }

    fn begin(&mut self, key: Key, ts_us: i64, frame: u32, ip: IpInfo) -> &mut Pending {
        self.serial += 1;
        let serial = self.serial;
        self.order.push_back((key, serial));
        let pieces = Pieces::default();
        let pending = Pending { serial, ts_us, frame, ip, pieces, cost: 0, copy: false, done: false };
        self.pending.entry(key).insert_entry(pending).into_mut()
    }

    /// Keeps the key of a datagram that went out, to recognise copies of its fragments.
    fn complete(&mut self, key: Key, ts_us: i64) {
        if let Some(pending) = self.pending.get_mut(&key) {
            self.bytes -= pending.cost;
            pending.pieces = Pieces::default();
            (pending.cost, pending.done, pending.ts_us) = (0, true, ts_us);
        }
    }

    fn expire(&mut self, now: i64) {
        while let Some((key, serial)) = self.order.front() {
            let waits =
                self.pending.get(key).is_some_and(|pending| pending.serial == *serial && now.saturating_sub(pending.ts_us) <= TIMEOUT_US);
            if waits {
                return;
            }
            self.drop_oldest();
        }
    }

    fn shrink(&mut self) {
        while self.pending.len() > MAX_DATAGRAMS || self.bytes > MAX_BYTES {
            if !self.drop_oldest() {
                return;
            }
        }
    }

    /// Gives up the datagram that began first; false if there is none.
    fn drop_oldest(&mut self) -> bool {
        let Some((key, serial)) = self.order.pop_front() else {
            return false;
        };
        let current = self.pending.get(&key).is_some_and(|pending| pending.serial == serial);
        if current && let Some(pending) = self.pending.remove(&key) {
            self.bytes -= pending.cost;
            self.lost.extend(pending.lost());
        }
        true
    }
}

impl Pending {
    fn datagram(&self) -> Datagram {
        let payload = self.pieces.beginning();
        let total = self.pieces.total().unwrap_or_default();
        let missing = total.saturating_sub(payload.len() as u32);
        Datagram { ip: self.ip, payload, missing }
    }

    fn lost(self) -> Option<LostDatagram> {
        if self.done || self.copy {
            return None;
        }
        let Self { ts_us, frame, ip, pieces, .. } = self;
        let first = Some(pieces.beginning()).filter(|bytes| !bytes.is_empty());
        Some(LostDatagram { ts_us, frame, ip, first, have: pieces.have(), total: pieces.total() })
    }
}
