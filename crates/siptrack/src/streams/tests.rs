//! Streams from packets as senders number and time them, careless ones too.
#![allow(clippy::expect_used, reason = "a test may fail so")]

use super::*;
use proptest::prelude::*;
use sipwire::packet::Ip;
use sipwire::rtp::Rtp;

/// Every socket belongs to leg 0, and from second 100 to leg 1 of another call.
struct Later;

impl Announcements for Later {
    fn place(&self, _: Socket, _: Socket) -> Place {
        Place { leg: 1, toward: Toward::First, formats: 0, audio: true }
    }

    fn is_later_call(&self, leg: u32, old: u32, ts: i64) -> bool {
        leg != old && ts < 100_000_000
    }
}

struct Leg0;

impl Announcements for Leg0 {
    fn place(&self, _: Socket, _: Socket) -> Place {
        Place { leg: 0, toward: Toward::First, formats: 0, audio: true }
    }

    fn is_later_call(&self, _: u32, _: u32, _: i64) -> bool {
        false
    }
}

fn row(sequence: u16, ts: i64) -> RtpRow {
    let rtp = Rtp {
        sequence,
        timestamp: u32::from(sequence) * 160,
        ssrc: 7,
        size: 160,
        payload_type: 8,
        marker: false,
        flat: sequence.is_multiple_of(2),
    };
    RtpRow { ts, frame: 1, src: Socket::default(), dst: Socket::default(), rtp }
}

fn one(rows: impl IntoIterator<Item = RtpRow>) -> Stream {
    let mut streams = Streams::default();
    rows.into_iter().for_each(|row| streams.take(&row, 0, || Leg0));
    *streams.believed().next().expect("a stream")
}

fn even(numbers: impl IntoIterator<Item = u16>) -> impl Iterator<Item = RtpRow> {
    numbers.into_iter().enumerate().map(|(at, sequence)| row(sequence, at as i64 * 20_000))
}

#[test]
fn telephone_events_behind_a_long_hole_count_with_the_voice_if_the_clock_went_on_as_far() {
    let key = |sequence: u16, timestamp: u32, at: i64| {
        let whole = row(sequence, at * 20_000);
        RtpRow { rtp: Rtp { timestamp, payload_type: 101, size: 4, ..whole.rtp }, ..whole }
    };
    let voice = |numbers: std::ops::Range<u16>| numbers.map(|n| row(n, i64::from(n) * 20_000));
    let numbered_with_it = (200..212).map(|n| key(n, 200 * 160, i64::from(n)));
    let stream = one(voice(0..10).chain(numbered_with_it).chain(voice(212..300)));
    assert_eq!((stream.packets(), stream.sequence.lost()), (110, 190));
    let numbered_apart = (200..212).map(|n| key(40_000 + n, 7, i64::from(n)));
    let stream = one(voice(0..10).chain(numbered_apart).chain(voice(200..300)));
    assert_eq!((stream.packets(), stream.sequence.lost()), (110, 190));
}

#[test]
fn loss_is_what_the_sequence_numbers_miss_across_their_wrap() {
    let stream = one((65_500..65_586u32).filter(|n| n % 10 != 3).map(|n| row(n as u16, i64::from(n) * 20_000)));
    assert_eq!((stream.packets(), stream.sequence.lost()), (77, 9));
}

#[test]
fn a_sender_that_begins_anew_has_lost_nothing() {
    let stream = one(even((20_000..20_050).chain(100..150)));
    assert_eq!((stream.packets(), stream.sequence.lost(), stream.sequence.restarts), (100, 0, 1));
    assert!(stream.jitter.last(8000) < 1000.0);
}

#[test]
fn a_copy_of_a_packet_is_not_a_second_packet() {
    let copied = |n: u16| [row(n, i64::from(n) * 20_000), row(n, i64::from(n) * 20_000 + 30)];
    let stream = one((0..10).flat_map(copied));
    assert_eq!((stream.packets(), stream.copies, stream.sequence.lost()), (10, 10, 0));
}

