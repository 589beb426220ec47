//! TCP connections: which segment belongs to which direction of which connection, and how each
//! began and ended (RFC 9293 section 3.3).

mod connection;
mod half;
mod unacked;

use std::collections::HashMap;

use crate::packet::{Socket, Tcp};
use crate::tcp;
use connection::Connection;

/// The most connections remembered at a time.
const MAX_CONNECTIONS: usize = 131_072;

/// How many are forgotten at once when there are too many.
const EVICTED: usize = MAX_CONNECTIONS / 16;

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
    Reset {
        /// Whether the side that had opened the connection sent it, if its SYN was seen.
        by_opener: Option<bool>,
    },
    /// The first FIN, or the connection was forgotten to make room.
    Closed,
    /// Nothing answered SYN; time and frame are those of the first SYN.
    SynUnanswered {
        /// How often SYN was sent.
        tries: u32,
    },
    /// The other side never acknowledged a segment of the direction `id`, though it was sent again and again; time and frame are those
    /// of its first sending. It is told when the connection or the capture ends.
    Unacknowledged {
        /// Number of the direction.
        id: u64,
        /// What is known of it.
        segment: Unacknowledged,
    },
}

/// A segment sent in vain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unacknowledged {
    /// How often it was sent.
    pub times: u32,
    /// From its first to its last sending, µs.
    pub lasted_us: i64,
    /// How many bytes it carries.
    pub length: u32,
    /// The longest segment of the direction that was acknowledged; 0 for none.
    pub longest: u32,
    /// The longest segment sent behind it when the other side, for want of it, repeated its acknowledgement; 0 for none.
    pub passed: u32,
    /// Whether the other side was heard meanwhile.
    pub is_heard: bool,
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

impl Streams {
    /// No connections yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a segment and hands on what it makes readable.
    pub fn push(&mut self, ts_us: i64, frame: u32, t: &Tcp<'_>, sink: &mut impl StreamSink) {
        let dir = Direction { src: Socket { ip: t.ip.src, port: t.src_port }, dst: Socket { ip: t.ip.dst, port: t.dst_port } };
        let pair = if dir.src <= dir.dst { (dir.src, dir.dst) } else { (dir.dst, dir.src) };
        if let Some(connection) = self.connections.get_mut(&pair) {
            if !connection.is_superseded(t, &dir) {
                return connection.take(ts_us, frame, t, &dir, &mut self.waiting, sink);
            }
            self.remove(&pair, sink);
        }
        if begins(t) {
            self.make_room(sink);
            self.last_id += 2;
            let connection = self.connections.entry(pair).insert_entry(Connection::new(self.last_id)).into_mut();
            connection.take(ts_us, frame, t, &dir, &mut self.waiting, sink);
        }
    }

    /// Ends the capture: what waits is handed on, what is open is closed.
    pub fn finish(&mut self, sink: &mut impl StreamSink) {
        let mut left: Vec<_> = std::mem::take(&mut self.connections).into_iter().collect();
        left.sort_unstable_by_key(|(_, connection)| connection.up.id);
        for (pair, mut connection) in left {
            connection.report_unanswered(sink);
            connection.report_unacked(&pair, sink);
            connection.end(&pair, sink);
        }
        self.waiting = 0;
    }

    fn remove(&mut self, pair: &Pair, sink: &mut impl StreamSink) {
        if let Some(mut connection) = self.connections.remove(pair) {
            self.waiting -= connection.waiting();
            connection.report_unanswered(sink);
            connection.report_unacked(pair, sink);
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

impl Direction {
    /// From the smaller end to the larger one.
    fn upwards(&self) -> Self {
        if self.src <= self.dst { *self } else { self.reverse() }
    }

    /// The other way round.
    #[must_use]
    pub fn reverse(&self) -> Self {
        Self { src: self.dst, dst: self.src }
    }
}
