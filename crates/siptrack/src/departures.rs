//! Which legs are over: they are told once, together with those that they may belong to, and then forgotten.
//!
//! Theory of operation. A leg is over when it has its outcome and nothing came of it for so long that nothing more is to be
//! expected (RFC 3261 section 17: T2 is 4 s, timers B and F are 32 s, timer C is 3 minutes). Legs that may be joined to one call go
//! together: whatever joins legs later is looked for here more generously, for too much in one group costs time and room, and no verdict. Legs
//! that were told stay for a while as what the next ones are judged beside; a registration stays as long as its binding lasts and a
//! while longer, so that who refreshes it too late is known.

mod groups;
mod story;

use crate::analysis::ByLeg;
use crate::record::Msg;
use crate::tracker::Tracker;
use crate::tracker::part::NOT;
use groups::groups;
pub use story::Patience;
use story::Story;

/// What is known of legs beside their messages.
#[derive(Default)]
pub struct Departures {
    /// Of each leg how many messages it had when it was told, 0 if it was not.
    told: Vec<u32>,
    /// Of each leg how many messages it had when the clock was set, and what time it was then (µs).
    pinned: Vec<(u32, i64)>,
    /// Of each leg how many messages it had at the last choice.
    counts: Vec<u32>,
    patience: Patience,
    /// Legs that had to go before they were over, for want of room.
    pub forced: u64,
}

/// What goes and what stays.
pub struct Choice {
    /// Legs that are told now.
    pub fresh: Vec<bool>,
    /// From when on each leg's messages are part of what is judged (µs): those that are told, and some that they are judged beside, told
    /// before or not over.
    pub judged: Vec<i64>,
    /// From when on each leg's messages are kept (µs).
    pub kept: Vec<i64>,
    /// How many messages are kept no more.
    pub leaving: usize,
    /// How many legs are not over.
    pub open: usize,
}

/// How long after its end a leg is still what others are judged beside, µs.
const BESIDE: i64 = 600_000_000;
/// The most messages that are kept of one registration or subscription that goes on.
const MOST_OF_ONE: usize = 24;

impl Departures {
    /// With these limits.
    #[must_use]
    pub fn new(patience: Patience) -> Self {
        Self { patience, ..Self::default() }
    }

    /// Chooses at `now` (µs). `beside` is how many messages told ones may be judged beside, `room` how many may be kept in all; `key` gives a
    /// number by which a dialled number is known again. With `is_last` everything is over.
    pub fn choose(&mut self, tracker: &Tracker, now: i64, beside: usize, room: usize, key: fn(&[u8]) -> u64, is_last: bool) -> Choice {
        let by_leg = ByLeg::new(&tracker.messages, tracker.legs.len());
        self.told.resize(tracker.legs.len(), 0);
        self.pinned.resize(tracker.legs.len(), (0, 0));
        self.counts = (0..tracker.legs.len()).map(|leg| by_leg.of(leg).len() as u32).collect();
        let mut stories: Vec<Story> =
            tracker.legs.iter().zip(0..).map(|(leg, n)| Story::of(leg, &tracker.messages, by_leg.of(n))).collect();
        for (leg, last) in tracker.streams.last_packets() {
            if let Some(story) = stories.get_mut(leg as usize) {
                story.hear(last);
            }
        }
        for ((pinned, count), story) in self.pinned.iter().zip(&self.counts).zip(&mut stories) {
            if pinned.0 == *count {
                story.pin(pinned.1);
            }
        }
        let waiting: Vec<bool> = self.told.iter().zip(&self.counts).map(|(told, count)| told < count).collect();
        let over: Vec<bool> = stories.iter().map(|story| is_last || story.over_at(&self.patience) <= now).collect();
        let lasts: Vec<i64> = stories.iter().map(|story| story.last).collect();
        let fresh = groups(tracker, &waiting, &over, &lasts, key);
        for ((told, count), _) in self.told.iter_mut().zip(&self.counts).zip(&fresh).filter(|(_, fresh)| **fresh) {
            *told = *count;
        }
        let mut choice = Choice {
            judged: vec![NOT; fresh.len()],
            kept: vec![NOT; fresh.len()],
            leaving: 0,
            open: waiting.iter().zip(&fresh).filter(|(waiting, fresh)| **waiting && !**fresh).count(),
            fresh,
        };
        self.keep(&mut choice, tracker, &by_leg, &stories, (now, beside, room));
        choice
    }

