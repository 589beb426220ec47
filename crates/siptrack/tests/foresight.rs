//! Looking ahead saves time and changes nothing: legs are those that each message would be given at its turn.
#![allow(clippy::expect_used, missing_docs, reason = "a test may fail so, and its name is its description")]

use proptest::prelude::*;
use siptrack::row::{self, Sighting, SipRow};
use siptrack::tracker::part::NOT;
use siptrack::tracker::{Place, Tracker};
use sipwire::packet::{Ip, Socket};

/// Sender and receiver, Call-ID, From and To tag (0: none), and whether it is an answer.
type Sent = ((u8, u8), u8, u8, u8, bool);

const PLACE: Place = Place { file: 0, node: 0, base: 0, spilled: false };

fn text(&(_, call, from, to, is_answer): &Sent) -> String {
    let first = if is_answer { "SIP/2.0 200 OK" } else { "INVITE sip:2@b SIP/2.0" };
    let tag = |tag: u8| if tag == 0 { String::new() } else { format!(";tag={tag}") };
    let call = if call == 0 { String::new() } else { format!("Call-ID: {call}\r\n") };
    format!("{first}\r\nFrom: <sip:1@a>{}\r\nTo: <sip:2@b>{}\r\n{call}CSeq: 1 INVITE\r\n\r\n", tag(from), tag(to))
}

fn row(sent: &Sent, text: &str) -> SipRow {
    let socket = |last| Socket { ip: Ip::v4([198, 51, 100, last]), port: 5060 };
    let seen = Sighting { src: socket(sent.0.0), dst: socket(sent.0.1), ..Sighting::default() };
    row::read(text.as_bytes(), text.as_bytes(), seen, &mut Vec::new()).expect("SIP")
}

/// The leg of each message with its marks, and who began each leg.
type Told = (Vec<(u32, u16)>, Vec<(Ip, Ip)>);

fn told(tracker: &Tracker) -> Told {
    let messages = tracker.messages.iter().map(|message| (message.leg, message.marks)).collect();
    (messages, tracker.legs.iter().map(|leg| (tracker.ips.ip(leg.src_ip), tracker.ips.ip(leg.dst_ip))).collect())
}

/// Leaves the first leg out, so that the others are numbered anew.
fn drop_first(tracker: &mut Tracker) {
    let mut from = vec![0; tracker.legs.len()];
    from.iter_mut().take(1).for_each(|leg| *leg = NOT);
    tracker.keep(&from, 0, |_, _| None);
}

proptest! {
    #[test]
    fn what_was_foreseen_is_what_is_found(
        batches in prop::collection::vec((prop::collection::vec(((1u8..4, 1u8..4), 0u8..3, 0u8..3, 0u8..3, any::<bool>()), 0..12), any::<bool>()), 0..6)
    ) {
        let (mut ahead, mut plain) = (Tracker::default(), Tracker::default());
        for (batch, is_dropping) in &batches {
            let texts: Vec<String> = batch.iter().map(text).collect();
            let mut rows: Vec<SipRow> = batch.iter().zip(&texts).map(|(sent, text)| row(sent, text)).collect();
            for (row, text) in rows.iter().zip(&texts) {
                plain.take(row, text.as_bytes(), &[], PLACE);
            }
            ahead.foresee(&mut rows, b"");
            for (row, text) in rows.iter().zip(&texts) {
                ahead.take(row, text.as_bytes(), &[], PLACE);
            }
            prop_assert_eq!(told(&ahead), told(&plain));
            if *is_dropping {
                // What was foreseen before is of other numbers then.
                ahead.foresee(&mut rows, b"");
                drop_first(&mut ahead);
                drop_first(&mut plain);
                for (row, text) in rows.iter().zip(&texts) {
                    ahead.take(row, text.as_bytes(), &[], PLACE);
                }
                for (sent, text) in batch.iter().zip(&texts) {
                    plain.take(&row(sent, text), text.as_bytes(), &[], PLACE);
                }
                prop_assert_eq!(told(&ahead), told(&plain));
            }
        }
    }
}
