//! Legs that are the same leg on the other side of a NAT: the very same request between other addresses.

use super::LegFacts;
use crate::flag;
use crate::record::{Leg, Msg, NONE};

/// The most legs of one Call-ID that are compared with each other.
const MOST: usize = 16;

/// Flags the legs of one Call-ID whose first messages are one: a proxy would have put its own branch on top (RFC 3261
/// section 16.6), a NAT leaves it alone.
pub fn mark_translated(legs: &[Leg], messages: &[Msg], facts: &mut [LegFacts], calls: usize) {
    let mut last_of_call = vec![NONE; calls];
    let mut before = vec![NONE; 0];
    for (index, leg) in (0u32..).zip(legs) {
        let Some(last) = last_of_call.get_mut(leg.call as usize) else { continue };
        let earlier = std::mem::replace(last, index);
        if earlier == NONE {
            continue;
        }
        if before.is_empty() {
            before = vec![NONE; legs.len()];
        }
        if let Some(slot) = before.get_mut(index as usize) {
            *slot = earlier;
        }
        compare(legs, messages, facts, &before, index);
    }
}

/// Compares one leg with those of its Call-ID before it.
fn compare(legs: &[Leg], messages: &[Msg], facts: &mut [LegFacts], before: &[u32], index: u32) {
    let key = |leg: u32| {
        let leg = legs.get(leg as usize)?;
        let first = messages.get(leg.first as usize)?;
        Some((first.branch, first.cseq, first.method, first.status, leg.method))
    };
    let ends = |leg: u32| legs.get(leg as usize).map(|leg| (leg.src_ip, leg.dst_ip));
    let (own, mut other) = (key(index), before.get(index as usize).copied().unwrap_or(NONE));
    for _ in 0..MOST {
        if other == NONE {
            return;
        }
        if own.is_some() && own == key(other) && ends(index) != ends(other) {
            for leg in [index, other] {
                if let Some(fact) = facts.get_mut(leg as usize) {
                    fact.flags |= flag::TRANSLATED;
                }
            }
        }
        other = before.get(other as usize).copied().unwrap_or(NONE);
    }
}
