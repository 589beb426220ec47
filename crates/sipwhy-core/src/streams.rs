//! TCP connections and SCTP messages: their bytes to SIP messages.

use siptls::{Content, Plain};
use siptrack::connections::{self, At, Piece, is_sip_port};
use siptrack::left_out::LeftOut;
use siptrack::row::{Sighting, Transport};
use sipwire::packet::{Ip, SctpData, Socket, Tcp};
use sipwire::reassembly::{Direction, Framed, FramedKind, Framer, StreamSink, Streams, TcpEvent, Unacknowledged};
use sipwire::tls;
use std::collections::{HashMap, HashSet};

mod sealed;

use sealed::Openers;
pub use sealed::{Keys, Sealed};

/// What came out of connections.
pub enum Found {
    /// A SIP message.
    Message(Sighting, Vec<u8>),
    /// A HEP packet.
    Hep(Sighting, Vec<u8>),
    /// A connection refused (1), reset (2) or never answered (3), `seen.src` having opened it; or a segment that `seen.src` sent in
    /// vain (5).
    Event {
        /// As in `NetError::kind`.
        kind: u8,
        /// When and between whom.
        seen: Sighting,
        /// Who reset it.
        reporter: Ip,
        /// Of a segment sent in vain.
        unacked: Option<Unacknowledged>,
    },
    /// Bytes are missing in a connection that carries SIP.
    Gap {
        /// Where it was noticed.
        frame: u32,
    },
}

/// The connections of one file.
#[derive(Default)]
pub struct Connections {
    streams: Streams,
    sink: Sink,
    chunks: HashMap<(Socket, Socket, u16), (u32, Vec<u8>)>,
    /// How many bytes wait in `chunks`.
    waiting: usize,
}

/// The largest SCTP user message that is put together.
const LARGEST: usize = 1 << 20;

/// How many of them may wait for their ends, and how many bytes in all.
const MOST_WAITING: (usize, usize) = (4096, 64 << 20);

/// The most connections with a closed direction of which it is known that they carried SIP.
const MOST_CLOSED: usize = 1 << 16;

/// The most bytes that the readers of all TCP connections hold of messages that are not whole.
const MOST_HELD: usize = 64 << 20;

impl Connections {
    /// No connections yet; TLS is opened with `keys`.
    pub fn new(keys: &Keys) -> Self {
        Self { sink: Sink { openers: Openers::new(keys), ..Sink::default() }, ..Self::default() }
    }

    /// Takes a segment; returns what became whole.
    pub fn take(&mut self, segment: &Tcp<'_>, seen: &Sighting, file: u16) -> Vec<Found> {
        self.sink.file = file;
        self.streams.push(seen.ts, seen.frame, segment, &mut self.sink);
        std::mem::take(&mut self.sink.found)
    }

    /// Takes a part of an SCTP user message; returns the message once it is whole.
    pub fn take_chunk(&mut self, chunk: &SctpData<'_>, seen: &Sighting) -> Option<Vec<u8>> {
        let key = (seen.src, seen.dst, chunk.stream);
        if chunk.begin {
            self.forget_chunks(&key);
            if self.chunks.len() >= MOST_WAITING.0 || self.waiting + chunk.payload.len() > MOST_WAITING.1 {
                (self.chunks, self.waiting) = (HashMap::new(), 0);
            }
            self.waiting += chunk.payload.len();
            self.chunks.insert(key, (chunk.tsn, chunk.payload.to_vec()));
            return None;
        }
        let room = MOST_WAITING.1.saturating_sub(self.waiting);
        let (last, bytes) = self.chunks.get_mut(&key)?;
        if chunk.tsn == *last {
            return None; // captured or sent twice
        }
        if chunk.tsn != last.wrapping_add(1) || bytes.len() + chunk.payload.len() > LARGEST || chunk.payload.len() > room {
            self.forget_chunks(&key);
            return None;
        }
        *last = chunk.tsn;
        bytes.extend_from_slice(chunk.payload);
        self.waiting += chunk.payload.len();
        if chunk.end { self.forget_chunks(&key) } else { None }
    }

    /// Takes what waits of a message out of the waiting ones.
    fn forget_chunks(&mut self, key: &(Socket, Socket, u16)) -> Option<Vec<u8>> {
        let (_, bytes) = self.chunks.remove(key)?;
        self.waiting -= bytes.len();
        Some(bytes)
    }

    /// Ends every connection; returns what was waiting.
    pub fn finish(&mut self) -> Vec<Found> {
        self.streams.finish(&mut self.sink);
        std::mem::take(&mut self.sink.found)
    }

