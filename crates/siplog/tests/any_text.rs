//! Whatever a text is, and however it is cut: no panic, the same values, and nothing kept without bound.

use proptest::prelude::*;
use siplog::{Counts, Output, Reader, Settings};

/// Pieces of which logs are made; the properties are proved on what comes of putting them together anyhow.
const PIECES: [&str; 58] = [
    "[Nov 23 01:12:00] VERBOSE[11739] res_pjsip_logger.c: <--- Received SIP request (300 bytes) from UDP:198.51.100.22:5060 --->\n",
    "[2026-11-23 01:12:00.123] VERBOSE[1][C-0000001a] res_pjsip_logger.c: <--- Transmitting SIP response (99 bytes) to TLS:198.51.100.22:5061 --->\n",
    "\n<--- SIP read from UDP:198.51.100.21:5060 --->\n",
    "<------------->\n",
    "Retransmitting #1 (no NAT) to 198.51.100.21:5060:\n",
    "---\n",
    "<--- History Entry 1 Sent to 198.51.100.22:5060 at 1795396320 --->\n",
    "recv 2727 bytes from ws/[192.168.0.100]:51173 at 13:47:10.747831:\n   ------------------------------------------------------------------------\n",
    "01:12:00.603  pjsua_core.c  ...TX 553 bytes Request msg REGISTER/cseq=5 (tdta0x5) to UDP 203.0.113.10:5060:\n",
    "--end msg--\n",
    "2018/06/16 05:26:36.870864 5.79.86.77:5060 -> 165.227.33.101:56058\n",
    "UDP message received [314] bytes :\n\n",
    "INVITE sip:bob@example.com SIP/2.0\r\n",
    "SIP/2.0 200 OK\n",
    "SIP/2.0 401 Unauthorized\r\n",
    "Via: SIP/2.0/UDP 203.0.113.10:5060;branch=z9hG4bK1;rport=5060;received=198.51.100.21\r\n",
    "Call-ID: a@b\n",
    "Call-ID: c@d\r\n",
    "From: <sip:a@b>;tag=1\r\n",
    "CSeq: 1 INVITE\n",
    "Content-Type: application/sdp\n",
    "Content-Length: 20\r\n",
    "Content-Length: 0\n",
    "\r\n",
    "\n",
    "v=0\no=- 1 1 IN IP4 10.0.0.1\ns=-\n",
    "Nov 23 00:50:03 host kamailio[26683]: INFO: <script>: got INVITE sip:a@b SIP/2.0#015#012Via: SIP/2.0/UDP 1.2.3.4#015#012Call-ID: x#015#012#015#012\n",
    "2026-11-23T00:50:03.123456+03:00 host asterisk[1]: ",
    "[Oct 10 16:29:51] NOTICE[21261]: res_pjsip/pjsip_distributor.c:649 log_failed_request: Request 'REGISTER' failed\n",
    "\x1b[0m\x1b[1;31mcolour\x1b[0m\r\n",
    "srcip: 127.0.0.1\nsrcport: 35765\ndstip: 127.0.0.1\ndstport: 5060\n~~~~~~~~~~~~~~~~~~~~\n",
    "time=\"1733596273181\"\n>\n<![CDATA[",
    "#\nUDP 10.0.0.1:5060 -> 10.0.0.2:5060\n",
    "\u{fffd}Привет\n",
    "{\"log\":\"INVITE sip:a@b SIP/2.0\\r\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-23T00:53:13.5Z\"}\n",
    "{\"log\":\"Via: SIP/2.0/UDP 1.2.3.4\\r\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-23T00:53:13.6Z\"}\n",
    "> INVITE sip:bob@example.com SIP/2.0\n",
    "> Via: SIP/2.0/UDP 203.0.113.10:5060;branch=z9hG4bK2\n> Call-ID: q@r\n>\n",
    "From: &lt;sip:a@b&gt;;tag=1\n",
    "To: <sip:[a@b](mailto:a@b)>\n",
    "\u{a0}\u{a0}Via: SIP/2.0/UDP 203.0.113.10:5060;branch=z9hG4bK3\n",
    "I/phone (15978): INVITE sip:bob@example.com SIP/2.0\nI/phone (15978): Call-ID: i@j\nI/phone (15978): \n",
    "Authorization: Digest username=\"alice\",\nrealm=\"pbx\", nonce=\"1\"\n",
    "INVITE sip:a@b SIP/2.0 Via: SIP/2.0/UDP x;branch=z9hG4bK4 From: \"A To: b\" <sip:c@b> To: <sip:a@b> Call-ID: flat CSeq: 1 INVITE Content-Length: 9 v=0 o=- 1 1 IN IP4 x\n",
    "Frame 4: 512 bytes on wire (4096 bits), 512 bytes captured\n    Epoch Arrival Time: 1795396320.250000000\n",
    "Internet Protocol Version 4, Src: 203.0.113.10, Dst: 198.51.100.21\nUser Datagram Protocol, Src Port: sip (5060), Dst Port: 5070\n",
    "Session Initiation Protocol (200)\n",
    "    Status-Line: SIP/2.0 200 OK\n        Status-Code: 200\n    Message Header\n",
    "        Via: SIP/2.0/UDP 203.0.113.10:5060\n        Call-ID: w\n            Transport: UDP\n",
    "    Message Body\n        Session Description Protocol\n            Session Name (s): -\n",
    "01:12:00.250000 IP 192.0.2.7.4000 > 203.0.113.10.sip: UDP, length 9\nE..+....@...\n",
    "channel [0x7]: message sent to [UDP://203.0.113.10:5070], size: [9] bytes\n",
    "2551\t[2026-11-23 01:07:12] NOTICE[8404] chan_sip.c: Registration failed\n",
    "```\n",
    "{\"log\":\"\\u003c--- Received SIP request (300 bytes) from UDP:198.51.100.22:5060 ---\\u003e\\n\"}\n",
    "\t0x0000:  4500 0024 0001 0000 4011 0000 c633 6415  E..$....@....3d.\n",
    "\t0x0010:  cb00 710a 13c4 13c5 0010 0000 4f50 5449  ..q.........OPTI\n",
    "0x0000:  6500 ffff\n",
];

