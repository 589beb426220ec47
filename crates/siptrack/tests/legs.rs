//! Messages to legs to facts, from texts as they stand on the wire.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may fail so, and its name is its description")]

use siptrack::analysis::{Attempt, ByLeg, LegFacts, attempts, facts, mark_copies, mark_repeats, transactions};
use siptrack::flag as f;
use siptrack::row::{self, Sighting, login_bits};
use siptrack::tracker::{Place, Tracker};
use sipwire::packet::{Ip, Socket};

const A: (u8, u16) = (21, 5060);
const B: (u8, u16) = (10, 5060);

struct Wire {
    tracker: Tracker,
    end: i64,
    ip_id: u32,
}

impl Wire {
    fn new() -> Self {
        Self { tracker: Tracker::default(), end: 0, ip_id: 0 }
    }

    fn send(&mut self, seconds: f64, from: (u8, u16), to: (u8, u16), text: &str) {
        self.ip_id += 1;
        self.send_again(seconds, from, to, text);
    }

    fn send_again(&mut self, seconds: f64, from: (u8, u16), to: (u8, u16), text: &str) {
        let socket = |(last, port)| Socket { ip: Ip::v4([198, 51, 100, last]), port };
        let ts = (seconds * 1e6) as i64;
        let seen = Sighting { ts, frame: 1, src: socket(from), dst: socket(to), ip_id: self.ip_id, ..Sighting::default() };
        let mut media = Vec::new();
        let row = row::read(text.as_bytes(), text.as_bytes(), seen, &mut media).expect("SIP");
        self.tracker.take(&row, text.as_bytes(), &media, Place { file: 0, node: 0, base: 0, spilled: false });
        self.end = self.end.max(ts);
    }

    fn facts(&mut self, end: f64) -> Vec<LegFacts> {
        let by_leg = ByLeg::new(&self.tracker.messages, self.tracker.legs.len());
        let end = self.end.max((end * 1e6) as i64);
        let mut all = Vec::new();
        let mut open = Vec::new();
        for (index, leg) in self.tracker.legs.clone().iter().enumerate() {
            mark_copies(&mut self.tracker.messages, by_leg.of(index));
            mark_repeats(&mut self.tracker.messages, by_leg.of(index));
            transactions(&self.tracker.messages, by_leg.of(index), &mut open);
            all.push(facts(leg, &self.tracker.messages, by_leg.of(index), &open, end));
        }
        all
    }
}

fn request(method: &str, cseq: u32, branch: &str, to_tag: &str) -> String {
    let tag = if to_tag.is_empty() { String::new() } else { format!(";tag={to_tag}") };
    format!(
        "{method} sip:2@b SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK{branch}\r\nFrom: <sip:1@a>;tag=aa\r\nTo: <sip:2@b>{tag}\r\nCall-ID: c1\r\nCSeq: {cseq} {method}\r\n\r\n"
    )
}

fn answer(status: u16, method: &str, cseq: u32, branch: &str) -> String {
    format!(
        "SIP/2.0 {status} X\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK{branch}\r\nFrom: <sip:1@a>;tag=aa\r\nTo: <sip:2@b>;tag=bb\r\nCall-ID: c1\r\nCSeq: {cseq} {method}\r\n\r\n"
    )
}

#[test]
fn a_call_from_invite_to_bye_is_one_leg_with_its_moments() {
    let mut wire = Wire::new();
    wire.send(0.0, A, B, &request("INVITE", 1, "1", ""));
    wire.send(1.0, B, A, &answer(180, "INVITE", 1, "1"));
    wire.send(3.0, B, A, &answer(200, "INVITE", 1, "1"));
    wire.send(3.1, A, B, &request("ACK", 1, "2", "bb"));
    wire.send(9.0, A, B, &request("BYE", 2, "3", "bb"));
    wire.send(9.1, B, A, &answer(200, "BYE", 2, "3"));
    let facts = wire.facts(60.0);
    assert_eq!(facts.len(), 1);
    assert_eq!((facts[0].status, facts[0].ring_ts, facts[0].answer_ts, facts[0].bye_ts), (200, 1_000_000, 3_000_000, 9_000_000));
    assert_eq!(
        facts[0].flags & (f::ANSWERED | f::ACKED | f::BYE | f::RANG | f::OPEN | f::BYE_UNANSWERED),
        f::ANSWERED | f::ACKED | f::BYE | f::RANG
    );
    assert!(facts[0].bye_forward);
}

