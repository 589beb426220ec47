//! Recorded connections, opened however their bytes are divided, damaged or lost.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test may fail so")]

use proptest::prelude::*;
use siptls::{At, Content, Keyring, Opener, Outcome, Plain, PrivateKey};
use sipwire::capture::Splitter;
use sipwire::link;
use sipwire::packet::Packet;
use sipwire::reassembly::{Direction, StreamSink, Streams, TcpEvent};
use std::path::Path;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/captures");

/// The pieces of each connection of a capture: in which direction, and the bytes.
type Flow = Vec<(usize, Vec<u8>)>;

#[derive(Default)]
struct Flows(Vec<(u64, Flow)>);

impl StreamSink for Flows {
    fn data(&mut self, id: u64, _: &Direction, _: i64, _: u32, bytes: &[u8]) {
        let number = id.div_ceil(2);
        if self.0.iter().all(|(known, _)| *known != number) {
            self.0.push((number, Vec::new()));
        }
        let flow = self.0.iter_mut().find(|(known, _)| *known == number).expect("it is there");
        flow.1.push((usize::from(id.is_multiple_of(2)), bytes.to_vec()));
    }
    fn gap(&mut self, _: u64, _: &Direction, _: u32) {}
    fn event(&mut self, _: &Direction, _: i64, _: u32, _: TcpEvent) {}
    fn closed(&mut self, _: u64) {}
}

fn flows(name: &str) -> Vec<Flow> {
    let bytes = std::fs::read(Path::new(FOLDER).join(name)).expect("a recorded capture");
    let (mut splitter, mut records, mut streams, mut flows) = (Splitter::new(), Vec::new(), Streams::new(), Flows::default());
    splitter.split(&bytes, &mut records);
    for record in &records {
        if let Ok(Packet::Tcp(tcp)) = link::decode(record.link, &bytes[record.start..record.start + record.caplen as usize], record.origlen)
        {
            streams.push(record.ts_us, record.frame, &tcp, &mut flows);
        }
    }
    flows.0.into_iter().map(|(_, flow)| flow).collect()
}

fn ring(folder: &str) -> Keyring {
    let mut ring = Keyring::default();
    ring.add_log(&std::fs::read(Path::new(FOLDER).join(folder).join("keys.log")).expect("its key log"));
    ring
}

fn opened(flow: &[(usize, Vec<u8>)], ring: &mut Keyring) -> (Opener, Vec<Plain>) {
    let (mut opener, mut out) = (Opener::default(), Vec::new());
    for (frame, (way, bytes)) in (1..).zip(flow) {
        opener.push(*way, At { ts: 0, frame }, bytes, ring, &mut out);
    }
    (opener, out)
}

/// What the applications said, in each direction.
fn said(out: &[Plain]) -> [String; 2] {
    [0, 1].map(|way| {
        let pieces = out.iter().filter(|plain| plain.way == way && plain.content == Content::Data);
        String::from_utf8_lossy(&pieces.flat_map(|plain| plain.bytes.iter().copied()).collect::<Vec<_>>()).into_owned()
    })
}

#[test]
fn every_suite_is_opened_by_the_key_log_and_those_of_rsa_by_the_servers_key() {
    let (mut by_log, mut by_key) = (ring("tls-suites"), Keyring::default());
    let file = std::fs::read(Path::new(FOLDER).join("tls-suites/server.key")).expect("the server's key");
    by_key.add_private(PrivateKey::read(&file).expect("an RSA key"));
    let flows = flows("tls-suites/capture.pcap");
    assert_eq!(flows.len(), 27);
    for flow in &flows {
        let (opener, out) = opened(flow, &mut by_log);
        assert_eq!((opener.outcome(), opener.counts().1), (Outcome::Opened, 0));
        let said = said(&out).concat();
        assert!(said.contains("REGISTER sip:") || said.contains("GET /ws"), "{said}");
        assert!(said.contains("200 OK") || said.contains("101 Switching"), "{said}");
        let (opener, out_by_key) = opened(flow, &mut by_key);
        match opener.outcome() {
            Outcome::Opened => assert_eq!(self::said(&out_by_key).concat(), said),
            other => assert_eq!(other, Outcome::Ephemeral),
        }
    }
    assert_eq!(flows.iter().filter(|flow| opened(flow, &mut by_key).0.outcome() == Outcome::Opened).count(), 16);
}

