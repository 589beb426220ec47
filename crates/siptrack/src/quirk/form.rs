//! What is odd about the form of one message (RFC 3261 sections 8.1.1 and 20, and the RFCs of its extensions).

use super as q;
use crate::netblock::{is_unreachable, is_unspecified};
use crate::row::Transport;
use sipwire::sdp::numeric_ip;
use sipwire::sip::{self, Form, Head, Method, StartLine};

/// Hops that a request may still make when it counts as nearly lost.
const FEW: u32 = 5;
/// Hops that RFC 3261 section 8.1.1.6 recommends.
const USUAL: u32 = 70;
/// The shortest session interval (RFC 4028 section 4), seconds.
const SHORTEST: u32 = 90;

/// What a message shows while it is tracked: what costs nothing there, or could not be known later.
#[must_use]
#[inline]
pub fn of_row(head: &Head<'_>, transport: Transport, status: u16) -> u64 {
    let reliable = head.rseq && (101..200).contains(&status);
    // A datagram ends where the body does; on a stream Content-Length is all that tells where (RFC 3261 section 18.3).
    let wrong = match transport {
        Transport::Udp => head.missing.is_some_and(|bytes| bytes != 0),
        Transport::Tcp | Transport::Tls => head.missing.is_none(),
        _ => false,
    };
    let identity = if head.identity { q::IDENTITY } else { 0 };
    identity | if reliable { q::RELIABLE } else { 0 } | if wrong { q::LENGTH } else { 0 }
}

/// The quirks of one message that somebody looks at.
#[must_use]
pub fn of_message(form: &Form<'_>) -> u64 {
    let mut found = 0;
    let mut set = |bit: u64, on: bool| found |= if on { bit } else { 0 };
    let (status, method) = told(form);
    let missing = [form.via, form.from, form.to, form.call_id, form.cseq].into_iter().any(<[u8]>::is_empty);
    set(q::HEADER_MISSING, missing);
    set(q::CSEQ_ODD, !form.cseq.is_empty() && is_no_cseq(form.cseq));
    set(q::CONTROL, has_control(form.lines));
    set(q::BARE_URI, [form.from, form.to, form.contact].into_iter().any(is_bare));
    let owes_contact = matches!(method, Method::Invite | Method::Subscribe) && matches!(status, 0 | 200..300);
    set(q::NO_CONTACT, form.contact.is_empty() && owes_contact);
    set(q::ODD_CONTACT, is_odd_contact(form.contact));
    set(q::SESSION_ID_ODD, !form.session_id.is_empty() && !is_session_id(form.session_id));
    set(q::TIMER_ODD, is_timer_odd(form, status));
    found | if status == 0 { of_request(form, method) } else { of_answer(form, method, status) }
}

/// Whether a Contact may name 0.0.0.0, port 0, a link-local, loopback or group address, or a name of an inner network: told
/// by how its host begins and what follows its colon.
fn is_odd_contact(contact: &[u8]) -> bool {
    let uri = sip::uri(contact);
    let host = uri.rsplit(|b| *b == b'@').next().unwrap_or_default();
    let host = host.strip_prefix(b"sip:").or_else(|| host.strip_prefix(b"sips:")).unwrap_or(host);
    let host = host.split(|b| matches!(b, b';' | b'?')).next().unwrap_or_default();
    if let [b'[', inner @ ..] = host {
        return matches!(inner, [b'f' | b'F', b'e' | b'f' | b'E' | b'F', ..] | [b':', ..]);
    }
    let (host, port) = host.split_at(host.iter().position(|b| *b == b':').unwrap_or(host.len()));
    let inner = || NO_NETWORK.iter().any(|end| host.len() > end.len() && host.to_ascii_lowercase().ends_with(end));
    let odd = match host {
        [b'1', b'2', b'7', ..] | [b'1', b'6', b'9', ..] | [b'2', b'2' | b'3', ..] | [b'0', ..] => true,
        [first, ..] => !first.is_ascii_digit() && inner(),
        [] => false,
    };
    odd || matches!(port, [b':', b'0', ..])
}

