//! TCP connections: which segment belongs to which direction of which connection, and how each
//! began and ended (RFC 9293 section 3.3).

use std::collections::HashMap;

use super::half::Half;
use crate::packet::{Socket, Tcp};
use crate::tcp;

/// The most connections remembered at a time.
const MAX_CONNECTIONS: usize = 131_072;

/// How many are forgotten at once when there are too many.
const EVICTED: usize = MAX_CONNECTIONS / 16;

/// The most bytes that wait out of order in all connections together.
const MAX_WAITING: usize = 64 << 20;

/// A SYN repeated sooner than this was not repeated but captured twice (RFC 6298: 1 s).
const SYN_AGAIN_US: i64 = 200_000;

/// Who sends to whom.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Direction {
    /// The sender.
    pub src: Socket,
    /// The receiver.
    pub dst: Socket,
}

/// What happens to a connection besides bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TcpEvent {
    /// RST answered SYN; the direction is that of the RST.
    Refused,
    /// RST ended an open connection; the direction is that of the RST.
    Reset,
    /// The first FIN, or the connection was forgotten to make room.
    Closed,
    /// Nothing answered SYN; time and frame are those of the first SYN.
    SynUnanswered {
        /// How often SYN was sent.
        tries: u32,
    },
}

/// Who takes the bytes and the events.
pub trait StreamSink {
    /// New bytes of one direction, in order and without a hole; `id` numbers the direction and is
    /// never used again.
    fn data(&mut self, id: u64, dir: &Direction, ts_us: i64, frame: u32, bytes: &[u8]);
    /// `lost` bytes of the direction were not captured: the reader must find its place again.
    fn gap(&mut self, id: u64, dir: &Direction, lost: u32);
    /// Something happened to the connection.
    fn event(&mut self, dir: &Direction, ts_us: i64, frame: u32, event: TcpEvent);
    /// Nothing more will come from this direction.
    fn closed(&mut self, id: u64);
}

/// All connections being followed.
#[derive(Debug, Default)]
pub struct Streams {
    connections: HashMap<Pair, Connection>,
    last_id: u64,
    waiting: usize,
}

/// The two ends, the smaller first.
type Pair = (Socket, Socket);

#[derive(Debug)]
struct Connection {
    /// From the smaller end to the larger one.
    up: Half,
    down: Half,
    syn: Option<Syn>,
    /// The handshake went on after SYN, or was not seen.
    answered: bool,
    ended: bool,
    last_us: i64,
    last_frame: u32,
}

/// The SYN that began a connection.
#[derive(Clone, Copy, Debug)]
struct Syn {
    dir: Direction,
    seq: u32,
    ts_us: i64,
    frame: u32,
    last_us: i64,
    tries: u32,
}

impl Streams {
    /// No connections yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a segment and hands on what it makes readable.
    pub fn push(&mut self, ts_us: i64, frame: u32, t: &Tcp<'_>, sink: &mut impl StreamSink) {
        let dir = Direction {
            src: Socket { ip: t.ip.src, port: t.src_port },
            dst: Socket { ip: t.ip.dst, port: t.dst_port },
        };
        let pair = if dir.src <= dir.dst { (dir.src, dir.dst) } else { (dir.dst, dir.src) };
        if self.connections.get(&pair).is_some_and(|old| old.is_superseded(t, &dir)) {
            self.remove(&pair, sink);
        }
        if !self.connections.contains_key(&pair) {
            if !begins(t) {
                return;
            }
            self.make_room(sink);
            self.last_id += 2;
            self.connections.insert(pair, Connection::new(self.last_id));
        }
        let Some(connection) = self.connections.get_mut(&pair) else {
            return;
        };
        let before = connection.waiting();
        connection.segment(ts_us, frame, t, &dir, sink);
        let mut after = connection.waiting();
        if self.waiting - before + after > MAX_WAITING {
            connection.flush(&pair, sink);
            after = connection.waiting();
        }
        self.waiting = self.waiting - before + after;
    }

    /// Ends the capture: what waits is handed on, what is open is closed.
    pub fn finish(&mut self, sink: &mut impl StreamSink) {
        let mut left: Vec<_> = std::mem::take(&mut self.connections).into_iter().collect();
        left.sort_unstable_by_key(|(_, connection)| connection.up.id);
        for (pair, mut connection) in left {
            connection.report_unanswered(sink);
            connection.end(&pair, sink);
        }
        self.waiting = 0;
    }

    fn remove(&mut self, pair: &Pair, sink: &mut impl StreamSink) {
        if let Some(mut connection) = self.connections.remove(pair) {
            self.waiting -= connection.waiting();
            connection.report_unanswered(sink);
            connection.end(pair, sink);
        }
    }

    /// Forgets the ended, then the half-open, then the longest idle connections.
    fn make_room(&mut self, sink: &mut impl StreamSink) {
        if self.connections.len() < MAX_CONNECTIONS {
            return;
        }
        let mut ranks: Vec<_> = self.connections.iter().map(|(pair, connection)| (connection.rank(), *pair)).collect();
        ranks.sort_unstable();
        for (_, pair) in ranks.into_iter().take(EVICTED) {
            if let Some(connection) = self.connections.get(&pair) {
                connection.report_forgotten(&pair, sink);
            }
            self.remove(&pair, sink);
        }
    }
}

/// Whether a segment of an unknown connection is worth following it.
fn begins(t: &Tcp<'_>) -> bool {
    t.flags & tcp::RST == 0 && (t.flags & tcp::SYN != 0 || !t.payload.is_empty())
}

