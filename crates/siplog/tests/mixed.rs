//! Messages with lines of other threads in them: what is one message is read, and two are never made one.

use siplog::{Output, Reader, Settings};

fn read(log: &str) -> Output {
    let mut reader = Reader::new(Settings { latest: 1_795_500_000_000_000, ..Settings::default() }, &[b"Executing".to_vec()]);
    let mut out = Output::default();
    reader.feed(log.as_bytes(), &mut out);
    reader.finish(&mut out);
    out
}

const STEP: &str =
    "[2026-11-23 01:12:01.200] VERBOSE[9999][C-0000000a] pbx.c:     -- Executing [1003@internal:1] NoOp(\"PJSIP/1-00000003\", \"\")";
const BODY: &str = "v=0\no=- 1 1 IN IP4 198.51.100.21\ns=-\nc=IN IP4 198.51.100.21\nt=0 0\nm=audio 4000 RTP/AVP 8\na=sendrecv";

/// The lines of a message whose head is longer by `more`; its body is the same for all.
fn message(call: &str, more: &str) -> Vec<String> {
    let length = BODY.len() + BODY.lines().count() + 1;
    let text = format!(
        "INVITE sip:bob@203.0.113.10 SIP/2.0\nVia: SIP/2.0/UDP 198.51.100.21:5060;branch=z9hG4bK{call}\nMax-Forwards: 70\n\
         From: <sip:{call}@203.0.113.10>;tag={call}\nTo: <sip:bob@203.0.113.10>\nCall-ID: {call}\nCSeq: 1 INVITE\nUser-Agent: phone{more}\n\
         Content-Type: application/sdp\nContent-Length: {length}\n\n{BODY}"
    );
    text.lines().map(str::to_owned).collect()
}

fn announced(lines: &[String], is_pjsip: bool) -> String {
    let length: usize = lines.iter().map(|line| line.len() + 2).sum();
    if is_pjsip {
        format!(
            "[2026-11-23 01:12:00.250] VERBOSE[1] res_pjsip_logger.c: <--- Received SIP request ({length} bytes) from UDP:198.51.100.21:5060 --->"
        )
    } else {
        "<--- SIP read from UDP:198.51.100.21:5060 --->".to_owned()
    }
}

/// The Call-IDs of what was read, and how many bytes each body has.
fn bodies(out: &Output) -> Vec<(String, usize)> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let read = out.messages.iter().map(|message| text(&message.bytes));
    read.map(|text| {
        let id = text.lines().find_map(|line| line.strip_prefix("Call-ID: ")).unwrap_or_default().to_owned();
        (id, text.split_once("\r\n\r\n").map_or(0, |(_, body)| body.len()))
    })
    .collect()
}

/// Bytes of the body on the wire.
fn whole() -> usize {
    BODY.len() + BODY.lines().count() + 1
}

#[test]
fn a_line_of_another_thread_within_a_message_is_none_of_it() {
    for is_pjsip in [true, false] {
        let lines = message("a", "");
        for at in 2..lines.len() {
            let (front, rest) = lines.split_at(at);
            let log = format!("{}\n{}\n{STEP}\n{}\n<------------->\n", announced(&lines, is_pjsip), front.join("\n"), rest.join("\n"));
            let out = read(&log);
            let wire = lines.join("\r\n") + "\r\n";
            let got: Vec<_> = out.messages.iter().map(|message| String::from_utf8_lossy(&message.bytes).into_owned()).collect();
            assert_eq!(got, [wire], "{at}\n{log}");
            assert_eq!((out.lines.len(), out.messages[0].is_cut), (1, false), "{at}");
        }
    }
}

