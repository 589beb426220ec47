//! How connections began and ended, from their bytes and events.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test may fail so, and its name is its description"
)]

use proptest::prelude::*;
use siptrack::connections::{At, Connection, Connections, Piece, Speech, is_sip_port};
use siptrack::left_out::LeftOut;
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
    assert_eq!((end.at.ts, end.by_client), (90, false));
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
    assert_eq!(web.answer, Some((at(3), 400, Vec::new())));
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

#[test]
fn a_fatal_alert_is_kept_though_a_warning_came_before() {
    const WARNING: [u8; 7] = [21, 3, 3, 0, 2, 1, 112];
    let rows = told(5061, &[(true, &HELLO), (false, &WARNING), (false, &ALERT), (false, &WARNING)]);
    assert_eq!(rows[0].tls.as_deref().expect("TLS").server.alert, Some((at(3), 2, 48)));
}

#[test]
fn a_server_may_answer_a_client_that_has_said_all() {
    let mut table = Connections::default();
    let (up, down) = (way(true, 5061), way(false, 5061));
    table.take(0, Piece { number: 1, dir: &up, at: at(1), bytes: &HELLO }, true, || false);
    table.event(&up, at(2), TcpEvent::Closed);
    table.closed(1, &up);
    table.take(0, Piece { number: 1, dir: &down, at: at(3), bytes: &ALERT }, true, || false);
    let rows = table.finish();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].tls.as_deref().expect("TLS").server.alert, Some((at(3), 2, 48)));
}

#[test]
fn the_end_of_a_later_connection_between_the_same_sockets_is_not_that_of_the_one_before() {
    let mut table = Connections::default();
    let (up, down) = (way(true, 5061), way(false, 5061));
    table.take(0, Piece { number: 1, dir: &up, at: at(1), bytes: &HELLO }, true, || false);
    table.take(0, Piece { number: 2, dir: &up, at: at(50), bytes: b"neither TLS nor SIP" }, true, || false);
    table.event(&down, at(60), TcpEvent::Reset { by_opener: Some(false) });
    assert_eq!(table.finish()[0].end, None);
}

#[test]
fn a_million_connections_are_bounded_and_what_is_left_out_is_counted() {
    let mut table = Connections::default();
    for number in 0..1_000_000_u64 {
        let client = Socket { ip: Ip::v4((number as u32).to_be_bytes()), port: 40_000 };
        let dir = Direction { src: client, dst: way(true, 5061).dst };
        let moment = At { ts: 1, frame: number as u32 };
        table.take(7, Piece { number, dir: &dir, at: moment, bytes: &HELLO[..40] }, true, || false);
        table.take(7, Piece { number, dir: &dir.reverse(), at: moment, bytes: &ALERT }, true, || false);
        table.closed(number, &dir);
    }
    let (open, held) = table.open();
    assert!(open <= 65_536 && held <= 16 << 20, "{open} {held}");
    assert_eq!(table.left_out, LeftOut { times: 1_000_000 - 65_536, file: 7, frame: 65_536 });
    assert_eq!(table.finish().len(), 65_536);
}

type Move = (u64, bool, Vec<u8>, u8);

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let bytes = prop_oneof![
        prop::collection::vec(any::<u8>(), 1..60),
        Just(HELLO.to_vec()),
        Just(HELLO[..20].to_vec()),
        Just(ALERT.to_vec()),
        Just(b"GET /ws HTTP/1.1\r\nUpgrade: websocket\r\n".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"REGISTER sip:a SIP/2.0\r\n".to_vec()),
    ];
    prop::collection::vec((0_u64..3, any::<bool>(), bytes, 0_u8..12), 0..60)
}

proptest! {
    /// Plays moves as the reassembly of TCP does: three connections of sockets of their own, and every one again under a new
    /// number once both its directions are closed. Nothing is held of what is over, and every row is of one connection.
    #[test]
    fn whatever_is_said_rows_are_of_one_connection_and_nothing_is_held_of_those_that_are_over(moves in moves()) {
        let mut table = Connections::default();
        let mut begun = std::collections::HashMap::<(u64, bool), bool>::new();
        let mut number_of = [1_u64, 2, 3];
        for (ts, (which, up, bytes, then)) in (1..).zip(&moves) {
            let number = number_of[*which as usize];
            let dir = way(*up, 5061 + *which as u16);
            if begun.get(&(number, *up)) == Some(&true) {
                continue; // this direction is closed
            }
            let is_first = begun.insert((number, *up), false).is_none();
            table.take(0, Piece { number, dir: &dir, at: at(ts), bytes }, is_first, || false);
            match then {
                0 => table.gap(number, &dir, 7),
                1 => table.event(&dir, at(ts), TcpEvent::Closed),
                2 => table.event(&dir, at(ts), TcpEvent::Reset { by_opener: None }),
                3..6 => {
                    table.closed(number, &dir);
                    begun.insert((number, *up), true);
                    if begun.get(&(number, !*up)) == Some(&true) {
                        number_of[*which as usize] += 10;
                    }
                }
                _ => {}
            }
        }
        for (which, number) in (0_u16..).zip(number_of) {
            for up in [true, false] {
                if begun.insert((number, up), true) == Some(false) {
                    table.closed(number, &way(up, 5061 + which));
                }
            }
        }
        prop_assert_eq!(table.open().1, 0);
        let numbers: std::collections::HashSet<u64> = begun.keys().map(|(number, _)| *number).collect();
        let rows = table.finish();
        prop_assert!(rows.len() <= numbers.len(), "{} rows of {} connections", rows.len(), numbers.len());
        for row in rows {
            prop_assert!(row.end.is_none_or(|end| end.at.ts >= row.began.ts));
            let (low, high) = (row.server.port.min(row.client.port), row.server.port.max(row.client.port));
            prop_assert!((5061..5064).contains(&low) && high == 40_000);
        }
    }

    /// However a direction is divided, the same is read in it.
    #[test]
    fn however_the_bytes_are_divided_the_row_is_the_same(cuts in prop::collection::vec(5_usize..60, 0..6), tail in prop::collection::vec(any::<u8>(), 0..40)) {
        let asked = b"GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: sip\r\n\r\n".to_vec();
        for whole in [[HELLO.to_vec(), ALERT.to_vec(), tail.clone()].concat(), [asked.clone(), tail.clone()].concat()] {
            let first = if whole.starts_with(b"GET") { 40 } else { 6 };
            let mut places: Vec<usize> = cuts.iter().map(|cut| first.max(cut % whole.len())).chain([0, whole.len()]).collect();
            places.sort_unstable();
            let pieces: Vec<(bool, &[u8])> = places.windows(2).map(|pair| (true, &whole[pair[0]..pair[1]])).filter(|piece| !piece.1.is_empty()).collect();
            let facts = |rows: Vec<Connection>| rows.into_iter().map(|row| {
                let shake = row.tls.map(|shake| (shake.hello.is_some(), shake.client.alert.map(|alert| alert.2), shake.client.records));
                (row.client_speaks, shake, row.web.map(|web| (web.target.clone(), web.offered.clone())))
            }).collect::<Vec<_>>();
            prop_assert_eq!(facts(told(5061, &pieces)), facts(told(5061, &[(true, &whole)])));
        }
    }
}
