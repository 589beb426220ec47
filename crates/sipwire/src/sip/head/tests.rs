//! Heads of messages: compact names, odd lengths, reasons.
#![allow(clippy::expect_used, reason = "a test may fail so")]

use super::*;

#[test]
fn compact_names_folding_and_any_case_mean_the_same() {
    let raw = b"INVITE sip:b@x SIP/2.0\r\nv: SIP/2.0/UDP h;branch=z9hG4bK1\r\nI:  abc\r\nfRoM: <sip:a@x>;tag=1\r\nT: <sip:b@x>\r\nCSEQ: 7\r\n INVITE\r\nl: 3\r\n\r\nabcdef";
    let head = scan(raw).expect("a request");
    assert_eq!((head.call_id, head.cseq, head.method, head.body), (&b"abc"[..], 7, Method::Invite, &b"abc"[..]));
    assert!(head.sound);
}

#[test]
fn a_wrong_content_length_leaves_what_is_there() {
    let head = scan(b"SIP/2.0 200 OK\nContent-Length: 999\n\nbody").expect("an answer");
    assert_eq!(head.body, b"body");
    assert!(!head.sound);
}

#[test]
fn the_reason_of_a_hangup_is_read() {
    let head = scan(b"BYE sip:a SIP/2.0\r\nReason: Q.850;cause=16;text=\"x\"\r\nP-Charging-Vector: icid-value=\"q1\";x=y\r\n\r\n")
        .expect("a request");
    assert_eq!((head.q850, head.icid), (Some(16), &b"q1"[..]));
    let head = scan(b"BYE sip:a SIP/2.0\r\nReason: SIP;cause=200;text=\"RTP timeout\"\r\n\r\n").expect("a message");
    assert_eq!(head.q850, Some(hangup::NO_MEDIA));
}

#[test]
fn the_cause_of_a_line_with_several_reasons_is_that_of_its_q850() {
    for (line, cause) in [
        ("SIP;cause=480;text=\"a, b\", Q.850;cause=18", Some(18)),
        ("SIP;cause=200;text=\"Call completed elsewhere\",Q.850;cause=26", Some(26)),
        ("Q.850;cause=1, SIP;cause=604", Some(1)),
        ("SIP;cause=604, Q.850 ;cause=1", Some(1)),
        ("SIP;cause=604", Some(hangup::FAULT)),
        ("SIP;cause=500, Q.850;cause=41", Some(41)),
        ("Q.850;cause=31, SIP;cause=500", Some(hangup::FAULT)),
        ("SIP;cause=500, Q.850;cause=127", Some(hangup::FAULT)),
        ("SIP;cause=200", None),
        ("SIP;text=\"RTP timeout\", Q.850;cause=16", Some(hangup::NO_MEDIA)),
        ("Q.850;text=\"no;cause=3\";cause=16", Some(16)),
    ] {
        let raw = format!("BYE sip:a SIP/2.0\r\nReason: {line}\r\n\r\n");
        assert_eq!(scan(raw.as_bytes()).expect("a message").q850, cause, "{line}");
    }
}

#[test]
fn a_request_is_what_its_first_line_says() {
    let head = scan(b"INVITE sip:a SIP/2.0\r\nVia: SIP/2.0/UDP h\r\nCall-ID: a\r\nCSeq: 1 OPTIONS\r\n\r\n").expect("a request");
    assert_eq!((head.method, head.cseq_method, head.sound), (Method::Invite, &b"OPTIONS"[..], false));
}

#[test]
fn a_cancel_says_that_another_branch_decided() {
    for (line, cause) in [
        ("SIP;cause=200;text=\"Call completed elsewhere\"", Some(hangup::ELSEWHERE)),
        ("Q.850;cause=26, SIP;cause=200", Some(26)),
        ("SIP;cause=200, Q.850;cause=26", Some(26)),
        ("SIP;cause=200, Q.850;cause=0", Some(hangup::ELSEWHERE)),
        ("SIP;cause=603", Some(hangup::FOR_ALL)),
        ("SIP;cause=500", Some(hangup::FAULT)),
        ("SIP;cause=487;text=\"ORIGINATOR_CANCEL\"", None),
        ("SIP;cause=408", Some(hangup::WAITED)),
        ("SIP;cause=200;text=\"Ring Timeout\"", Some(hangup::WAITED)),
        ("FreeSWITCH;cause=607;text=\"PROGRESS_TIMEOUT\"", Some(hangup::WAITED)),
        ("SIP;cause=408, Q.850;cause=16", Some(16)),
        ("Q.850;cause=31, SIP;cause=408", Some(hangup::WAITED)),
        ("SIP;cause=200;text=\"RTP timeout\"", Some(hangup::NO_MEDIA)),
    ] {
        let raw = format!("CANCEL sip:a SIP/2.0\r\nReason: {line}\r\n\r\n");
        assert_eq!(scan(raw.as_bytes()).expect("a message").q850, cause, "{line}");
    }
}

#[test]
fn the_status_that_an_answer_repeats_in_its_reason_is_no_cause() {
    let head = scan(b"SIP/2.0 487 Request Terminated\r\nReason: SIP;cause=500\r\n\r\n").expect("an answer");
    assert_eq!(head.q850, None);
}
