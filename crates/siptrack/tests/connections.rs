//! How connections began and ended, from their bytes and events.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use proptest::prelude::*;
use siptrack::connections::{At, Connection, Connections, Piece, Speech, is_sip_port};
use sipwire::packet::{Ip, Socket};
use sipwire::reassembly::{Direction, TcpEvent};

const HELLO: [u8; 47] = {
    let mut record = [0; 47];
    (record[0], record[1], record[2], record[4]) = (22, 3, 1, 42);
    (record[5], record[8], record[9], record[10]) = (1, 38, 3, 3);
    record
};
const ALERT: [u8; 7] = [21, 3, 3, 0, 2, 2, 48];

fn way(up: bool, port: u16) -> Direction {
    let (client, server) = (Socket { ip: Ip::v4([198, 51, 100, 21]), port: 40_000 }, Socket { ip: Ip::v4([203, 0, 113, 10]), port });
    if up { Direction { src: client, dst: server } } else { Direction { src: server, dst: client } }
}

fn at(ts: i64) -> At {
    At { ts, frame: ts as u32 }
}

/// Says each piece (whether the client says it, and what) on one connection, and ends it by FIN of the server.
fn told(port: u16, pieces: &[(bool, &[u8])]) -> Vec<Connection> {
    let mut table = Connections::default();
    let mut begun = [false; 2];
    for (ts, (up, bytes)) in (1..).zip(pieces) {
        let dir = way(*up, port);
        let first = !std::mem::replace(&mut begun[usize::from(*up)], true);
        table.take(0, Piece { number: 1, dir: &dir, at: at(ts), bytes }, first, || false);
    }
    table.event(&way(false, port), at(90), TcpEvent::Closed);
    table.closed(1, &way(false, port));
    table.closed(1, &way(true, port));
    table.finish()
}

#[test]
fn a_hello_an_alert_and_who_hung_up_are_kept() {
    let rows = told(5061, &[(true, &HELLO), (false, &ALERT)]);
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    let shake = row.tls.as_deref().expect("TLS");
    assert_eq!((row.client.port, row.server.port, row.began.ts), (40_000, 5061, 1));
    assert_eq!((row.client_speaks, row.server_speaks), (Speech::Tls, Speech::Tls));
    assert_eq!(shake.server.alert, Some((at(2), 2, 48)));
    assert!(shake.hello.is_some() && row.is_doubtful());
    let end = row.end.expect("an end");
    assert_eq!((end.at.ts, end.by_client, end.is_reset), (90, false, false));
}

#[test]
fn the_client_is_known_by_what_it_says_even_if_the_server_is_seen_first() {
    let rows = told(5061, &[(false, &ALERT), (true, b"REGISTER sip:a SIP/2.0\r\n")]);
    assert_eq!((rows[0].client.port, rows[0].client_speaks), (40_000, Speech::Sip));
}

#[test]
fn plain_sip_has_a_row_on_the_tls_port_only() {
    let request: &[u8] = b"REGISTER sip:203.0.113.10 SIP/2.0\r\n";
    assert!(told(5060, &[(true, request)]).is_empty());
    assert_eq!(told(5061, &[(true, request)])[0].client_speaks, Speech::Sip);
}

#[test]
fn a_request_for_a_page_has_no_row_and_one_for_a_websocket_has() {
    assert!(told(8088, &[(true, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"), (false, b"HTTP/1.1 200 OK\r\n\r\n")]).is_empty());
    let asked: &[u8] = b"GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: sip\r\n\r\n";
    let rows = told(8088, &[(true, asked), (false, b"HTTP/1.1 400 Bad"), (false, b" Request\r\n\r\n")]);
    let web = rows[0].web.as_deref().expect("an upgrade");
    assert_eq!((web.target.as_slice(), web.offered.as_slice()), (&b"/ws"[..], &b"sip"[..]));
    assert_eq!(web.answer, Some((at(3), 400, false, Vec::new())));
}

#[test]
fn what_begins_in_the_middle_has_no_row() {
    assert!(told(5061, &[(true, &[23, 3, 3, 0, 1, 9]), (false, &[23, 3, 3, 0, 1, 9])]).is_empty());
}

#[test]
fn connections_on_other_ports_are_few_and_push_nothing_out() {
    let mut table = Connections::default();
    for number in 0..100_000_u64 {
        let dir = way(true, if number % 2 == 0 { 443 } else { 5061 });
        table.take(0, Piece { number, dir: &dir, at: at(1), bytes: &HELLO }, true, || false);
    }
    let rows = table.finish();
    let elsewhere = rows.iter().filter(|row| !is_sip_port(row.server.port)).count();
    assert!(elsewhere <= 5000 && rows.len() - elsewhere == 50_000, "{elsewhere} of {}", rows.len());
}

proptest! {
    #[test]
    fn arbitrary_pieces_do_no_harm(pieces in prop::collection::vec((0_u64..4, any::<bool>(), any::<bool>(), prop_oneof![
        prop::collection::vec(any::<u8>(), 0..60), Just(HELLO.to_vec()), Just(ALERT.to_vec()), Just(b"GET /ws HTTP/1.1\r\nUpgrade: websocket\r\n\r\n".to_vec())
    ], 0_u8..6), 0..40)) {
        let mut table = Connections::default();
        for (number, up, first, bytes, then) in &pieces {
            let dir = way(*up, 5061);
            table.take(0, Piece { number: *number, dir: &dir, at: at(1), bytes }, *first, || true);
            match then {
                0 => table.gap(*number, &dir, 7),
                1 => table.event(&dir, at(2), TcpEvent::Closed),
                2 => table.event(&dir, at(2), TcpEvent::Reset { by_opener: None }),
                3 => table.closed(*number, &dir),
                _ => {}
            }
        }
        table.finish();
    }
}