impl Connection {
    fn new(last_id: u64) -> Self {
        Self {
            up: Half::new(last_id - 1),
            down: Half::new(last_id),
            syn: None,
            answered: false,
            ended: false,
            last_us: 0,
            last_frame: 0,
        }
    }

    fn waiting(&self) -> usize {
        self.up.waiting() + self.down.waiting()
    }

    /// Order in which connections are forgotten.
    fn rank(&self) -> (u8, i64, u64) {
        let kind = match (self.ended, self.is_half_open()) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        };
        (kind, self.last_us, self.up.id)
    }

    fn is_half_open(&self) -> bool {
        self.syn.is_some() && !self.answered
    }

    /// Whether `t` belongs to a new connection between the same ports.
    fn is_superseded(&self, t: &Tcp<'_>, dir: &Direction) -> bool {
        match t.flags & (tcp::SYN | tcp::ACK | tcp::RST) {
            tcp::SYN => match &self.syn {
                Some(syn) if syn.dir == *dir => syn.seq != t.seq,
                Some(_) => !self.is_half_open(),
                None => true,
            },
            _ => self.ended && begins(t) && self.half(dir).is_news(t),
        }
    }

    fn half(&self, dir: &Direction) -> &Half {
        if dir.src <= dir.dst { &self.up } else { &self.down }
    }

    fn halves(&mut self, dir: &Direction) -> (&mut Half, &mut Half) {
        if dir.src <= dir.dst { (&mut self.up, &mut self.down) } else { (&mut self.down, &mut self.up) }
    }

    #[inline]
    fn segment(&mut self, ts_us: i64, frame: u32, t: &Tcp<'_>, dir: &Direction, sink: &mut impl StreamSink) {
        (self.last_us, self.last_frame) = (ts_us, frame);
        if self.ended {
            return;
        }
        if t.flags & tcp::RST != 0 {
            return self.reset(ts_us, frame, dir, sink);
        }
        if t.flags & tcp::SYN != 0 {
            self.handshake(ts_us, frame, t, dir);
        } else {
            self.answered = true; // also if the answer itself was not captured
        }
        if t.flags & tcp::FIN != 0 && !self.up.has_fin() && !self.down.has_fin() {
            sink.event(dir, ts_us, frame, TcpEvent::Closed);
        }
        let (mine, peer) = self.halves(dir);
        mine.segment(ts_us, frame, t, dir, sink);
        if t.flags & tcp::ACK != 0 {
            peer.acknowledge(t.ack, &dir.reverse(), sink);
        }
        self.ended = self.up.is_closed() && self.down.is_closed();
    }

    fn handshake(&mut self, ts_us: i64, frame: u32, t: &Tcp<'_>, dir: &Direction) {
        self.halves(dir).0.start(t.seq.wrapping_add(1));
        let from_other = self.syn.is_some_and(|syn| syn.dir != *dir);
        match &mut self.syn {
            _ if from_other || t.flags & tcp::ACK != 0 => self.answered = true,
            Some(syn) => {
                if ts_us.saturating_sub(syn.last_us) >= SYN_AGAIN_US {
                    (syn.tries, syn.last_us) = (syn.tries.saturating_add(1), ts_us);
                }
            }
            None => self.syn = Some(Syn { dir: *dir, seq: t.seq, ts_us, frame, last_us: ts_us, tries: 1 }),
        }
    }

    fn reset(&mut self, ts_us: i64, frame: u32, dir: &Direction, sink: &mut impl StreamSink) {
        let asked = self.is_half_open() && self.syn.is_some_and(|syn| syn.dir != *dir);
        if asked {
            sink.event(dir, ts_us, frame, TcpEvent::Refused);
        } else if self.is_half_open() {
            self.report_unanswered(sink);
        } else if !self.up.has_fin() && !self.down.has_fin() {
            sink.event(dir, ts_us, frame, TcpEvent::Reset);
        }
        let (mine, peer) = self.halves(dir);
        mine.end(dir, sink);
        peer.end(&dir.reverse(), sink);
        self.ended = true;
    }

    fn report_unanswered(&self, sink: &mut impl StreamSink) {
        if let Some(syn) = self.syn.filter(|_| self.is_half_open() && !self.ended) {
            sink.event(&syn.dir, syn.ts_us, syn.frame, TcpEvent::SynUnanswered { tries: syn.tries });
        }
    }

    fn report_forgotten(&self, (src, dst): &Pair, sink: &mut impl StreamSink) {
        if !self.ended && !self.is_half_open() && !self.up.has_fin() && !self.down.has_fin() {
            let dir = Direction { src: *src, dst: *dst };
            sink.event(&dir, self.last_us, self.last_frame, TcpEvent::Closed);
        }
    }

    fn flush(&mut self, (src, dst): &Pair, sink: &mut impl StreamSink) {
        let dir = Direction { src: *src, dst: *dst };
        self.up.flush(&dir, sink);
        self.down.flush(&dir.reverse(), sink);
    }

    fn end(&mut self, (src, dst): &Pair, sink: &mut impl StreamSink) {
        let dir = Direction { src: *src, dst: *dst };
        self.up.end(&dir, sink);
        self.down.end(&dir.reverse(), sink);
    }
}

impl Direction {
    /// The other way round.
    #[must_use]
    pub fn reverse(&self) -> Self {
        Self { src: self.dst, dst: self.src }
    }
}
