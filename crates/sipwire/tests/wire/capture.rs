//! Capture files to records.

use proptest::prelude::*;
use sipwire::capture::{MAX_REST, Notice, Record, Splitter};

use crate::build::{Ng, pcap};

/// Splits a file given whole.
pub fn split(file: &[u8]) -> (Vec<Record>, Vec<Notice>, Splitter) {
    let mut splitter = Splitter::new();
    let mut records = Vec::new();
    let used = splitter.split(file, &mut records);
    splitter.finish(&file[used..]);
    let notices = splitter.notices();
    (records, notices, splitter)
}

/// Time, number and bytes.
type Packet = (i64, u32, Vec<u8>);

/// Splits a file given in pieces of `size`; returns the packets' bytes.
fn split_in_pieces(file: &[u8], size: usize) -> (Vec<Packet>, Vec<Notice>) {
    let mut splitter = Splitter::new();
    let (mut packets, mut held) = (Vec::new(), Vec::new());
    for piece in file.chunks(size) {
        held.extend_from_slice(piece);
        let mut records = Vec::new();
        let used = splitter.split(&held, &mut records);
        packets.extend(records.iter().map(|r| (r.ts_us, r.frame, bytes_of(r, &held).to_vec())));
        held.drain(..used);
        assert!(held.len() <= MAX_REST);
    }
    splitter.finish(&held);
    (packets, splitter.notices())
}

fn bytes_of<'a>(record: &Record, file: &'a [u8]) -> &'a [u8] {
    &file[record.start..record.start + record.caplen as usize]
}

#[test]
fn a_classic_file_gives_its_packets_with_time_and_number() {
    let file = pcap(&[b"one".to_vec(), b"three".to_vec()]);
    let (records, notices, splitter) = split(&file);
    let last = records.last().unwrap();
    assert_eq!(bytes_of(last, &file), b"three");
    assert_eq!((last.ts_us, last.frame, last.link, last.origlen), (1_700_000_000_001_000, 2, 1, 5));
    assert_eq!((splitter.is_recognised(), notices), (Some(true), vec![]));
}

#[test]
fn nanoseconds_and_big_endian_and_long_headers_are_understood() {
    let head = [0xa1, 0xb2, 0x3c, 0x4d, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 99, 0, 0, 0, 113];
    let record = [0, 0, 0, 10, 0, 0, 8, 0, 0, 0, 0, 1, 0, 0, 0, 9, 42];
    let (records, ..) = split(&[&head[..], &record].concat());
    assert_eq!(records[0], Record { ts_us: 10_000_002, frame: 1, link: 113, interface: 0, start: 40, caplen: 1, origlen: 9 });

    let head = [0x34, 0xcd, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0];
    let record = [1, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9, 7, 7];
    let (records, notices, _) = split(&[&head[..], &record].concat());
    assert_eq!((records[0].start, records[0].caplen, notices), (48, 2, vec![]));
}

#[test]
fn a_file_that_ends_inside_a_packet_says_so() {
    let file = pcap(&[vec![1; 60], vec![2; 1514]]);
    let (records, notices, _) = split(&file[..file.len() - 1314]);
    assert_eq!(records.len(), 1);
    let why = "the file ends in the middle of this packet (needs 1514 bytes, 200 are there)";
    assert_eq!(notices, [Notice { frame: 2, why: why.to_owned() }]);
}

#[test]
fn after_a_broken_record_the_next_plausible_one_is_found() {
    let mut file = pcap(&[vec![1; 60], vec![2; 60], vec![3; 60], vec![4; 60]]);
    file[24 + 76 + 11] = 0xf0; // the length of the second packet
    let (records, notices, _) = split(&file);
    let firsts: Vec<_> = records.iter().map(|r| (r.frame, bytes_of(r, &file)[0])).collect();
    assert_eq!(firsts, [(1, 1), (2, 3), (3, 4)]);
    let why = "packet header claims 4026531900 bytes; skipped 76 bytes to the next plausible packet";
    assert_eq!(notices, [Notice { frame: 2, why: why.to_owned() }]);
}

#[test]
fn what_is_no_capture_is_named() {
    for (file, why) in
        [(&b"INVITE sip:"[..], "not a capture file"), (b"", "the file is empty"), (b"\xd4\xc3\xb2\xa1", "the file ends inside its header")]
    {
        let (_, notices, _) = split(file);
        assert_eq!(notices, [Notice { frame: 0, why: why.to_owned() }]);
    }
}

#[test]
fn pcapng_has_interfaces_each_with_its_link_and_clock() {
    for big in [false, true] {
        let mut ng = Ng::new(big);
        let nanos = ng.option(9, &[9]);
        ng.interface(1, &nanos);
        let offset = if big { 100_i64.to_be_bytes() } else { 100_i64.to_le_bytes() };
        let binary = [ng.option(9, &[0x80 | 10]), ng.option(14, &offset)].concat();
        ng.interface(113, &binary);
        ng.block(0x4000_0bad, b"custom");
        ng.packet(0, 5_000_001_999, b"first");
        ng.packet(1, 2048, b"second");
        ng.section();
        ng.interface(101, &[]);
        ng.packet(0, 7, b"third");
        let (records, notices, _) = split(&ng.bytes);
        let seen: Vec<_> = records.iter().map(|r| (r.frame, r.interface, r.link, r.ts_us, bytes_of(r, &ng.bytes))).collect();
        let (first, second, third) = (&b"first"[..], &b"second"[..], &b"third"[..]);
        assert_eq!(seen, [(1, 0, 1, 5_000_001, first), (2, 1, 113, 102_000_000, second), (3, 2, 101, 7, third)]);
        assert_eq!(notices, []);
    }
}

