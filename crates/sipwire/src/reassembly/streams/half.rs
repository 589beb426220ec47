//! One direction of a TCP connection: segments in any order to bytes in order (RFC 9293 section 3.4).

use std::collections::VecDeque;

use super::unacked::Unacked;
use super::{Direction, StreamSink};
use crate::packet::Tcp;
use crate::tcp;

/// The most bytes of one direction that wait out of order before the hole is given up.
const MAX_WAITING: usize = 256 << 10;

/// What keeping one segment costs besides its bytes.
const SEGMENT_COST: usize = 64;

/// A sequence number further behind than any window is no retransmission but a new start.
const FAR_BEHIND: i32 = -(16 << 20);

/// The state of one direction.
#[derive(Debug, Default)]
pub(super) struct Half {
    /// Number of the direction.
    pub(super) id: u64,
    next: Option<u32>,
    acked: Option<u32>,
    fin: Option<u32>,
    waiting: VecDeque<Waiting>,
    waiting_bytes: usize,
    pub(super) unacked: Unacked,
    opened: bool,
    closed: bool,
}

/// A segment that came before its turn.
#[derive(Debug)]
struct Waiting {
    seq: u32,
    ts_us: i64,
    frame: u32,
    bytes: Vec<u8>,
    missing: u32,
}

/// A segment on its way to the sink.
struct Segment<'a> {
    seq: u32,
    ts_us: i64,
    frame: u32,
    bytes: &'a [u8],
    missing: u32,
}

impl Half {
    /// A direction of which nothing was seen.
    pub(super) fn new(id: u64) -> Self {
        Self { id, ..Self::default() }
    }

    /// The handshake says where the direction begins.
    pub(super) fn start(&mut self, first: u32) {
        self.next.get_or_insert(first);
    }

    /// How many bytes wait out of order.
    pub(super) fn waiting(&self) -> usize {
        self.waiting_bytes
    }

    /// Whether the sender said that it is done.
    pub(super) fn has_fin(&self) -> bool {
        self.fin.is_some()
    }

    /// Whether nothing more will come.
    pub(super) fn is_closed(&self) -> bool {
        self.closed
    }

    /// Whether `t` cannot be a repetition of what was seen.
    pub(super) fn is_news(&self, t: &Tcp<'_>) -> bool {
        let is_new = |next| !(FAR_BEHIND..0).contains(&distance(next, t.seq));
        t.flags & tcp::SYN != 0 || self.next.is_none_or(is_new)
    }

    /// Takes the payload and FIN of a segment.
    #[inline]
    pub(super) fn segment(&mut self, ts_us: i64, frame: u32, t: &Tcp<'_>, dir: &Direction, sink: &mut impl StreamSink) {
        let seq = t.seq.wrapping_add(u32::from(t.flags & tcp::SYN != 0));
        let length = (t.payload.len() as u32).wrapping_add(t.missing);
        if t.flags & tcp::FIN != 0 {
            self.fin.get_or_insert(seq.wrapping_add(length));
        }
        if length > 0 && !self.closed {
            self.take(Segment { seq, ts_us, frame, bytes: t.payload, missing: t.missing }, dir, sink);
        }
        if self.fin.is_some() && self.fin == self.next {
            self.close(sink);
        }
    }

    /// The other side acknowledges all before `ack`: holes before it will not be filled any more.
    #[inline]
    pub(super) fn acknowledge(&mut self, ack: u32, dir: &Direction, sink: &mut impl StreamSink) {
        if self.acked.is_none_or(|before| distance(before, ack) > 0) {
            self.acked = Some(ack);
        }
        while self.waiting.front().is_some_and(|first| distance(first.seq, ack) >= 0) {
            self.skip_hole(dir, sink);
        }
        if self.fin.is_some_and(|fin| distance(fin, ack) > 0) && !self.closed {
            self.end(dir, sink);
        }
    }

    /// Hands on everything that waits, with the holes between, up to FIN; then closes.
    pub(super) fn end(&mut self, dir: &Direction, sink: &mut impl StreamSink) {
        self.flush(dir, sink);
        if let (Some(next), Some(fin)) = (self.next, self.fin)
            && distance(next, fin) > 0
        {
            self.gap(fin.wrapping_sub(next), dir, sink);
        }
        self.close(sink);
    }

    /// Hands on everything that waits, with the holes between.
    pub(super) fn flush(&mut self, dir: &Direction, sink: &mut impl StreamSink) {
        while !self.waiting.is_empty() {
            self.skip_hole(dir, sink);
        }
    }