#[test]
fn what_is_missing_for_a_minute_is_lost_if_the_numbers_went_on() {
    let stream = one((0..100).chain(4000..4100).map(|n| row(n, i64::from(n) * 20_000)));
    assert_eq!((stream.packets(), stream.sequence.lost(), stream.sequence.longest), (200, 3900, 3900));
    assert_eq!(stream.hole, (78_020_000, 80_000_000));
}

#[test]
fn numbers_that_jump_while_time_does_not_are_new_ones_and_no_loss() {
    for jump in [1_000, 20_000] {
        let stream = one(even((0..100).chain(jump..jump + 100)));
        assert_eq!((stream.packets(), stream.sequence.lost(), stream.sequence.restarts), (200, 0, 1));
    }
}

#[test]
fn telephone_events_with_odd_numbers_are_neither_loss_nor_voice() {
    let event = |sequence, n: i64| {
        let mut row = row(sequence, 1_000_000 + n * 20_000);
        (row.rtp.payload_type, row.rtp.timestamp, row.rtp.size) = (101, 50 * 160, 4);
        row
    };
    let odd = (0..20).map(|n| event(900, n)).chain((20..30).map(|n| event(50, n)));
    let stream = one(even(0..50).chain(odd).chain((51..100).map(|n| row(n, 580_000 + i64::from(n) * 20_000))));
    assert_eq!((stream.packets(), stream.sequence.lost(), stream.payloads().main), (100, 0, 8));
    assert_eq!(stream.payloads().all().collect::<Vec<_>>(), [(8, 99), (101, 30)]);
    assert_eq!(stream.samples(), 160);
}

#[test]
fn voice_that_telephone_events_with_numbers_of_their_own_stood_for_is_not_lost() {
    let event = |n: u16| {
        let mut row = row(40_000 + n, 1_000_000 + i64::from(n) * 20_000);
        (row.rtp.payload_type, row.rtp.timestamp, row.rtp.size) = (101, 8_000, 4);
        row
    };
    let stream = one(even(0..50).chain((0..13).map(event)).chain((59..100).map(|n| row(n, i64::from(n) * 20_000))));
    assert_eq!((stream.packets(), stream.sequence.lost(), stream.sequence.longest), (91, 0, 0));
}

#[test]
fn silence_that_was_not_sent_is_a_pause_and_no_hole() {
    let stream = one(even(0..50).chain((50..99).map(|n| row(n, 9_000_000 + i64::from(n) * 20_000))));
    assert_eq!((stream.sequence.lost(), stream.hole.0, stream.pause), (0, 0, 9_020_000));
}

#[test]
fn the_next_call_between_the_same_sockets_has_a_stream_of_its_own() {
    let mut streams = Streams::default();
    even(0..20).for_each(|row| streams.take(&row, 0, || Leg0));
    (20..40).for_each(|n| streams.take(&row(n, 50_000_000 + i64::from(n) * 20_000), 0, || Later));
    let legs: Vec<u32> = streams.believed().map(|stream| stream.place.leg).collect();
    assert_eq!(legs, [0, 1]);
}

#[test]
fn packets_of_digital_silence_are_counted_those_beside_voice_left_out() {
    let event = |n: u16| {
        let mut row = row(n, i64::from(n) * 20_000);
        (row.rtp.payload_type, row.rtp.timestamp, row.rtp.flat) = (101, 8_000, true);
        row
    };
    assert_eq!(one(even(0..50).chain((50..60).map(event)).chain((60..70).map(|n| row(n, i64::from(n) * 20_000)))).flat, 30);
}

/// Nothing was announced.
struct Nobody;

impl Announcements for Nobody {
    fn place(&self, _: Socket, _: Socket) -> Place {
        NOWHERE
    }

    fn is_later_call(&self, _: u32, _: u32, _: i64) -> bool {
        false
    }
}

