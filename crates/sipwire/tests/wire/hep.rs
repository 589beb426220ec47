//! HEP packets.

use sipwire::hep::{decode, looks_like};
use sipwire::packet::{Ip, Socket};

fn chunk(kind: u16, value: &[u8]) -> Vec<u8> {
    [&[0, 0][..], &kind.to_be_bytes(), &(value.len() as u16 + 6).to_be_bytes(), value].concat()
}

fn packet(chunks: &[Vec<u8>]) -> Vec<u8> {
    let chunks = chunks.concat();
    [&b"HEP3"[..], &(chunks.len() as u16 + 6).to_be_bytes(), &chunks].concat()
}

fn socket(ip: [u8; 4], port: u16) -> Socket {
    Socket { ip: Ip::v4(ip), port }
}

#[test]
fn version_3_gives_addresses_time_node_and_payload() {
    let bytes = packet(&[
        chunk(1, &[2]),
        chunk(2, &[17]),
        chunk(3, &[192, 0, 2, 1]),
        chunk(4, &[192, 0, 2, 2]),
        chunk(7, &5060_u16.to_be_bytes()),
        chunk(8, &5080_u16.to_be_bytes()),
        chunk(9, &1_700_000_000_u32.to_be_bytes()),
        chunk(10, &42_u32.to_be_bytes()),
        chunk(11, &[1]),
        chunk(12, &2001_u32.to_be_bytes()),
        chunk(17, b"call-1"),
        chunk(19, b"edge"),
        [&[0xab, 0xcd, 0, 15, 0, 7, 9][..]].concat(), // a vendor's own chunk
        chunk(15, b"INVITE"),
    ]);
    assert!(looks_like(&bytes));
    let hep = decode(&bytes).unwrap();
    assert_eq!((hep.src, hep.dst), (socket([192, 0, 2, 1], 5060), socket([192, 0, 2, 2], 5080)));
    assert_eq!((hep.transport, hep.proto_type, hep.capture_id, hep.ts_us), (17, 1, 2001, 1_700_000_000_000_042));
    assert_eq!((hep.node, hep.correlation, hep.payload), (Some(&b"edge"[..]), Some(&b"call-1"[..]), &b"INVITE"[..]));
}

#[test]
fn version_3_over_ipv6() {
    let bytes = packet(&[chunk(5, &[1; 16]), chunk(6, &[2; 16]), chunk(15, b"x")]);
    let hep = decode(&bytes).unwrap();
    assert_eq!((hep.src.ip, hep.dst.ip), (Ip([1; 16]), Ip([2; 16])));
}

#[test]
fn versions_1_and_2_give_addresses_and_payload() {
    let one = [&[1, 16, 2, 17, 0x13, 0xc4, 0x13, 0xc5, 192, 0, 2, 1, 192, 0, 2, 2][..], b"INVITE"].concat();
    assert!(looks_like(&one));
    let hep = decode(&one).unwrap();
    assert_eq!((hep.src, hep.dst, hep.proto_type), (socket([192, 0, 2, 1], 5060), socket([192, 0, 2, 2], 5061), 1));
    assert_eq!((hep.payload, hep.ts_us), (&b"INVITE"[..], 0));

    let head = [2, 16, 2, 17, 0x13, 0xc4, 0x13, 0xc5, 192, 0, 2, 1, 192, 0, 2, 2];
    let time = [&1_700_000_000_u32.to_le_bytes()[..], &7_u32.to_le_bytes(), &[9, 0]].concat();
    for padding in [&b"\0\0"[..], b""] {
        let two = [&head[..], &time, padding, b"INVITE"].concat();
        assert!(looks_like(&two));
        let hep = decode(&two).unwrap();
        assert_eq!((hep.payload, hep.ts_us, hep.capture_id), (&b"INVITE"[..], 1_700_000_000_000_007, 9));
    }
}

#[test]
fn what_is_not_hep_does_not_look_like_it() {
    for bytes in [
        &b"INVITE sip:x"[..],
        b"HEP3",
        b"HEP3\xff\xff......................",
        &[1, 16, 10, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
        &[1, 1, 0, 0],
    ] {
        assert!(!looks_like(bytes), "{bytes:?}");
    }
}

#[test]
fn what_cannot_be_read_is_named() {
    let compressed = packet(&[chunk(16, b"zip")]);
    assert_eq!(decode(&compressed), Err("compressed HEP payload"));
    let whole = packet(&[chunk(15, b"INVITE")]);
    assert_eq!(decode(&whole[..10]), Err("HEP packet cut off"));
    assert_eq!(decode(b"HEP3\0\x0a\0\0\0\x0f"), Err("HEP chunk cut off"));
    assert_eq!(decode(&[1, 16, 2]), Err("HEP header cut off"));
    assert_eq!(decode(&[1, 20, 2, 17, 0, 0, 0, 0]), Err("HEP header length does not fit its address family"));
    assert_eq!(decode(b""), Err("not HEP"));
}
