//! Transactions of one leg: a request, its repeats and its answers share branch, CSeq number and method
//! (RFC 3261 section 17.1.3); the ACK of a failed INVITE belongs to that INVITE.

use super::copies::are_all_different;
use crate::flag::mark;
use crate::tracker::{Msg, NONE};
use sipwire::sip::Method;

/// One transaction; message fields are indices, [`NONE`] where there is none; times in µs.
#[derive(Clone, Copy, Debug)]
pub struct Transaction {
    /// Its method.
    pub method: Method,
    /// Number of CSeq.
    pub cseq: u32,
    /// Hash of the branch.
    pub branch: u32,
    /// Whether the side that began the leg sent the request.
    pub forward: bool,
    /// The request.
    pub request: u32,
    /// Whether the request was within a dialog.
    pub in_dialog: bool,
    /// Whether the request carried credentials.
    pub credentials: bool,
    /// How often the request was sent.
    pub sent: u32,
    /// When it was first seen.
    pub first_ts: i64,
    /// When its request was last sent.
    pub last_sent: i64,
    /// When its first answer came, whatever it was; 0 if none did.
    pub heard_ts: i64,
    /// Its first 18x, but for 181.
    pub ring: u32,
    /// When that came.
    pub ring_ts: i64,
    /// Whether any 1xx came.
    pub provisional: bool,
    /// Whether a 100 came.
    pub trying: bool,
    /// Its first final answer.
    pub answer: u32,
    /// When that came.
    pub answer_ts: i64,
    /// Its status, 0 if none came.
    pub status: u16,
    /// How often the final answer was sent.
    pub answers: u32,
    /// Its first ACK.
    pub ack: u32,
}

/// How many open transactions are searched backwards for a message's own.
const WINDOW: usize = 64;
/// 181 Call Is Being Forwarded: nobody's telephone rings yet (RFC 3261 section 21.1.3).
const FORWARDED: u16 = 181;

/// Reads the transactions of one leg; copies are left out, repeats are counted.
pub fn transactions(messages: &[Msg], indices: &[u32], out: &mut Vec<Transaction>) {
    assign(messages, indices, out, |_, _| {});
}

/// As [`transactions`]; tells for each message, by its index, the transaction that it belongs to. An ACK without an
/// INVITE belongs to none.
pub fn assign(messages: &[Msg], indices: &[u32], out: &mut Vec<Transaction>, mut told: impl FnMut(u32, usize)) {
    out.clear();
    for &index in indices {
        let Some(message) = messages.get(index as usize).filter(|message| !message.is(mark::COPY)) else { continue };
        let at = match find(messages, out, message) {
            Some(at) => at,
            None if message.method == Method::Ack && message.status == 0 => continue,
            None => {
                out.push(Transaction::new(message));
                out.len() - 1
            }
        };
        if let Some(transaction) = out.get_mut(at) {
            transaction.add(index, message);
        }
        told(index, at);
    }
}

/// Marks the repeats among one leg's messages: the same request or answer of the same transaction again.
pub fn mark_repeats(messages: &mut [Msg], indices: &[u32]) {
    if are_all_different(indices.iter().map(|index| messages.get(*index as usize).map_or(0, of_repeat))) {
        return;
    }
    for (position, &index) in indices.iter().enumerate() {
        let Some(&message) = messages.get(index as usize) else { continue };
        if message.is(mark::COPY) {
            continue;
        }
        let before = indices.get(position.saturating_sub(WINDOW)..position).unwrap_or_default();
        let repeated = before.iter().rev().filter_map(|index| messages.get(*index as usize)).any(|earlier| {
            !earlier.is(mark::COPY)
                && (earlier.method, earlier.status, earlier.cseq, earlier.branch)
                    == (message.method, message.status, message.cseq, message.branch)
                && (earlier.to_tag == message.to_tag || earlier.content == message.content)
                && earlier.is(mark::FORWARD) == message.is(mark::FORWARD)
                && (message.status == 0 || message.status >= 200 || earlier.content == message.content)
        });
        if repeated && let Some(message) = messages.get_mut(index as usize) {
            message.marks |= mark::REPEAT;
        }
    }
}

