//! What is wrong with a message's form (RFC 3261 sections 7, 8.1.1, 20 and 25; the cases of RFC 4475 section 3.1.2).

use super::message::{Header, find};
use super::start::StartLine;
use super::value::{closing_quote, digits, parameter};
use crate::Fault;
use memchr::{memchr, memmem};

/// Adds what is wrong to `faults`; `line` is the start line as it stands.
pub(super) fn check(line: &[u8], start: &StartLine<'_>, headers: &[Header<'_>], faults: &mut Vec<Fault>) {
    mandatory(headers, faults);
    start_line(line, start, faults);
    for (name, fault) in [("CSeq", cseq as Check), ("Max-Forwards", max_forwards), ("Via", via), ("Date", date)] {
        if let Some(value) = find(headers, name) {
            faults.extend(fault(value, start));
        }
    }
    for name in ["Via", "From", "To", "Contact"] {
        faults.extend(find(headers, name).and_then(address));
    }
    for name in ["From", "To"] {
        faults.extend(find(headers, name).and_then(display_name));
    }
    if let Some(value) = find(headers, "Contact") {
        faults.extend(bare_contact(value));
    }
    for name in ["Expires", "Retry-After"] {
        if find(headers, name).is_some_and(|value| value.first().is_some_and(u8::is_ascii_digit) && digits(value).is_none()) {
            faults.push("a number of seconds is 2^32 or more");
        }
    }
}

type Check = fn(&[u8], &StartLine<'_>) -> Option<Fault>;

fn mandatory(headers: &[Header<'_>], faults: &mut Vec<Fault>) {
    const MANDATORY: [(&str, Fault); 5] = [
        ("Via", "no Via header"),
        ("From", "no From header"),
        ("To", "no To header"),
        ("Call-ID", "no Call-ID header"),
        ("CSeq", "no CSeq header"),
    ];
    for (name, fault) in MANDATORY {
        match find(headers, name) {
            None => faults.push(fault),
            Some([]) => faults.push("a mandatory header is empty"),
            Some(_) => {}
        }
    }
    let times = |name: &str| headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name.as_bytes())).count();
    if ["From", "To", "Call-ID", "CSeq", "Max-Forwards", "Content-Length"].into_iter().any(|name| times(name) > 1) {
        faults.push("a header that may stand once stands several times");
    }
}

fn start_line(line: &[u8], start: &StartLine<'_>, faults: &mut Vec<Fault>) {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let version = match start {
        StartLine::Request { .. } => line.trim_ascii_end().rsplit(|b| *b == b' ').next().unwrap_or_default(),
        StartLine::Answer { .. } => line.get(..7).unwrap_or_default(),
    };
    if !version.eq_ignore_ascii_case(b"SIP/2.0") {
        faults.push("the version is not SIP/2.0");
    }
    let StartLine::Request { uri, .. } = start else { return };
    if line.last() == Some(&b' ') {
        faults.push("the request line ends with blanks");
    }
    if memmem::find(line, b"  ").is_some() {
        faults.push("the request line has more than one blank in a row");
    }
    faults.extend(request_uri(uri));
}

fn request_uri(uri: &[u8]) -> Option<Fault> {
    if uri.is_empty() {
        return Some("the Request-URI is empty");
    }
    if uri.first() == Some(&b'<') {
        return Some("the Request-URI stands in angle brackets");
    }
    if uri.iter().any(u8::is_ascii_whitespace) {
        return Some("the Request-URI has blanks in it");
    }
    let Some(colon) = memchr(b':', uri) else { return Some("the Request-URI has no scheme") };
    let (scheme, rest) = (uri.get(..colon)?, uri.get(colon + 1..)?);
    if !scheme.eq_ignore_ascii_case(b"sip") && !scheme.eq_ignore_ascii_case(b"sips") {
        return None;
    }
    let host = memchr(b'@', rest).and_then(|at| rest.get(at + 1..)).unwrap_or(rest);
    if memchr(b'?', host).is_some() {
        return Some("the Request-URI carries headers");
    }
    let host = host.split(|b| *b == b';').next().unwrap_or_default();
    let loose_v6 = host.first() != Some(&b'[') && host.iter().filter(|b| **b == b':').count() > 1;
    loose_v6.then_some("an IPv6 address stands without brackets")
}

fn cseq(value: &[u8], start: &StartLine<'_>) -> Option<Fault> {
    let Some(number) = digits(value) else { return Some("CSeq does not begin with a number below 2^32") };
    if number > i32::MAX.cast_unsigned() {
        return Some("the number of CSeq is 2^31 or more");
    }
    let name = value.split(u8::is_ascii_whitespace).rfind(|word| !word.is_empty())?;
    match start {
        StartLine::Request { method, .. } if name != *method => Some("the method of CSeq is not that of the request"),
        _ => None,
    }
}

fn max_forwards(value: &[u8], _start: &StartLine<'_>) -> Option<Fault> {
    digits(value).is_none_or(|hops| hops > 255).then_some("Max-Forwards is not a number from 0 to 255")
}

fn via(value: &[u8], _start: &StartLine<'_>) -> Option<Fault> {
    if memmem::find(value, b";;").is_some() || memmem::find(value, b",,").is_some() || memmem::find(value, b";,").is_some() {
        return Some("a Via has an empty parameter or value");
    }
    match parameter(value, b"branch") {
        Some(b"z9hG4bK" | b"") => Some("the branch of a Via names nothing"),
        _ => None,
    }
}

/// `SIP-date = rfc1123-date`, which is always GMT (RFC 3261 section 20.17).
fn date(value: &[u8], _start: &StartLine<'_>) -> Option<Fault> {
    (!value.trim_ascii_end().ends_with(b"GMT")).then_some("Date is not in GMT")
}

fn address(value: &[u8]) -> Option<Fault> {
    let mut rest = value;
    while let Some(open) = memchr(b'"', rest) {
        let quoted = rest.get(open..).unwrap_or_default();
        let Some(end) = closing_quote(quoted) else { return Some("a quoted text is not closed") };
        rest = quoted.get(end + 1..).unwrap_or_default();
    }
    let name = if value.first() == Some(&b'"') { closing_quote(value).unwrap_or(0) } else { 0 };
    let behind = value.get(name..).unwrap_or_default();
    let has_blanks = memmem::find(behind, b"< ").is_some() || memmem::find(behind, b" >").is_some();
    has_blanks.then_some("blanks stand within the angle brackets of an address")
}

/// A display name without quotes is made of tokens: a comma or the like in it needs them.
fn display_name(value: &[u8]) -> Option<Fault> {
    let name = value.get(..memchr(b'<', value)?)?.trim_ascii();
    if name.is_empty() || name.first() == Some(&b'"') {
        return None;
    }
    let token = |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80 || b" \t-.!%*_+`'~".contains(b);
    (!name.iter().all(token)).then_some("a display name needs quotes")
}

/// A Contact without angle brackets whose URI has parameters or headers of its own is ambiguous (section 20.10).
fn bare_contact(value: &[u8]) -> Option<Fault> {
    let bare = memchr(b'<', value).is_none() && value != b"*";
    (bare && memchr(b'?', value).is_some()).then_some("a Contact with headers stands without angle brackets")
}