#[test]
fn a_call_that_is_forwarded_rings_nowhere_yet() {
    for (status, forwarded) in [(181, true), (182, false)] {
        let mut wire = Wire::new();
        wire.send(0.0, A, B, &request("INVITE", 1, "1", ""));
        wire.send(1.0, B, A, &answer(status, "INVITE", 1, "1"));
        let facts = wire.facts(5.0);
        assert_eq!((facts.len(), facts[0].forwarded), (1, forwarded));
    }
}

#[test]
fn a_bye_of_the_callee_belongs_to_the_same_leg() {
    let mut wire = Wire::new();
    wire.send(0.0, A, B, &request("INVITE", 1, "1", ""));
    wire.send(1.0, B, A, &answer(200, "INVITE", 1, "1"));
    let bye = "BYE sip:1@a SIP/2.0\r\nVia: SIP/2.0/UDP b;branch=z9hG4bKx\r\nFrom: <sip:2@b>;tag=bb\r\nTo: <sip:1@a>;tag=aa\r\nCall-ID: c1\r\nCSeq: 7 BYE\r\n\r\n";
    wire.send(5.0, B, A, bye);
    let facts = wire.facts(5.0);
    assert_eq!((facts.len(), facts[0].bye_forward), (1, false));
}

#[test]
fn the_first_challenge_decides_nothing_and_the_retry_does() {
    let mut wire = Wire::new();
    wire.send(0.0, A, B, &request("INVITE", 1, "1", ""));
    wire.send(0.1, B, A, &answer(401, "INVITE", 1, "1"));
    let credentials = request("INVITE", 2, "2", "").replace("\r\n\r\n", "\r\nAuthorization: Digest x\r\n\r\n");
    wire.send(0.2, A, B, &credentials);
    wire.send(0.3, B, A, &answer(486, "INVITE", 2, "2"));
    let facts = wire.facts(60.0);
    assert_eq!(facts[0].status, 486);
    assert_eq!(facts[0].flags & (f::CHALLENGED | f::CREDENTIALS | f::REFUSED_CREDENTIALS), f::CHALLENGED | f::CREDENTIALS);
}

#[test]
fn an_unanswered_request_counts_only_once_its_timer_ran_out() {
    for (end, unanswered) in [(20.0, false), (33.0, true)] {
        let mut wire = Wire::new();
        wire.send(0.0, A, B, &request("INVITE", 1, "1", ""));
        let facts = wire.facts(end);
        assert_eq!(facts[0].flags & f::UNANSWERED != 0, unanswered, "the capture ends after {end} s");
        assert_eq!(facts[0].flags & f::OPEN == 0, unanswered);
    }
}

#[test]
fn a_sender_that_stops_repeating_has_given_up() {
    let mut wire = Wire::new();
    for at in [0.0, 0.5, 1.5, 3.5] {
        wire.send(at, A, B, &request("INVITE", 1, "1", ""));
    }
    let facts = wire.facts(15.0);
    assert_eq!(facts[0].flags & (f::UNANSWERED | f::REPEATED), f::UNANSWERED | f::REPEATED);
}

#[test]
fn a_packet_captured_twice_is_a_copy_and_a_retransmission_is_not() {
    let mut wire = Wire::new();
    wire.send(0.0, A, B, &request("INVITE", 1, "1", ""));
    wire.send_again(0.0001, A, B, &request("INVITE", 1, "1", ""));
    wire.send(0.5, A, B, &request("INVITE", 1, "1", ""));
    wire.send_again(0.5001, A, B, &request("INVITE", 1, "1", ""));
    let facts = wire.facts(1.0);
    assert_eq!(facts[0].messages, 2);
    let marks: Vec<u16> = wire.tracker.messages.iter().map(|m| m.marks & (f::mark::COPY | f::mark::REPEAT)).collect();
    assert_eq!(marks, [0, f::mark::COPY, f::mark::REPEAT, f::mark::COPY]);
}

#[test]
fn what_says_something_else_or_comes_back_is_no_repeat() {
    let marks = |wire: &mut Wire| -> Vec<bool> {
        assert_eq!(wire.facts(9.0).len(), 1);
        wire.tracker.messages.iter().map(|m| m.is(f::mark::REPEAT)).collect()
    };
    let mut wire = Wire::new();
    wire.send(0.0, A, B, &request("INVITE", 1, "1", ""));
    for more in ["", "", "RSeq: 2\r\n"] {
        wire.send(1.0, B, A, &answer(180, "INVITE", 1, "1").replace("CSeq", &format!("{more}CSeq")));
    }
    assert_eq!(marks(&mut wire), [false, false, true, false], "a ringing of which something changed tells something new");
    let mut wire = Wire::new();
    wire.send(0.0, A, B, &request("OPTIONS", 1, "1", ""));
    wire.send(0.1, B, A, &request("OPTIONS", 1, "1", ""));
    assert_eq!(marks(&mut wire), [false, false], "the other side sent it back");
}

