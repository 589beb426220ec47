//! One TCP connection: its two directions, how it began and how it ended.

use super::half::Half;
use super::{Direction, Pair, StreamSink, TcpEvent, begins};
use crate::packet::Tcp;
use crate::tcp;

/// The most bytes that wait out of order in all connections together.
const MAX_WAITING: usize = 64 << 20;

/// A SYN repeated sooner than this was not repeated but captured twice (RFC 6298: 1 s).
const SYN_AGAIN_US: i64 = 200_000;

#[derive(Debug)]
pub(super) struct Connection {
    /// From the smaller end to the larger one.
    pub(super) up: Half,
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

impl Connection {
    pub(super) fn new(last_id: u64) -> Self {
        Self { up: Half::new(last_id - 1), down: Half::new(last_id), syn: None, answered: false, ended: false, last_us: 0, last_frame: 0 }
    }

    pub(super) fn waiting(&self) -> usize {
        self.up.waiting() + self.down.waiting()
    }

    /// Order in which connections are forgotten.
    pub(super) fn rank(&self) -> (u8, i64, u64) {
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
    pub(super) fn is_superseded(&self, t: &Tcp<'_>, dir: &Direction) -> bool {
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

    /// Takes a segment and keeps `waiting`, the bytes that wait in all connections, within bounds.
    #[inline]
    pub(super) fn take(&mut self, ts_us: i64, frame: u32, t: &Tcp<'_>, dir: &Direction, waiting: &mut usize, sink: &mut impl StreamSink) {
        let others = *waiting - self.waiting();
        self.segment(ts_us, frame, t, dir, sink);
        if others + self.waiting() > MAX_WAITING {
            self.up.flush(&dir.upwards(), sink);
            self.down.flush(&dir.upwards().reverse(), sink);
        }
        *waiting = others + self.waiting();
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
        mine.unacked.send(ts_us, frame, t);
        peer.unacked.hear(ts_us, t);
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
            let by_opener = self.syn.map(|syn| syn.dir == *dir);
            sink.event(dir, ts_us, frame, TcpEvent::Reset { by_opener });
        }
        let up = dir.upwards();
        self.report_unacked(&(up.src, up.dst), sink);
        let (mine, peer) = self.halves(dir);
        mine.end(dir, sink);
        peer.end(&dir.reverse(), sink);
        self.ended = true;
    }

    pub(super) fn report_unanswered(&self, sink: &mut impl StreamSink) {
        if let Some(syn) = self.syn.filter(|_| self.is_half_open() && !self.ended) {
            sink.event(&syn.dir, syn.ts_us, syn.frame, TcpEvent::SynUnanswered { tries: syn.tries });
        }
    }

    /// Tells, once, what either side sent in vain.
    pub(super) fn report_unacked(&mut self, (src, dst): &Pair, sink: &mut impl StreamSink) {
        let dir = Direction { src: *src, dst: *dst };
        for (half, dir) in [(&mut self.up, dir), (&mut self.down, dir.reverse())] {
            if let Some((ts_us, frame, segment)) = half.unacked.take() {
                sink.event(&dir, ts_us, frame, TcpEvent::Unacknowledged { id: half.id, segment });
            }
        }
    }

    pub(super) fn report_forgotten(&self, (src, dst): &Pair, sink: &mut impl StreamSink) {
        if !self.ended && !self.is_half_open() && !self.up.has_fin() && !self.down.has_fin() {
            let dir = Direction { src: *src, dst: *dst };
            sink.event(&dir, self.last_us, self.last_frame, TcpEvent::Closed);
        }
    }

    pub(super) fn end(&mut self, (src, dst): &Pair, sink: &mut impl StreamSink) {
        let dir = Direction { src: *src, dst: *dst };
        self.up.end(&dir, sink);
        self.down.end(&dir.reverse(), sink);
    }
}
