//! A leg's story in columns: the moments, the deciding answer, and flags.

use super::transactions::Transaction;
use crate::flag as f;
use crate::flag::{description, mark};
use crate::row::login_bits;
use crate::tracker::{Leg, Msg, NONE};
use sipwire::sip::Method;

/// What became of a leg; times in µs since 1970 UTC, 0 where something did not happen; messages are indices.
#[derive(Clone, Copy, Debug)]
pub struct LegFacts {
    /// Its messages, copies left out.
    pub messages: u32,
    /// First message.
    pub first_ts: i64,
    /// Last message.
    pub last_ts: i64,
    /// The first answer to the first request, whatever it was.
    pub heard_ts: i64,
    /// First 18x to the first request.
    pub ring_ts: i64,
    /// The 2xx to the first request.
    pub answer_ts: i64,
    /// The final answer that decided, whatever it was.
    pub final_ts: i64,
    /// CANCEL.
    pub cancel_ts: i64,
    /// The first BYE.
    pub bye_ts: i64,
    /// Whether the side that began the leg sent that BYE.
    pub bye_forward: bool,
    /// The deciding status, 0 if no final answer came.
    pub status: u16,
    /// The deciding answer's message.
    pub final_message: u32,
    /// Number of its reason phrase with what is said beside it ([`crate::phrases`]).
    pub reason: u16,
    /// Q.850 cause of the deciding answer or else of BYE or CANCEL, 255 if none; or one of [`sipwire::sip::hangup`].
    pub q850: u8,
    /// Warning code of the deciding answer.
    pub warning: u16,
    /// Bits of [`login_facts`]: how it was challenged, refused, and tried.
    pub login: u16,
    /// How many attempts carried credentials that were refused.
    pub refused: u32,
    /// Bits of [`crate::flag::description`] of the last description with audio: of the side that began the leg, and of the
    /// other one [`SECOND_SIDE`] bits further up.
    pub description: u8,
    /// Bits of [`crate::flag`].
    pub flags: u64,
    /// Bits of [`crate::quirk`], as [`crate::quirk::of_transactions`] gives them.
    pub quirks: u64,
    /// Hash of the offer that was refused, as [`crate::quirk::refused_offer`] gives it.
    pub offer: u32,
    /// Whether any message of it has a description.
    pub described: bool,
    /// Whether the calling side was told that the call is forwarded (181).
    pub forwarded: bool,
    /// The last challenge, as [`crate::row::login_bits`] describe it.
    asked: u16,
    /// Whether the calling side challenged a BYE.
    bye_challenged: bool,
}

/// Where the bits of the other side begin in [`LegFacts::description`].
pub const SECOND_SIDE: u8 = 2;

/// Bits of [`LegFacts::login`].
pub mod login_facts {
    /// Credentials name another realm than was asked (by a hash: what differs is told from what is equal, and no more).
    pub const REALM: u16 = 1;
    /// Credentials name another algorithm than was asked.
    pub const ALGORITHM: u16 = 2;
    /// A challenge is of the shape that Asterisk's res_pjsip makes.
    pub const PJSIP: u16 = 4;
    /// A provisional answer came to the deciding attempt.
    pub const PROVISIONAL: u16 = 8;
    /// Where the count of refused credentials stands, at most 7.
    pub const REFUSED_AT: u16 = 4;
    /// Where the count of challenges stands, at most 7.
    pub const CHALLENGES_AT: u16 = 8;
}

/// Call Is Being Forwarded (RFC 3261 section 21.1.3).
const FORWARDED: u16 = 181;
/// Timer B and F of RFC 3261 section 17.1.1.2: 64 T1, µs.
const TIMER_B: i64 = 32_000_000;
/// When the last repeat of a request goes out, µs after the first, some clocks being hasty: 63 T1 (RFC 3261 section 17.1.1.2).
const LAST_REPEAT: i64 = 31_000_000;

