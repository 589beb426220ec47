//! A part of what was read, as a session of its own, while reading goes on.

use super::Session;
use crate::spill::Spill;
use siptrack::row::SipRow;
use siptrack::tracker::Place;

impl Session {
    /// Keeps the bytes of every message from now on.
    pub fn keep_bytes(&mut self) {
        self.keeps_bytes = true;
    }

    /// Where the bytes of a message in a block are kept; None if there is no room.
    #[inline]
    pub(super) fn kept(&mut self, row: &SipRow, block: &[u8], place: Place) -> Option<Place> {
        if !self.keeps_bytes || place.spilled {
            return Some(place);
        }
        let start = usize::try_from(row.raw_at()).unwrap_or(usize::MAX);
        let bytes = block.get(start..start.saturating_add(row.raw_len() as usize)).unwrap_or_default();
        if let Some(base) = self.spill.keep(bytes) {
            return Some(Place { base, spilled: true, ..place });
        }
        self.notes.broken(place.file, row.seen.frame, "no room is left to keep a message");
        None
    }

    /// A session of some legs, as [`siptrack::tracker::Tracker::part`] says, with what was read since this was asked last and belongs to no
    /// leg; nothing in it is older than `since` (µs) but those legs, and `now` (µs) is its end.
    pub fn part(&mut self, legs: &[i64], since: i64, now: i64) -> Self {
        let mut part = Self { nodes: self.nodes.clone(), ..Self::default() };
        let (from, into) = (&mut self.spill, &mut part.spill);
        part.tracker = self.tracker.part(legs, since, |at, len| from.copy(at, len as usize, into)).tracker;
        let first = part.tracker.messages.iter().map(|message| message.ts).min().unwrap_or(now);
        part.notes = std::mem::take(&mut self.notes);
        part.notes.span = Some((first.min(now), now.max(first)));
        part.beginnings = std::mem::take(&mut self.beginnings);
        for connections in &mut self.connections {
            part.beginnings.append(&mut connections.recent_beginnings(since));
        }
        part.lookups = self.lookups.recent(since);
        part.keep_alives = self.keep_alives.recent(since);
        part.handshakes = self.handshakes.recent(since);
        part
    }

    /// Keeps only some legs; returns the new numbers of all, as [`siptrack::tracker::Tracker::keep`] does.
    pub fn keep(&mut self, legs: &[i64], since: i64) -> Vec<u32> {
        let (mut from, mut into) = (std::mem::take(&mut self.spill), Spill::default());
        let waiting = &mut self.beginnings_only;
        for one in waiting.iter_mut() {
            one.move_bytes(&mut from, &mut into);
        }
        let numbers = self.tracker.keep(legs, since, |at, len| from.copy(at, len as usize, &mut into));
        self.spill = into;
        numbers
    }
}