/// How names end that only an inner network knows (RFC 6761, RFC 6762, RFC 9476, and what routers give out).
const NO_NETWORK: [&[u8]; 5] = [b".local", b".localdomain", b".invalid", b".lan", b".internal"];

/// The status, 0 of a request, and the method, of an answer that of its CSeq.
pub(super) fn told(form: &Form<'_>) -> (u16, Method) {
    match form.start {
        StartLine::Request { method, .. } => (0, Method::of(method)),
        StartLine::Answer { status, .. } => (status, Method::of(last_word(form.cseq))),
    }
}

fn of_request(form: &Form<'_>, method: Method) -> u64 {
    let mut found = 0;
    let mut set = |bit: u64, on: bool| found |= if on { bit } else { 0 };
    match sip::digits(form.max_forwards) {
        None => set(if form.max_forwards.is_empty() { q::NO_HOPS } else { q::HOPS_ODD }, true),
        Some(hops) => {
            set(q::HOPS_ODD, hops > USUAL);
            set(q::FEW_HOPS, hops <= FEW);
        }
    }
    set(q::NO_COOKIE, !sip::branch(form.via).is_some_and(|branch| branch.starts_with(b"z9hG4bK")));
    set(q::CSEQ_METHOD, is_other_method(form));
    set(q::VERSTAT, tells_verstat(form.from) || tells_verstat(form.asserted));
    set(q::ROUTE_ASKED, method == Method::Invite && !form.record_route.is_empty());
    found
}

fn of_answer(form: &Form<'_>, method: Method, status: u16) -> u64 {
    let demands = form.require.windows(6).any(|word| word.eq_ignore_ascii_case(b"100rel"));
    let owes = (101..200).contains(&status) && demands && form.rseq.is_empty();
    let routed = method == Method::Invite && (101..300).contains(&status) && !form.record_route.is_empty();
    (if owes { q::NO_RSEQ } else { 0 }) | if routed { q::ROUTE_ANSWERED } else { 0 }
}

/// Whether a value has no angle brackets and yet a parameter other than a tag, a header, or a second value.
fn is_bare(value: &[u8]) -> bool {
    if matches!(value.first(), None | Some(b'<' | b'"' | b'*')) || value.contains(&b'<') {
        return false;
    }
    let rest = value.split(|b| *b == b';').skip(1);
    value.iter().any(|b| matches!(b, b'?' | b',')) || rest.into_iter().any(|part| !part.trim_ascii_start().starts_with(b"tag="))
}

fn last_word(value: &[u8]) -> &[u8] {
    value.split(u8::is_ascii_whitespace).rfind(|word| !word.is_empty()).unwrap_or_default()
}

/// CSeq is a number below 2^31 and a method (RFC 3261 section 20.16).
fn is_no_cseq(value: &[u8]) -> bool {
    let number = sip::digits(value).is_none_or(|number| number > i32::MAX.cast_unsigned());
    number || last_word(value).first().is_none_or(u8::is_ascii_digit)
}

fn is_other_method(form: &Form<'_>) -> bool {
    let StartLine::Request { method, .. } = form.start else { return false };
    !is_no_cseq(form.cseq) && last_word(form.cseq) != method
}

/// Control characters that no header may have: all but tabs and line ends (RFC 3261 section 25.1).
fn has_control(lines: &[u8]) -> bool {
    // Without an early end, so that many bytes are compared at once.
    lines.iter().fold(false, |found, byte| found | (((*byte < 0x20) & !matches!(*byte, b'\t' | b'\n' | b'\r')) | (*byte == 0x7f)))
}

fn is_timer_odd(form: &Form<'_>, status: u16) -> bool {
    let (interval, least) = (sip::digits(form.session_expires), sip::digits(form.min_se));
    let short = interval.is_some_and(|seconds| seconds < SHORTEST || least.is_some_and(|least| seconds < least));
    let unsaid = (200..300).contains(&status) && interval.is_some() && sip::parameter(form.session_expires, b"refresher").is_none();
    short || unsaid || least.is_some_and(|seconds| seconds < SHORTEST)
}