    /// Legs have other numbers now, as [`Tracker::keep`] of `tracker` says; some have fewer messages.
    pub fn renumber(&mut self, legs: &[u32], tracker: &Tracker) {
        let by_leg = ByLeg::new(&tracker.messages, tracker.legs.len());
        let all = self.told.iter().zip(&self.pinned).zip(&self.counts).zip(legs);
        let kept = all.filter(|(_, number)| **number != u32::MAX).map(|(((told, pinned), count), number)| {
            let now = by_leg.of(*number as usize).len() as u32;
            let same = |before: u32| if before == *count { now } else { before };
            (same(*told), (same(pinned.0), pinned.1), now)
        });
        let mut other = Self { patience: self.patience, forced: self.forced, ..Self::default() };
        for (told, pinned, count) in kept {
            other.told.push(told);
            other.pinned.push(pinned);
            other.counts.push(count);
        }
        *self = other;
    }

    /// The clock was set, and it is `now` (µs) on it: of every leg nothing is known to have come since.
    pub fn clock_was_set(&mut self, tracker: &Tracker, now: i64) {
        let by_leg = ByLeg::new(&tracker.messages, tracker.legs.len());
        self.pinned = (0..tracker.legs.len()).map(|leg| (by_leg.of(leg).len() as u32, now)).collect();
    }

    /// Fills in what is judged and what is kept: told legs as far as there is room, the newest first.
    fn keep(
        &mut self,
        choice: &mut Choice,
        tracker: &Tracker,
        by_leg: &ByLeg,
        stories: &[Story],
        (now, beside, room): (i64, usize, usize),
    ) {
        let mut told: Vec<usize> = Vec::new();
        let (mut untold, mut kept) = (Vec::new(), 0);
        for (leg, when) in self.told.iter().enumerate() {
            if self.counts.get(leg) == Some(when) {
                told.push(leg);
            } else {
                kept += by_leg.of(leg).len();
                untold.push(leg);
            }
        }
        let last = |leg: &usize| stories.get(*leg).map_or(0, |story| story.last);
        told.sort_by_key(|leg| (!choice.fresh.get(*leg).copied().unwrap_or(false), -last(leg)));
        let mut judged = 0;
        for leg in told {
            let Some(story) = stories.get(leg) else { continue };
            let since = since(story, &tracker.messages, by_leg.of(leg));
            let count = by_leg.of(leg).iter().filter(|one| tracker.messages.get(**one as usize).is_some_and(|one| one.ts >= since)).count();
            let is_fresh = choice.fresh.get(leg) == Some(&true);
            let is_bound = story.bound_until != 0 && story.bound_until.saturating_add(BESIDE) > now;
            let is_near = now - story.last <= BESIDE && judged + count <= beside;
            if is_fresh || is_near {
                judged += count;
                set(&mut choice.judged, leg, if is_fresh { i64::MIN } else { since });
            }
            if kept + count <= room && (is_bound || is_near) {
                kept += count;
                choice.leaving += by_leg.of(leg).len() - count;
                set(&mut choice.kept, leg, since);
            } else {
                choice.leaving += by_leg.of(leg).len();
            }
        }
        untold.sort_by_key(|leg| -last(leg));
        let mut open = 0;
        for leg in untold {
            open += by_leg.of(leg).len();
            if judged + open <= beside {
                set(&mut choice.judged, leg, i64::MIN);
            }
            if open <= room {
                set(&mut choice.kept, leg, i64::MIN);
            } else {
                self.forced += 1;
                choice.leaving += by_leg.of(leg).len().max(room / 4);
            }
        }
    }
}

fn set(list: &mut [i64], leg: usize, value: i64) {
    if let Some(place) = list.get_mut(leg) {
        *place = value;
    }
}

/// From when on the messages of a leg that was told are kept: of what goes on for weeks the last few requests.
fn since(story: &Story, messages: &[Msg], indices: &[u32]) -> i64 {
    let early = indices.len().saturating_sub(MOST_OF_ONE);
    if early == 0 || story.is_dialog {
        return i64::MIN;
    }
    let begins = |index: &&u32| messages.get(**index as usize).is_some_and(|message| message.status == 0);
    let first = indices.get(early..).unwrap_or_default().iter().find(begins).and_then(|index| messages.get(*index as usize));
    first.map_or(i64::MIN, |message| message.ts)
}
