//! Which legs are over: they are told once, together with those that they may belong to, and then forgotten.
//!
//! Theory of operation. A leg is over when it has its outcome and nothing came of it for so long that nothing more is to be
//! expected (RFC 3261 section 17: T2 is 4 s, timers B and F are 32 s, timer C is 3 minutes). Legs that may be joined to one call go
//! together: whatever joins legs later is looked for here more generously, for too much in one group costs nothing but time. Legs
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
    /// Of each leg the last message (µs) when it was told, 0 if it was not.
    told: Vec<i64>,
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
        Self { told: Vec::new(), patience, forced: 0 }
    }

    /// Chooses at `now` (µs). `beside` is how many messages told ones may be judged beside, `room` how many may be kept in all; `key` gives a
    /// number by which a dialled number is known again. With `is_last` everything is over.
    pub fn choose(&mut self, tracker: &Tracker, now: i64, beside: usize, room: usize, key: fn(&[u8]) -> u64, is_last: bool) -> Choice {
        let by_leg = ByLeg::new(&tracker.messages, tracker.legs.len());
        self.told.resize(tracker.legs.len(), 0);
        let mut stories: Vec<Story> = tracker.legs.iter().zip(0..).map(|(leg, n)| Story::of(leg, &tracker.messages, by_leg.of(n))).collect();
        for (leg, last) in tracker.streams.last_packets() {
            if let Some(story) = stories.get_mut(leg as usize) {
                story.hear(last);
            }
        }
        let waiting: Vec<bool> = self.told.iter().zip(&stories).map(|(told, story)| *told == 0 || *told < story.last).collect();
        let over: Vec<bool> = stories.iter().map(|story| is_last || story.over_at(&self.patience) <= now).collect();
        let fresh = groups(tracker, &waiting, &over, key);
        for ((told, story), _) in self.told.iter_mut().zip(&stories).zip(&fresh).filter(|(_, fresh)| **fresh) {
            *told = story.last;
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

    /// Legs have other numbers now, as [`Tracker::keep`] says.
    pub fn renumber(&mut self, legs: &[u32]) {
        let stays = |(told, number): (&i64, &u32)| (*number != u32::MAX).then_some(*told);
        self.told = self.told.iter().zip(legs).filter_map(stays).collect();
    }

    /// Fills in what is judged and what is kept: told legs as far as there is room, the newest first.
    fn keep(&mut self, choice: &mut Choice, tracker: &Tracker, by_leg: &ByLeg, stories: &[Story], (now, beside, room): (i64, usize, usize)) {
        let mut told: Vec<usize> = Vec::new();
        let (mut untold, mut kept) = (Vec::new(), 0);
        for (leg, when) in self.told.iter().enumerate() {
            if *when != 0 && stories.get(leg).is_some_and(|story| *when >= story.last) {
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
            let is_bound = story.bound_until.saturating_add(BESIDE) > now;
            let is_near = now - story.last <= BESIDE && judged + count <= beside;
            if is_fresh || is_near {
                judged += count;
                set(&mut choice.judged, leg, if is_fresh { i64::MIN } else { since });
            }
            if kept + count <= room && (is_bound || is_near) {
                kept += count;
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

#[cfg(test)]
mod tests;