    /// What is known of connections that began since `since` (µs); the others are followed no more.
    pub fn recent_beginnings(&mut self, since: i64) -> Vec<connections::Connection> {
        self.sink.beginnings.recent(since)
    }

    /// What became of TLS connections, where there were keys.
    pub fn take_sealed(&mut self) -> (Vec<Sealed>, LeftOut) {
        self.sink.openers.finish(self.sink.file)
    }

    /// What is known of connections whose beginning matters.
    pub fn take_beginnings(&mut self) -> (Vec<connections::Connection>, LeftOut) {
        (self.sink.beginnings.finish(), self.sink.beginnings.left_out)
    }
}

/// One direction of a connection.
struct Half {
    dir: Direction,
    framer: Framer,
    carries_sip: bool,
    /// Whether what the framer gets was opened.
    is_opened: bool,
}

/// Frames the bytes of each direction.
#[derive(Default)]
struct Sink {
    framers: HashMap<u64, Half>,
    /// Connections that carried SIP in a direction that is closed.
    closed_sip: HashSet<u64>,
    found: Vec<Found>,
    framed: Vec<Framed>,
    frame: u32,
    /// How many bytes all framers hold.
    held: usize,
    beginnings: connections::Connections,
    openers: Openers,
    plain: Vec<Plain>,
    file: u16,
}

impl Sink {
    /// Shows bytes to whoever reads the beginnings of connections.
    fn begin(&mut self, id: u64, dir: &Direction, at: At, bytes: &[u8]) {
        let framers = &self.framers;
        let other_is_sip = || framers.get(&other(id)).is_some_and(|half| half.carries_sip || half.framer.is_reading());
        let piece = Piece { number: number(id), dir, at, bytes };
        self.beginnings.take(self.file, piece, !framers.contains_key(&id), other_is_sip);
    }

    /// Frames bytes of a direction, as they stand in its segments or as they were opened.
    fn read(&mut self, id: u64, dir: &Direction, at: At, bytes: &[u8]) {
        let half = self.framers.entry(id).or_insert_with(|| Half::new(dir));
        let before = half.framer.held();
        half.framer.push(at.ts, at.frame, bytes, &mut self.framed);
        self.held = self.held + half.framer.held() - before;
        if self.held > MOST_HELD {
            // As if the rest had been lost: what is there of the message goes out, and the loss is counted.
            self.held -= half.framer.held();
            half.framer.gap();
            half.framer.finish(&mut self.framed);
            self.found.push(Found::Gap { frame: at.frame });
        }
        half.carries_sip |= !self.framed.is_empty();
        let is_opened = half.is_opened;
        self.drain(dir, is_opened);
    }

    /// Whether a connection carries SIP, or is encrypted and on a port of SIP.
    fn is_sip(&mut self, id: u64, dir: &Direction) -> bool {
        let carries_sip = |id| self.framers.get(&id).is_some_and(|half| half.carries_sip);
        let is_known = carries_sip(id) || carries_sip(other(id));
        self.closed_sip.remove(&number(id)) || is_known || is_sip_port(dir.src.port) || is_sip_port(dir.dst.port)
    }

    fn remember_sip(&mut self, number: u64) {
        if self.closed_sip.len() >= MOST_CLOSED {
            self.closed_sip.clear();
        }
        self.closed_sip.insert(number);
    }

    fn lose(&mut self, id: u64) {
        if let Some(half) = self.framers.get_mut(&id) {
            if half.carries_sip || half.framer.is_reading() {
                self.found.push(Found::Gap { frame: self.frame });
            }
            self.held -= half.framer.held();
            half.framer.gap();
            self.held += half.framer.held();
        }
    }

    /// Takes what was opened of a connection, in either direction.
    fn take_plain(&mut self, id: u64, dir: &Direction) {
        for plain in std::mem::take(&mut self.plain) {
            let (id, dir) = if plain.way == way(id) { (id, *dir) } else { (other(id), dir.reverse()) };
            let at = At { ts: plain.at.ts, frame: plain.at.frame };
            match plain.content {
                Content::Data => {
                    let piece = Piece { number: number(id), dir: &dir, at, bytes: &plain.bytes };
                    self.beginnings.take_plain(piece);
                    self.framers.entry(id).or_insert_with(|| Half::new(&dir)).is_opened = true;
                    self.read(id, &dir, at, &plain.bytes);
                    let half = self.framers.get(&id);
                    self.openers.note(
                        number(id),
                        half.is_some_and(|half| half.carries_sip),
                        half.is_some_and(|half| half.framer.is_opaque()),
                    );
                }
                Content::Gap => self.lose(id),
                Content::Handshake | Content::Alert => {
                    let kind = if plain.content == Content::Alert { tls::ALERT } else { tls::HANDSHAKE };
                    self.beginnings.take_inside(Piece { number: number(id), dir: &dir, at, bytes: &plain.bytes }, kind);
                }
            }
        }
    }