/// Reads the facts of one leg; `end` is the time of the capture's last packet.
#[must_use]
pub fn facts(leg: &Leg, messages: &[Msg], indices: &[u32], transactions: &[Transaction], end: i64) -> LegFacts {
    let mut facts = LegFacts::of_messages(leg, messages, indices);
    let first = transactions.first().map_or(leg.method, |transaction| transaction.method);
    for transaction in transactions {
        facts.take(transaction, first, messages, end);
    }
    facts.take_outcome(transactions, first, messages, end);
    facts.take_session_timer(messages, indices);
    facts
}

impl LegFacts {
    fn of_messages(leg: &Leg, messages: &[Msg], indices: &[u32]) -> Self {
        let mut facts = Self {
            messages: 0,
            first_ts: 0,
            last_ts: 0,
            heard_ts: 0,
            ring_ts: 0,
            answer_ts: 0,
            final_ts: 0,
            cancel_ts: 0,
            bye_ts: 0,
            bye_forward: false,
            status: 0,
            final_message: NONE,
            reason: 0,
            q850: 255,
            warning: 0,
            login: 0,
            refused: 0,
            description: 0,
            flags: leg.flags,
            quirks: 0,
            offer: 0,
            described: false,
            forwarded: false,
            asked: 0,
            bye_challenged: false,
        };
        let (mut marks, mut of_requests) = (0, 0);
        for message in indices.iter().filter_map(|index| messages.get(*index as usize)) {
            if !message.is(mark::COPY) {
                marks |= message.marks;
                of_requests |= if message.status == 0 { message.marks } else { 0 };
                facts.take_message(message);
            }
        }
        facts.take_marks(marks, of_requests);
        facts
    }

    /// Takes the marks that any message has, and those that any request has.
    fn take_marks(&mut self, marks: u16, of_requests: u16) {
        self.described = marks & mark::SDP != 0;
        let mut set = |bit: u64, on: u16| self.flags |= if on != 0 { bit } else { 0 };
        set(f::CREDENTIALS, of_requests & mark::CREDENTIALS);
        set(f::TRANSFER_FAILED, of_requests & mark::FRAG_FAILED);
        set(f::STALE, marks & mark::STALE);
        set(f::PRIVATE_CONTACT, marks & mark::PRIVATE_CONTACT);
        set(f::PRIVATE_MEDIA, marks & mark::PRIVATE_MEDIA);
        set(f::SECURE_MEDIA, marks & mark::SECURE);
        set(f::MALFORMED, marks & mark::MALFORMED);
        set(f::TO_PRIVATE, marks & mark::TO_PRIVATE);
        set(f::LARGE, marks & mark::LARGE);
    }

    fn take_message(&mut self, message: &Msg) {
        if self.messages == 0 {
            self.first_ts = message.ts;
        }
        self.messages += 1;
        self.last_ts = message.ts;
        self.forwarded |= message.status == FORWARDED;
        let request = message.status == 0;
        let mut set = |bit: u64, on: bool| self.flags |= if on { bit } else { 0 };
        set(f::HAS_REQUEST, request && message.method != Method::Ack);
        set(f::HAS_ANSWER, !request);
        if message.login() != 0 {
            self.take_login(message);
        }
        if message.description & description::AUDIO != 0 {
            let side = if message.is(mark::FORWARD) { 0 } else { SECOND_SIDE };
            self.description = self.description & !(3 << side) | message.description << side;
        }
        if request && self.q850 == 255 && matches!(message.method, Method::Bye | Method::Cancel) {
            self.q850 = message.q850;
        }
    }

