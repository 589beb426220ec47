//! No sequence of bytes makes a reader panic.

use proptest::prelude::*;
use sipwire::{dns, hep, ip, link, packet::IpInfo, rtcp, rtp, sctp, websocket};

use crate::build::{ethernet, ipv4, ipv6, tcp, udp};

const LINKS: [u16; 18] = [0, 1, 9, 12, 14, 50, 51, 101, 104, 105, 108, 113, 228, 229, 276, 277, 2, 65_535];

fn seeds() -> Vec<Vec<u8>> {
    let call = ipv4(17, &udp(5060, 5061, b"INVITE"));
    let quote = ipv6(58, &[&[1, 4, 0, 0, 0, 0, 0, 0][..], &ipv6(44, &[17; 30])].concat());
    vec![
        ethernet(0x0800, &call),
        ethernet(0x8100, &[&[0, 5, 0x88, 0xa8, 0, 6, 8, 0][..], &call].concat()),
        ethernet(0x86dd, &quote),
        ethernet(0x86dd, &ipv6(0, &[&[51, 0, 0, 0, 0, 0, 0, 0, 6, 4][..], &[0; 22], &tcp(1, 2, 3, 2, b"x")].concat())),
        ethernet(0x0800, &ipv4(1, &[&[3, 3, 0, 0, 0, 5, 0, 0][..], &call].concat())),
        ethernet(0x0800, &ipv4(47, &[&[0xb0, 0, 0x22, 0xeb][..], &[9; 24], &ethernet(0x0800, &call)].concat())),
        ethernet(0x0800, &ipv4(17, &udp(9, 2152, &[&[0x34, 255, 0, 9, 0, 0, 0, 1, 0, 0, 0, 0x85, 1, 0, 0, 0][..], &call].concat()))),
        ethernet(0x0800, &ipv4(17, &udp(9, 8472, &[&[8, 0, 0, 0, 0, 0, 1, 0][..], &ethernet(0x0800, &call)].concat()))),
        ethernet(0x0800, &ipv4(132, &[&[0; 12][..], &[0, 3, 0, 19], &[0; 30]].concat())),
        ethernet(0x8847, &[&[0, 2, 1, 64, 0, 0, 0, 0][..], &ethernet(0x0800, &call)].concat()),
        [&b"HEP3\0\x20\0\0\0\x0f\0\x1a"[..], &[7; 20]].concat(),
        [&[2, 16, 2, 17][..], &[1; 40]].concat(),
        [&[0x82, 200, 0, 18, 0, 0, 0, 1][..], &[9; 68], &[0x80, 207, 0, 10, 0, 0, 0, 1, 7, 0, 0, 8], &[5; 32]].concat(),
        [&[0xb2, 8, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1][..], &[9; 8], &[0xbe, 0xde, 0, 1], &[3; 9]].concat(),
        [
            &[1, 2, 0x81, 0x80, 0, 1, 0, 2, 0, 0, 0, 0, 1, b'a', 0, 0, 33, 0, 1][..],
            &[0xc0, 12, 0, 33, 0, 1, 0, 0, 0, 9, 0, 8, 0, 1, 0, 1, 0, 80, 0xc0, 12],
            &[0xc0, 12, 0, 35, 0, 1, 0, 0, 0, 9, 0, 9, 0, 1, 0, 1, 1, b's', 0, 0, 0],
        ]
        .concat(),
    ]
}

fn read_every_way(bytes: &[u8]) {
    for link in LINKS {
        for origlen in [0, bytes.len() as u32, u32::MAX] {
            let _ = link::decode(link, bytes, origlen);
        }
    }
    for protocol in 0..=255 {
        let _ = ip::payload(IpInfo { protocol, ..IpInfo::default() }, bytes, 3);
    }
    let _ = (dns::decode(bytes), hep::decode(bytes), hep::looks_like(bytes), websocket::header(bytes));
    sctp::data_chunks(bytes).for_each(drop);
    let _ = (rtp::decode(bytes, 0), rtp::decode(bytes, u32::MAX), rtcp::looks_like(bytes), rtcp::decode(bytes));
}

#[test]
fn every_beginning_of_every_seed_is_read_or_named() {
    for seed in seeds() {
        (0..=seed.len()).for_each(|end| read_every_way(&seed[..end]));
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_read_or_named(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_every_way(&bytes);
    }

    #[test]
    fn altered_packets_are_read_or_named(seed in prop::sample::select(seeds()), flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8), keep in any::<prop::sample::Index>()) {
        let mut bytes = seed;
        for (place, value) in flips {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        read_every_way(&bytes[..keep.index(bytes.len() + 1)]);
    }
}
