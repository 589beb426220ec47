//! The kinds of message that RFC 4475 and RFC 5118 torment parsers with, in words of our own: what is valid is read
//! right, what is not is told.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may fail so, and its name is its description")]

use sipwire::sip::{Message, StartLine, parse, scan};

fn with(start: &str, extra: &str) -> String {
    format!(
        "{start}\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKq\r\nFrom: <sip:a@example.org>;tag=1\r\nTo: <sip:b@example.org>\r\nCall-ID: t\r\nCSeq: 4 INVITE\r\nMax-Forwards: 70\r\n{extra}\r\n"
    )
}

fn replaced(from: &str, to: &str) -> String {
    let text = with("INVITE sip:b@example.org SIP/2.0", "");
    assert!(text.contains(from), "{from}");
    text.replace(from, to)
}

fn faults(text: &str) -> Vec<&'static str> {
    parse(text.as_bytes()).expect("a message").faults
}

fn only_fault(text: &str, fault: &str) {
    assert_eq!(faults(text), [fault], "{text}");
}

fn sound(bytes: &[u8]) -> Message<'_> {
    let message = parse(bytes).expect("a message");
    assert!(message.faults.is_empty(), "{:?}: {:?}", message.faults, String::from_utf8_lossy(bytes));
    message
}

#[test]
fn odd_but_valid_spacing_case_and_folding_is_read() {
    let raw = b"INVITE sip:vivekg@chair.example.net;p=x SIP/2.0\r\nTO :\r\n sip:v@c ;   tag    = 1918181833n\r\nfrom   : \"J Rosenberg \\\\\\\"\"       <sip:j@e>\r\n  ;\r\n  tag = 98asjd8\r\nMaX-fOrWaRdS: 0068\r\nCall-ID: wsinv\r\nCseq: 0009\r\n  INVITE\r\nVia  : SIP  /   2.0\r\n /UDP\r\n    192.0.2.2;branch=390skdjuw\r\ns :\r\nNewFangledHeader:   newfangled value\r\n continued newfangled value\r\nv:  SIP  / 2.0  / TCP     spindle ;\r\n  branch  =   z9hG4bK9ikj8  ,\r\n SIP  /    2.0   / UDP  192.168.255.111   ; branch=\r\n z9hG4bK30239\r\nm:\"Quoted \\\"\\\"\" <sip:j@b>\r\n\r\n";
    let message = sound(raw);
    assert_eq!(message.header("NewFangledHeader"), Some(&b"newfangled value continued newfangled value"[..]));
    let head = scan(raw).unwrap();
    assert_eq!((head.cseq, head.call_id), (9, &b"wsinv"[..]));
    assert_eq!(sipwire::sip::tag(head.from), Some(&b"98asjd8"[..]));
    assert_eq!(sipwire::sip::tag(head.to), Some(&b"1918181833n"[..]));
}

#[test]
fn any_token_is_a_method_and_any_bytes_a_phrase() {
    let odd = with("!odd-Method0_*+`.%'~ sip:1_(x)&y=z@example.org SIP/2.0", "").replace("4 INVITE", "4 !odd-Method0_*+`.%'~");
    assert!(matches!(sound(odd.as_bytes()).start, StartLine::Request { method: b"!odd-Method0_*+`.%'~", .. }));
    let head = scan(odd.as_bytes()).expect("a message");
    assert_eq!((head.cseq_method, head.sound), (&b"!odd-Method0_*+`.%'~"[..], true));
    let phrase = with("SIP/2.0 200 = 2**3 * 5**2 почти", "");
    assert!(matches!(sound(phrase.as_bytes()).start, StartLine::Answer { status: 200, .. }));
    let bare = with("SIP/2.0 100 ", "");
    assert!(matches!(sound(bare.as_bytes()).start, StartLine::Answer { status: 100, reason: b"" }));
}

#[test]
fn escapes_long_values_and_several_transports_are_valid() {
    sound(replaced("sip:b@example.org SIP", "sip:sips%3Auser%40example.com@example.org;other SIP").as_bytes());
    sound(replaced("sip:a@", "sip:null-%00-null@").as_bytes());
    sound(with("INVITE sip:b@example.org SIP/2.0", &format!("X-Long: {}\r\n", "l".repeat(9000))).as_bytes());
    let name = format!("X-{}", "Long".repeat(60));
    let long = with("INVITE sip:b@example.org SIP/2.0", &format!("{name}: v\r\n"));
    assert_eq!(sound(long.as_bytes()).header(&name), Some(&b"v"[..]));
    sound(replaced("<sip:a@", "\"ends with a backslash \\\\\" <sip:a@").as_bytes());
    sound(replaced("<sip:a@", "\"more < less > enough\" <sip:a@").as_bytes());
    sound(
        with("INVITE sip:b@example.org SIP/2.0", "Via: SIP/2.0/SCTP s;branch=z9hG4bK2\r\nVia: SIP/2.0/UNKNOWN u;branch=z9hG4bK3\r\n")
            .as_bytes(),
    );
    sound(replaced("<sip:a@example.org>;tag=1", "caller<sip:a@example.org>;tag=1").as_bytes());
}

#[test]
fn what_follows_the_body_is_not_part_of_it() {
    let two = with("INVITE sip:b@example.org SIP/2.0", "Content-Length: 0\r\n") + "INVITE sip:c@example.org SIP/2.0\r\n";
    assert_eq!(sound(two.as_bytes()).body, b"");
}

