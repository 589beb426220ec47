//! Frames to packets: link layers, IP, tunnels, transports.

use proptest::prelude::*;
use sipwire::link::{decode, plain_udp};
use sipwire::packet::{Ip, Packet, Udp};

use crate::build::{A, B, ethernet, ipv4, ipv4_fragment, ipv6, tcp, udp};

fn on_wire(link: u16, frame: &[u8]) -> Result<Packet<'_>, &'static str> {
    decode(link, frame, frame.len() as u32)
}

fn udp_in(link: u16, frame: &[u8]) -> Udp<'_> {
    match on_wire(link, frame) {
        Ok(Packet::Udp(udp)) => udp,
        other => panic!("{other:?}"),
    }
}

fn call() -> Vec<u8> {
    ipv4(17, &udp(5060, 5061, b"INVITE"))
}

#[test]
fn ethernet_ipv4_udp_gives_addresses_ports_and_payload() {
    let frame = ethernet(0x0800, &call());
    let udp = udp_in(1, &frame);
    assert_eq!((udp.ip.src, udp.ip.dst), (Ip::v4(A), Ip::v4(B)));
    assert_eq!((udp.ip.id, udp.ip.ttl, udp.ip.tos, udp.ip.protocol), (7, 64, 0xb8, 17));
    assert_eq!((udp.src_port, udp.dst_port, udp.payload, udp.missing), (5060, 5061, &b"INVITE"[..], 0));
}

proptest! {
    /// Whatever one byte of a plain frame becomes, and wherever the capture cut it: what the straight path tells is what the long
    /// way tells, and it is taken wherever nothing of the framing was changed.
    #[test]
    fn the_straight_path_tells_what_the_long_way_tells(at in 0..60usize, byte: u8, cut in 0..70usize, link in prop::sample::select(vec![1u16, 1, 101])) {
        let mut frame = ethernet(0x0800, &ipv4(17, &udp(5060, 5061, b"INVITE sip:a@b SIP/2.0")));
        let is_framing = (12..42).contains(&at);
        frame[at] = byte;
        let captured = &frame[..frame.len().min(cut)];
        let told = plain_udp(link, captured).map(|plain| plain.udp());
        if let Some(udp) = told {
            prop_assert_eq!(decode(link, captured, frame.len() as u32), Ok(Packet::Udp(udp)));
        }
        prop_assert!(told.is_some() || link != 1 || is_framing || captured.len() < frame.len());
    }
}