fn log() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        8 => (0..PIECES.len()).prop_map(|index| PIECES[index].as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..40),
        1 => "[ -~]{0,60}\n".prop_map(String::into_bytes),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn read(pieces: &[&[u8]]) -> (Output, Counts) {
    let settings = Settings { zone: vec![(i64::MIN / 4, 0), (1_792_890_000, 3600)], latest: 1_795_396_320_000_000, ..Settings::default() };
    let mut reader = Reader::new(settings, &[b"failed".to_vec(), b"colour".to_vec()]);
    let mut out = Output::default();
    for piece in pieces {
        reader.feed(piece, &mut out);
    }
    reader.finish(&mut out);
    (out, reader.counts())
}

proptest! {
    #[test]
    fn the_same_text_gives_the_same_values_wherever_it_is_cut(text in log(), cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..6)) {
        let mut at: Vec<usize> = cuts.iter().map(|cut| cut.index(text.len() + 1)).collect();
        at.sort_unstable();
        let mut pieces = Vec::new();
        let mut from = 0;
        for to in at {
            pieces.push(&text[from..to]);
            from = to;
        }
        pieces.push(&text[from..]);
        prop_assert_eq!(read(&pieces), read(&[&text]));
    }

    #[test]
    fn a_text_that_breaks_off_anywhere_is_read_up_to_there(text in log(), end in any::<prop::sample::Index>()) {
        let cut = &text[..end.index(text.len() + 1)];
        let (out, counts) = read(&[cut]);
        prop_assert_eq!(counts.lines as usize, cut.split(|byte| *byte == b'\n').count() - usize::from(cut.is_empty() || cut.ends_with(b"\n")));
        prop_assert_eq!(counts.messages as usize, out.messages.len());
        prop_assert!(counts.in_messages + counts.with_head + counts.unknown <= counts.lines);
    }

    #[test]
    fn every_message_is_one_and_lines_go_up(text in log()) {
        let (out, counts) = read(&[&text]);
        for message in &out.messages {
            prop_assert!(sipwire::sip::scan(&message.bytes).is_some());
            prop_assert!(message.line >= 1 && u64::from(message.line) <= counts.lines);
        }
        prop_assert!(out.messages.windows(2).all(|two| two[0].line <= two[1].line));
        prop_assert!(out.lines.windows(2).all(|two| two[0].line < two[1].line && two[0].offset < two[1].offset));
    }

    #[test]
    fn bytes_that_are_no_text_are_read_too(text in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let (out, _) = read(&[&text]);
        prop_assert!(out.messages.len() <= text.len());
    }
}

#[test]
fn a_message_without_end_and_a_line_without_end_are_not_kept_whole() {
    let mut reader = Reader::new(Settings::default(), &[]);
    let mut out = Output::default();
    reader.feed(
        b"<--- Received SIP request (9999999 bytes) from UDP:198.51.100.22:5060 --->\nINVITE sip:a SIP/2.0\r\nCall-ID: 1\r\n\r\n",
        &mut out,
    );
    for _ in 0..2000 {
        reader.feed(&[b"a=".as_slice(), &[b'x'; 1000], b"\r\n"].concat(), &mut out);
    }
    reader.feed(&vec![b'y'; 3 << 20], &mut out);
    reader.finish(&mut out);
    assert!(out.messages.iter().all(|message| message.bytes.len() <= 300_000));
    assert_eq!(reader.counts().cut, 1);
}

#[test]
fn a_header_that_never_ends_is_not_kept_whole() {
    let mut reader = Reader::new(Settings::default(), &[]);
    let mut out = Output::default();
    reader.feed(b"INVITE sip:a@b SIP/2.0\nVia: SIP/2.0/UDP x,\n", &mut out);
    for _ in 0..2000 {
        reader.feed(&[&[b'x'; 1000], b"=1,\n".as_slice()].concat(), &mut out);
    }
    reader.finish(&mut out);
    assert!(out.messages.len() == 1 && out.messages.iter().all(|message| message.bytes.len() <= 300_000));
}
