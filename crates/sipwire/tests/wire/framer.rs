//! Bytes of a stream to messages.

use proptest::prelude::*;
use sipwire::reassembly::{Framed, FramedKind, Framer};

const OPTIONS: &[u8] = b"OPTIONS sip:a@example.org SIP/2.0\r\nCall-ID: 1\r\nContent-Length: 0\r\n\r\n";
const BUSY: &[u8] = b"SIP/2.0 486 Busy Here\r\nCall-ID: 2\r\nl : 3\r\n\r\nabc";

fn message(content_length: &str, body: &str) -> Vec<u8> {
    format!("INVITE sip:b@example.org SIP/2.0\r\nCall-ID: 3\r\n{content_length}\r\n{body}").into_bytes()
}

/// Frames `pieces`, each a segment of its own, numbered from 1.
fn frame(pieces: &[&[u8]]) -> (Vec<Framed>, Framer) {
    let (mut framer, mut out) = (Framer::new(), Vec::new());
    for (index, piece) in pieces.iter().enumerate() {
        framer.push(index as i64, index as u32 + 1, piece, &mut out);
    }
    framer.finish(&mut out);
    (out, framer)
}

fn bytes(pieces: &[&[u8]]) -> Vec<String> {
    let (out, _) = frame(pieces);
    out.iter().map(|framed| String::from_utf8_lossy(&framed.bytes).into_owned()).collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn web(opcode: u8, fin: bool, mask: Option<[u8; 4]>, payload: &[u8]) -> Vec<u8> {
    let masked = if mask.is_some() { 0x80 } else { 0 };
    let mut frame = vec![opcode | if fin { 0x80 } else { 0 }];
    if payload.len() < 126 {
        frame.push(masked | payload.len() as u8);
    } else {
        frame.push(masked | 126);
        frame.extend((payload.len() as u16).to_be_bytes());
    }
    frame.extend(mask.unwrap_or_default().iter().take(if mask.is_some() { 4 } else { 0 }));
    sipwire::websocket::unmask(payload, mask, &mut frame);
    frame
}

#[test]
fn content_length_divides_a_stream_into_messages() {
    let stream = [OPTIONS, b"\r\n\r\n", BUSY, OPTIONS].concat();
    let (out, _) = frame(&[&stream[..100], &stream[100..]]);
    let seen: Vec<_> = out.iter().map(|f| (f.frame, f.kind, &f.bytes[..])).collect();
    let sip = FramedKind::Sip;
    assert_eq!(seen, [(1, sip, OPTIONS), (2, sip, BUSY), (2, sip, OPTIONS)]);
}

#[test]
fn a_folded_content_length_counts() {
    let message = message("CONTENT-LENGTH:\r\n  4\r\n", "abcd");
    assert_eq!(bytes(&[&message, OPTIONS]), [text(&message), text(OPTIONS)]);
}

#[test]
fn without_content_length_the_next_start_line_ends_the_body() {
    let message = message("", "v=0\r\no=x\r\n");
    assert_eq!(bytes(&[&[&message[..], OPTIONS].concat()]), [text(&message), text(OPTIONS)]);
    assert_eq!(bytes(&[&message]), [text(&message)]);
}

#[test]
fn a_content_length_that_is_too_small_or_too_large_is_corrected_by_the_next_start_line() {
    for claimed in [0, 5, 14, 60] {
        let message = message(&format!("Content-Length: {claimed}\r\n"), "v=0\r\no=x\r\n");
        let stream = [&message[..], OPTIONS, OPTIONS].concat();
        assert_eq!(bytes(&[&stream]), [text(&message), text(OPTIONS), text(OPTIONS)], "{claimed}");
    }
}

#[test]
fn a_start_line_in_a_new_segment_ends_a_body_that_never_comes() {
    let message = message("Content-Length: 500\r\n", "v=0\r\n");
    let (out, _) = frame(&[&message, OPTIONS]);
    assert_eq!(out.iter().map(|f| (f.frame, f.bytes.len())).collect::<Vec<_>>(), [(1, message.len()), (2, OPTIONS.len())]);
}

#[test]
fn sip_inside_a_body_is_no_message_of_its_own() {
    let inner = text(BUSY);
    let notify = message(&format!("Content-Type: message/sipfrag\r\nContent-Length: {}\r\n", inner.len()), &inner);
    assert_eq!(bytes(&[&notify[..90], &notify[90..], OPTIONS]), [text(&notify), text(OPTIONS)]);
    let chat = message(&format!("Content-Length: {}\r\n", inner.len() + 2), &format!("\r\n{inner}"));
    assert_eq!(bytes(&[&[&chat[..], OPTIONS].concat()]), [text(&chat), text(OPTIONS)]);
}

#[test]
fn after_a_gap_the_next_start_line_counts() {
    let mut framer = Framer::new();
    let mut out = Vec::new();
    let cut = message("Content-Length: 50\r\n", "v=0\r\n");
    framer.push(1, 1, &cut, &mut out);
    framer.gap();
    framer.push(2, 2, b"a=rest of the body\r\n", &mut out);
    framer.push(3, 3, &[b"c=x\r\n", OPTIONS].concat(), &mut out);
    assert_eq!(out.iter().map(|f| (f.frame, text(&f.bytes))).collect::<Vec<_>>(), [(1, text(&cut)), (3, text(OPTIONS))]);
}

#[test]
fn a_message_broken_off_at_the_end_goes_out_if_its_header_block_is_whole() {
    let cut = message("Content-Length: 50\r\n", "v=0\r\n");
    assert_eq!(bytes(&[&cut]), [text(&cut)]);
    let (out, mut framer) = frame(&[b"INVITE sip:b@example.org SIP/2.0\r\nCall-ID: 3\r\n"]);
    assert!(out.is_empty());
    assert_eq!(framer.notices()[0].why, "SIP message broken off inside its header block");
}

#[test]
fn zeros_and_stray_bytes_between_messages_are_passed_over() {
    assert_eq!(bytes(&[OPTIONS, b"\0\0\0\0", OPTIONS, b"jaK\0", OPTIONS]).len(), 3);
    assert_eq!(bytes(&[OPTIONS, &[b"\x01\x02\x03\xff", OPTIONS].concat()]).len(), 2);
}

#[test]
fn a_web_socket_upgrade_leads_to_frames() {
    let upgrade = b"GET / HTTP/1.1\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: sip\r\n\r\n";
    let mask = Some([1, 2, 3, 4]);
    let stream = [
        &upgrade[..],
        &web(1, true, mask, OPTIONS),
        &web(9, true, mask, b"ping"),
        &web(1, false, mask, &BUSY[..20]),
        &web(10, true, mask, b""),
        &web(0, true, mask, &BUSY[20..]),
        &web(1, true, mask, b"\r\n\r\n"),
        &web(2, true, None, OPTIONS),
    ]
    .concat();
    let (out, _) = frame(&[&stream]);
    assert!(out.iter().all(|framed| framed.kind == FramedKind::WebSocketSip));
    assert_eq!(out.iter().map(|f| &f.bytes[..]).collect::<Vec<_>>(), [OPTIONS, BUSY, OPTIONS]);
}

#[test]
fn web_socket_is_recognised_without_its_upgrade_and_after_a_gap() {
    let long = message("Content-Length: 300\r\n", &"x".repeat(300));
    let mask = Some([9, 8, 7, 6]);
    let (mut framer, mut out) = (Framer::new(), Vec::new());
    framer.push(1, 1, &web(1, true, mask, &long), &mut out);
    framer.push(1, 2, &web(1, true, None, BUSY)[..20], &mut out);
    framer.gap();
    framer.push(1, 3, b"rest of something", &mut out);
    framer.push(1, 4, &web(1, true, mask, OPTIONS), &mut out);
    assert_eq!(out.iter().map(|f| (f.frame, &f.bytes[..])).collect::<Vec<_>>(), [(1, &long[..]), (4, OPTIONS)]);
}

#[test]
fn hep_packets_are_given_whole() {
    let mut hep = b"HEP3\0\x0d\0\0\0\x0f\0\x07S".to_vec();
    hep.extend(hep.clone());
    let (out, _) = frame(&[&hep[..7], &hep[7..]]);
    assert_eq!(out.len(), 2);
    assert!(out.iter().all(|framed| framed.kind == FramedKind::Hep && framed.bytes.len() == 13));
}

#[test]
fn tls_and_other_things_are_given_up_and_cost_nothing() {
    let (mut framer, mut out) = (Framer::new(), Vec::new());
    framer.push(1, 1, &[0x16, 3, 1, 2, 0, 1], &mut out);
    assert!(framer.is_opaque() && framer.held() == 0);
    let mut framer = Framer::new();
    for n in 0..100 {
        framer.push(1, n, &[b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), vec![b'x'; 1000]].concat(), &mut out);
        assert!(framer.held() <= 8192);
    }
    assert!(framer.is_opaque() && framer.held() == 0 && out.is_empty());
}

