//! Lines out of pieces of a file, without colours, and one physical line that holds several.

use memchr::{memchr, memchr2, memmem};
use std::borrow::Cow;

/// What is longer is cut, and counted.
pub const LONGEST: usize = 256 * 1024;

/// Puts lines together over the edges of pieces.
#[derive(Debug, Default)]
pub struct Lines {
    partial: Vec<u8>,
    /// How many bytes of the line that has begun were given, those that were cut off among them.
    given: u64,
    /// Where that line begins in the file.
    offset: u64,
    /// Lines that were cut.
    pub cut: u64,
}

impl Lines {
    /// Gives every line that ends in `data`, without its line feed, with its offset.
    pub fn feed(&mut self, mut data: &[u8], mut each: impl FnMut(&[u8], u64)) {
        while let Some(end) = memchr(b'\n', data) {
            let line = data.get(..end).unwrap_or_default();
            if self.given == 0 && line.len() <= LONGEST {
                each(line, self.offset);
                self.offset += line.len() as u64 + 1;
            } else {
                self.extend(line);
                self.end(&mut each);
                self.offset += 1;
            }
            data = data.get(end + 1..).unwrap_or_default();
        }
        self.extend(data);
    }

    /// Gives the last line, if no line feed ends it.
    pub fn finish(&mut self, mut each: impl FnMut(&[u8], u64)) {
        if self.given > 0 {
            self.end(&mut each);
        }
    }

    fn end(&mut self, each: &mut impl FnMut(&[u8], u64)) {
        each(&self.partial, self.offset);
        self.cut += u64::from(self.given > self.partial.len() as u64);
        self.offset += self.given;
        self.given = 0;
        self.partial.clear();
    }

    fn extend(&mut self, data: &[u8]) {
        let room = LONGEST - self.partial.len().min(LONGEST);
        self.partial.extend_from_slice(data.get(..room).unwrap_or(data));
        self.given += data.len() as u64;
    }
}

/// A line without its CRs and its terminal's colours, and how many CRs stood at its end.
#[must_use]
pub fn clean(line: &[u8]) -> (Cow<'_, [u8]>, usize) {
    let crs = line.iter().rev().take_while(|byte| **byte == b'\r').count();
    let line = line.get(..line.len() - crs).unwrap_or_default();
    if memchr2(0x1b, b'\r', line).is_none() {
        return (Cow::Borrowed(line), crs);
    }
    let mut out = Vec::with_capacity(line.len());
    let mut rest = line;
    while let Some((&byte, after)) = rest.split_first() {
        rest = match byte {
            0x1b => after_escape(after),
            b'\r' => after,
            _ => {
                out.push(byte);
                after
            }
        };
    }
    (Cow::Owned(out), crs)
}

/// What follows a control sequence (ECMA-48 section 5.4) whose ESC was read.
fn after_escape(bytes: &[u8]) -> &[u8] {
    let Some((b'[', after)) = bytes.split_first() else { return bytes.get(1..).unwrap_or_default() };
    let length = after.iter().take(32).take_while(|byte| !(0x40..=0x7e).contains(*byte)).count();
    after.get(length + 1..).unwrap_or_default()
}

/// The lines that a daemon wrote as one: rsyslog writes `#012` for a line feed (and `#015` for a CR), xlog and JSON `\n`.
#[must_use]
pub fn unfold(line: &[u8]) -> Option<Vec<Vec<u8>>> {
    memchr2(b'#', b'\\', line)?;
    memmem::find(line, b"SIP/2.0")?;
    let (feed, cr): (&[u8], &[u8]) = if memmem::find(line, b"#012").is_some() {
        (b"#012", b"#015")
    } else if memmem::find(line, b"\\r\\n").is_some() {
        (b"\\n", b"\\r")
    } else if memmem::find(line, b"\\015\\012").is_some() {
        (b"\\012", b"\\015")
    } else {
        return None;
    };
    let mut lines = Vec::new();
    let mut from = 0;
    for at in memmem::find_iter(line, feed) {
        lines.push(unescaped(line.get(from..at).unwrap_or_default(), cr));
        from = at + feed.len();
    }
    lines.push(unescaped(line.get(from..).unwrap_or_default(), cr));
    Some(lines)
}

fn unescaped(line: &[u8], cr: &[u8]) -> Vec<u8> {
    match line.strip_suffix(cr) {
        Some(text) => [text, b"\r"].concat(),
        None => line.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_and_prompts_of_a_terminal_are_taken_off() {
        let (text, crs) = clean(b"\r\x1b[Kvm*CLI> \r\x1b[0K<--- Received SIP\r\r");
        assert_eq!((&*text, crs), (&b"vm*CLI> <--- Received SIP"[..], 2));
    }

    #[test]
    fn offsets_are_those_of_the_file_wherever_it_is_cut() {
        let text = b"one\ntwo\r\n\nfour";
        for cut in 0..=text.len() {
            let (mut lines, mut got) = (Lines::default(), Vec::new());
            lines.feed(&text[..cut], |line, offset| got.push((line.to_vec(), offset)));
            lines.feed(&text[cut..], |line, offset| got.push((line.to_vec(), offset)));
            lines.finish(|line, offset| got.push((line.to_vec(), offset)));
            let want = [(&b"one"[..], 0), (b"two\r", 4), (b"", 9), (b"four", 10)].map(|(line, at)| (line.to_vec(), at));
            assert_eq!(got, want);
        }
    }

    #[test]
    fn a_line_without_end_is_cut_and_counted() {
        let (mut lines, mut got) = (Lines::default(), Vec::new());
        for _ in 0..5 {
            lines.feed(&[b'x'; LONGEST / 2], |line, _| got.push(line.len()));
        }
        lines.feed(b"\nnext\n", |line, offset| got.push(line.len() + offset as usize));
        assert_eq!((got, lines.cut), (vec![LONGEST, 4 + 5 * (LONGEST / 2) + 1], 1));
    }

    #[test]
    fn a_message_that_syslog_put_on_one_line_is_unfolded() {
        let lines = unfold(b"INVITE sip:a SIP/2.0#015#012Via: x#015#012#015#012").unwrap_or_default();
        assert_eq!(lines, [&b"INVITE sip:a SIP/2.0\r"[..], b"Via: x\r", b"\r", b""]);
        assert_eq!(unfold(b"nothing of the kind#012"), None);
    }
}