#[test]
fn a_flood_of_what_only_looks_like_rtp_pushes_out_no_stream_and_one_of_streams_is_counted() {
    let of = |ssrc: u32, sequence: u16| {
        let mut row = row(sequence, i64::from(sequence));
        row.rtp.ssrc = ssrc;
        row
    };
    let mut streams = Streams::default();
    (0..20).for_each(|sequence| streams.take(&of(1, sequence), 0, || Nobody));
    (2..100_000).for_each(|ssrc| streams.take(&of(ssrc, 0), 0, || Nobody));
    assert!(streams.all.len() <= MOST && streams.left_out.times == 0);
    assert_eq!(streams.believed().map(Stream::packets).collect::<Vec<_>>(), [20]);
    for ssrc in 200_000..205_000 {
        (0..10).for_each(|sequence| streams.take(&of(ssrc, sequence), 3, || Nobody));
    }
    let believed = streams.believed().count();
    assert_eq!((believed, streams.left_out.file), (MOST, 3));
    assert_eq!(streams.left_out.times as usize, 10 * (5001 - believed));
}

#[test]
fn no_address_makes_streams_of_all_others_collide() {
    let half = 0x9e37_79b9_7f4a_7c15_u64.to_ne_bytes(); // the golden ratio, by which hashes like to multiply
    let whole: Vec<u8> = half.iter().chain(&half).copied().collect();
    let chosen = Socket { ip: sipwire::packet::Ip(whole.try_into().expect("sixteen bytes")), port: 4000 };
    let streams = Streams::default();
    let from =
        |n: u16| Socket { ip: sipwire::packet::Ip([n.to_be_bytes(); 8].as_flattened().try_into().expect("sixteen bytes")), port: 4000 };
    for ends in [|one, other| (one, other), |one, other| (other, one)] {
        let mut hashes: Vec<u64> = (0..1000).map(|n| ends(from(n), chosen)).map(|(src, dst)| streams.hash(&src, &dst, 7)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), 1000);
    }
}

/// Sockets whose streams begin anew with each leg: of every second port, and at every moment that is told.
struct ByTurns(std::cell::Cell<u32>);

impl Announcements for &ByTurns {
    fn place(&self, _: Socket, dst: Socket) -> Place {
        self.0.set(self.0.get() + 1);
        let leg = if dst.port.is_multiple_of(2) { self.0.get() } else { u32::MAX };
        Place { leg, toward: Toward::First, formats: 0, audio: true }
    }

    fn is_later_call(&self, leg: u32, old: u32, _: i64) -> bool {
        leg != old && leg.is_multiple_of(2)
    }
}

/// All that is known of the streams, with those that were asked for last or, packet by packet, without.
fn known(rows: &[(RtpRow, u16)], is_short: bool) -> (Vec<String>, Vec<(u32, i64)>) {
    let (mut streams, announced) = (Streams::default(), ByTurns(std::cell::Cell::new(0)));
    for (row, file) in rows {
        if !is_short {
            *streams.recent = [u32::MAX; RECENT];
        }
        streams.take(row, *file, || &announced);
    }
    (streams.all.iter().map(|stream| format!("{stream:?}")).collect(), streams.last_packets().collect())
}

fn any_row() -> impl Strategy<Value = (RtpRow, u16)> {
    let ssrc = prop_oneof![Just(7u32), Just(8u32), Just(7 ^ (3 << 16)), any::<u32>()];
    let sequence = prop_oneof![0..6u16, 65_530..=65_535u16];
    let ends = (0..3u8, 0..3u8, prop_oneof![Just(4000u16), Just(4001), Just(4003)]);
    (ssrc, sequence, ends, 0..2u16, prop_oneof![0..40i64, 90..260i64]).prop_map(|(ssrc, sequence, (from, to, port), file, step)| {
        let one = row(sequence, step * 20_000);
        let at = |last: u8, port: u16| Socket { ip: Ip::v4([192, 0, 2, last]), port };
        (RtpRow { src: at(from, 5000), dst: at(to, port), rtp: Rtp { ssrc, ..one.rtp }, ..one }, file)
    })
}

proptest! {
    #[test]
    fn a_stream_that_was_asked_for_last_is_the_one_that_would_be_found_among_all(mut rows in prop::collection::vec(any_row(), 0..200), sorted in any::<bool>()) {
        if sorted {
            rows.sort_by_key(|(row, _)| row.ts);
        }
        prop_assert_eq!(known(&rows, true), known(&rows, false));
    }
}