#[test]
fn oversized_messages_are_named_and_the_next_one_is_found() {
    let head = [&b"INVITE sip:b@example.org SIP/2.0\r\nX: "[..], &vec![b'x'; 300_000]].concat();
    let (out, mut framer) = frame(&[OPTIONS, &head, b"\r\n\r\n", OPTIONS]);
    assert_eq!((out.len(), framer.notices()[0].why.as_str()), (2, "SIP header block longer than 256 KiB skipped"));
    assert_eq!(bytes(&[&head, b"\r\n\r\n", OPTIONS]), [text(OPTIONS)]);
    let body = message("Content-Length: 99999999999999999999999\r\n", "x");
    let (out, mut framer) = frame(&[&body, OPTIONS]);
    assert_eq!((out.len(), framer.notices()[0].why.as_str()), (2, "SIP body longer than 4 MiB skipped"));
    let web = [&[0x82, 127, 0, 0, 0, 0, 0, 0x50, 0, 0][..], b"OPTIONS sip:x SIP/2.0\r\n", &vec![b'y'; 0x50_0000 - 23]].concat();
    let (out, mut framer) = frame(&[&web, OPTIONS]);
    assert_eq!((out.len(), framer.notices().len()), (1, 1));
}

fn streams() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let body = prop_oneof!["[a-z=\r\n]{0,60}", Just("v=0\r\nSIP/2.0 200 OK\r\n\r\n".to_owned()), Just(String::new())];
    let one = (body, 0..4, any::<[u8; 4]>()).prop_map(|(body, kind, mask)| {
        let sip = message(&format!("Content-Type: message/sip\r\ncontent-length:  {}\r\n", body.len()), &body);
        match kind {
            0 => [b"\r\n\r\n".to_vec(), sip].concat(),
            1 => [b"HEP3".to_vec(), (sip.len() as u16 + 6).to_be_bytes().to_vec(), sip].concat(),
            2 => [sip, mask.iter().map(|_| 0).collect()].concat(),
            _ => sip,
        }
    });
    prop::collection::vec(one, 0..6)
}

