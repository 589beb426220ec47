//! One header line: its name and its value (RFC 3261 section 7.3.1).

use super::value::trimmed;

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
    let colon = line.iter().take(64).position(|b| *b == b':')?;
    let (name, rest) = line.split_at_checked(colon)?;
    Some((name.trim_ascii_end(), rest.get(1..)?.trim_ascii()))
}

pub(super) fn is(name: &[u8], known: &[u8]) -> bool {
    name.eq_ignore_ascii_case(known)
}
