//! TCP segments to streams.

use std::collections::BTreeMap;

use proptest::prelude::*;
use sipwire::packet::{Ip, Tcp};
use sipwire::reassembly::{Direction, StreamSink, Streams, TcpEvent};

use crate::build::segment;

const FIN: u8 = 1;
const SYN: u8 = 2;
const RST: u8 = 4;
const ACK: u8 = 16;

/// Writes down what the streams hand on: bytes as text, a gap as `<lost>`, the end as `.`.
#[derive(Default)]
pub struct Seen {
    pub streams: BTreeMap<u64, Vec<u8>>,
    pub frames: Vec<u32>,
    pub events: Vec<(u16, u32, TcpEvent)>,
}

impl StreamSink for Seen {
    fn data(&mut self, id: u64, _: &Direction, _: i64, frame: u32, bytes: &[u8]) {
        self.streams.entry(id).or_default().extend(bytes);
        self.frames.push(frame);
    }
    fn gap(&mut self, id: u64, _: &Direction, lost: u32) {
        self.streams.entry(id).or_default().extend(format!("<{lost}>").bytes());
    }
    fn event(&mut self, dir: &Direction, _: i64, frame: u32, event: TcpEvent) {
        self.events.push((dir.src.port, frame, event));
    }
    fn closed(&mut self, id: u64) {
        self.streams.entry(id).or_default().push(b'.');
    }
}

