//! Copies of one packet: seen on two interfaces, by a mirror port, or in two files. A repeat by the sender is no copy.

use crate::flag::mark;
use crate::tracker::Msg;
use hashbrown::HashMap;
use sipwire::sip::Method;

/// How far back a copy is looked for, in messages of its leg.
const WINDOW: usize = 48;
/// Two sightings without an IP identification are copies only within this time, µs; T1 of RFC 3261 is 500 ms.
const CLOSE: i64 = 60_000;

/// Marks the copies among one leg's messages; `indices` are in order. Returns how many there are.
pub fn mark_copies(messages: &mut [Msg], indices: &[u32]) -> u32 {
    let is_logged = |index: &u32| messages.get(*index as usize).is_some_and(Msg::is_logged);
    if !indices.iter().any(is_logged) {
        return mark_sightings(messages, indices);
    }
    let (logged, captured): (Vec<u32>, Vec<u32>) = indices.iter().partition(|index| is_logged(index));
    mark_sightings(messages, &captured) + mark_sightings(messages, &logged) + mark_told(messages, &captured, &logged)
}

/// Marks the messages of logs that a capture has too: the n-th telling of one is the n-th sighting, whatever the log's clock.
fn mark_told(messages: &mut [Msg], captured: &[u32], logged: &[u32]) -> u32 {
    let mut seen: HashMap<Key, u32> = HashMap::new();
    for message in captured.iter().filter_map(|index| messages.get(*index as usize)).filter(|message| !message.is(mark::COPY)) {
        *seen.entry(key(message)).or_default() += 1;
    }
    let mut copies = 0;
    for &index in logged {
        let Some(message) = messages.get_mut(index as usize).filter(|message| !message.is(mark::COPY)) else { continue };
        if let Some(left) = seen.get_mut(&key(message)).filter(|left| **left > 0) {
            *left -= 1;
            message.marks |= mark::COPY;
            copies += 1;
        }
    }
    copies
}

/// What a message keeps in a log: its transaction, its status, its To tag, its way.
type Key = (u32, u32, Method, u16, u16, bool);

fn key(message: &Msg) -> Key {
    (message.branch, message.cseq, message.method, message.status, message.to_tag, message.is(mark::FORWARD))
}

/// Marks what is the same packet seen again.
fn mark_sightings(messages: &mut [Msg], indices: &[u32]) -> u32 {
    if are_all_different(indices.iter().map(|index| messages.get(*index as usize).map_or(0, |message| message.content))) {
        return 0;
    }
    let mut copies = 0;
    for (position, &index) in indices.iter().enumerate() {
        let Some(&message) = messages.get(index as usize) else { continue };
        let before = indices.get(position.saturating_sub(WINDOW)..position).unwrap_or_default();
        if is_copy(messages, before, &message)
            && let Some(message) = messages.get_mut(index as usize)
        {
            message.marks |= mark::COPY;
            copies += 1;
        }
    }
    copies
}

/// Whether no two numbers of the messages of a short leg are the same, as in nearly every leg. One whose bit nobody had is new
/// without being compared with those before it.
#[inline]
pub(super) fn are_all_different(all: impl ExactSizeIterator<Item = u32>) -> bool {
    let (mut numbers, mut taken) = ([0u32; WINDOW], [0u64; 8]);
    let Some(numbers) = numbers.get_mut(..all.len()) else { return false };
    for (at, number) in all.enumerate() {
        let bit = number.wrapping_mul(0x9e37_79b9) >> 23;
        let Some(word) = taken.get_mut(bit as usize / 64) else { return false };
        let was_taken = *word >> (bit % 64) & 1 != 0;
        *word |= 1 << (bit % 64);
        let (before, rest) = numbers.split_at_mut(at);
        if was_taken && before.contains(&number) {
            return false;
        }
        if let Some(place) = rest.first_mut() {
            *place = number;
        }
    }
    true
}

fn is_copy(messages: &[Msg], before: &[u32], message: &Msg) -> bool {
    let mut here = 0;
    let mut elsewhere = [(u16::MAX, 0u32); 8];
    for earlier in before.iter().rev().filter_map(|index| messages.get(*index as usize)) {
        let same = if message.is_logged() { key(earlier) == key(message) } else { earlier.content == message.content };
        if !same || earlier.is(mark::FORWARD) != message.is(mark::FORWARD) {
            continue;
        }
        if earlier.file != message.file {
            if let Some(slot) = elsewhere.iter_mut().find(|slot| slot.0 == earlier.file || slot.0 == u16::MAX) {
                *slot = (earlier.file, slot.1 + 1);
            }
            continue;
        }
        here += 1;
        let apart = message.ts - earlier.ts;
        let known = message.ip_id != 0 && earlier.ip_id != 0;
        let same_packet = if known { message.ip_id == earlier.ip_id && apart < 10 * CLOSE } else { apart < CLOSE };
        if same_packet {
            return true;
        }
    }
    // The n-th sighting in this file is the n-th of another file seen again.
    elsewhere.iter().any(|(file, times)| *file != u16::MAX && *times > here)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_are_all_different_if_no_two_are_the_same(numbers in prop::collection::vec(0..400u32, 0..60)) {
            let mut sorted = numbers.clone();
            sorted.sort_unstable();
            sorted.dedup();
            let expected = numbers.len() <= WINDOW && sorted.len() == numbers.len();
            prop_assert_eq!(are_all_different(numbers.iter().copied()), expected);
        }
    }
}
