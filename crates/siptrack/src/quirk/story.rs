//! What is odd about a leg's transactions: what should have followed and did not, and what came out of order.

use super as q;
use crate::analysis::{LegFacts, Transaction};
use crate::flag as f;
use crate::flag::mark;
use crate::tracker::{Msg, NONE};
use sipwire::sip::Method;

/// How many transactions are looked through for the one that a message belongs to.
const WINDOW: usize = 64;
/// When a sender repeats an INVITE that nobody answered (T1 of RFC 3261 section 17.1.1.1), µs.
const T1: i64 = 500_000;

/// The quirks of a leg, those that only its whole story shows too; `known` are those that its messages showed.
#[must_use]
pub fn of_transactions(known: u64, facts: &LegFacts, messages: &[Msg], indices: &[u32], transactions: &[Transaction]) -> u64 {
    let mut found = known | of_outcome(facts);
    let mut set = |bit: u64, on: bool| found |= if on { bit } else { 0 };
    let confirmed = transactions.iter().any(|one| one.method == Method::Prack && one.status < 300);
    set(q::NO_PRACK, known & q::RELIABLE != 0 && !confirmed);
    set(q::INTERVAL, transactions.iter().any(|transaction| transaction.status == 422));
    set(q::ACK_STRAY, has_stray_ack(messages, indices, transactions));
    let (mut last, mut before) = ([0u32; 2], [0u32; 2]);
    for (at, one) in transactions.iter().enumerate() {
        found |= of_one(one, messages, transactions.get(..at).unwrap_or_default());
        if matches!(one.method, Method::Ack | Method::Cancel) || one.request == NONE {
            continue;
        }
        let side = usize::from(one.forward);
        if let (Some(last), Some(before)) = (last.get_mut(side), before.get_mut(side)) {
            found |= order(one, *last, *before);
            (*last, *before) = (one.cseq.max(*last), one.branch);
        }
    }
    found
}

fn order(one: &Transaction, last: u32, branch: u32) -> u64 {
    let again = one.cseq == last && one.branch != branch;
    match (one.cseq < last || again, one.method == Method::Invite && !one.in_dialog && again) {
        (_, true) => q::CAME_TWICE,
        (true, false) => q::CSEQ_ORDER,
        _ => 0,
    }
}

fn of_outcome(facts: &LegFacts) -> u64 {
    let rang = facts.ring_ts > 0 && facts.status == 0 && facts.cancel_ts == 0;
    let mut found = if rang { q::LEFT_RINGING } else { 0 };
    found |= if facts.cancel_ts > 0 && facts.answer_ts > facts.cancel_ts { q::CROSSED } else { 0 };
    found |= if contradicts(facts.status, facts.q850) { q::CAUSE } else { 0 };
    found | if facts.flags & f::ANSWERED != 0 && facts.ring_ts.max(facts.answer_ts) > 0 && !facts.described { q::NO_SDP } else { 0 }
}

fn of_one(one: &Transaction, messages: &[Msg], before: &[Transaction]) -> u64 {
    match one.method {
        Method::Bye if one.status >= 400 && !matches!(one.status, 401 | 407) => q::BYE_REFUSED,
        Method::Register if one.in_dialog => q::TO_TAG,
        Method::Invite if one.in_dialog => is_attempt_again(one, before),
        Method::Invite => of_attempt(one, messages),
        _ => 0,
    }
}

/// An INVITE with a To tag though the attempts before it made no dialog: the tag of a refusal was taken over.
fn is_attempt_again(one: &Transaction, before: &[Transaction]) -> u64 {
    let attempts = || before.iter().rev().take(WINDOW).filter(|earlier| earlier.method == Method::Invite && earlier.forward == one.forward);
    let refused = attempts().any(|earlier| !earlier.in_dialog && earlier.status >= 300);
    let made = attempts().any(|earlier| (200..300).contains(&earlier.status));
    if refused && !made { q::TO_TAG } else { 0 }
}

fn of_attempt(one: &Transaction, messages: &[Msg]) -> u64 {
    let answered = [one.ring_ts, one.answer_ts].into_iter().filter(|ts| *ts > 0).min();
    let late = one.request != NONE && !one.trying && answered.is_some_and(|ts| ts - one.first_ts > T1);
    let described = |index: u32| messages.get(index as usize).map(|message| message.is(mark::SDP));
    let described = (described(one.request), described(one.answer), described(one.ack));
    let unanswered = matches!(described, (Some(false), Some(true), Some(false)) | (Some(true), Some(false), _));
    let no_answer = (200..300).contains(&one.status) && unanswered;
    (if late { q::NO_TRYING } else { 0 }) | if no_answer { q::LATE_OFFER } else { 0 }
}

/// An ACK whose number is that of no INVITE of its side, though there is one.
fn has_stray_ack(messages: &[Msg], indices: &[u32], transactions: &[Transaction]) -> bool {
    let is_ack = |message: &&Msg| message.method == Method::Ack && message.status == 0 && !message.is(mark::COPY);
    indices.iter().filter_map(|index| messages.get(*index as usize)).filter(is_ack).any(|ack| {
        let invites = || {
            let own = |one: &&Transaction| one.method == Method::Invite && one.request != NONE && one.forward == ack.is(mark::FORWARD);
            transactions.iter().rev().take(WINDOW).filter(own)
        };
        invites().next().is_some() && invites().all(|one| one.cseq != ack.cseq)
    })
}

/// Whether status and cause tell of different things (RFC 3398 section 8.2.6.1): busy, no such number, no room in the network.
fn contradicts(status: u16, cause: u8) -> bool {
    let room = matches!(cause, 34 | 38 | 41 | 42 | 44 | 47);
    let number = matches!(cause, 1 | 22 | 28);
    let person = matches!(cause, 17 | 18 | 19 | 21);
    match status {
        486 | 600 => room || number || matches!(cause, 18..=20),
        500 | 502 | 503 | 504 => number || person || cause == 20,
        404 | 410 | 484 | 604 => room || person,
        408 | 480 => number,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_of_the_network_with_a_cause_of_a_person_contradicts() {
        assert!(contradicts(503, 17) && contradicts(486, 34) && contradicts(404, 17) && contradicts(480, 1));
        assert!(!contradicts(486, 17) && !contradicts(503, 34) && !contradicts(480, 19) && !contradicts(404, 1) && !contradicts(503, 255));
    }
}
