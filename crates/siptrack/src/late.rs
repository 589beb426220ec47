//! Messages that are known for such only long after their time: those whose fragments were waited for in vain.

use crate::record::{Leg, Msg, NONE, NetError};

/// Moves the messages from `since` on, which are in order of time, to where they belong among the others, and tells legs and
/// errors the new numbers.
pub fn put_in_place(messages: &mut Vec<Msg>, since: usize, legs: &mut [Leg], errors: &mut [NetError]) {
    let mut number_of = vec![NONE; messages.len()];
    let mut merged = Vec::with_capacity(messages.len());
    let (early, late) = messages.split_at(since.min(messages.len()));
    let mut late = (since..).zip(late).peekable();
    let mut put = |old: usize, message: &Msg, merged: &mut Vec<Msg>| {
        if let Some(number) = number_of.get_mut(old) {
            *number = merged.len() as u32;
        }
        merged.push(*message);
    };
    for (old, message) in early.iter().enumerate() {
        while let Some((old, earlier)) = late.next_if(|(_, one)| one.ts < message.ts) {
            put(old, earlier, &mut merged);
        }
        put(old, message, &mut merged);
    }
    for (old, message) in late {
        put(old, message, &mut merged);
    }
    for error in errors.iter_mut().filter(|error| error.message != NONE) {
        error.message = number_of.get(error.message as usize).copied().unwrap_or(NONE);
    }
    *messages = merged;
    number_legs(messages, legs);
}

fn number_legs(messages: &[Msg], legs: &mut [Leg]) {
    legs.iter_mut().for_each(|leg| leg.first = NONE);
    for (number, message) in (0u32..).zip(messages) {
        let Some(leg) = legs.get_mut(message.leg as usize) else { continue };
        leg.first = leg.first.min(number);
        leg.last = number;
    }
}
