//! What hosts asked DNS for, and what came of it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test may fail so, and its name is its description"
)]

use proptest::prelude::*;
use siptrack::left_out::LeftOut;
use siptrack::lookups::{Lookup, Lookups, UNANSWERED};
use sipwire::dns::{A, AAAA, Message, NAPTR, NO_SUCH_NAME, SRV};
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

#[test]
fn an_answer_to_another_question_leaves_its_query_waiting() {
    let rows = played(&[
        (1, query("sip.example.com", A, 1)),
        (2, answer("evil.example.com", A, 1, NO_SUCH_NAME, &["pbx.evil.example.com"])),
        (3, answer("sip.example.com", A, 1, 0, &["x"])),
        (4, query("pbx.evil.example.com", AAAA, 2)),
    ]);
    assert_eq!((rows[0].answered, rows[0].code, rows[0].found, rows[0].slowest), (1, 0, true, 2 * SECOND));
}

#[test]
fn a_refusal_without_its_question_answers_by_its_number() {
    let refusal = Message { id: 1, is_answer: true, code: 5, ..Message::default() };
    let rows = played(&[(1, query("sip.example.com", A, 1)), (2, refusal)]);
    assert_eq!((rows[0].answered, rows[0].code, rows[0].found), (1, 5, false));
}

#[test]
fn a_flood_of_names_and_numbers_is_bounded_and_counted() {
    let mut table = Lookups::default();
    let (client, server) = ends(1000);
    for n in 0..100_000_u32 {
        let name = format!("_sip._udp.{n}.example.com");
        table.take(2, (i64::from(n), n + 1), (client, server), query(&name, SRV, n as u16));
    }
    assert_eq!(table.left_out, LeftOut { times: 80_000, file: 2, frame: 20_001 });
    assert!(table.waiting() <= 16_384, "{}", table.waiting());
    assert_eq!(table.finish().len(), 20_000);
}

/// What became of each query, told the slow way: an answer belongs to the last query of its number between its sockets, if
/// that asked the same and no answer came before.
fn answered(messages: &[(i64, Message)]) -> Vec<(String, u16, u32, u32)> {
    let (mut rows, mut open) = (Vec::<(String, u16, u32, u32)>::new(), std::collections::BTreeMap::<u16, usize>::new());
    for (_, message) in messages {
        let name = String::from_utf8(message.name.clone()).unwrap();
        let of = |row: &(String, u16, u32, u32)| (row.0.as_str(), row.1) == (name.as_str(), message.kind);
        if message.is_answer {
            if let Some(row) = open.get(&message.id).copied().filter(|row| of(&rows[*row])) {
                open.remove(&message.id);
                rows[row].3 += 1;
            }
            continue;
        }
        let row = rows.iter().position(of).unwrap_or_else(|| {
            rows.push((name.clone(), message.kind, 0, 0));
            rows.len() - 1
        });
        rows[row].2 += 1;
        open.insert(message.id, row);
    }
    rows
}

proptest! {
    #[test]
    fn any_messages_in_any_order_are_counted_as_asked_and_answered(
        messages in prop::collection::vec((-25_i64..25, 0_u16..4, 0_usize..3, prop::sample::select(vec![A, AAAA]), any::<bool>(), any::<u8>()), 0..80),
    ) {
        let names = ["sip.example.com", "pbx.example.com", "voip.example.com"];
        let made = |(second, id, name, kind, is_answer, code): (i64, u16, usize, u16, bool, u8)| {
            let message = if is_answer { answer(names[name], kind, id, code & 15, &["x"]) } else { query(names[name], kind, id) };
            (second, message)
        };
        let messages: Vec<_> = messages.into_iter().map(made).collect();
        let rows = played(&messages);
        let told: Vec<_> = rows.iter().map(|row| (String::from_utf8(row.name.clone()).unwrap(), row.kind, row.asked, row.answered)).collect();
        prop_assert_eq!(told, answered(&messages));
        for row in rows {
            prop_assert!(row.answered <= row.asked && row.slowest >= 0);
            prop_assert_eq!(row.code == UNANSWERED, row.answered == 0);
        }
    }
}
