//! One header line: its name and its value (RFC 3261 section 7.3.1).

use super::value::{parameter, trimmed};
use memchr::memchr;

/// Calls `take` with the value of `line` if its header is called `name`, whatever its case.
#[inline]
pub(super) fn with<'a, const N: usize>(line: &'a [u8], name: &[u8; N], take: impl FnOnce(&'a [u8])) {
    let Some((start, rest)) = line.split_first_chunk::<N>() else { return };
    let rest = match rest {
        [b':', rest @ ..] => rest,
        [b' ' | b'\t', ..] => match rest.trim_ascii_start() {
            [b':', rest @ ..] => rest,
            _ => return,
        },
        _ => return,
    };
    if start == name || start.eq_ignore_ascii_case(name) {
        take(trimmed(rest));
    }
}

/// Name and value of one header line, both trimmed; `None` without a colon.
#[inline]
pub(super) fn split(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = memchr(b':', line)?;
    let (name, rest) = line.split_at_checked(colon)?;
    Some((name.trim_ascii_end(), rest.get(1..)?.trim_ascii()))
}

pub(super) fn is(name: &[u8], known: &[u8]) -> bool {
    name.eq_ignore_ascii_case(known)
}

#[inline]
pub(super) fn keep<'a>(field: &mut &'a [u8], value: &'a [u8]) {
    if field.is_empty() {
        *field = value;
    }
}

/// P-Charging-Vector has its parameters from the start: `icid-value="..";icid-generated-at=..`.
pub(super) fn parameter_of_vector(value: &[u8]) -> &[u8] {
    match value.get(..11) {
        Some(name) if is(name, b"icid-value=") => {
            let rest = value.get(11..).unwrap_or_default();
            let rest = rest.strip_prefix(b"\"").unwrap_or(rest);
            let end = rest.iter().position(|b| matches!(b, b'"' | b';' | b',')).unwrap_or(rest.len());
            rest.get(..end).unwrap_or_default()
        }
        _ => parameter(value, b"icid-value").unwrap_or_default(),
    }
}
