//! What hosts asked DNS for, and what came of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use proptest::prelude::*;
use siptrack::lookups::{Lookup, Lookups, UNANSWERED};
use sipwire::dns::{A, Message, NAPTR, NO_SUCH_NAME, SRV};
use sipwire::packet::{Ip, Socket};

const SECOND: i64 = 1_000_000;

fn ends(port: u16) -> (Socket, Socket) {
    (Socket { ip: Ip::v4([203, 0, 113, 10]), port }, Socket { ip: Ip::v4([192, 0, 2, 53]), port: 53 })
}

fn query(name: &str, kind: u16, id: u16) -> Message {
    Message { id, name: name.as_bytes().to_vec(), kind, ..Message::default() }
}

fn answer(name: &str, kind: u16, id: u16, code: u8, targets: &[&str]) -> Message {
    let targets: Vec<Vec<u8>> = targets.iter().map(|target| target.as_bytes().to_vec()).collect();
    Message { is_answer: true, code, found: targets.len() as u16, targets, ..query(name, kind, id) }
}

/// Plays messages at seconds; answers go back to port 1000.
fn played(messages: &[(i64, Message)]) -> Vec<Lookup> {
    let mut table = Lookups::default();
    for (second, message) in messages {
        let (client, server) = ends(1000);
        let way = if message.is_answer { (server, client) } else { (client, server) };
        table.take(0, (second * SECOND, 1), way, message.clone());
    }
    table.finish()
}

#[test]
fn attempts_of_one_name_and_type_are_one_lookup_and_its_wait_counts_from_the_first() {
    let rows = played(&[
        (1, query("sip.example.com", A, 1)),
        (6, query("sip.example.com", A, 2)),
        (7, answer("sip.example.com", A, 2, 0, &["x"])),
        (100, query("sip.example.com", A, 3)),
        (101, answer("sip.example.com", A, 3, 0, &["x"])),
    ]);
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].asked, rows[0].answered, rows[0].found, rows[0].slowest), (3, 2, true, 6 * SECOND));
}

#[test]
fn hosts_that_services_lead_to_belong_to_sip_whatever_they_are_called() {
    let rows = played(&[
        (1, query("edge7.example.net", A, 1)),
        (2, query("_sip._udp.example.com", SRV, 2)),
        (3, answer("_sip._udp.example.com", SRV, 2, 0, &["edge7.example.net"])),
        (4, query("edge7.example.net", A, 3)),
        (5, query("example.com", A, 4)),
    ]);
    let names: Vec<_> = rows.iter().map(|row| (row.name.as_slice(), row.code)).collect();
    assert_eq!(names, [(&b"_sip._udp.example.com"[..], 0), (b"edge7.example.net", UNANSWERED), (b"example.com", UNANSWERED)]);
}

#[test]
fn enum_and_foreign_services_are_none_of_our_business() {
    let rows = played(&[
        (1, query("7.6.5.4.e164.arpa", NAPTR, 1)),
        (2, query("_xmpp-client._tcp.example.com", SRV, 2)),
        (3, query("www.example.com", A, 3)),
    ]);
    assert!(rows.is_empty());
}

#[test]
fn an_answer_belongs_to_the_query_of_its_number_only() {
    let rows = played(&[(1, query("sip.example.com", A, 1)), (2, answer("sip.example.com", A, 9, NO_SUCH_NAME, &[]))]);
    assert_eq!((rows[0].answered, rows[0].code), (0, UNANSWERED));
}

proptest! {
    #[test]
    fn any_messages_in_any_order_do_no_harm(messages in prop::collection::vec((0_i64..200, 0_u16..4, 0_usize..4, any::<bool>(), any::<u8>()), 0..80)) {
        let names = ["sip.example.com", "_sip._udp.example.com", "example.com", "1.2.3.e164.arpa"];
        let messages: Vec<_> = messages.into_iter().map(|(second, id, name, is_answer, code)| {
            let made = if is_answer { answer(names[name], A, id, code & 15, &["pbx.example.com"]) } else { query(names[name], [A, SRV, NAPTR][usize::from(id) % 3], id) };
            (second, made)
        }).collect();
        for row in played(&messages) {
            prop_assert!(row.asked > 0);
        }
    }
}