/// `sess-uuid *( ";" remote=sess-uuid )`: 32 digits of lower-case hexadecimal each (RFC 7989 section 5).
fn is_session_id(value: &[u8]) -> bool {
    let is_uuid = |text: &[u8]| text.len() == 32 && text.iter().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let local = value.split(|b| *b == b';').next().unwrap_or_default().trim_ascii();
    is_uuid(local) && sip::parameter(value, b"remote").is_some_and(is_uuid)
}

fn tells_verstat(value: &[u8]) -> bool {
    value.windows(8).any(|word| word.eq_ignore_ascii_case(b"verstat="))
}

/// Whether a request tells of an inner address in the Via values below its own, in Record-Route, or in its Call-ID.
pub(super) fn shows_inner(form: &Form<'_>) -> bool {
    let vias = form.lower_vias.iter().filter_map(|via| via_ip(via));
    let routes = form.record_route.split(|b| *b == b',').filter_map(|value| numeric_ip(sip::hostport(sip::uri(value))?.0));
    let named = form.call_id.rsplit(|b| *b == b'@').next().and_then(|host| numeric_ip(host.split(|b| *b == b':').next()?));
    vias.chain(routes).chain(named).any(|ip| is_unreachable(&ip) && !is_unspecified(&ip))
}

/// The numeric address of `SIP/2.0/UDP host:port;...`.
fn via_ip(value: &[u8]) -> Option<sipwire::packet::Ip> {
    let sent_by = value.split(|b| *b == b';').next()?.trim_ascii().rsplit(|b| *b == b' ').next()?;
    let host = match sent_by.strip_prefix(b"[") {
        Some(inner) => inner.split(|b| *b == b']').next()?,
        None => sent_by.split(|b| *b == b':').next()?,
    };
    numeric_ip(host)
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test may fail so")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SOUND: &str = "INVITE sip:b@x SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nMax-Forwards: 70\r\nFrom: <sip:a@x>;tag=1\r\nTo: <sip:b@x>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\nContact: <sip:a@192.0.2.1>\r\nContent-Length: 0\r\n\r\n";

    fn of(text: &str) -> u64 {
        of_message(&sip::form(text.as_bytes()).expect("a message"))
    }

    fn with(line: &str, other: &str) -> u64 {
        of(&SOUND.replace(line, other))
    }

    #[test]
    fn a_contact_that_leads_nowhere_is_odd() {
        for host in ["0.0.0.0", "h:0", "169.254.1.1", "a@127.0.0.1:5060", "a@phone.LOCAL;x=1", "a@[fe80::1]:5060", "224.0.1.75"] {
            assert_eq!(with("<sip:a@192.0.2.1>", &format!("<sip:{host}>")), q::ODD_CONTACT, "{host}");
        }
        for host in ["a@h:5060", "a@198.51.100.1:5060", "a@pbx.example.com;transport=tls", "a@[2001:db8::1]"] {
            assert_eq!(with("<sip:a@192.0.2.1>", &format!("<sip:{host}>")), 0, "{host}");
        }
    }

    #[test]
    fn a_sound_request_has_no_quirks() {
        assert_eq!(of(SOUND), 0);
    }

    #[test]
    fn each_flaw_has_its_bit() {
        assert_eq!(with("To: <sip:b@x>\r\n", ""), q::HEADER_MISSING);
        assert_eq!(with("CSeq: 1 ", "CSeq: 4000000000 "), q::CSEQ_ODD);
        assert_eq!(with("1 INVITE", "1 OPTIONS"), q::CSEQ_METHOD);
        assert_eq!(with("Call-ID: c", "Call-ID: c\u{1}"), q::CONTROL);
        assert_eq!(with("<sip:a@192.0.2.1>", "sip:a@192.0.2.1;transport=tcp"), q::BARE_URI);
        assert_eq!(with("Max-Forwards: 70\r\n", ""), q::NO_HOPS);
        assert_eq!(with("Forwards: 70", "Forwards: 255"), q::HOPS_ODD);
        assert_eq!(with("Forwards: 70", "Forwards: 3"), q::FEW_HOPS);
        assert_eq!(with("z9hG4bK1", "1"), q::NO_COOKIE);
        assert_eq!(with("Contact: <sip:a@192.0.2.1>\r\n", ""), q::NO_CONTACT);
        assert_eq!(with("CSeq", "Session-Expires: 60\r\nCSeq"), q::TIMER_ODD);
        assert_eq!(with("CSeq", "Session-ID: AB\r\nCSeq"), q::SESSION_ID_ODD);
        assert_eq!(with("<sip:a@x>", "<sip:a@x;verstat=TN-Validation-Passed>"), q::VERSTAT);
        assert_eq!(with("CSeq", "Record-Route: <sip:p;lr>\r\nCSeq"), q::ROUTE_ASKED);
    }

    #[test]
    fn a_bare_address_with_a_tag_alone_is_sound() {
        assert_eq!(with("<sip:a@x>;tag=1", "sip:a@x;tag=1"), 0);
        assert_eq!(with("<sip:b@x>", "Bob <sip:b@x;user=phone>"), 0);
    }

    #[test]
    fn a_reliable_answer_needs_rseq() {
        let answer = SOUND.replace("INVITE sip:b@x SIP/2.0", "SIP/2.0 183 Session Progress").replace("CSeq", "Require: 100rel\r\nCSeq");
        assert_eq!(of(&answer), q::NO_RSEQ);
        assert_eq!(of(&answer.replace("CSeq", "RSeq: 1\r\nCSeq")), 0);
    }

    #[test]
    fn tracking_notices_lengths_and_reliable_answers() {
        let quirks = |text: &str, transport| of_row(&sip::scan(text.as_bytes()).expect("a message"), transport, 183);
        assert_eq!(quirks(SOUND, Transport::Udp), 0);
        assert_eq!(quirks(&SOUND.replace("Length: 0", "Length: 7"), Transport::Udp), q::LENGTH);
        assert_eq!(quirks(&SOUND.replace("Content-Length: 0", "RSeq: 1"), Transport::Tcp), q::LENGTH | q::RELIABLE);
        assert_eq!(quirks(&SOUND.replace("Content-Length: 0", "X: 1"), Transport::Udp), 0);
        assert_eq!(quirks(&SOUND.replace("CSeq", "Identity: x\r\nCSeq"), Transport::Udp), q::IDENTITY);
    }

    #[test]
    fn inner_addresses_show_in_routes_and_call_ids() {
        let shows = |text: &str| shows_inner(&sip::form(text.as_bytes()).expect("a message"));
        assert!(!shows(SOUND));
        assert!(shows(&SOUND.replace("Call-ID: c", "Call-ID: c@10.0.0.5:5060")));
        assert!(shows(&SOUND.replace("CSeq", "Record-Route: <sip:192.0.2.1;lr>, <sip:192.168.1.1;lr>\r\nCSeq")));
    }

    #[test]
    fn the_via_below_shows_where_a_request_was_before() {
        assert_eq!(via_ip(b", SIP/2.0/UDP 10.0.0.9:5060;branch=z9hG4bK2").map(|ip| is_unreachable(&ip)), Some(true));
        assert_eq!(via_ip(b"SIP/2.0/TLS [2001:db8::1];x").map(|ip| is_unreachable(&ip)), Some(false));
        assert_eq!(via_ip(b"SIP/2.0/UDP name.example;x"), None);
    }

    proptest! {
        #[test]
        fn nothing_in_a_header_surprises(line in "[ -~\\r\\n;<>,=?:]{0,80}") {
            for text in [SOUND.replace("CSeq", &format!("Session-ID: {line}\r\nCSeq")), SOUND.replace("<sip:a@x>;tag=1", &line)] {
                let _ = sip::form(text.as_bytes()).map(|form| of_message(&form));
            }
        }

        #[test]
        fn control_characters_are_found_wherever_they_stand(mut bytes in proptest::collection::vec(32u8..127, 1..300), at in any::<proptest::sample::Index>()) {
            prop_assert!(!has_control(&bytes));
            let at = at.index(bytes.len());
            bytes[at] = 7;
            prop_assert!(has_control(&bytes));
        }
    }
}
