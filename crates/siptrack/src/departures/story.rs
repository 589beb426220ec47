//! What a leg has come to so far, as far as that tells whether more is to be expected of it.

use crate::record::{Leg, Msg};
use crate::row::expiry::seconds_and_one;
use sipwire::sip::Method;

/// How long nothing must have come of a leg until it is over, µs.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// After its outcome: longer than what is sent again keeps silent (T2, RFC 3261 section 17.1.2.1, is 4 s).
    pub quiet: i64,
    /// While a request has no answer (timers B and F are 32 s).
    pub unanswered: i64,
    /// While it rings (timer C, RFC 3261 section 16.6, is more than 3 minutes).
    pub ringing: i64,
    /// While it talks: sessions without timers say nothing until they end.
    pub talking: i64,
}

impl Default for Patience {
    fn default() -> Self {
        Self { quiet: 5 * SECOND, unanswered: 40 * SECOND, ringing: 300 * SECOND, talking: 12 * 3600 * SECOND }
    }
}

const SECOND: i64 = 1_000_000;

/// A leg so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Story {
    /// Its last message, µs.
    pub last: i64,
    /// Its last message or packet of media, µs.
    heard: i64,
    stage: Stage,
    /// Whether it is a call's.
    pub is_dialog: bool,
    /// Until when what was registered or subscribed lasts, µs; 0 if nothing is.
    pub bound_until: i64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Ended,
    Asked,
    Ringing,
    Talking,
}

impl Story {
    /// Reads the messages of a leg.
    pub fn of(leg: &Leg, messages: &[Msg], indices: &[u32]) -> Self {
        let mut parts = Parts::default();
        let mut last = 0;
        for message in indices.iter().filter_map(|index| messages.get(*index as usize)) {
            last = message.ts; // not the latest one: clocks are set back
            parts.take(message);
        }
        let is_dialog = leg.method == Method::Invite;
        Self { last, heard: last, stage: parts.stage(), is_dialog, bound_until: parts.bound_until }
    }

    /// Media of it came at `ts` (µs).
    pub fn hear(&mut self, ts: i64) {
        if self.stage == Stage::Talking {
            self.heard = self.heard.max(ts);
        }
    }

    /// The clock was set since its last message, which is taken for one of `ts` (µs).
    pub fn pin(&mut self, ts: i64) {
        self.heard = ts;
    }

    /// When it is over if nothing more comes, µs.
    pub fn over_at(&self, patience: &Patience) -> i64 {
        self.heard.saturating_add(match self.stage {
            Stage::Ended => patience.quiet,
            Stage::Asked => patience.unanswered,
            Stage::Ringing => patience.ringing,
            Stage::Talking => patience.talking,
        })
    }
}

/// What was seen of a leg's transactions.
#[derive(Default)]
struct Parts {
    /// The last INVITE.
    invite: Option<Last>,
    is_answered: bool,
    /// The status of the last answer to BYE, 0 while there is none.
    bye: Option<u16>,
    /// The last other request.
    other: Option<Last>,
    bound_until: i64,
}

/// The last request of a kind: its CSeq, the status of its last answer, and whether it had credentials.
#[derive(Clone, Copy)]
struct Last {
    cseq: u32,
    status: u16,
    has_login: bool,
}

impl Parts {
    fn take(&mut self, message: &Msg) {
        let status = message.status;
        match message.method {
            Method::Invite => {
                self.invite = newer(self.invite, message);
                self.is_answered |= (200..300).contains(&status);
            }
            Method::Bye => self.bye = Some(self.bye.unwrap_or(0).max(status)),
            Method::Ack | Method::Cancel | Method::Prack => {}
            method => {
                self.other = newer(self.other, message);
                if method == Method::Register && (200..300).contains(&status) {
                    let seconds = i64::from(seconds_and_one(message.warning)) - 1;
                    self.bound_until = if seconds > 0 { message.ts + seconds * SECOND } else { 0 };
                }
            }
        }
    }

    fn stage(&self) -> Stage {
        if let Some(answer) = self.bye {
            return if answer >= 200 { Stage::Ended } else { Stage::Asked };
        }
        let of_invite = self.invite.map(|last| match last.status {
            _ if self.is_answered => Stage::Talking,
            _ if last.is_challenged() => Stage::Asked,
            300.. => Stage::Ended,
            100.. => Stage::Ringing,
            _ => Stage::Asked,
        });
        let of_other = self.other.map(|last| if last.status >= 200 && !last.is_challenged() { Stage::Ended } else { Stage::Asked });
        of_invite.or(of_other).unwrap_or(Stage::Asked)
    }
}

impl Last {
    /// Whether it is to be sent again with credentials; that this was lost is known late, if its fragments were.
    fn is_challenged(self) -> bool {
        matches!(self.status, 401 | 407) && !self.has_login
    }
}

fn newer(known: Option<Last>, message: &Msg) -> Option<Last> {
    let has_login = message.status == 0 && message.login() != 0;
    let own = Last { cseq: message.cseq, status: message.status, has_login };
    match known {
        Some(last) if own.cseq < last.cseq => known,
        Some(last) if own.cseq == last.cseq => {
            Some(Last { status: last.status.max(own.status), has_login: last.has_login || own.has_login, ..own })
        }
        _ => Some(own),
    }
}