#[test]
fn a_multipart_body_gives_its_description() {
    let body = "--x\r\nContent-Type: text/plain\r\n\r\nhi\r\n--x\r\nContent-Type: application/sdp\r\n\r\nv=0\r\nc=IN IP4 192.0.2.7\r\nm=audio 4000 RTP/AVP 0\r\n--x--\r\n";
    let text = with("INVITE sip:b@example.org SIP/2.0", "Content-Type: multipart/mixed;boundary=x\r\n") + body;
    let head = scan(text.as_bytes()).unwrap();
    let mut found = Vec::new();
    sipwire::sdp::sockets(sipwire::sdp::find(head.body).unwrap(), |media, _| found.push(media.socket.port));
    assert_eq!(found, [4000]);
}

#[test]
fn every_kind_of_invalid_message_is_told() {
    only_fault(&replaced("192.0.2.1;branch", "192.0.2.1;;,;,,;branch"), "a Via has an empty parameter or value");
    only_fault(&with("INVITE sip:b@example.org SIP/2.0", "Content-Length: 9999\r\n"), "Content-Length is larger than the body");
    only_fault(&with("INVITE sip:b@example.org SIP/2.0", "Content-Length: -999\r\n"), "Content-Length is not a number");
    only_fault(&replaced("4 INVITE", "36893488147419103232 INVITE"), "CSeq does not begin with a number below 2^32");
    only_fault(&replaced("4 INVITE", "3000000000 INVITE"), "the number of CSeq is 2^31 or more");
    only_fault(&replaced("Max-Forwards: 70", "Max-Forwards: 300"), "Max-Forwards is not a number from 0 to 255");
    only_fault(&with("INVITE sip:b@example.org SIP/2.0", "Expires: 10000000000000000\r\n"), "a number of seconds is 2^32 or more");
    only_fault(&replaced("To: <sip", "To: \"Mr. J <sip"), "a quoted text is not closed");
    only_fault(&replaced("INVITE sip:b@example.org", "INVITE <sip:b@example.org>"), "the Request-URI stands in angle brackets");
    only_fault(&replaced("sip:b@example.org SIP", "sip:b@example.org; lr SIP"), "the Request-URI has blanks in it");
    only_fault(
        &replaced("INVITE sip:b@example.org SIP", "INVITE  sip:b@example.org SIP"),
        "the request line has more than one blank in a row",
    );
    only_fault(&replaced("SIP/2.0\r\nVia", "SIP/2.0  \r\nVia").replace("  \r", " \r"), "the request line ends with blanks");
    only_fault(&replaced("sip:b@example.org SIP", "sip:b@example.org?Route=x SIP"), "the Request-URI carries headers");
    only_fault(&with("INVITE sip:b@example.org SIP/2.0", "Date: Fri, 01 Jan 2010 16:00:00 EST\r\n"), "Date is not in GMT");
    only_fault(
        &with("INVITE sip:b@example.org SIP/2.0", "Contact: sip:a@b?Route=x\r\n"),
        "a Contact with headers stands without angle brackets",
    );
    only_fault(&replaced("<sip:b@example.org>\r", "\"W\" < sip:b@example.org >\r"), "blanks stand within the angle brackets of an address");
    only_fault(&replaced("<sip:b@example.org>\r", "Bell, Alexander <sip:b@example.org>\r"), "a display name needs quotes");
    only_fault(&replaced("SIP/2.0\r\nVia", "SIP/7.0\r\nVia"), "the version is not SIP/2.0");
    only_fault(&replaced("4 INVITE", "4 OPTIONS"), "the method of CSeq is not that of the request");
    only_fault(&replaced("z9hG4bKq", "z9hG4bK"), "the branch of a Via names nothing");
    only_fault(&replaced("Call-ID: t\r\n", ""), "no Call-ID header");
    only_fault(&with("INVITE sip:b@example.org SIP/2.0", "To: <sip:c@d>\r\n"), "a header that may stand once stands several times");
    only_fault(&replaced("sip:b@example.org SIP", "sip:2001:db8::10 SIP"), "an IPv6 address stands without brackets");
}

#[test]
fn a_status_that_no_number_holds_is_no_message() {
    assert!(parse(b"SIP/2.0 4294967301 too big\r\n\r\n").is_none());
    assert!(scan(b"SIP/2.0 42 too small\r\n\r\n").is_none());
}

#[test]
fn ipv6_stands_in_brackets_with_and_without_port() {
    for uri in ["sip:[2001:db8::10]", "sip:[2001:db8::10]:5070", "sip:u@[2001:db8:::192.0.2.1]"] {
        sound(replaced("sip:b@example.org SIP", &format!("{uri} SIP")).as_bytes());
    }
    let mut found = Vec::new();
    sipwire::sdp::sockets(
        b"v=0\r\nc=IN IP6 2001:db8::20\r\nm=audio 6000 RTP/AVP 0\r\nm=video 6002 RTP/AVP 31\r\nc=IN IP4 192.0.2.9\r\n",
        |media, _| {
            found.push(media.socket.ip.as_v4());
        },
    );
    assert_eq!(found, [None, Some([192, 0, 2, 9])]);
}
