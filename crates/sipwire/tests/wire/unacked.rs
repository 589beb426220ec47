//! Segments that are sent again and again and never acknowledged.

use proptest::prelude::*;
use sipwire::packet::Tcp;
use sipwire::reassembly::{Streams, TcpEvent, Unacknowledged};

use crate::build::segment;
use crate::streams::Seen;

const FIN: u8 = 1;
const SYN: u8 = 2;
const RST: u8 = 4;
const ACK: u8 = 16;
const LARGE: [u8; 1400] = [b'x'; 1400];
const SMALL: [u8; 400] = [b'y'; 400];

/// Plays segments, each at its time in ms; says what was sent in vain, and by whom and in which frame first.
fn lost(segments: &[(i64, Tcp<'_>)]) -> Vec<(u16, u32, Unacknowledged)> {
    let (mut seen, mut streams) = (Seen::default(), Streams::new());
    for ((ms, t), frame) in segments.iter().zip(1..) {
        streams.push(ms * 1000, frame, t, &mut seen);
    }
    streams.finish(&mut seen);
    seen.events
        .into_iter()
        .filter_map(
            |(port, frame, event)| if let TcpEvent::Unacknowledged { segment, .. } = event { Some((port, frame, segment)) } else { None },
        )
        .collect()
}

/// A connection whose first request, of 400 bytes, was acknowledged; its numbers begin at `start`, the next byte being `start` + 400.
fn opened(start: u32) -> Vec<(i64, Tcp<'static>)> {
    vec![
        (0, segment(true, start.wrapping_sub(1), 0, SYN, b"")),
        (10, segment(false, 499, start, SYN | ACK, b"")),
        (20, segment(true, start, 500, ACK, &SMALL)),
        (30, segment(false, 500, start.wrapping_add(400), ACK, b"200")),
    ]
}

/// The large segment, sent at each of these times.
fn again(start: u32, times: &[i64]) -> Vec<(i64, Tcp<'static>)> {
    times.iter().map(|ms| (*ms, segment(true, start.wrapping_add(400), 503, ACK, &LARGE))).collect()
}

fn played(mut before: Vec<(i64, Tcp<'static>)>, more: Vec<(i64, Tcp<'static>)>) -> Vec<(u16, u32, Unacknowledged)> {
    before.extend(more);
    before.sort_by_key(|(ms, _)| *ms);
    lost(&before)
}

const TIMES: [i64; 5] = [1000, 1300, 1900, 3100, 5500];

#[test]
fn a_large_segment_that_is_never_acknowledged_is_told_with_what_came_through() {
    for start in [1000, u32::MAX - 700, u32::MAX - 100] {
        let behind = segment(true, start.wrapping_add(1800), 503, ACK, &SMALL[..300]);
        let answer = segment(false, 503, start.wrapping_add(400), ACK, b"");
        let mut more = again(start, &TIMES);
        more.extend([(1001, behind), (1040, answer)]);
        let told = played(opened(start), more);
        let expected = Unacknowledged { times: 5, lasted_us: 4_500_000, length: 1400, longest: 400, passed: 300, is_heard: true };
        assert_eq!((told.len(), told[0].1, told[0].2), (1, 5, expected), "{start}");
    }
}

#[test]
fn a_peer_that_says_nothing_any_more_was_not_heard() {
    let told = played(opened(1000), again(1000, &TIMES));
    assert_eq!((told.len(), told[0].2.is_heard, told[0].2.passed), (1, false, 0));
}

#[test]
fn what_was_under_way_before_the_segment_is_no_sign_of_life_and_what_comes_after_its_repetition_is() {
    let data = |ms| (ms, segment(false, 503, 1400, ACK, b"OPTIONS"));
    let heard = |ms| {
        let mut more = again(1000, &TIMES);
        more.push(data(ms));
        played(opened(1000), more)[0].2.is_heard
    };
    assert_eq!((heard(1100), heard(1400)), (false, true));
}

#[test]
fn an_acknowledgement_of_what_came_before_is_a_sign_of_life_where_it_comes_after_the_repetition() {
    let heard = |ms| {
        let mut more = vec![(990, segment(true, 1400, 503, ACK, &SMALL[..100]))];
        more.extend(TIMES.iter().map(|ms| (*ms, segment(true, 1500, 503, ACK, &LARGE[..]))));
        more.push((ms, segment(false, 503, 1500, ACK, b"")));
        let told = played(opened(1000), more);
        (told.len(), told[0].2.is_heard)
    };
    assert_eq!((heard(1050), heard(1400)), ((1, false), (1, true)));
}

#[test]
fn a_late_acknowledgement_of_something_earlier_takes_no_sign_of_life_back() {
    let mut more = vec![(980, segment(true, 1400, 503, ACK, &SMALL[..100])), (990, segment(true, 1500, 503, ACK, &SMALL[..100]))];
    more.extend(TIMES.iter().map(|ms| (*ms, segment(true, 1600, 503, ACK, &LARGE[..]))));
    more.extend([(1400, segment(false, 503, 1500, ACK, b"")), (1410, segment(false, 503, 1600, ACK, b""))]);
    assert!(played(opened(1000), more)[0].2.is_heard);
}

#[test]
fn too_few_sendings_or_too_short_a_time_prove_nothing() {
    assert!(played(opened(1000), again(1000, &[1000, 9000])).is_empty());
    assert!(played(opened(1000), again(1000, &[1000, 1300, 1900, 3900])).is_empty());
    assert_eq!(played(opened(1000), again(1000, &[1000, 1300, 1900, 4000])).len(), 1);
}

#[test]
fn a_segment_captured_twice_was_sent_once() {
    let twice: Vec<_> = [1000, 3000].iter().flat_map(|ms| again(1000, &[*ms, ms + 1])).chain(again(1000, &[4500, 4501])).collect();
    assert_eq!(played(opened(1000), twice)[0].2.times, 3);
}

#[test]
fn what_is_acknowledged_at_last_was_not_lost() {
    let mut more = again(1000, &TIMES);
    more.push((6000, segment(false, 503, 2800, ACK, b"")));
    assert!(played(opened(1000), more).is_empty());
}

#[test]
fn a_peer_that_takes_no_more_for_now_is_another_thing() {
    let mut more = again(1000, &TIMES);
    more.push((1100, Tcp { window: 0, ..segment(false, 503, 1400, ACK, b"") }));
    assert!(played(opened(1000), more.clone()).is_empty());
    more.extend(again(1000, &[9000, 9300, 10_000, 13_000]));
    more.push((8000, segment(false, 503, 1400, ACK, b"")));
    assert_eq!(played(opened(1000), more)[0].2.times, 4);
}

#[test]
fn one_direction_alone_proves_nothing_and_probes_are_no_segments() {
    assert!(lost(&again(1000, &TIMES)).is_empty());
    let probe = |ms| (ms, segment(true, 1399, 503, ACK, b"y"));
    let window = |ms| (ms, segment(true, 1400, 503, ACK, b"x"));
    assert!(played(opened(1000), TIMES.iter().flat_map(|ms| [probe(*ms), window(ms + 1)]).collect()).is_empty());
}

#[test]
fn it_is_told_before_the_reset_and_once_and_a_closed_connection_has_it_too() {
    for flags in [RST, FIN | ACK] {
        let mut more = again(1000, &TIMES);
        more.push((9000, segment(true, 2800, 503, flags, b"")));
        more.push((9500, segment(true, 5000, 0, SYN, b"")));
        assert_eq!(played(opened(1000), more).len(), 1, "{flags}");
    }
}

#[test]
fn a_segment_that_the_network_card_divides_has_the_length_of_its_repetition() {
    let mut more = again(1000, &TIMES[1..]);
    for (_, t) in &mut more {
        t.payload = &LARGE[..1200];
    }
    more.extend(again(1000, &TIMES[..1]));
    assert_eq!(played(opened(1000), more)[0].2.length, 1200);
}

#[test]
fn a_segment_waits_behind_one_that_arrives_and_its_first_sending_counts() {
    let mut more = vec![(990, segment(true, 1400, 503, ACK, &SMALL[..100]))];
    more.extend(TIMES.iter().map(|ms| (*ms, segment(true, 1500, 503, ACK, &LARGE[..]))));
    more.push((1050, segment(false, 503, 1500, ACK, b"")));
    let told = played(opened(1000), more);
    assert_eq!((told[0].1, told[0].2.times, told[0].2.longest, told[0].2.is_heard), (6, 5, 400, false));
}

proptest! {
    /// Whatever is sent in whatever order: what is told is at the edge of what was acknowledged, and was sent often and long enough.
    #[test]
    fn what_is_told_was_sent_in_vain(
        start in any::<u32>(),
        steps in prop::collection::vec((0_i64..900, any::<bool>(), 0_u32..12, 1_u32..5, prop_oneof![9 => Just(9000_u16), 1 => Just(0_u16)]), 0..80),
    ) {
        let bytes = [b'z'; 500];
        let (mut now, mut acked) = (100, 0);
        let mut segments = vec![(0, segment(true, start.wrapping_sub(1), 0, SYN, b"")), (10, segment(false, 499, start, SYN | ACK, b""))];
        let mut sent = vec![];
        for (pause, is_sent, place, length, window) in steps {
            now += pause;
            if is_sent {
                segments.push((now, segment(true, start.wrapping_add(place * 100), 500, ACK, &bytes[..length as usize * 100])));
                sent.push((now, place * 100, length * 100));
            } else {
                segments.push((now, Tcp { window, ..segment(false, 500, start.wrapping_add(place * 100), ACK, b"") }));
                acked = acked.max(place * 100);
            }
        }
        let told = lost(&segments);
        prop_assert!(told.len() <= 1);
        for (_, frame, lost) in told {
            let of_it: Vec<_> = sent.iter().filter(|(_, from, length)| *from <= acked && acked < from + length).collect();
            prop_assert!(of_it.len() as u32 >= lost.times && lost.times >= 3 && lost.lasted_us >= 3_000_000, "{:?}", lost);
            prop_assert!(of_it.last().unwrap().0 - of_it[0].0 >= lost.lasted_us / 1000);
            prop_assert!((3..=segments.len() as u32).contains(&frame) && lost.length <= 500 && lost.longest <= 1600);
        }
        segments.push((now + 1, segment(false, 500, start.wrapping_add(1600), ACK, b"")));
        prop_assert!(lost(&segments).is_empty());
    }
}