#[test]
fn sessions_that_go_on_early_data_new_keys_and_new_handshakes_are_followed() {
    let cases = [("ticket", 2), ("session-id", 2), ("early-data", 3), ("key-update", 3), ("renegotiation", 2), ("hello-retry", 1)];
    for (name, messages) in cases {
        let mut ring = ring("tls-sessions");
        let all: Vec<_> = flows(&format!("tls-sessions/{name}.pcap")).iter().map(|flow| opened(flow, &mut ring)).collect();
        assert!(all.iter().all(|(opener, _)| opener.outcome() == Outcome::Opened && opener.counts().1 == 0), "{name}");
        let said: String = all.iter().map(|(_, out)| said(out).concat()).collect();
        assert_eq!(said.matches("OPTIONS sip:").count(), messages, "{name}");
        assert_eq!(all.iter().any(|(opener, _)| opener.is_renegotiated()), name == "renegotiation");
    }
}

#[test]
fn a_record_that_was_lost_costs_itself_alone() {
    let flow = flows("tls-sessions/key-update.pcap").into_iter().next().expect("a connection");
    let client: Vec<usize> = (0..flow.len()).filter(|at| flow[*at].0 == flow[0].0).collect();
    for lost in &client[2..] {
        let mut ring = ring("tls-sessions");
        let (mut opener, mut out) = (Opener::default(), Vec::new());
        for (at, (way, bytes)) in flow.iter().enumerate() {
            if at == *lost {
                opener.gap(*way, bytes.len() as u32, &mut out);
            } else {
                opener.push(*way, At::default(), bytes, &mut ring, &mut out);
            }
        }
        assert!(said(&out).concat().matches("OPTIONS sip:").count() >= 2, "without piece {lost}");
        assert!(out.iter().any(|plain| plain.content == Content::Gap));
    }
}

/// Before TLS 1.1 the last block of one record begins the next, and with the MAC outside nothing but that order vouches for it.
#[test]
fn no_byte_that_is_damaged_in_a_record_changes_what_the_next_one_says() {
    let mut ring = ring("tls-suites");
    let flows = flows("tls-suites/capture.pcap");
    let old: Vec<&Flow> = flows.iter().filter(|flow| said(&opened(flow, &mut ring).1).concat().contains("-TLSv1-")).collect();
    assert!(old.len() > 1);
    for flow in old {
        let whole = said(&opened(flow, &mut ring).1);
        for (at, place) in (2..flow.len()).flat_map(|at| (0..flow[at].1.len()).map(move |place| (at, place))) {
            let mut damaged = flow.clone();
            damaged[at].1[place] ^= 0x8a;
            let (opener, out) = opened(&damaged, &mut ring);
            for plain in out.iter().filter(|plain| plain.content == Content::Data) {
                assert!(whole[plain.way].contains(&*String::from_utf8_lossy(&plain.bytes)), "{:x?}: {at} {place}", opener.chosen());
            }
        }
    }
}

#[test]
fn without_its_line_or_with_a_wrong_one_nothing_is_opened_and_the_reason_is_told() {
    let flow = flows("tls-sessions/hello-retry.pcap").into_iter().next().expect("a connection");
    let log = std::fs::read_to_string(Path::new(FOLDER).join("tls-sessions/keys.log")).expect("the key log");
    let wrong: String = log.lines().map(|line| format!("{}00\n", line.get(..line.len().saturating_sub(2)).unwrap_or_default())).collect();
    for (text, outcome) in [(String::new(), Outcome::NoKey), (wrong, Outcome::WrongKey)] {
        let mut ring = Keyring::default();
        ring.add_log(text.as_bytes());
        let (opener, out) = opened(&flow, &mut ring);
        assert_eq!((opener.outcome(), said(&out).concat()), (outcome, String::new()));
    }
    let (opener, _) = opened(&flow[flow.len() - 2..], &mut ring("tls-sessions"));
    assert_eq!(opener.outcome(), Outcome::BegunBefore);
}