/// A number that a message and its repeats share.
fn of_repeat(message: &Msg) -> u32 {
    message.branch ^ message.cseq.wrapping_mul(0x9e37_79b9) ^ u32::from(message.status) << 8 ^ message.method as u32
}

fn find(messages: &[Msg], open: &[Transaction], message: &Msg) -> Option<usize> {
    let request = message.status == 0;
    let forward = message.is(mark::FORWARD) == request;
    let ack = request && message.method == Method::Ack;
    if ack {
        return last(open, message, forward, |one| one.method == Method::Invite);
    }
    last(open, message, forward, |one| one.method == message.method && one.branch == message.branch)
        .or_else(|| if request { None } else { last(open, message, forward, |one| is_misnamed(messages, one, message)) })
}

/// The last of the transactions looked at that has the number of a message and fits.
fn last(open: &[Transaction], message: &Msg, forward: bool, fits: impl Fn(&Transaction) -> bool) -> Option<usize> {
    let from = open.len().saturating_sub(WINDOW);
    let same = |one: &Transaction| one.cseq == message.cseq && one.forward == forward && fits(one);
    open.iter().enumerate().skip(from).rev().find_map(|(at, one)| same(one).then_some(at))
}

/// Whether an answer repeats the CSeq of a request that named another method there than its own (RFC 3261 section 8.1.1.5 forbids it).
/// Only CANCEL shares its branch with another request (section 9.1), and what answers it says so.
fn is_misnamed(messages: &[Msg], transaction: &Transaction, answer: &Msg) -> bool {
    let shares = |method| matches!(method, Method::Cancel | Method::Ack);
    let request = messages.get(transaction.request as usize);
    request.is_some_and(|request| request.is(mark::MALFORMED) && request.branch != 0 && request.branch == answer.branch)
        && !shares(transaction.method)
        && !shares(answer.method)
}

impl Transaction {
    fn new(message: &Msg) -> Self {
        Self {
            method: message.method,
            cseq: message.cseq,
            branch: message.branch,
            forward: message.is(mark::FORWARD) == (message.status == 0),
            request: NONE,
            in_dialog: false,
            credentials: false,
            sent: 0,
            first_ts: message.ts,
            last_sent: 0,
            heard_ts: 0,
            ring: NONE,
            ring_ts: 0,
            provisional: false,
            trying: false,
            answer: NONE,
            answer_ts: 0,
            status: 0,
            answers: 0,
            ack: NONE,
        }
    }

    fn add(&mut self, index: u32, message: &Msg) {
        if self.heard_ts == 0 && message.status != 0 {
            self.heard_ts = message.ts;
        }
        match message.status {
            0 if message.method == Method::Ack && self.method == Method::Invite => {
                if self.ack == NONE {
                    self.ack = index;
                }
            }
            0 => self.add_request(index, message),
            1..=199 => self.add_provisional(index, message),
            _ => self.add_final(index, message),
        }
    }

    fn add_request(&mut self, index: u32, message: &Msg) {
        if self.request == NONE {
            self.request = index;
            self.in_dialog = message.is(mark::IN_DIALOG);
            self.credentials = message.is(mark::CREDENTIALS);
        }
        self.sent += 1;
        self.last_sent = message.ts;
    }

    fn add_provisional(&mut self, index: u32, message: &Msg) {
        self.provisional = true;
        self.trying |= message.status == 100;
        if !matches!(message.status, 100 | FORWARDED) && self.ring == NONE {
            (self.ring, self.ring_ts) = (index, message.ts);
        }
    }

    fn add_final(&mut self, index: u32, message: &Msg) {
        // A fork may fail after another was answered, never the other way round to the caller's harm.
        if self.answer == NONE || (message.status < 300 && self.status >= 300) {
            (self.answer, self.answer_ts, self.status) = (index, message.ts, message.status);
            self.answers = 0;
        }
        self.answers += u32::from(self.status == message.status);
    }
}