#[test]
fn old_and_simple_packet_blocks_are_packets_too() {
    let mut ng = Ng::new(false);
    ng.interface(1, &[]);
    ng.block(2, &[0, 0, 9, 9, 0, 0, 0, 0, 5, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 2, 0, 0]);
    ng.block(3, &[3, 0, 0, 0, 1, 2, 3, 0]);
    let (records, notices, _) = split(&ng.bytes);
    let seen: Vec<_> = records.iter().map(|r| (r.ts_us, r.caplen)).collect();
    assert_eq!((seen, notices), (vec![(5, 2), (5, 3)], vec![]));
}

#[test]
fn drops_are_the_last_word_of_each_interface_and_secrets_are_kept() {
    let mut ng = Ng::new(false);
    ng.interface(1, &[]);
    ng.interface(1, &[]);
    for (interface, dropped) in [(0_u32, 3_u64), (1, 5), (0, 9)] {
        let options = ng.option(5, &dropped.to_le_bytes());
        let body = [ng.word(interface), vec![0; 8], options].concat();
        ng.block(5, &body);
    }
    ng.block(10, &[&0x544c_534b_u32.to_le_bytes()[..], &[4, 0, 0, 0], b"CLIE"].concat());
    let (_, _, splitter) = split(&ng.bytes);
    assert_eq!(splitter.drops(), Some(14));
    assert_eq!((splitter.secrets()[0].kind, &splitter.secrets()[0].bytes[..]), (0x544c_534b, &b"CLIE"[..]));
}

#[test]
fn secrets_that_are_too_long_to_be_kept_are_named() {
    let mut ng = Ng::new(false);
    ng.interface(1, &[]);
    ng.block(10, &[&0x544c_534b_u32.to_le_bytes()[..], &2_000_000_u32.to_le_bytes(), &vec![b'#'; 2_000_000]].concat());
    ng.packet(0, 1, b"next");
    let (records, notices, splitter) = split(&ng.bytes);
    assert_eq!((records.len(), splitter.secrets().len()), (1, 0));
    assert_eq!(notices, [Notice { frame: 1, why: "decryption secrets of 2000020 bytes skipped: a block of more than 1 MiB".to_owned() }]);
}

#[test]
fn after_a_broken_block_the_next_plausible_one_is_found() {
    let mut ng = Ng::new(false);
    ng.interface(1, &[]);
    ng.packet(0, 1, &[1; 40]);
    let second = ng.bytes.len();
    ng.packet(0, 2, &[2; 40]);
    ng.packet(0, 3, &[3; 40]);
    ng.bytes[second + 7] = 0xff;
    let (records, notices, _) = split(&ng.bytes);
    assert_eq!(records.iter().map(|r| r.ts_us).collect::<Vec<_>>(), [1, 3]);
    let why = "block header claims 4278190152 bytes; skipped 72 bytes to the next plausible packet";
    assert_eq!(notices, [Notice { frame: 2, why: why.to_owned() }]);
}

#[test]
fn a_packet_of_an_unknown_interface_counts_and_is_named() {
    let mut ng = Ng::new(false);
    ng.packet(3, 1, b"lost");
    ng.interface(1, &[]);
    ng.packet(0, 1, b"found");
    let (records, notices, _) = split(&ng.bytes);
    assert_eq!(records[0].frame, 2);
    assert_eq!(notices[0].why, "packet of interface 3, which the file does not describe");
}

#[test]
fn garbage_without_end_is_passed_over_without_being_held() {
    let mut file = pcap(&[vec![1; 60]]);
    file.extend((0..3_000_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8));
    let (packets, notices) = split_in_pieces(&file, 65_536);
    assert_eq!(packets.len(), 1);
    assert!(notices[0].why.contains("nothing readable in the last"), "{notices:?}");
}

fn files() -> impl Strategy<Value = Vec<u8>> {
    let packets = prop::collection::vec(prop::collection::vec(any::<u8>(), 1..90), 1..12);
    (packets, 0..3).prop_map(|(packets, format)| match format {
        0 => pcap(&packets),
        _ => {
            let mut ng = Ng::new(format == 1);
            ng.interface(1, &[]);
            packets.iter().enumerate().for_each(|(index, packet)| ng.packet(0, index as u64, packet));
            ng.bytes
        }
    })
}

proptest! {
    #[test]
    fn any_division_of_a_file_gives_the_same_packets(file in files(), size in 1_usize..200) {
        prop_assert_eq!(split_in_pieces(&file, size), split_in_pieces(&file, file.len()));
    }

    #[test]
    fn broken_files_neither_panic_nor_lose_their_end_silently(mut file in files(), flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6), keep in any::<prop::sample::Index>(), size in 1_usize..200) {
        for (place, value) in flips {
            let place = place.index(file.len());
            file[place] = value;
        }
        let kept = keep.index(file.len() + 1);
        split_in_pieces(&file[..kept], size);
        let (records, ..) = split(&file[..kept]);
        for record in &records {
            prop_assert!(record.start + record.caplen as usize <= kept);
            prop_assert!(record.origlen >= record.caplen);
        }
    }
}