    fn drain(&mut self, dir: &Direction, is_opened: bool) {
        let (tcp, ws) = if is_opened { (Transport::Tls, Transport::Wss) } else { (Transport::Tcp, Transport::Ws) };
        for framed in self.framed.drain(..) {
            let mut seen = Sighting { ts: framed.ts_us, frame: framed.frame, src: dir.src, dst: dir.dst, transport: tcp, ip_id: 0 };
            self.found.push(match framed.kind {
                FramedKind::Hep => Found::Hep(seen, framed.bytes),
                FramedKind::WebSocketSip => {
                    seen.transport = ws;
                    Found::Message(seen, framed.bytes)
                }
                FramedKind::Sip => Found::Message(seen, framed.bytes),
            });
        }
    }
}

impl StreamSink for Sink {
    fn data(&mut self, id: u64, dir: &Direction, ts_us: i64, frame: u32, bytes: &[u8]) {
        self.frame = frame;
        let at = At { ts: ts_us, frame };
        self.begin(id, dir, at, bytes);
        let is_first = !self.framers.contains_key(&id);
        let has_plain_half = self.framers.get(&other(id)).is_some_and(|half| half.carries_sip);
        if self.openers.take((number(id), way(id)), (self.file, dir), at, bytes, is_first && !has_plain_half, &mut self.plain) {
            self.framers.entry(id).or_insert_with(|| Half::new(dir)).is_opened = true;
            return self.take_plain(id, dir);
        }
        self.read(id, dir, at, bytes);
    }

    fn gap(&mut self, id: u64, dir: &Direction, lost: u32) {
        self.beginnings.gap(number(id), dir, lost);
        if self.openers.gap((number(id), way(id)), lost, &mut self.plain) {
            return self.take_plain(id, dir);
        }
        self.lose(id);
    }

    fn event(&mut self, dir: &Direction, ts_us: i64, frame: u32, event: TcpEvent) {
        self.beginnings.event(dir, At { ts: ts_us, frame }, event);
        let (kind, src, dst) = match event {
            // The refusing side sent this segment: the other one opened the connection.
            TcpEvent::Refused => (1, dir.dst, dir.src),
            TcpEvent::Reset { by_opener } if by_opener.unwrap_or(!is_sip_port(dir.src.port) && is_sip_port(dir.dst.port)) => {
                (2, dir.src, dir.dst)
            }
            TcpEvent::Reset { .. } => (2, dir.dst, dir.src),
            TcpEvent::SynUnanswered { .. } => (3, dir.src, dir.dst),
            TcpEvent::Unacknowledged { id, segment } => {
                if self.is_sip(id, dir) {
                    let seen = Sighting { ts: ts_us, frame, src: dir.src, dst: dir.dst, transport: Transport::Tcp, ip_id: 0 };
                    self.found.push(Found::Event { kind: 5, seen, reporter: dir.src.ip, unacked: Some(segment) });
                }
                return;
            }
            TcpEvent::Closed => return,
        };
        let seen = Sighting { ts: ts_us, frame, src, dst, transport: Transport::Tcp, ip_id: 0 };
        self.found.push(Found::Event { kind, seen, reporter: dir.src.ip, unacked: None });
    }

    fn closed(&mut self, id: u64) {
        if let Some(mut half) = self.framers.remove(&id) {
            if half.carries_sip {
                self.remember_sip(number(id));
            }
            self.beginnings.closed(number(id), &half.dir);
            self.held -= half.framer.held();
            half.framer.finish(&mut self.framed);
            self.drain(&half.dir, half.is_opened);
            if !self.framers.contains_key(&other(id)) {
                self.openers.close(number(id));
            }
        }
    }
}

impl Half {
    fn new(dir: &Direction) -> Self {
        Self { dir: *dir, framer: Framer::default(), carries_sip: false, is_opened: false }
    }
}

#[cfg(test)]
mod tests;

/// The number of the connection to which a direction belongs: its two directions are numbered one behind the other.
fn number(id: u64) -> u64 {
    id.div_ceil(2)
}

/// Which of the two directions of its connection this is.
fn way(id: u64) -> usize {
    usize::from(id.is_multiple_of(2))
}

/// The other direction of the same connection.
fn other(id: u64) -> u64 {
    if id % 2 == 1 { id + 1 } else { id - 1 }
}
