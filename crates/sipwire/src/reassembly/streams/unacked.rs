//! What one direction of a connection sends again and again and the other side never acknowledges (RFC 9293 section 3.8.1,
//! RFC 6298): a way that takes small packets only, or a connection that is answered no more.

use std::collections::VecDeque;

use super::Unacknowledged;
use crate::packet::Tcp;
use crate::tcp;

/// A segment repeated sooner than this was captured twice, or the sender was only probing (RFC 8985 section 7): the shortest
/// time for a retransmission that systems use is 200 ms.
const AGAIN_US: i64 = 100_000;

/// How often, and for how long, a segment must have been sent in vain.
const IN_VAIN: (u32, i64) = (3, 3_000_000);

/// The most segments of one direction of which each is remembered until it is acknowledged.
const MOST: usize = 16;

/// A number further away than any window belongs to another connection.
const FAR: i32 = 16 << 20;

/// What one direction sent that is not acknowledged.
#[derive(Debug, Default)]
pub(super) struct Unacked {
    /// In order of their numbers.
    sent: VecDeque<Sent>,
    /// The other side has everything before; unknown until it was heard.
    acked: Option<u32>,
    /// The longest segment that was acknowledged.
    longest: u32,
    /// The last time that the other side said something that acknowledged nothing new.
    heard_us: Option<i64>,
    /// The longest segment behind the first one at which the other side acknowledged the first one's beginning once more.
    passed: u32,
    /// The other side takes no more for now.
    is_full: bool,
}

#[derive(Clone, Copy, Debug)]
struct Sent {
    seq: u32,
    length: u32,
    first_us: i64,
    last_us: i64,
    frame: u32,
    times: u32,
}

impl Unacked {
    /// The direction sends a segment.
    #[inline]
    pub(super) fn send(&mut self, ts_us: i64, frame: u32, t: &Tcp<'_>) {
        let length = (t.payload.len() as u32).wrapping_add(t.missing);
        let Some(acked) = self.acked.filter(|_| length > 1 && !self.is_full) else { return };
        let ahead = distance(acked, t.seq);
        if !(-FAR..FAR).contains(&ahead) {
            *self = Self::default();
        } else if distance(acked, t.seq.wrapping_add(length)) > 0 {
            self.note(Sent { seq: t.seq, length, first_us: ts_us, last_us: ts_us, frame, times: 1 });
        }
    }

    fn note(&mut self, new: Sent) {
        let place = self.sent.partition_point(|known| distance(known.seq, new.seq) > 0);
        let has_room = self.sent.len() < MOST;
        match self.sent.get_mut(place) {
            Some(known) if known.seq == new.seq => {
                if new.first_us.saturating_sub(known.last_us) >= AGAIN_US {
                    (known.times, known.last_us) = (known.times.saturating_add(1), new.first_us);
                }
                // What a network card divides is captured before it does.
                known.length = known.length.min(new.length);
            }
            _ if has_room => self.sent.insert(place, new),
            _ => {}
        }
    }

    /// The other side of the direction says something.
    #[inline]
    pub(super) fn hear(&mut self, ts_us: i64, t: &Tcp<'_>) {
        if t.flags & tcp::ACK == 0 {
            return;
        }
        self.is_full = t.window == 0;
        if self.is_full {
            self.sent.clear(); // it will take no more until it says so: another thing
        }
        match self.acked.map(|acked| distance(acked, t.ack)) {
            Some(1..FAR) | None => self.advance(ts_us, t.ack),
            Some(0) => self.hear_again(ts_us, t.payload.is_empty()),
            Some(_) => {}
        }
    }

    /// Everything before `ack` has arrived. Where it is said late, after the first one that is missing was repeated, the other side is there.
    fn advance(&mut self, ts_us: i64, ack: u32) {
        let before = self.sent.front().map(|first| first.seq);
        self.drop_before(ack);
        let first = self.sent.front().filter(|first| first.seq == ack || Some(first.seq) == before);
        if first.map(|first| first.seq) != before {
            (self.heard_us, self.passed) = (None, 0);
        }
        if first.is_some_and(|first| first.times > 1) {
            self.heard_us = Some(ts_us);
        }
    }

    fn drop_before(&mut self, ack: u32) {
        self.acked = Some(ack);
        while let Some(first) = self.sent.front_mut() {
            let arrived = distance(first.seq, ack);
            if arrived <= 0 {
                return;
            }
            let arrived = arrived.unsigned_abs().min(first.length);
            self.longest = self.longest.max(arrived);
            if arrived < first.length {
                *first = Sent { seq: ack, length: first.length - arrived, times: 1, first_us: first.last_us, ..*first };
                return;
            }
            self.sent.pop_front();
        }
    }

    /// The other side acknowledges the same as before: it is there. What was under way before the segment does not count.
    fn hear_again(&mut self, ts_us: i64, is_bare: bool) {
        let Some(first) = self.sent.front() else { return };
        let behind = self.sent.iter().skip(1).map(|sent| sent.length).max().unwrap_or(0);
        if is_bare && behind > 0 {
            self.passed = self.passed.max(behind);
        }
        if first.times > 1 || (is_bare && behind > 0) {
            self.heard_us = Some(ts_us);
        }
    }

    /// What was sent in vain, when the connection or the capture ends: time, frame and the rest; it is told once.
    pub(super) fn take(&mut self) -> Option<(i64, u32, Unacknowledged)> {
        let first = *self.sent.front()?;
        self.sent = VecDeque::new();
        let lasted_us = first.last_us.saturating_sub(first.first_us);
        if self.acked != Some(first.seq) || first.times < IN_VAIN.0 || lasted_us < IN_VAIN.1 {
            return None;
        }
        let is_heard = self.heard_us.is_some();
        let (length, longest, passed) = (first.length, self.longest, self.passed);
        Some((first.first_us, first.frame, Unacknowledged { times: first.times, lasted_us, length, longest, passed, is_heard }))
    }
}

/// How far `to` lies behind `from` in the circle of sequence numbers; negative if before it.
#[inline]
fn distance(from: u32, to: u32) -> i32 {
    to.wrapping_sub(from).cast_signed()
}