#[test]
fn every_link_layer_leads_to_the_same_datagram() {
    let call = call();
    let six = ipv6(17, &udp(5060, 5061, b"INVITE"));
    let vlan = |kind: u16, inner: u16, body: &[u8]| ethernet(kind, &[&[0, 5][..], &inner.to_be_bytes(), body].concat());
    let cooked = |kind: u16, body: &[u8]| [&[0; 14][..], &kind.to_be_bytes(), body].concat();
    let frames = [
        (1, vlan(0x8100, 0x0800, &call)),
        (1, vlan(0x88a8, 0x8100, &[&[0, 6, 0x08, 0x00][..], &call].concat())),
        (1, ethernet(0x86dd, &six)),
        (1, ethernet(0x8847, &[&[0, 1, 0, 64, 0, 2, 1, 64][..], &call].concat())),
        (1, ethernet(0x8847, &[&[0, 2, 1, 64, 0, 0, 0, 0][..], &ethernet(0x0800, &call)].concat())),
        (1, ethernet(0x8864, &[&[0x11, 0, 0, 1, 0, 9, 0, 0x21][..], &call].concat())),
        (1, ethernet(0x0040, &[&[0xaa, 0xaa, 3, 0, 0, 0, 8, 0][..], &call].concat())),
        (0, [&[2, 0, 0, 0][..], &call].concat()),
        (108, [&[0, 0, 0, 30][..], &six].concat()),
        (9, [&[0xff, 3, 0, 0x21][..], &call].concat()),
        (50, [&[0x57][..], &six].concat()),
        (12, call.clone()),
        (101, six.clone()),
        (228, call.clone()),
        (229, six.clone()),
        (104, [&[0x0f, 0, 8, 0][..], &call].concat()),
        (113, cooked(0x0800, &call)),
        (113, cooked(0x8100, &[&[0, 5, 0x86, 0xdd][..], &six].concat())),
        (276, [&[8, 0][..], &[0; 18], &call].concat()),
        (1, ethernet(0x0800, &ipv4(4, &call))),
        (1, ethernet(0x0800, &ipv4(41, &six))),
        (1, ethernet(0x0800, &ipv4(47, &[&[0, 0, 8, 0][..], &call].concat()))),
        (1, ethernet(0x0800, &ipv4(47, &[&[0xb0, 0, 8, 0][..], &[9; 12], &call].concat()))),
        (1, ethernet(0x0800, &ipv4(47, &[&[0, 0, 0x65, 0x58][..], &ethernet(0x0800, &call)].concat()))),
        (1, ethernet(0x0800, &ipv4(47, &[&[0x10, 0, 0x88, 0xbe][..], &[0; 12], &ethernet(0x0800, &call)].concat()))),
        (1, ethernet(0x0800, &ipv4(47, &[&[0x10, 0, 0x22, 0xeb][..], &[0; 16], &ethernet(0x0800, &call)].concat()))),
        (1, ethernet(0x0800, &ipv4(17, &udp(9, 4789, &[&[8, 0, 0, 0, 0, 0, 1, 0][..], &ethernet(0x0800, &call)].concat())))),
        (1, ethernet(0x0800, &ipv4(17, &udp(9, 2152, &[&[0x30, 255, 0, 9, 0, 0, 0, 1][..], &call].concat())))),
        (1, ethernet(0x0800, &ipv4(17, &udp(9, 2152, &[&[0x34, 255, 0, 9, 0, 0, 0, 1, 0, 0, 0, 0x85, 1, 0, 0, 0][..], &call].concat())))),
        (
            1,
            ethernet(
                0x86dd,
                &ipv6(0, &[&[60, 0, 0, 0, 0, 0, 0, 0, 51, 0, 0, 0, 0, 0, 0, 0, 17, 4][..], &[0; 22], &udp(5060, 5061, b"INVITE")].concat()),
            ),
        ),
    ];
    for (index, (link, frame)) in frames.iter().enumerate() {
        let udp = udp_in(*link, frame);
        assert_eq!((udp.src_port, udp.dst_port, udp.payload), (5060, 5061, &b"INVITE"[..]), "frame {index}");
    }
}

#[test]
fn padding_is_cut_away_and_what_was_not_captured_is_counted() {
    let mut frame = ethernet(0x0800, &call());
    frame.extend([0; 18]);
    assert_eq!(udp_in(1, &frame).payload, b"INVITE");
    let udp = decode(1, &frame[..46], 66);
    assert!(matches!(udp, Ok(Packet::Udp(Udp { payload: b"INVI", missing: 2, .. }))), "{udp:?}");
}

#[test]
fn a_length_of_zero_means_all_that_is_there() {
    let mut datagram = ipv4(6, &tcp(1, 2, 3, 24, b"INVITE"));
    datagram[2..4].fill(0);
    let Ok(Packet::Tcp(tcp)) = decode(101, &datagram, datagram.len() as u32 + 5) else { panic!() };
    assert_eq!((tcp.seq, tcp.flags, tcp.payload, tcp.missing), (3, 24, &b"INVITE"[..], 5));
    let mut inner = udp(5060, 5061, b"INVITE");
    inner[4..6].fill(0);
    assert_eq!(udp_in(101, &ipv4(17, &inner)).payload, b"INVITE");
}

#[test]
fn media_on_a_tunnel_port_stays_media() {
    let rtp = [0x80, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0xff, 0xff];
    for port in [4789, 8472, 2152] {
        assert_eq!(udp_in(101, &ipv4(17, &udp(9, port, &rtp))).payload, rtp);
    }
    // What looks like VXLAN, but breaks off inside, is given as the UDP datagram it came in.
    let broken = [8, 0, 0, 0, 0, 0, 1, 0, 1, 2, 3];
    assert_eq!(udp_in(101, &ipv4(17, &udp(9, 4789, &broken))).dst_port, 4789);
}

