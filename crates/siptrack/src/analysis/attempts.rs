//! Every REGISTER that was tried, as a row: what it asked, what it was granted, and whether its credentials were taken.

use super::transactions::Transaction;
use crate::row::expiry::seconds_and_one;
use crate::tracker::{Leg, Msg, NONE};
use sipwire::sip::Method;

/// One REGISTER transaction (RFC 3261 section 10); times in µs since 1970 UTC, 0 where something did not come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Attempt {
    /// Its leg.
    pub leg: u32,
    /// The request's message.
    pub request: u32,
    /// The first final answer's message, or [`NONE`].
    pub answer: u32,
    /// When the request was first sent.
    pub sent_ts: i64,
    /// When the final answer came.
    pub answer_ts: i64,
    /// The status of that answer, 0 if none came.
    pub status: u16,
    /// The expiry that was asked for in seconds plus 1, 0 if none was named.
    pub asked: u32,
    /// The expiry that was granted in seconds plus 1, 0 if none was named or nothing granted.
    pub granted: u32,
    /// How many contacts the 2xx lists.
    pub contacts: u8,
    /// Whether the request carried credentials.
    pub credentials: bool,
    /// What the challenge is like, as [`crate::row::login_bits`] describe it; 0 without one.
    pub challenge: u16,
}

/// Adds the attempts of a leg; of other legs than those of REGISTER there are none.
pub fn attempts(number: u32, leg: &Leg, messages: &[Msg], transactions: &[Transaction], out: &mut Vec<Attempt>) {
    if leg.method == Method::Register {
        let tried = |transaction: &&Transaction| transaction.method == Method::Register && transaction.request != NONE;
        out.extend(transactions.iter().filter(tried).map(|transaction| attempt(number, transaction, messages)));
    }
}

fn attempt(leg: u32, transaction: &Transaction, messages: &[Msg]) -> Attempt {
    let answer = messages.get(transaction.answer as usize);
    let granting = answer.filter(|answer| (200..300).contains(&answer.status));
    Attempt {
        leg,
        request: transaction.request,
        answer: transaction.answer,
        sent_ts: transaction.first_ts,
        answer_ts: transaction.answer_ts,
        status: transaction.status,
        asked: messages.get(transaction.request as usize).map_or(0, |request| seconds_and_one(request.warning)),
        granted: granting.map_or(0, |answer| seconds_and_one(answer.warning)),
        contacts: granting.map_or(0, |answer| answer.q850),
        credentials: transaction.credentials,
        challenge: answer.map_or(0, Msg::login),
    }
}
