//! Start lines that stand behind other words, as xlog of Kamailio and OpenSIPS writes them.

use crate::address;
use crate::announce::{Announced, Way};
use memchr::memmem;
use sipwire::sip::{Method, start_line};

/// Where in a line a start line begins that reaches to the line's end, and what the words before it say of the message.
#[must_use]
pub fn find(line: &[u8], text: usize) -> Option<(usize, Announced)> {
    let line = line.trim_ascii_end();
    let body = line.get(text..)?;
    let at = text + if line.ends_with(b" SIP/2.0") { request(body)? } else { memmem::find(body, b"SIP/2.0 ")? };
    start_line(line.get(at..)?)?;
    Some((at, said(line.get(text..at)?)))
}

/// Whether `line` is a start line and nothing else; every line of three words that ends so could be one, by the letter.
#[must_use]
pub fn is_whole(line: &[u8]) -> bool {
    let method = || line.iter().take_while(|byte| byte.is_ascii_uppercase() || **byte == b'_').count();
    start_line(line).is_some()
        && (line.starts_with(b"SIP/2.0 ") || (line.iter().filter(|byte| **byte == b' ').count() == 2 && line.get(method()) == Some(&b' ')))
}

/// Where `METHOD uri SIP/2.0` begins.
fn request(body: &[u8]) -> Option<usize> {
    let before = body.get(..body.len().checked_sub(8)?)?;
    let uri = before.iter().rposition(|byte| *byte == b' ')?;
    let head = before.get(..uri)?;
    let method = method(head);
    let is_scheme =
        [&b"sip:"[..], b"sips:", b"tel:", b"urn:"].iter().any(|scheme| before.get(uri + 1..).is_some_and(|rest| rest.starts_with(scheme)));
    (method >= 3 && is_scheme).then_some(uri - method)
}

/// Letters of the methods that are known (`ACK`, `SUBSCRIBE`).
const SHORTEST: usize = 3;
const LONGEST: usize = 9;

/// How long the method is that `head` ends with: tcpdump -A shows bytes of the packet's head, letters perhaps, right before it.
fn method(head: &[u8]) -> usize {
    let capitals = head.iter().rev().take_while(|byte| byte.is_ascii_uppercase()).count();
    let stands_apart = matches!(head.iter().rev().nth(capitals), None | Some(b' ' | b'\t'));
    let is_known = |length: &usize| {
        let end = head.len().checked_sub(*length).and_then(|at| head.get(at..)).unwrap_or_default();
        !matches!(Method::of(end), Method::None | Method::Other)
    };
    if stands_apart { capitals } else { (SHORTEST..=LONGEST).rev().find(is_known).unwrap_or(capitals) }
}

/// `from 1.2.3.4:5060 to 5.6.7.8:5060`, `1.2.3.4:5060 -> 5.6.7.8:5060`, `[1.2.3.4:5060]`.
fn said(words: &[u8]) -> Announced {
    let mut found = words.split(|byte| matches!(byte, b' ' | b'[' | b']' | b'(' | b')' | b',' | b'=' | b'<' | b'>')).filter_map(|word| {
        let (socket, transport, length) = address::remote(word)?;
        let rest = word.get(length..)?;
        (word.contains(&b'.') && matches!(rest, b"" | b":")).then_some((socket, transport))
    });
    match (found.next(), found.next()) {
        (Some((src, transport)), Some((dst, _))) => {
            Announced { way: Way::Out, own: Some(src), remote: Some(dst), transport: Some(transport), ..Announced::default() }
        }
        _ => Announced::default(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail so")]
mod tests {
    use super::*;

    #[test]
    fn words_before_a_start_line_are_passed_over() {
        let line = b"INFO: <script>: 1.2.3.4:5060 -> 5.6.7.8:5062 INVITE sip:a@b SIP/2.0";
        let (at, said) = find(line, 0).unwrap();
        assert_eq!(&line[at..], b"INVITE sip:a@b SIP/2.0");
        assert_eq!((said.own.unwrap().port, said.remote.unwrap().port), (5060, 5062));
        assert_eq!(find(b"reply: SIP/2.0 200 OK", 0).unwrap().0, 7);
        assert_eq!(find(b"E..@.@.+....UINVITE sip:a@b SIP/2.0", 0).unwrap().0, 13);
        assert!(is_whole(b"INVITE sip:a@b SIP/2.0") && is_whole(b"SIP/2.0 200 OK"));
        assert!(!is_whole(b"..4..c..x..REGISTER sip:a@b SIP/2.0") && !is_whole(b"12:00:00 INVITE sip:a@b SIP/2.0"));
        assert_eq!(find(b"x: PINVITE sip:a@b SIP/2.0", 0).unwrap().0, 3);
        assert!(find(b"Via: SIP/2.0/UDP 1.2.3.4", 0).is_none());
        assert!(find(b"version: <SIP/2.0>", 0).is_none());
    }
}
