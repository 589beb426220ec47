//! DNS messages: what is read is what was written, and nothing but the message itself is read.

use proptest::prelude::*;
use sipwire::dns::{A, AAAA, CNAME, Message, NAPTR, SRV, decode};

/// A name as labels.
fn labels(name: &str) -> Vec<u8> {
    let label = |label: &str| [&[label.len() as u8][..], label.as_bytes()].concat();
    name.split('.').filter(|part| !part.is_empty()).flat_map(label).chain([0]).collect()
}

/// A message with one question and records of its name: (type, data).
fn written(id: u16, flags: u16, (name, kind): (&str, u16), records: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let mut out: Vec<u8> = [id, flags, 1, records.len() as u16, 0, 0].into_iter().flat_map(u16::to_be_bytes).collect();
    out.extend(labels(name));
    out.extend([kind.to_be_bytes(), [0, 1]].concat());
    for (kind, data) in records {
        out.extend([0xc0, 12]);
        out.extend([kind.to_be_bytes(), [0, 1], [0, 0], [0, 60], (data.len() as u16).to_be_bytes()].concat());
        out.extend(data);
    }
    out
}

fn service(target: &str) -> Vec<u8> {
    [&[0, 1, 0, 2, 0x13, 0xc4][..], &labels(target)].concat()
}

#[test]
fn a_refusal_that_repeats_no_question_is_an_answer_all_the_same() {
    for code in [1, 2, 4, 5] {
        let bytes: Vec<u8> = [0x1234, 0x8180 | code, 0, 0, 0, 0].into_iter().flat_map(u16::to_be_bytes).collect();
        let read = decode(&bytes).unwrap();
        assert_eq!((read.id, read.is_answer, read.code, read.name.as_slice()), (0x1234, true, code as u8, &b""[..]));
    }
    for (flags, what) in [(0x8180_u16, "an answer without fault needs its question"), (0x0100, "a query without question asks nothing")] {
        let bytes: Vec<u8> = [0x1234, flags, 0, 0, 0, 0].into_iter().flat_map(u16::to_be_bytes).collect();
        assert!(decode(&bytes).is_err(), "{what}");
    }
}

#[test]
fn a_target_is_read_from_its_own_record_only() {
    let records = [(SRV, vec![]), (SRV, service("sbc.example.net")), (NAPTR, vec![0, 1, 0, 1, 9])];
    let read = decode(&written(1, 0x8180, ("_sip._udp.example.com", SRV), &records)).unwrap();
    assert_eq!((read.found, read.targets), (2, vec![b"sbc.example.net".to_vec()]));
}

#[test]
fn text_on_the_port_of_dns_is_none() {
    assert!(sipwire::dns::is_text(b"REGISTER sip:example.com SIP/2.0\r\n") && sipwire::dns::is_text(b"SIP/2.0 200 OK\r\n"));
    assert!(!sipwire::dns::is_text(&written(0x4142, 0x4344, ("AAAA.example.com", A), &[])));
    assert!(!sipwire::dns::is_text(b"SIP") && !sipwire::dns::is_text(b"\r\n\r\n\r\n"));
}

prop_compose! {
    fn a_name()(parts in prop::collection::vec("[a-z0-9_-]{1,20}", 1..6)) -> String {
        parts.join(".")
    }
}

fn a_record() -> impl Strategy<Value = (u16, Vec<u8>)> {
    prop_oneof![
        Just((A, vec![192, 0, 2, 1])),
        Just((AAAA, vec![0x20; 16])),
        a_name().prop_map(|name| (CNAME, labels(&name))),
        a_name().prop_map(|name| (SRV, service(&name))),
        a_name().prop_map(|name| (NAPTR, [&[0, 1, 0, 1, 1, b's', 7][..], b"SIP+D2U", &[0], &labels(&name)].concat())),
        prop::collection::vec(any::<u8>(), 0..30).prop_map(|data| (SRV, data)),
        prop::collection::vec(any::<u8>(), 0..30).prop_map(|data| (NAPTR, data)),
    ]
}

fn a_message() -> impl Strategy<Value = Vec<u8>> {
    let kind = prop::sample::select(vec![A, AAAA, SRV, NAPTR]);
    (any::<u16>(), a_name(), kind, prop::collection::vec(a_record(), 0..8))
        .prop_map(|(id, name, kind, records)| written(id, 0x8180, (&name, kind), &records))
}

fn bounded(read: &Message, bytes: &[u8]) -> bool {
    let names = || read.targets.iter().chain([&read.name]);
    names().all(|name| name.len() <= 255) && read.targets.len() <= 4 && usize::from(read.found) * 11 <= bytes.len()
}

proptest! {
    #[test]
    fn what_was_written_is_read(id: u16, name in a_name(), records in prop::collection::vec(a_name(), 0..9)) {
        let made: Vec<(u16, Vec<u8>)> = records.iter().map(|target| (SRV, service(target))).collect();
        let read = decode(&written(id, 0x8580, (&name.to_ascii_uppercase(), SRV), &made)).unwrap();
        prop_assert_eq!((read.id, read.kind, read.found), (id, SRV, records.len() as u16));
        prop_assert_eq!(read.name, name.into_bytes());
        prop_assert_eq!(read.targets, records.into_iter().take(4).map(String::into_bytes).collect::<Vec<_>>());
    }

    /// What is cut off is never made up: an answer cut short tells less, never more, and of the same question.
    #[test]
    fn a_message_cut_short_tells_no_more_than_the_whole(bytes in a_message(), flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4)) {
        let mut bytes = bytes;
        for (place, value) in flips {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        let whole = decode(&bytes);
        for end in 0..bytes.len() {
            let Ok(part) = decode(&bytes[..end]) else { continue };
            let whole = whole.as_ref().expect("more bytes spoil nothing");
            prop_assert_eq!((&part.name, part.kind, part.id, part.code), (&whole.name, whole.kind, whole.id, whole.code));
            prop_assert!(part.found <= whole.found && part.targets.len() <= whole.targets.len());
            prop_assert!(bounded(&part, &bytes[..end]));
        }
        if let Ok(whole) = whole {
            prop_assert!(bounded(&whole, &bytes));
        }
    }
}