    /// Compares credentials with the challenge before them.
    fn take_login(&mut self, message: &Msg) {
        if message.status != 0 {
            self.asked = message.login();
            self.login |= if message.login() & login_bits::PJSIP != 0 { login_facts::PJSIP } else { 0 };
        } else if self.asked != 0 {
            let differs = |bits: u16| (self.asked ^ message.login()) & bits != 0;
            self.login |= if differs(login_bits::REALM) { login_facts::REALM } else { 0 };
            self.login |= if differs(login_bits::ALGORITHM) { login_facts::ALGORITHM } else { 0 };
        }
    }

    fn take(&mut self, transaction: &Transaction, first: Method, messages: &[Msg], end: i64) {
        let repeated_answer = transaction.method == Method::Invite && (200..300).contains(&transaction.status) && transaction.answers > 1;
        self.set(f::ANSWER_REPEATED, repeated_answer);
        self.set(f::REPEATED, transaction.sent > 1);
        self.set(f::CHALLENGED, matches!(transaction.status, 401 | 407));
        self.set(f::REFUSED_CREDENTIALS, transaction.credentials && matches!(transaction.status, 401 | 403 | 407));
        self.set(f::REDIRECTED, (300..400).contains(&transaction.status));
        self.set(f::REFUSAL_ACKED, transaction.status >= 300 && transaction.ack != NONE);
        self.set(f::REFER, transaction.method == Method::Refer);
        self.set(
            f::TRANSFER_FAILED,
            transaction.method == Method::Refer && transaction.status >= 400 && !matches!(transaction.status, 401 | 407),
        );
        let given_up = transaction.status == 0 && is_given_up(transaction, end);
        match transaction.method {
            Method::Cancel => {
                self.set(f::CANCELLED, true);
                if self.cancel_ts == 0 {
                    self.cancel_ts = transaction.first_ts;
                }
            }
            Method::Bye => self.take_bye(transaction, given_up),
            Method::Ack => {}
            _ if transaction.in_dialog => self.take_in_dialog(transaction, given_up),
            _ => self.set(f::UNANSWERED, given_up && !transaction.provisional && transaction.method == first),
        }
        if transaction.method == Method::Invite && transaction.ring != NONE {
            self.set(f::RANG, true);
            let early = messages.get(transaction.ring as usize).is_some_and(|ring| ring.is(mark::SDP));
            self.set(f::EARLY_MEDIA, early);
            if self.ring_ts == 0 && !transaction.in_dialog {
                self.ring_ts = transaction.ring_ts;
            }
        }
    }

    fn take_bye(&mut self, bye: &Transaction, given_up: bool) {
        self.set(f::BYE, true);
        self.set(f::BYE_UNANSWERED, given_up);
        self.set(f::BYE_LOGIN, !bye.forward && bye.credentials && self.bye_challenged);
        self.bye_challenged |= !bye.forward && matches!(bye.status, 401 | 407);
        if self.bye_ts == 0 {
            (self.bye_ts, self.bye_forward) = (bye.first_ts, bye.forward);
        }
    }

    fn take_in_dialog(&mut self, transaction: &Transaction, given_up: bool) {
        if matches!(transaction.method, Method::Invite | Method::Update) {
            self.set(f::REINVITE, true);
            self.set(f::IN_DIALOG_REJECTED, transaction.status >= 300 && !matches!(transaction.status, 401 | 407));
        }
        self.set(f::IN_DIALOG_UNANSWERED, given_up && transaction.method != Method::Ack);
    }

