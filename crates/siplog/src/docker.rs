//! Lines of a container that Docker's json-file driver wrapped: `{"log":"text\n","stream":"stdout","time":"2026-11-23T..."}`, and what
//! `docker logs --timestamps` and `kubectl logs --timestamps` make of it: the moment, to the nanosecond, in front of every line.

use crate::stamp::{self, Stamp};
use memchr::memmem;

/// What was inside, without its line feed, and when Docker took it; `None` if the line is no such entry.
#[must_use]
pub fn unwrap(line: &[u8]) -> Option<(Vec<u8>, Option<Stamp>)> {
    let (mut text, rest) = string(line.strip_prefix(b"{\"log\":\"")?)?;
    if !matches!(rest.first(), Some(b',' | b'}')) {
        return None;
    }
    if text.last() == Some(&b'\n') {
        text.pop();
    }
    let time = memmem::find(rest, b"\"time\":\"").and_then(|at| stamp::read(rest.get(at + 8..)?));
    Some((text, time.map(|(stamp, _)| stamp)))
}

/// What stands behind the moment of `2026-11-23T00:53:13.500000000Z text`, and that moment; `None` if none of nine digits is there.
#[must_use]
pub fn behind_moment(line: &[u8]) -> Option<(&[u8], Option<Stamp>)> {
    let (moment, rest) = line.split_at_checked(LENGTH)?;
    let is_moment = moment.iter().zip(FORM).all(|(byte, form)| if *form == b'0' { byte.is_ascii_digit() } else { byte == form });
    let text = match rest {
        [b'Z', text @ ..] => text,
        [b'+' | b'-', _, _, b':', _, _, text @ ..] => text,
        _ => return None,
    };
    if !is_moment {
        return None;
    }
    let text = if text.is_empty() { text } else { text.strip_prefix(b" ")? };
    Some((text, stamp::read(line).map(|(stamp, _)| stamp)))
}

/// Go's RFC 3339 with nanoseconds, as Docker pads it, but for the zone.
const FORM: &[u8; LENGTH] = b"0000-00-00T00:00:00.000000000";
const LENGTH: usize = 29;

/// The JSON string that `bytes` begin with behind its quote (RFC 8259 section 7), and what follows the closing one.
fn string(bytes: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        let (&byte, after) = rest.split_first()?;
        rest = after;
        match byte {
            b'"' => return Some((out, rest)),
            b'\\' => rest = escaped(rest, &mut out)?,
            _ => out.push(byte),
        }
    }
}

/// Takes what follows a backslash.
fn escaped<'a>(bytes: &'a [u8], out: &mut Vec<u8>) -> Option<&'a [u8]> {
    let (&byte, mut rest) = bytes.split_first()?;
    out.push(match byte {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'b' => 8,
        b'f' => 12,
        b'u' => {
            let mut unit = four(rest)?;
            rest = rest.get(4..)?;
            if (0xd800..0xdc00).contains(&unit)
                && let Some(low) = rest.strip_prefix(b"\\u").and_then(four).filter(|low| (0xdc00..0xe000).contains(low))
            {
                unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                rest = rest.get(6..)?;
            }
            let letter = char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER);
            out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
            return Some(rest);
        }
        other => other,
    });
    Some(rest)
}

fn four(bytes: &[u8]) -> Option<u32> {
    let digits = std::str::from_utf8(bytes.get(..4)?).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u32::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_container_wrote_is_inside() {
        let line =
            br#"{"log":"\u003c--- Received SIP \"request\"\u00e9\ud83d\ude00\r\n","stream":"stdout","time":"2026-11-23T00:53:13.5Z"}"#;
        let (text, stamp) = unwrap(line).unwrap_or_default();
        assert_eq!(String::from_utf8_lossy(&text), "<--- Received SIP \"request\"\u{e9}\u{1f600}\r");
        assert!(stamp.is_some_and(|stamp| stamp.is_absolute()));
    }

    #[test]
    fn a_moment_to_the_nanosecond_is_taken_off() {
        let (text, stamp) = behind_moment(b"2026-11-23T00:53:13.500000000Z Via: x").unwrap_or_default();
        assert_eq!((text, stamp.is_some_and(|stamp| stamp.is_absolute())), (&b"Via: x"[..], true));
        assert_eq!(behind_moment(b"2026-11-23T00:53:13.500000000+03:00 ").map(|(text, _)| text), Some(&b""[..]));
        assert_eq!(behind_moment(b"2026-11-23T00:53:13.500000000Z").map(|(text, _)| text), Some(&b""[..]));
        for line in ["2026-11-23T00:53:13.500Z Via: x", "2026-11-23T00:53:13.500000000 x", "2026-11-23T00:53:13.500000000Zx", "v=0", ""] {
            assert_eq!(behind_moment(line.as_bytes()), None, "{line}");
        }
    }

    #[test]
    fn what_is_no_entry_is_left_as_it_is() {
        for line in
            [&b"{\"log\":\"cut off"[..], b"{\"log\":\"x\" y", b"{\"log\":\"\\u12\"}", b"{\"level\":\"x\"}", b"INVITE sip:a SIP/2.0", b""]
        {
            assert_eq!(unwrap(line), None);
        }
        assert_eq!(unwrap(b"{\"log\":\"\"}"), Some((Vec::new(), None)));
    }
}