#[test]
fn a_message_within_another_is_read_and_the_other_is_cut_off() {
    let (one, other) = (message("a", ""), message("b", "longer"));
    let (front, rest) = one.split_at(7);
    let log = format!(
        "{}\n{}\n{}\n{}\n\n{}\n",
        announced(&one, true),
        front.join("\n"),
        announced(&other, true),
        other.join("\n"),
        rest.join("\n")
    );
    let out = read(&log);
    assert_eq!(bodies(&out).iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(bodies(&out)[1].1, whole());
    assert_eq!(out.messages.iter().map(|message| message.is_cut).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn two_messages_line_by_line_are_never_made_one() {
    for is_pjsip in [true, false] {
        for more in ["", "longer"] {
            let (one, other) = (message("a", ""), message("b", more));
            for at in 1..one.len() {
                let ((front, rest), (begun, ended)) = (one.split_at(at), other.split_at(at));
                let log = format!(
                    "{}\n{}\n{}\n{}\n{}\n{}\n[2026-11-23 01:12:02.250] NOTICE[1] x.c: over\n",
                    announced(&one, is_pjsip),
                    front.join("\n"),
                    announced(&other, is_pjsip),
                    begun.join("\n"),
                    rest.join("\n"),
                    ended.join("\n")
                );
                for message in read(&log).messages {
                    let text = String::from_utf8_lossy(&message.bytes).into_owned();
                    let is_of = |id: &str| text.contains(&format!("tag={id}\r\n")) || text.contains(&format!("Call-ID: {id}\r\n"));
                    assert!(!(is_of("a") && is_of("b")), "{at}\n{log}\n{text}");
                }
            }
        }
    }
}

#[test]
fn a_message_with_the_heads_of_two_is_told_of_and_not_read_though_its_announcement_stands_elsewhere() {
    let (one, other) = (message("a", ""), message("b", ""));
    let log = format!(
        "{}\n{}\n{}\n{}\n{}\n{}\n[2026-11-23 01:12:02.250] NOTICE[1] x.c: over\n",
        announced(&one, true),
        one[..2].join("\n"),
        announced(&other, true),
        one[2..5].join("\n"),
        other[..8].join("\n"),
        one[5..8].join("\n"),
    );
    let out = read(&log);
    let two = |text: &[u8]| text.windows(8).filter(|part| *part == b"Call-ID:").count() > 1;
    assert!(!out.messages.iter().any(|message| two(&message.bytes)), "{:?}", bodies(&out));
    assert!(out.broken.contains(&8), "{:?}", out.broken);
}

#[test]
fn two_messages_are_never_made_one_though_a_third_stands_before_the_rest() {
    for is_pjsip in [true, false] {
        let (one, other, third) = (message("a", ""), message("b", "longer"), message("c", ""));
        for at in 1..one.len() {
            let ((front, rest), (begun, ended)) = (one.split_at(at), other.split_at(at));
            let log = format!(
                "{}\n{}\n{}\n{}\n{}\n\n[2026-11-23 01:12:02.250] VERBOSE[1] chan_sip.c: \n{}\n{}\n\n{}\n01:12:02 over\n",
                announced(&one, is_pjsip),
                front.join("\n"),
                announced(&other, is_pjsip),
                begun.join("\n"),
                rest.join("\n"),
                announced(&third, is_pjsip),
                third.join("\n"),
                ended.join("\n")
            );
            let out = read(&log);
            assert!(bodies(&out).contains(&("c".to_owned(), whole())), "{at}\n{log}");
            for message in out.messages {
                let text = String::from_utf8_lossy(&message.bytes).into_owned();
                let is_of = |id: &str| text.contains(&format!("tag={id}\r\n")) || text.contains(&format!("Call-ID: {id}\r\n"));
                assert!(!(is_of("a") && is_of("b")), "{at}\n{log}\n{text}");
            }
        }
    }
}

#[test]
fn a_line_that_begins_with_the_time_of_day_is_no_rest_of_a_message() {
    let (one, other) = (message("a", ""), message("b", ""));
    let (first, second) = (announced(&one, false), announced(&other, false));
    let log = format!("{first}\n{}\n{second}\n{}\n<------------->\n01:12:02 over\n", one[..7].join("\n"), other.join("\n"));
    let out = read(&log);
    assert!(bodies(&out).contains(&("b".to_owned(), whole())), "{:?} {:?}", bodies(&out), out.broken);
    assert!(out.broken.is_empty());
}

#[test]
fn a_message_that_breaks_off_before_its_call_id_is_told_of_and_not_read() {
    let (one, other) = (message("a", ""), message("b", ""));
    for lines in 1..=4 {
        let begun = one[..lines].join("\n");
        let log = format!("{}\n{begun}\n{}\n{}\n", announced(&one, true), announced(&other, true), other.join("\n"));
        let out = read(&log);
        assert_eq!(bodies(&out), [("b".to_owned(), whole())]);
        assert_eq!(out.broken, [2], "{lines}");
    }
}