#[test]
fn fragments_are_given_with_offset_and_more_flag() {
    let four = ipv4_fragment(17, 99, 0x2000 | 185, &[1; 16]);
    let Ok(Packet::Fragment(f)) = on_wire(101, &four) else { panic!() };
    assert_eq!((f.ip.id, f.offset, f.more, f.payload.len()), (99, 1480, true, 16));
    let six = ipv6(44, &[17, 0, 0x05, 0xc8, 0, 0, 0, 9, 1, 2, 3]);
    let Ok(Packet::Fragment(f)) = on_wire(101, &six) else { panic!() };
    assert_eq!((f.ip.id, f.ip.protocol, f.offset, f.more, f.payload), (9, 17, 1480, false, &[1, 2, 3][..]));
}

#[test]
fn an_icmp_error_names_the_datagram_that_failed() {
    let quoted = ipv4(17, &udp(5060, 5061, b"REGISTER"));
    let frame = ipv4(1, &[&[3, 3, 0, 0, 0, 0, 0, 0][..], &quoted[..30]].concat());
    let Ok(Packet::Icmp(error)) = on_wire(101, &frame) else { panic!() };
    assert_eq!((error.v6, error.kind, error.code, error.src_port, error.dst_port), (false, 3, 3, 5060, 5061));
    assert_eq!((error.quoted.dst, error.payload), (Ip::v4(B), &b"RE"[..]));
    let frame = ipv6(58, &[&[1, 4, 0, 0, 0, 0, 0, 0][..], &ipv6(17, &udp(5060, 5061, b"X"))].concat());
    let Ok(Packet::Icmp(error)) = on_wire(101, &frame) else { panic!() };
    assert_eq!((error.v6, error.dst_port, error.payload), (true, 5061, &b"X"[..]));
    assert_eq!(on_wire(101, &ipv4(1, &[8; 16])), Ok(Packet::Other));
}

#[test]
fn sctp_gives_its_data_chunks() {
    let chunks =
        [&[4, 0, 0, 6, 1, 2, 0, 0][..], &[0, 3, 0, 19, 0, 0, 0, 5, 0, 2, 0, 0, 0, 0, 0, 0], b"SIP\0", &[0, 2, 0, 16], &[0; 12]].concat();
    let packet = ipv4(132, &[&[0x13, 0xc4, 0x13, 0xc5][..], &[0; 8], &chunks].concat());
    let Ok(Packet::Sctp { src_port: 5060, dst_port: 5061, chunks, .. }) = on_wire(101, &packet) else { panic!() };
    let data: Vec<_> = sipwire::sctp::data_chunks(chunks).collect();
    assert_eq!((data[0].tsn, data[0].stream, data[0].begin, data[0].end, data[0].payload), (5, 2, true, true, &b"SIP"[..]));
    assert_eq!((data.len(), data[1].begin, data[1].end), (2, true, false));
}

#[test]
fn what_cannot_be_read_is_named() {
    let mut deep = call();
    for _ in 0..5 {
        deep = ipv4(4, &deep);
    }
    let tags = [&[0x81, 0, 0, 1].repeat(5)[..], &[8, 0]].concat();
    for (link, frame, fault) in [
        (105, vec![0; 60], "link type not supported"),
        (1, vec![0; 13], "Ethernet header cut off"),
        (1, ethernet(0x0800, &[0x45; 19]), "IPv4 header cut off"),
        (1, ethernet(0x0800, &[0x44; 20]), "IPv4 header length below 20"),
        (1, ethernet(0x8100, &tags[2..]), "more than 4 VLAN tags"),
        (101, ipv4(17, &[0; 7]), "UDP header cut off"),
        (101, ipv4(6, &[0; 19]), "TCP header cut off"),
        (101, ipv4(132, &[0; 11]), "SCTP header cut off"),
        (101, ipv4(1, &[3; 7]), "ICMP header cut off"),
        (101, vec![0x60; 39], "IPv6 header cut off"),
        (101, vec![0x10], "neither IPv4 nor IPv6"),
        (101, deep, "more than 4 tunnels in each other"),
    ] {
        assert_eq!(on_wire(link, &frame), Err(fault));
    }
    assert_eq!(on_wire(1, &ethernet(0x0806, &[0; 28])), Ok(Packet::Other));
}