#[test]
fn each_branch_is_a_transaction_of_its_own_though_the_number_is_the_same() {
    let mut wire = Wire::new();
    wire.send(0.0, A, B, &request("OPTIONS", 1, "1", ""));
    wire.send(0.1, B, A, &answer(200, "OPTIONS", 1, "1"));
    wire.send(5.0, A, B, &request("OPTIONS", 1, "2", ""));
    let by_leg = ByLeg::new(&wire.tracker.messages, wire.tracker.legs.len());
    let mut open = Vec::new();
    transactions(&wire.tracker.messages, by_leg.of(0), &mut open);
    let statuses: Vec<u16> = open.iter().map(|one| one.status).collect();
    assert_eq!(statuses, [200, 0]);
}

#[test]
fn an_answer_that_is_repeated_without_ack_is_seen() {
    let mut wire = Wire::new();
    wire.send(0.0, A, B, &request("INVITE", 1, "1", ""));
    for at in [1.0, 1.5, 2.5] {
        wire.send(at, B, A, &answer(200, "INVITE", 1, "1"));
    }
    let facts = wire.facts(40.0);
    assert_eq!(facts[0].flags & (f::ANSWERED | f::ACKED | f::ANSWER_REPEATED), f::ANSWERED | f::ANSWER_REPEATED);
}

#[test]
fn a_proxy_s_two_hops_are_two_legs_of_one_call_id() {
    let mut wire = Wire::new();
    wire.send(0.0, A, B, &request("INVITE", 1, "1", ""));
    wire.send(0.1, B, (31, 5060), &request("INVITE", 1, "9", ""));
    assert_eq!(wire.facts(1.0).len(), 2);
    assert_eq!(wire.tracker.legs[0].call, wire.tracker.legs[1].call);
}

#[test]
fn a_leg_whose_beginning_is_missing_says_so() {
    let mut wire = Wire::new();
    wire.send(0.0, A, B, &request("BYE", 2, "3", "bb"));
    wire.send(0.1, B, A, &answer(200, "BYE", 2, "3"));
    let facts = wire.facts(60.0);
    assert_eq!(facts[0].flags & (f::STARTS_LATE | f::OPEN), f::STARTS_LATE);
}

#[test]
fn a_refused_reinvite_leaves_the_call_answered() {
    let mut wire = Wire::new();
    wire.send(0.0, A, B, &request("INVITE", 1, "1", ""));
    wire.send(0.1, B, A, &answer(200, "INVITE", 1, "1"));
    wire.send(0.2, A, B, &request("ACK", 1, "2", "bb"));
    wire.send(5.0, A, B, &request("INVITE", 2, "3", "bb"));
    wire.send(5.1, B, A, &answer(488, "INVITE", 2, "3"));
    let facts = wire.facts(6.0);
    assert_eq!((facts[0].status, facts[0].flags & f::IN_DIALOG_REJECTED != 0), (200, true));
}

fn register(cseq: u32, branch: &str, more: &str) -> String {
    format!(
        "REGISTER sip:b SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK{branch}\r\nFrom: <sip:1@b>;tag=aa\r\nTo: <sip:1@b>\r\nCall-ID: r1\r\nCSeq: {cseq} REGISTER\r\n{more}\r\n"
    )
}

fn registered(cseq: u32, branch: &str, status: &str, more: &str) -> String {
    format!(
        "SIP/2.0 {status}\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK{branch}\r\nFrom: <sip:1@b>;tag=aa\r\nTo: <sip:1@b>;tag=bb\r\nCall-ID: r1\r\nCSeq: {cseq} REGISTER\r\n{more}\r\n"
    )
}

fn tried(wire: &Wire) -> Vec<Attempt> {
    let by_leg = ByLeg::new(&wire.tracker.messages, wire.tracker.legs.len());
    let (mut open, mut found) = (Vec::new(), Vec::new());
    for (number, leg) in (0u32..).zip(&wire.tracker.legs) {
        transactions(&wire.tracker.messages, by_leg.of(number as usize), &mut open);
        attempts(number, leg, &wire.tracker.messages, &open, &mut found);
    }
    found
}

