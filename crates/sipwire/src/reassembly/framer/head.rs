//! How long a SIP message in a stream is (RFC 3261 sections 18.3 and 20.14).

use memchr::memchr;

/// Where the header block of a message ends, and what it says of the body.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Head {
    /// Length of the header block with the empty line.
    pub(super) end: usize,
    /// Length of the body.
    pub(super) body: Option<usize>,
    /// Whether the body may hold SIP messages itself (message/sipfrag, multipart).
    pub(super) nested: bool,
}

/// Looks for the empty line from `scanned` on, which is moved to where to look next time.
pub(super) fn find_end(data: &[u8], scanned: &mut usize) -> Option<usize> {
    while let Some(feed) = data.get(*scanned..).and_then(|rest| memchr(b'\n', rest)) {
        let feed = *scanned + feed;
        match data.get(feed + 1..).unwrap_or_default() {
            [b'\n', ..] => return Some(feed + 2),
            [b'\r', b'\n', ..] => return Some(feed + 3),
            [] | [b'\r'] => {
                *scanned = feed;
                return None;
            }
            _ => *scanned = feed + 1,
        }
    }
    *scanned = data.len();
    None
}

impl Head {
    /// Reads the header block `block`, start line included.
    pub(super) fn read(block: &[u8]) -> Self {
        let mut head = Self { end: block.len(), body: None, nested: false };
        let mut lines = lines(block).skip(1).peekable();
        while let Some(line) = lines.next() {
            let Some((name, value)) = split(line) else {
                continue;
            };
            // A value may stand on the next line (RFC 3261 section 7.3.1).
            let value = match lines.peek() {
                Some(folded @ [b' ' | b'\t', ..]) if value.is_empty() => folded.trim_ascii(),
                _ => value,
            };
            if is(name, b"content-length", b"l") && head.body.is_none() {
                head.body = number(value);
            } else if is(name, b"content-type", b"c") {
                head.nested = holds_sip(value);
            }
        }
        head
    }
}

fn lines(mut block: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (line, rest) = block.split_at_checked(memchr(b'\n', block)?)?;
        block = rest.get(1..)?;
        Some(line)
    })
}

/// Name and value of a header line; a line that goes on with the one before has none.
fn split(line: &[u8]) -> Option<(&[u8], &[u8])> {
    if let [b' ' | b'\t', ..] = line {
        return None;
    }
    let colon = memchr(b':', line)?;
    Some((line.get(..colon)?.trim_ascii_end(), line.get(colon + 1..)?.trim_ascii()))
}

fn is(name: &[u8], long: &[u8], compact: &[u8]) -> bool {
    name.eq_ignore_ascii_case(long) || name.eq_ignore_ascii_case(compact)
}

/// A number of digits only; one that is too large stays too large.
fn number(value: &[u8]) -> Option<usize> {
    if value.is_empty() || !value.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digit = |sum: usize, b: &u8| sum.saturating_mul(10).saturating_add(usize::from(b - b'0'));
    Some(value.iter().fold(0, digit))
}

fn holds_sip(value: &[u8]) -> bool {
    let is = |kind: &[u8]| value.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind));
    is(b"message/") || is(b"multipart/")
}

#[cfg(test)]
mod tests {
    use super::{Head, find_end};

    #[test]
    fn the_length_is_found_however_it_is_written() {
        for line in ["Content-Length: 12", "content-length :12", "l:12 ", "L\t: 12", "CONTENT-LENGTH:\r\n\t12"] {
            let block = format!("BYE sip:a SIP/2.0\r\nX: 1\r\n{line}\r\n\r\n");
            assert_eq!(Head::read(block.as_bytes()).body, Some(12), "{line}");
        }
        for line in ["Content-Length: x", "Content-Length:", "Content-Length: -1", "X-Content-Length: 12", "Subject: a\r\n l: 12"] {
            let block = format!("BYE sip:a SIP/2.0\r\n{line}\r\n\r\n");
            assert_eq!(Head::read(block.as_bytes()).body, None, "{line}");
        }
    }

    #[test]
    fn the_empty_line_is_found_at_whatever_byte_the_segment_ends() {
        let block = b"BYE sip:a SIP/2.0\r\nl: 0\r\n\r\n";
        let mut scanned = 0;
        for end in 0..block.len() {
            assert_eq!(find_end(&block[..end], &mut scanned), None);
        }
        assert_eq!(find_end(block, &mut scanned), Some(block.len()));
    }
}