fn all_flows() -> Vec<Flow> {
    ["tls-suites/capture.pcap", "tls-sessions/early-data.pcap", "tls-sessions/key-update.pcap"]
        .iter()
        .flat_map(|name| flows(name))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn however_the_bytes_are_divided_the_same_is_opened(which in any::<prop::sample::Index>(), size in 1_usize..400) {
        let flows = all_flows();
        let flow = which.get(&flows);
        let pieces: Flow = flow.iter().flat_map(|(way, bytes)| bytes.chunks(size).map(|part| (*way, part.to_vec()))).collect();
        let (mut one, mut other) = (ring("tls-suites"), ring("tls-suites"));
        let log = std::fs::read(Path::new(FOLDER).join("tls-sessions/keys.log")).expect("the key log");
        one.add_log(&log);
        other.add_log(&log);
        prop_assert_eq!(said(&opened(flow, &mut one).1), said(&opened(&pieces, &mut other).1));
    }

    #[test]
    fn damaged_bytes_are_never_taken_for_what_was_said(
        which in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>()), 1..6),
        holes in prop::collection::vec((any::<prop::sample::Index>(), 0_u32..300), 0..3),
    ) {
        let flows = all_flows();
        let mut flow = which.get(&flows).clone();
        let mut ring = ring("tls-suites");
        let whole = said(&opened(&flow, &mut ring).1);
        for (piece, byte, value) in &damage {
            let at = piece.index(flow.len());
            let place = byte.index(flow[at].1.len());
            flow[at].1[place] = *value;
        }
        let holes: Vec<(usize, u32)> = holes.iter().map(|(at, lost)| (at.index(flow.len()), *lost)).collect();
        let (mut opener, mut out) = (Opener::default(), Vec::new());
        for (at, (way, bytes)) in flow.iter().enumerate() {
            for (_, lost) in holes.iter().filter(|(hole, _)| *hole == at) {
                opener.gap(*way, *lost, &mut out);
            }
            opener.push(*way, At::default(), bytes, &mut ring, &mut out);
            prop_assert!(opener.held() < 2 << 20);
        }
        for plain in out.iter().filter(|plain| plain.content == Content::Data) {
            let text = String::from_utf8_lossy(&plain.bytes).into_owned();
            prop_assert!(whole.iter().any(|known| known.contains(&text)));
        }
    }

    #[test]
    fn no_bytes_do_harm(pieces in prop::collection::vec((0_usize..2, prop::collection::vec(any::<u8>(), 0..200)), 0..20)) {
        let mut ring = ring("tls-suites");
        let starts = [&[0x16, 3, 1, 0, 40, 1, 0, 0, 36, 3, 3][..], &[0x16, 3, 3, 0, 44, 2, 0, 0, 40, 3, 3], &[0x17, 3, 3, 0, 20], &[]];
        for start in starts {
            let (mut opener, mut out) = (Opener::default(), Vec::new());
            opener.push(0, At::default(), start, &mut ring, &mut out);
            for (way, bytes) in &pieces {
                opener.push(*way, At::default(), bytes, &mut ring, &mut out);
            }
            prop_assert_ne!(opener.outcome(), Outcome::Opened);
        }
        let joined: Vec<u8> = pieces.iter().flat_map(|(_, bytes)| bytes.iter().copied()).collect();
        prop_assert!(PrivateKey::read(&joined).is_err());
        ring.add_log(&joined);
    }
}
