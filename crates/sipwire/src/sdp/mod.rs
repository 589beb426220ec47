//! Session descriptions (RFC 8866): the media sockets for the tracker, the whole for a reader.

mod digest;
mod full;
mod sockets;

pub use digest::{Digest, shape, version};
pub use full::{Codec, Media, Sdp, parse};
pub use sockets::{MediaSocket, numeric_ip, sockets};

use memchr::{memchr, memmem};

/// The session description inside a body: the body itself, or the first part of a multipart one that begins with
/// `v=0` at the start of a line (RFC 2046 section 5.1).
#[must_use]
pub fn find(body: &[u8]) -> Option<&[u8]> {
    let body = body.trim_ascii_start();
    if body.starts_with(b"v=") {
        return Some(body);
    }
    let at = memmem::find(body, b"\nv=0")? + 1;
    let part = body.get(at..)?;
    Some(part.get(..memmem::find(part, b"\n--").unwrap_or(part.len())).unwrap_or(part))
}

/// The lines `x=value` of a description, with their letters.
pub(crate) fn lines(description: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut rest = description;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = memchr(b'\n', rest).unwrap_or(rest.len());
        let line = rest.get(..end).unwrap_or_default();
        rest = rest.get(end + 1..).unwrap_or_default();
        Some(line)
    })
    .filter_map(|line| match line {
        [letter, b'=', value @ ..] => Some((*letter, value.trim_ascii_end())),
        _ => None,
    })
}