#[test]
fn every_register_is_an_attempt_with_what_was_asked_and_granted() {
    let mut wire = Wire::new();
    let login = "Authorization: Digest username=\"1\", realm=\"r\", nonce=\"n\", response=\"0\"\r\n";
    wire.send(0.0, A, B, &register(1, "1", "Contact: <sip:1@a>;expires=3600\r\n"));
    wire.send(0.1, B, A, &registered(1, "1", "401 Unauthorized", "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"\r\n"));
    wire.send(0.2, A, B, &register(2, "2", &format!("Contact: <sip:1@a>\r\nExpires: 3600\r\n{login}")));
    wire.send(0.3, B, A, &registered(2, "2", "200 OK", "Contact: <sip:1@a>;expires=60, <sip:1@c>;expires=50\r\n"));
    wire.send(9.0, A, B, &register(3, "3", "Contact: <sip:1@a>;expires=0\r\n"));
    let found = tried(&wire);
    let told: Vec<_> = found.iter().map(|one| (one.status, one.credentials, one.asked, one.granted, one.contacts)).collect();
    assert_eq!(told, [(401, false, 3601, 0, 0), (200, true, 3601, 61, 2), (0, false, 1, 0, 0)]);
    assert_eq!((found[0].sent_ts, found[0].answer_ts, found[2].answer_ts), (0, 100_000, 0));
    assert_ne!(found[0].challenge & login_bits::PRESENT, 0);
    assert_eq!(found[0].challenge & login_bits::QOP, 0);
    let facts = wire.facts(60.0);
    assert_eq!((facts[0].q850, facts[0].warning), (255, 0), "a count of contacts is no cause, an expiry no warning");
}

#[test]
fn a_registration_for_a_day_or_a_week_is_told_as_such() {
    let mut wire = Wire::new();
    wire.send(0.0, A, B, &register(1, "1", "Contact: <sip:1@a>;expires=604800\r\n"));
    wire.send(0.1, B, A, &registered(1, "1", "200 OK", "Contact: <sip:1@a>;expires=86400\r\n"));
    assert_eq!((tried(&wire)[0].asked, tried(&wire)[0].granted), (604_801, 86_401));
}

#[test]
fn credentials_that_are_refused_are_counted_beyond_what_login_has_room_for() {
    let mut wire = Wire::new();
    let login = "Authorization: Digest username=\"1\", realm=\"r\", nonce=\"n\", response=\"0\"\r\n";
    for n in 1..=20 {
        let at = f64::from(n);
        wire.send(at, A, B, &register(n, &n.to_string(), login));
        wire.send(at + 0.1, B, A, &registered(n, &n.to_string(), "403 Forbidden", ""));
    }
    assert_eq!(wire.facts(60.0)[0].refused, 20);
}

#[test]
fn a_digest_is_given_away_where_the_called_sides_bye_was_challenged_first() {
    for (challenged, leaks) in [(true, true), (false, false)] {
        let mut wire = Wire::new();
        wire.send(0.0, A, B, &request("INVITE", 1, "1", ""));
        wire.send(1.0, B, A, &answer(200, "INVITE", 1, "1"));
        wire.send(1.1, A, B, &request("ACK", 1, "2", "bb"));
        let bye = |cseq: u32, more: &str| {
            format!(
                "BYE sip:1@a SIP/2.0\r\nVia: SIP/2.0/UDP b;branch=z9hG4bKx{cseq}\r\nFrom: <sip:2@b>;tag=bb\r\nTo: <sip:1@a>;tag=aa\r\nCall-ID: c1\r\nCSeq: {cseq} BYE\r\n{more}\r\n"
            )
        };
        let to_bye = |cseq: u32, status: &str| {
            format!(
                "SIP/2.0 {status}\r\nVia: SIP/2.0/UDP b;branch=z9hG4bKx{cseq}\r\nFrom: <sip:2@b>;tag=bb\r\nTo: <sip:1@a>;tag=aa\r\nCall-ID: c1\r\nCSeq: {cseq} BYE\r\n\r\n"
            )
        };
        if challenged {
            wire.send(5.0, B, A, &bye(7, ""));
            wire.send(5.1, A, B, &to_bye(7, "401 Unauthorized"));
        }
        wire.send(5.2, B, A, &bye(8, "Authorization: Digest username=\"2\", realm=\"r\", nonce=\"n\", response=\"0\"\r\n"));
        wire.send(5.3, A, B, &to_bye(8, "200 OK"));
        assert_eq!(wire.facts(60.0)[0].flags & f::BYE_LOGIN != 0, leaks);
    }
}

#[test]
fn an_acknowledged_refusal_is_told_from_one_that_nobody_acknowledged() {
    for acked in [true, false] {
        let mut wire = Wire::new();
        wire.send(0.0, A, B, &request("INVITE", 1, "1", ""));
        wire.send(0.1, B, A, &answer(404, "INVITE", 1, "1"));
        if acked {
            wire.send(0.2, A, B, &request("ACK", 1, "1", "bb"));
        }
        assert_eq!(wire.facts(60.0)[0].flags & f::REFUSAL_ACKED != 0, acked);
    }
}