proptest! {
    #[test]
    fn any_division_of_a_stream_gives_the_same_messages(stream in streams(), cuts in prop::collection::vec(1_usize..60, 1..40)) {
        let stream = stream.concat();
        let whole: Vec<_> = frame(&[&stream]).0.into_iter().map(|f| (f.kind, f.bytes)).collect();
        let mut pieces = Vec::new();
        let mut rest = &stream[..];
        for cut in cuts.iter().cycle() {
            let (piece, after) = rest.split_at((*cut).min(rest.len()));
            pieces.push(piece);
            rest = after;
            if rest.is_empty() { break; }
        }
        let divided: Vec<_> = frame(&pieces).0.into_iter().map(|f| (f.kind, f.bytes)).collect();
        prop_assert_eq!(divided, whole);
    }

    #[test]
    fn any_division_of_web_socket_frames_gives_the_same_messages(count in 1_usize..5, mask in any::<Option<[u8; 4]>>(), cut in 1_usize..80) {
        let stream: Vec<u8> = (0..count).flat_map(|_| [web(1, false, mask, &BUSY[..9]), web(0, true, mask, &BUSY[9..]), web(1, true, mask, OPTIONS)].concat()).collect();
        let stream = [&b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\n\r\n"[..], &stream].concat();
        let pieces: Vec<_> = stream.chunks(cut).collect();
        let messages: Vec<_> = frame(&pieces).0.into_iter().map(|f| f.bytes).collect();
        prop_assert_eq!(messages, [BUSY, OPTIONS].repeat(count));
    }

    #[test]
    fn broken_streams_do_no_harm(stream in streams(), flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..9), cut in 1_usize..100, gap in 0_usize..20) {
        let mut stream = [stream.concat(), web(1, true, Some([1, 2, 3, 4]), OPTIONS)].concat();
        for (place, value) in flips {
            let place = place.index(stream.len());
            stream[place] = value;
        }
        let (mut framer, mut out) = (Framer::new(), Vec::new());
        for (index, piece) in stream.chunks(cut).enumerate() {
            if index == gap { framer.gap(); }
            framer.push(1, 1, piece, &mut out);
        }
        framer.finish(&mut out);
        prop_assert!(out.iter().map(|f| f.bytes.len()).sum::<usize>() <= stream.len());
    }

    #[test]
    fn arbitrary_bytes_do_no_harm(pieces in prop::collection::vec(prop::collection::vec(prop_oneof![any::<u8>(), prop::sample::select(&b"SIP/2.0 \r\nINVITE sip:HEP3\x81\x82GET /l:"[..])], 0..60), 0..20)) {
        let pieces: Vec<_> = pieces.iter().map(Vec::as_slice).collect();
        frame(&pieces);
    }
}