    fn take_outcome(&mut self, transactions: &[Transaction], first: Method, messages: &[Msg], end: i64) {
        let attempts = || transactions.iter().filter(|transaction| transaction.method == first && !transaction.in_dialog);
        let Some(last) = attempts().next_back() else { return self.take_late(transactions, end) };
        self.heard_ts = attempts().next().filter(|first| first.request != NONE).map_or(0, |first| first.heard_ts);
        let answered = attempts().find(|transaction| (200..300).contains(&transaction.status));
        let deciding = if first == Method::Invite { answered.unwrap_or(last) } else { last };
        self.status = deciding.status;
        self.final_ts = deciding.answer_ts;
        self.final_message = deciding.answer;
        if let Some(answer) = messages.get(deciding.answer as usize) {
            self.reason = answer.reason;
            let granted = first == Method::Register && (200..300).contains(&answer.status);
            self.warning = if granted || matches!(answer.status, 401 | 407) { 0 } else { answer.warning };
            if answer.q850 != 255 && !granted {
                self.q850 = answer.q850;
            }
        }
        if let Some(request) = messages.get(deciding.request as usize) {
            self.set(f::UNREGISTER, first == Method::Register && request.warning == 1);
        }
        if let Some(answered) = answered {
            self.set(f::ANSWERED, true);
            self.set(f::ACKED, answered.ack != NONE);
            self.answer_ts = answered.answer_ts;
        }
        let challenges = attempts().filter(|transaction| matches!(transaction.status, 401 | 407)).count();
        let refused = attempts().filter(|transaction| transaction.credentials && matches!(transaction.status, 401 | 403 | 407)).count();
        self.refused = refused as u32;
        self.login |= (refused.min(7) as u16) << login_facts::REFUSED_AT | (challenges.min(7) as u16) << login_facts::CHALLENGES_AT;
        self.login |= if deciding.provisional { login_facts::PROVISIONAL } else { 0 };
        self.set(f::WITHOUT_CREDENTIALS, challenges > 1 && self.flags & f::CREDENTIALS == 0);
        self.set(f::STARTS_LATE, attempts().next().is_some_and(|attempt| attempt.request == NONE));
        self.set(f::ONLY_TRYING, deciding.status == 0 && deciding.provisional && deciding.ring == NONE);
        let pending = deciding.status == 0 && self.flags & f::UNANSWERED == 0;
        let talking = first == Method::Invite && answered.is_some() && self.bye_ts == 0;
        self.set(f::OPEN, pending && !is_given_up(deciding, end) || talking);
    }

    /// RFC 4028 section 10: BYE comes when the interval since the last refresh has run out, or a third or 32 s before.
    fn take_session_timer(&mut self, messages: &[Msg], indices: &[u32]) {
        let refreshed = |message: &&Msg| {
            (200..300).contains(&message.status) && message.is(mark::TIMER) && matches!(message.method, Method::Invite | Method::Update)
        };
        let before = |message: &&Msg| message.ts <= self.bye_ts;
        let last = indices.iter().rev().filter_map(|index| messages.get(*index as usize)).filter(before).find(refreshed);
        let ended = last.is_some_and(|agreed| (self.bye_ts - agreed.ts) * 10 >= i64::from(agreed.warning) * 6_000_000);
        self.set(f::SESSION_TIMER, ended);
    }

    fn take_late(&mut self, transactions: &[Transaction], end: i64) {
        self.set(f::STARTS_LATE, true);
        let pending = transactions.iter().any(|transaction| transaction.status == 0 && !is_given_up(transaction, end));
        self.set(f::OPEN, pending || (self.bye_ts == 0 && transactions.iter().any(|transaction| transaction.method == Method::Invite)));
    }

    fn set(&mut self, bit: u64, on: bool) {
        self.flags |= if on { bit } else { 0 };
    }
}

/// Whether the sender of a request has stopped waiting for its answer: its timer ran out before the capture's end, its last
/// repeat has gone out, or it stopped repeating though it should have (RFC 3261 section 17.1.2.2: at the latest every 4 s).
fn is_given_up(transaction: &Transaction, end: i64) -> bool {
    let spent = transaction.sent > 2 && transaction.last_sent - transaction.first_ts >= LAST_REPEAT;
    let stopped = transaction.sent > 2 && end - transaction.last_sent > 9_000_000.max(transaction.last_sent - transaction.first_ts);
    (!transaction.provisional && (spent || stopped))
        || end - transaction.first_ts >= if transaction.provisional { 6 * TIMER_B } else { TIMER_B }
}
