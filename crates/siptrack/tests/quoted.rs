//! Errors of ICMP that quote little of the message they are about.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may fail so, and its name is its description")]

use siptrack::record::NONE;
use siptrack::row::{self, Sighting};
use siptrack::tracker::{NetError, Place, Quoted, Tracker};
use sipwire::packet::{Ip, Socket};

const SECOND: i64 = 1_000_000;

fn socket(v6: bool, last: u8) -> Socket {
    let ip = if v6 { Ip([0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last]) } else { Ip::v4([198, 51, 100, last]) };
    Socket { ip, port: 5060 }
}

fn register(call: &str) -> String {
    format!(
        "REGISTER sip:b SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK{call}\r\nFrom: <sip:1@a>;tag={call}\r\nTo: <sip:1@a>\r\nCall-ID: {call}\r\nCSeq: 1 REGISTER\r\n\r\n"
    )
}

/// The leg and the message of an error at `ts` about a datagram from the first to the second host, after messages of
/// (time, IP identification, Call-ID).
fn tied(v6: bool, sent: &[(i64, u32, &str)], ts: i64, quoted: &Quoted<'_>) -> (u32, u32) {
    let mut tracker = Tracker::default();
    let (src, dst) = (socket(v6, 1), socket(v6, 2));
    for &(ts, ip_id, call) in sent {
        let text = register(call);
        let seen = Sighting { ts, frame: 1, src, dst, ip_id, ..Sighting::default() };
        let row = row::read(text.as_bytes(), text.as_bytes(), seen, &mut Vec::new()).expect("SIP");
        tracker.take(&row, text.as_bytes(), &[], Place { file: 0, node: 0, base: 0, spilled: false });
    }
    let error = NetError {
        kind: 0,
        version: if v6 { 6 } else { 4 },
        icmp_type: if v6 { 1 } else { 3 },
        icmp_code: if v6 { 4 } else { 3 },
        ts,
        file: 0,
        frame: 2,
        src,
        dst,
        reporter: dst.ip,
        leg: NONE,
        message: NONE,
        mtu: 0,
        unacked: None,
    };
    tracker.take_icmp(error, quoted);
    tracker.errors.first().map_or((NONE, NONE), |error| (error.leg, error.message))
}

fn short(id: u32) -> Quoted<'static> {
    Quoted { id, length: Some(register("c1").len() as u16), head: b"" }
}

#[test]
fn the_header_of_udp_tells_the_latest_message_between_the_sockets() {
    let sent = [(0, 0, "c1"), (SECOND, 0, "c1"), (3 * SECOND, 0, "c1")];
    for v6 in [false, true] {
        assert_eq!(tied(v6, &sent, SECOND + 1000, &short(0)), (0, 1));
    }
}

#[test]
fn of_several_legs_the_identification_tells_which_and_without_one_none_is_meant() {
    assert_eq!(tied(false, &[(0, 7, "c1"), (10, 8, "c2")], 1000, &short(7)), (0, 0));
    assert_eq!(tied(false, &[(0, 0, "c1"), (10, 0, "c2")], 1000, &short(0)), (NONE, NONE));
}

#[test]
fn a_beginning_without_call_id_tells_which_by_its_branch() {
    let text = register("c1");
    let head = &text.as_bytes()[..text.find("From").unwrap() + 3];
    assert_eq!(tied(false, &[(0, 0, "c1"), (10, 0, "c2")], 1000, &Quoted { head, ..short(0) }), (0, 0));
}

#[test]
fn another_datagram_or_one_long_ago_is_not_meant() {
    let sent = [(0, 7, "c1")];
    assert_eq!(tied(false, &sent, 1000, &short(9)), (NONE, NONE));
    assert_eq!(tied(false, &sent, 1000, &Quoted { length: Some(4), ..short(7) }), (NONE, NONE));
    assert_eq!(tied(false, &sent, 6 * SECOND, &short(7)), (NONE, NONE));
}
