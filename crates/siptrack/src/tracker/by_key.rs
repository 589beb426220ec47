//! Legs by their keys. Half of all messages are of a leg that one of the nine messages before them was of: the legs of late are found
//! without a look at all of them, which lie all over memory.

use super::NONE;
use crate::hashed::Hashed;

/// Legs by their keys.
pub(super) struct ByKey {
    all: Hashed<u64>,
    /// The one asked for last, of the keys that share a place.
    recent: Box<[Recent; RECENT]>,
}

#[derive(Clone, Copy)]
struct Recent {
    key: u64,
    /// [`NONE`] if it is not known yet, and a message that was looked ahead to will ask for it.
    leg: u32,
}

/// How many keys are known without a look at all of them; of a trunk's messages five in six find their leg among so many.
const RECENT: usize = 1 << RECENT_BITS;
const RECENT_BITS: u32 = 12;

impl Default for ByKey {
    fn default() -> Self {
        Hashed::default().into()
    }
}

impl From<Hashed<u64>> for ByKey {
    fn from(all: Hashed<u64>) -> Self {
        Self { all, recent: Box::new([Recent { key: 0, leg: NONE }; RECENT]) }
    }
}

impl ByKey {
    /// The leg of a key.
    #[inline]
    pub(super) fn get(&self, key: u64) -> Option<u32> {
        self.recent(key).filter(|leg| *leg != NONE).or_else(|| self.all.get(key))
    }

    /// The leg of a key that was asked for of late, or [`NONE`] if it was not known then.
    #[inline]
    pub(super) fn recent(&self, key: u64) -> Option<u32> {
        self.recent.get(place(key)).filter(|recent| recent.key == key).map(|recent| recent.leg)
    }

    /// Has what is known of a key brought near, before it is looked up; `is_first` if its leg may begin with the message that asks.
    #[inline]
    pub(super) fn bring(&mut self, key: u64, is_first: bool) {
        self.all.bring(key);
        if is_first {
            self.remember(key, NONE);
        }
    }

    /// The leg of a key among all of them.
    #[inline]
    pub(super) fn look_up(&mut self, key: u64) -> Option<u32> {
        let leg = self.all.get(key)?;
        self.remember(key, leg);
        Some(leg)
    }

    /// A new leg.
    pub(super) fn insert(&mut self, key: u64, leg: u32) {
        self.all.insert(key, leg);
        self.remember(key, leg);
    }

    #[inline]
    fn remember(&mut self, key: u64, leg: u32) {
        if let Some(recent) = self.recent.get_mut(place(key)) {
            *recent = Recent { key, leg };
        }
    }
}

/// The place of a key among the recent ones.
#[inline]
fn place(key: u64) -> usize {
    (key >> (u64::BITS - RECENT_BITS)) as usize
}
