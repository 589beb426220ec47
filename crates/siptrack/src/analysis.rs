//! What became of a leg, read from its messages as transactions (RFC 3261 section 17, RFC 6026).

mod attempts;
mod copies;
mod facts;
mod transactions;
mod translated;
mod troubles;

pub use attempts::{Attempt, attempts};
pub use copies::mark_copies;
pub use facts::{LegFacts, facts};
pub use transactions::{Transaction, assign, mark_repeats, transactions};
pub use translated::mark_translated;
pub use troubles::{ByHop, Hop, Trouble, mark_hops, mark_troubles, place_resets, place_segments};

use crate::near::bring;
use crate::tracker::Msg;

/// How many messages of a leg are brought near before its turn.
const MOST_BROUGHT: usize = 16;

/// The messages of each leg, in order, as one array with an offset per leg.
pub struct ByLeg {
    order: Vec<u32>,
    starts: Vec<u32>,
}

impl ByLeg {
    /// Sorts message indices by leg, keeping their order within each.
    #[must_use]
    pub fn new(messages: &[Msg], legs: usize) -> Self {
        let mut starts = vec![0u32; legs + 1];
        for message in messages {
            if let Some(count) = starts.get_mut(message.leg as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut order = vec![0u32; messages.len()];
        for (index, message) in (0u32..).zip(messages) {
            if let Some(at) = next.get_mut(message.leg as usize) {
                if let Some(place) = order.get_mut(*at as usize) {
                    *place = index;
                }
                *at += 1;
            }
        }
        Self { order, starts }
    }

    /// Has the messages of a leg whose turn comes soon brought near.
    pub fn bring(&self, leg: usize, messages: &[Msg]) {
        for message in self.of(leg).iter().take(MOST_BROUGHT).filter_map(|index| messages.get(*index as usize)) {
            bring(message);
        }
    }

    /// The message indices of one leg.
    #[must_use]
    pub fn of(&self, leg: usize) -> &[u32] {
        match (self.starts.get(leg), self.starts.get(leg + 1)) {
            (Some(&start), Some(&end)) => self.order.get(start as usize..end as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}
