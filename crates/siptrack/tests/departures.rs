//! A reading that hands out what is over: whatever is cut off, every message stands in one part, in a leg as a whole reading has it.

use proptest::prelude::*;
use siptrack::departures::{Departures, Patience};
use siptrack::row::{self, Sighting};
use siptrack::tracker::part::NOT;
use siptrack::tracker::{Place, Tracker};
use sipwire::packet::{Ip, Socket};
use std::collections::BTreeMap;

const SECOND: i64 = 1_000_000;

fn socket(last: u8) -> Socket {
    Socket { ip: Ip::v4([10, 0, 0, last]), port: 5060 }
}

/// A message of call `call`, between hosts `ends`, at `ts`.
fn take(tracker: &mut Tracker, ts: i64, call: impl std::fmt::Display, ends: (u8, u8), start: &str, cseq: &str) {
    let raw = format!(
        "{start}\r\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK{call}{cseq}\r\nFrom: <sip:{call}@x>;tag=f{call}\r\n\
         To: <sip:99@x>\r\nCall-ID: call-{call}\r\nCSeq: {cseq}\r\nContent-Length: 0\r\n\r\n"
    );
    let seen = Sighting { ts, frame: 1, src: socket(ends.0), dst: socket(ends.1), ..Sighting::default() };
    let mut media = Vec::new();
    let Some(row) = row::read(raw.as_bytes(), raw.as_bytes(), seen, &mut media) else { return };
    let place = Place { file: 0, node: 0, base: 0, spilled: true };
    tracker.take(&row, raw.as_bytes(), &media, place);
}

fn key(text: &[u8]) -> u64 {
    text.iter().fold(1, |key, byte| key * 31 + u64::from(*byte))
}

/// Call-ID, addresses, and the times of all messages of each leg.
type Legs = BTreeMap<(Vec<u8>, Ip, Ip), Vec<i64>>;

/// When, of which call, between which hosts, its first line, its CSeq.
type Sent<'a> = (i64, u8, (u8, u8), &'a str, &'a str);

fn add(legs: &mut Legs, tracker: &Tracker, wanted: impl Fn(u32) -> bool) {
    for message in tracker.messages.iter().filter(|message| wanted(message.leg)) {
        let leg = tracker.legs[message.leg as usize];
        let name = tracker.call_ids.text(leg.call).to_vec();
        legs.entry((name, tracker.ips.ip(leg.src_ip), tracker.ips.ip(leg.dst_ip))).or_default().push(message.ts);
    }
}

proptest! {
    #[test]
    fn every_message_stands_in_one_part_in_the_leg_that_the_whole_has(
        calls in prop::collection::vec((0u8..30, 1u8..5, 1u8..5, 0i64..400, 0usize..4), 1..60),
        step in 1i64..40,
    ) {
        let mut messages: Vec<Sent<'_>> = Vec::new();
        for (number, (_, src, dst, at, end)) in (0u8..).zip(&calls) {
            let (start, ends) = (at * SECOND, (*src, *dst));
            messages.push((start, number, ends, "INVITE sip:99@x SIP/2.0", "1 INVITE"));
            let answer = ["SIP/2.0 404 Not Found", "SIP/2.0 200 OK", "SIP/2.0 180 Ringing", "SIP/2.0 200 OK"][*end];
            messages.push((start + 100, number, (*dst, *src), answer, "1 INVITE"));
            if *end == 3 {
                messages.push((start + 90 * SECOND, number, ends, "BYE sip:99@x SIP/2.0", "2 BYE"));
                messages.push((start + 90 * SECOND + 1, number, (*dst, *src), "SIP/2.0 200 OK", "2 BYE"));
            }
        }
        messages.sort();
        let (mut whole, mut live, mut departures) = (Tracker::default(), Tracker::default(), Departures::new(Patience::default()));
        let (mut expected, mut found) = (Legs::new(), Legs::new());
        let mut next = 0;
        for (ts, call, ends, start, cseq) in &messages {
            take(&mut whole, *ts, *call, *ends, start, cseq);
            while next <= *ts {
                part(&mut live, &mut departures, next, &mut found, false);
                next += step * SECOND;
            }
            take(&mut live, *ts, *call, *ends, start, cseq);
        }
        part(&mut live, &mut departures, i64::MAX / 2, &mut found, true);
        add(&mut expected, &whole, |_| true);
        prop_assert_eq!(found, expected);
    }
}

/// Hands out what is over at `now`, and forgets as much as can be forgotten.
fn part(live: &mut Tracker, departures: &mut Departures, now: i64, found: &mut Legs, is_last: bool) {
    let choice = departures.choose(live, now, 20, 100_000, key, is_last);
    let part = live.part(&choice.judged, 0, |at, _| Some(at));
    let old: Vec<usize> = (0..choice.judged.len()).filter(|leg| choice.judged[*leg] != NOT).collect();
    add(found, &part.tracker, |leg| choice.fresh[old[leg as usize]]);
    let numbers = live.keep(&choice.kept, 0, |at, _| Some(at));
    departures.renumber(&numbers, live);
}