    #[inline]
    fn take(&mut self, segment: Segment<'_>, dir: &Direction, sink: &mut impl StreamSink) {
        let next = *self.next.get_or_insert(segment.seq);
        let ahead = distance(next, segment.seq);
        if ahead > 0 {
            self.ahead(segment, dir, sink);
        } else if ahead < FAR_BEHIND {
            self.restart(segment, dir, sink);
        } else {
            let ts_us = segment.ts_us;
            self.deliver(segment, dir, sink);
            self.drain(ts_us, dir, sink);
        }
    }

    /// A segment behind a hole: it waits, unless the hole will not be filled any more.
    fn ahead(&mut self, segment: Segment<'_>, dir: &Direction, sink: &mut impl StreamSink) {
        let given_up = self.acked.is_some_and(|ack| distance(segment.seq, ack) >= 0);
        self.wait(segment);
        if given_up || self.waiting_bytes > MAX_WAITING {
            self.skip_hole(dir, sink);
        }
    }

    fn restart(&mut self, segment: Segment<'_>, dir: &Direction, sink: &mut impl StreamSink) {
        self.flush(dir, sink);
        self.gap(0, dir, sink);
        self.next = Some(segment.seq);
        (self.acked, self.fin) = (None, None);
        self.deliver(segment, dir, sink);
    }

    fn wait(&mut self, segment: Segment<'_>) {
        let next = self.next.unwrap_or(segment.seq);
        let Segment { seq, ts_us, frame, bytes, missing } = segment;
        let ahead = seq.wrapping_sub(next);
        let place = self.waiting.partition_point(|other| other.seq.wrapping_sub(next) < ahead);
        let double = self.waiting.get(place).is_some_and(|other| other.seq == seq && other.bytes.len() >= bytes.len());
        if !double {
            self.waiting_bytes += bytes.len() + SEGMENT_COST;
            self.waiting.insert(place, Waiting { seq, ts_us, frame, bytes: bytes.to_vec(), missing });
        }
    }

    /// Gives up the hole before the first waiting segment.
    fn skip_hole(&mut self, dir: &Direction, sink: &mut impl StreamSink) {
        let Some(first) = self.waiting.front() else {
            return;
        };
        let (seq, ts_us) = (first.seq, first.ts_us);
        let lost = distance(self.next.unwrap_or(seq), seq);
        if lost > 0 {
            self.gap(lost.unsigned_abs(), dir, sink);
            self.next = Some(seq);
        }
        self.drain(ts_us, dir, sink);
    }

    /// Hands on the waiting segments whose turn has come; none of them before `now`.
    #[inline]
    fn drain(&mut self, now: i64, dir: &Direction, sink: &mut impl StreamSink) {
        while let Some(first) = self.waiting.front() {
            if distance(self.next.unwrap_or(first.seq), first.seq) > 0 {
                return;
            }
            let Some(Waiting { seq, ts_us, frame, bytes, missing }) = self.waiting.pop_front() else {
                return;
            };
            self.waiting_bytes -= bytes.len() + SEGMENT_COST;
            self.deliver(Segment { seq, ts_us: ts_us.max(now), frame, bytes: &bytes, missing }, dir, sink);
        }
    }

    /// Hands on what is new in a segment that begins at or before the next byte.
    #[inline]
    fn deliver(&mut self, segment: Segment<'_>, dir: &Direction, sink: &mut impl StreamSink) {
        let next = self.next.unwrap_or(segment.seq);
        let known = next.wrapping_sub(segment.seq) as usize;
        let end = segment.seq.wrapping_add(segment.bytes.len() as u32);
        let fresh = segment.bytes.get(known..).unwrap_or_default();
        if !fresh.is_empty() {
            self.opened = true;
            self.next = Some(end);
            sink.data(self.id, dir, segment.ts_us, segment.frame, fresh);
        }
        let cut = distance(self.next.unwrap_or(end), end.wrapping_add(segment.missing));
        if segment.missing > 0 && cut > 0 {
            self.gap(cut.unsigned_abs(), dir, sink);
        }
    }

    fn gap(&mut self, lost: u32, dir: &Direction, sink: &mut impl StreamSink) {
        self.opened = true;
        self.next = self.next.map(|next| next.wrapping_add(lost));
        sink.gap(self.id, dir, lost);
    }

    fn close(&mut self, sink: &mut impl StreamSink) {
        if self.opened && !self.closed {
            sink.closed(self.id);
        }
        self.closed = true;
        self.waiting = VecDeque::new();
        self.waiting_bytes = 0;
    }
}

/// How far `to` lies behind `from` in the circle of sequence numbers; negative if before it.
#[inline]
fn distance(from: u32, to: u32) -> i32 {
    to.wrapping_sub(from).cast_signed()
}
