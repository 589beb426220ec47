//! What connections hold when there are very many of them.

use super::*;

fn ends(n: u32) -> Direction {
    let socket = |ip: u32, port| Socket { ip: Ip::v4(ip.to_be_bytes()), port };
    Direction { src: socket(n, 40_000), dst: socket(7, 5060) }
}

#[test]
fn messages_that_never_end_are_bounded_and_their_loss_is_told() {
    let mut sink = Sink::default();
    let mut bytes = b"MESSAGE sip:a@b SIP/2.0\r\nCall-ID: c\r\nContent-Length: 900000\r\n\r\n".to_vec();
    bytes.resize(1 << 16, b'x');
    for n in 0..2000_u32 {
        sink.data(u64::from(2 * n + 1), &ends(n), 1, n, &bytes);
        assert!(sink.held <= MOST_HELD, "{}", sink.held);
    }
    let gaps = sink.found.iter().filter(|found| matches!(found, Found::Gap { .. })).count();
    let messages = sink.found.iter().filter(|found| matches!(found, Found::Message(_, bytes) if bytes.len() == 1 << 16)).count();
    assert_eq!((gaps, messages), (2000 - 1024, 2000 - 1024));
    for n in 0..2000_u32 {
        sink.closed(u64::from(2 * n + 1));
    }
    assert_eq!((sink.held, sink.framers.len()), (0, 0));
}

fn chunk(tsn: u32, begin: bool, end: bool, payload: &[u8]) -> SctpData<'_> {
    SctpData { tsn, stream: 0, begin, end, payload }
}

#[test]
fn parts_of_sctp_messages_are_bounded_and_one_that_comes_twice_does_no_harm() {
    let (mut connections, part) = (Connections::default(), vec![b'x'; 60_000]);
    let seen = |n: u32| Sighting { src: ends(n).src, dst: ends(n).dst, ..Sighting::default() };
    for n in 0..10_000 {
        connections.take_chunk(&chunk(1, true, false, &part), &seen(n));
        connections.take_chunk(&chunk(2, false, false, &part), &seen(n));
        connections.take_chunk(&chunk(2, false, false, &part), &seen(n));
        let waiting: usize = connections.chunks.values().map(|(_, bytes)| bytes.len()).sum();
        assert!(waiting == connections.waiting && waiting <= MOST_WAITING.1, "{waiting}");
    }
    let whole = connections.take_chunk(&chunk(3, false, true, b"end"), &seen(9_999));
    assert_eq!(whole.map(|bytes| bytes.len()), Some(120_003));
    assert!(connections.take_chunk(&chunk(9, false, true, b"end"), &seen(9_998)).is_none());
    assert!(!connections.chunks.contains_key(&(seen(9_998).src, seen(9_998).dst, 0)));
}

#[test]
fn a_segment_sent_in_vain_is_told_of_connections_with_sip_alone_even_if_its_direction_is_closed() {
    let told = |port, bytes: &[u8], is_closed| {
        let mut sink = Sink::default();
        let dir = Direction { dst: Socket { port, ..ends(1).dst }, ..ends(1) };
        sink.data(1, &dir, 1, 1, bytes);
        if is_closed {
            sink.closed(1);
        }
        let lost = Unacknowledged { times: 3, lasted_us: 4_000_000, length: 1400, longest: 400, passed: 0, is_heard: true };
        sink.event(&dir, 2, 2, TcpEvent::Unacknowledged { id: 1, segment: lost });
        sink.found.iter().filter(|found| matches!(found, Found::Event { kind: 5, unacked: Some(one), .. } if one.length == 1400)).count()
    };
    let sip = b"OPTIONS sip:a@b SIP/2.0\r\nCall-ID: c\r\nContent-Length: 0\r\n\r\n";
    assert_eq!((told(8080, sip, false), told(8080, sip, true)), (1, 1));
    assert_eq!((told(8080, b"GET / HTTP/1.1\r\n\r\n", false), told(5061, b"\x16\x03\x01", true)), (0, 1));
}

#[test]
fn what_is_remembered_of_closed_connections_is_bounded() {
    let mut sink = Sink::default();
    (0..200_000).for_each(|number| sink.remember_sip(number));
    assert!(sink.closed_sip.len() <= MOST_CLOSED);
}