#[test]
fn legs_that_may_be_one_call_wait_for_each_other() {
    let (mut tracker, mut departures) = (Tracker::default(), Departures::new(Patience::default()));
    take(&mut tracker, 1, 1, (1, 2), "INVITE sip:99@x SIP/2.0", "1 INVITE");
    take(&mut tracker, 2, 2, (2, 3), "INVITE sip:99@x SIP/2.0", "1 INVITE");
    take(&mut tracker, 3, 2, (3, 2), "SIP/2.0 486 Busy Here", "1 INVITE");
    assert_eq!(departures.choose(&tracker, 10 * SECOND, 0, 100, key, false).fresh, [false, false]);
    take(&mut tracker, 10 * SECOND, 1, (2, 1), "SIP/2.0 486 Busy Here", "1 INVITE");
    assert_eq!(departures.choose(&tracker, 20 * SECOND, 0, 100, key, false).fresh, [true, true]);
    assert_eq!(departures.choose(&tracker, 30 * SECOND, 0, 100, key, false).fresh, [false, false]);
}

#[test]
fn calls_of_a_host_to_itself_do_not_wait_for_each_other() {
    let (mut tracker, mut departures) = (Tracker::default(), Departures::new(Patience::default()));
    take(&mut tracker, 1, 1, (1, 1), "INVITE sip:99@x SIP/2.0", "1 INVITE");
    take(&mut tracker, 2, 1, (1, 1), "SIP/2.0 486 Busy Here", "1 INVITE");
    take(&mut tracker, 3, 2, (1, 1), "INVITE sip:99@x SIP/2.0", "1 INVITE");
    assert_eq!(departures.choose(&tracker, 10 * SECOND, 0, 100, key, false).fresh, [true, false]);
}

#[test]
fn a_late_message_of_a_call_that_has_gone_begins_nothing() {
    let (mut tracker, mut departures) = (Tracker::default(), Departures::new(Patience::default()));
    take(&mut tracker, 1, 1, (1, 2), "INVITE sip:99@x SIP/2.0", "1 INVITE");
    take(&mut tracker, 2, 1, (2, 1), "SIP/2.0 486 Busy Here", "1 INVITE");
    let choice = departures.choose(&tracker, 10 * SECOND, 0, 100, key, false);
    tracker.remember_gone(&choice.kept, 70 * SECOND);
    let numbers = tracker.keep(&choice.kept, 0, |at, _| Some(at));
    departures.renumber(&numbers, &tracker);
    take(&mut tracker, 11 * SECOND, 1, (2, 1), "SIP/2.0 486 Busy Here", "1 INVITE");
    assert_eq!((tracker.messages.len(), tracker.late), (0, 1));
    tracker.forget_gone(80 * SECOND);
    take(&mut tracker, 81 * SECOND, 1, (2, 1), "SIP/2.0 486 Busy Here", "1 INVITE");
    assert_eq!((tracker.messages.len(), tracker.late), (1, 1));
}

#[test]
fn a_call_that_was_over_before_another_one_began_does_not_wait_for_it() {
    let (mut tracker, mut departures) = (Tracker::default(), Departures::new(Patience::default()));
    take(&mut tracker, 1, 1, (1, 2), "INVITE sip:99@x SIP/2.0", "1 INVITE");
    take(&mut tracker, 2, 1, (2, 1), "SIP/2.0 486 Busy Here", "1 INVITE");
    take(&mut tracker, 9 * SECOND, 2, (2, 3), "INVITE sip:99@x SIP/2.0", "1 INVITE");
    assert_eq!(departures.choose(&tracker, 15 * SECOND, 0, 100, key, false).fresh, [true, false]);
}

#[test]
fn calls_to_a_number_that_is_always_in_use_do_not_wait_for_each_other_without_end() {
    let (mut tracker, mut departures) = (Tracker::default(), Departures::new(Patience::default()));
    for call in 0..600 {
        let (ts, ends) = (i64::from(call) * 1000, if call % 2 == 0 { (1, 2) } else { (2, 1) });
        take(&mut tracker, ts, call, ends, "INVITE sip:99@x SIP/2.0", "1 INVITE");
        if call < 300 {
            take(&mut tracker, ts + 10 * SECOND, call, (ends.1, ends.0), "SIP/2.0 486 Busy Here", "1 INVITE");
        }
    }
    let fresh = departures.choose(&tracker, 20 * SECOND, 0, 10_000, key, false).fresh;
    assert_eq!(fresh.iter().filter(|fresh| **fresh).count(), 256);
}