fn run(segments: &[Tcp<'_>]) -> Seen {
    let (mut seen, mut streams) = (Seen::default(), Streams::new());
    for (index, t) in segments.iter().enumerate() {
        streams.push(index as i64 * 1_000_000, index as u32 + 1, t, &mut seen);
    }
    streams.finish(&mut seen);
    seen
}

fn texts(seen: &Seen) -> Vec<String> {
    seen.streams.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect()
}

#[test]
fn a_connection_gives_both_directions_in_order_and_its_end() {
    let seen = run(&[
        segment(true, 99, 0, SYN, b""),
        segment(false, 499, 100, SYN | ACK, b""),
        segment(true, 100, 500, ACK, b"INVITE"),
        segment(false, 500, 106, ACK, b"200"),
        segment(true, 106, 503, ACK, b" more"),
        segment(false, 503, 111, ACK | FIN, b""),
        segment(true, 111, 504, ACK | FIN, b""),
        segment(false, 504, 112, ACK, b""),
    ]);
    assert_eq!(texts(&seen), ["INVITE more.", "200."]);
    assert_eq!(seen.events, [(5060, 6, TcpEvent::Closed)]);
}

#[test]
fn order_doubling_and_overlap_do_not_matter() {
    let seen = run(&[
        segment(true, 100, 0, ACK, b"abc"),
        segment(true, 106, 0, ACK, b"ghi"),
        segment(true, 106, 0, ACK, b"ghi"),
        segment(true, 101, 0, ACK, b"bcdef"),
        segment(true, 108, 0, ACK, b"ijk"),
    ]);
    assert_eq!(texts(&seen), ["abcdefghijk."]);
    assert_eq!(seen.frames, [1, 4, 2, 5]);
}

#[test]
fn a_hole_that_the_peer_acknowledged_is_a_gap() {
    let seen = run(&[
        segment(true, 100, 0, ACK, b"abc"),
        segment(true, 106, 0, ACK, b"ghi"),
        segment(false, 7, 109, ACK, b""),
        segment(true, 119, 0, ACK, b"xyz"),
    ]);
    assert_eq!(texts(&seen), ["abc<3>ghi<10>xyz."]);
}

#[test]
fn what_the_capture_cut_off_is_a_gap() {
    let cut = Tcp { missing: 5, ..segment(true, 100, 0, ACK, b"abc") };
    assert_eq!(texts(&run(&[cut, segment(true, 108, 0, ACK, b"ijk")])), ["abc<5>ijk."]);
}

#[test]
fn sequence_numbers_wrap_around() {
    let seen = run(&[segment(true, u32::MAX - 1, 0, ACK, b"abcd"), segment(true, 2, 0, ACK, b"efg")]);
    assert_eq!(texts(&seen), ["abcdefg."]);
}

#[test]
fn a_new_syn_on_the_same_ports_is_a_new_stream() {
    let seen = run(&[
        segment(true, 99, 0, SYN, b""),
        segment(true, 100, 1, ACK, b"one"),
        segment(true, 9000, 0, SYN, b""),
        segment(true, 9001, 1, ACK, b"two"),
    ]);
    assert_eq!(texts(&seen), ["one.", "two."]);
    assert_eq!(seen.events, []);
}

#[test]
fn a_refused_connection_and_a_reset_one_differ() {
    let refused = run(&[segment(true, 99, 0, SYN, b""), segment(false, 0, 100, RST | ACK, b"")]);
    assert_eq!(refused.events, [(5060, 2, TcpEvent::Refused)]);
    let reset = run(&[
        segment(true, 99, 0, SYN, b""),
        segment(false, 499, 100, SYN | ACK, b""),
        segment(true, 100, 500, ACK, b"INVITE"),
        segment(false, 500, 0, RST, b""),
        segment(false, 500, 0, RST, b""),
    ]);
    assert_eq!(reset.events, [(5060, 4, TcpEvent::Reset { by_opener: Some(false) })]);
    assert_eq!(texts(&reset), ["INVITE."]);
}

#[test]
fn a_syn_without_answer_is_reported_at_the_end_with_its_tries() {
    let syn = segment(true, 99, 0, SYN, b"");
    assert_eq!(run(&[syn, syn, syn]).events, [(40_000, 1, TcpEvent::SynUnanswered { tries: 3 })]);
}

#[test]
fn a_handshake_seen_from_one_side_only_is_not_unanswered() {
    let seen = run(&[segment(true, 99, 0, SYN, b""), segment(true, 100, 500, ACK, b""), segment(true, 100, 500, ACK, b"INVITE")]);
    assert_eq!((texts(&seen), seen.events), (vec!["INVITE.".to_owned()], vec![]));
}

#[test]
fn after_the_end_repetitions_are_ignored_and_new_bytes_begin_anew() {
    let seen = run(&[
        segment(true, 100, 0, ACK, b"abc"),
        segment(false, 500, 103, RST, b""),
        segment(true, 100, 0, ACK, b"abc"),
        segment(false, 500, 103, ACK, b""),
        segment(true, 103, 0, ACK, b"def"),
    ]);
    assert_eq!(texts(&seen), ["abc.", "def."]);
}

#[test]
fn a_hole_is_given_up_when_too_much_waits() {
    let bytes = [b'x'; 1400];
    let mut segments = vec![segment(true, 100, 0, ACK, b"abc")];
    segments.extend((0..200).map(|n| segment(true, 110 + n * 1400, 0, ACK, &bytes)));
    let mut seen = Seen::default();
    let mut streams = Streams::new();
    for t in &segments {
        streams.push(0, 1, t, &mut seen);
    }
    assert!(texts(&seen)[0].starts_with("abc<7>xxx"));
    assert_eq!(seen.streams.values().next().unwrap().len(), 6 + 200 * 1400);
}

#[test]
fn half_open_connections_are_forgotten_first_and_their_number_is_bounded() {
    let mut seen = Seen::default();
    let mut streams = Streams::new();
    streams.push(0, 1, &segment(true, 100, 0, ACK, b"abc"), &mut seen);
    for n in 0..140_000_u32 {
        let [_, a, b, c] = n.to_be_bytes();
        let mut syn = segment(true, 99, 0, SYN, b"");
        syn.ip.src = Ip::v4([10, a, b, c]);
        streams.push(1, n, &syn, &mut seen);
    }
    assert!(seen.events.len() > 8000);
    assert!(seen.events.iter().all(|(_, _, event)| matches!(event, TcpEvent::SynUnanswered { tries: 1 })));
    streams.push(0, 1, &segment(true, 103, 0, ACK, b"def"), &mut seen);
    assert_eq!(texts(&seen), ["abcdef"]);
}

proptest! {
    #[test]
    fn any_order_doubling_and_division_gives_the_original(
        bytes in prop::collection::vec(any::<u8>(), 1..300),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 1_usize..40), 0..60),
        start in any::<u32>(),
    ) {
        let mut segments = vec![segment(true, start.wrapping_sub(1), 0, SYN, b"")];
        for (from, length) in &cuts {
            let from = from.index(bytes.len());
            let end = (from + length).min(bytes.len());
            segments.push(segment(true, start.wrapping_add(from as u32), 0, ACK, &bytes[from..end]));
        }
        for (index, chunk) in bytes.chunks(7).enumerate().collect::<Vec<_>>().into_iter().rev() {
            segments.push(segment(true, start.wrapping_add(index as u32 * 7), 0, ACK, chunk));
        }
        let mut expected = bytes.clone();
        expected.push(b'.');
        prop_assert_eq!(run(&segments).streams.into_values().collect::<Vec<_>>(), vec![expected]);
    }

    #[test]
    fn arbitrary_segments_do_no_harm(segments in prop::collection::vec((any::<bool>(), prop_oneof![any::<u32>(), 0_u32..60], prop_oneof![any::<u32>(), 0_u32..60], any::<u8>(), 0_usize..20, 0_u32..9), 0..60)) {
        let bytes = [b'x'; 20];
        let segments: Vec<_> = segments.iter().map(|(forward, seq, ack, flags, length, missing)| {
            Tcp { missing: *missing, ..segment(*forward, *seq, *ack, *flags, &bytes[..*length]) }
        }).collect();
        run(&segments);
    }
}
