//! What stands in front of a log line's text: syslog's or journald's own head, the server's, both.

use crate::stamp::{self, Stamp};
use memchr::memchr;
use xxhash_rust::xxh3::xxh3_64;

/// The parts of one line; texts are slices of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Head<'a> {
    /// The moment, as written.
    pub stamp: Option<Stamp>,
    /// VERBOSE, NOTICE, ERR ...; empty if none is written.
    pub level: &'a [u8],
    /// The thread or process.
    pub thread: &'a [u8],
    /// The source file that wrote it.
    pub source: &'a [u8],
    /// Asterisk's call tag (C-00000001) or FreeSWITCH's channel UUID.
    pub tag: &'a [u8],
    /// Where the text begins.
    pub text: usize,
    /// Where the text begins if only the outer head (syslog, journald, a container's) is taken off.
    pub outer: usize,
    /// Which program's lines of a syslog these are; 0 if there is no outer head.
    pub lane: u64,
}

impl Head<'_> {
    /// Whether anything of it was there.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.stamp.is_some() || !self.level.is_empty()
    }
}

/// No head is longer.
const LONGEST: usize = 400;

/// Reads the head of a line.
#[must_use]
pub fn read(line: &[u8]) -> Head<'_> {
    let mut head = Head::default();
    let mut reader = Reader { line: line.get(..LONGEST).unwrap_or(line), at: 0 };
    reader.file_name();
    reader.outer(&mut head);
    head.outer = reader.at;
    reader.uuid(&mut head);
    if let Some((stamp, length)) = stamp::read(reader.rest()) {
        if !head.stamp.is_some_and(|outer| outer.is_absolute()) {
            head.stamp = Some(stamp);
        }
        reader.at += length;
        reader.blanks();
    }
    if head.stamp.is_none() && matches!(reader.rest(), [b' ', b'A'..=b'Z', ..]) {
        reader.at += 1; // what stood before the level was not copied
        reader.level(&mut head);
        reader.at -= usize::from(head.level.is_empty());
    } else {
        reader.level(&mut head);
    }
    head.text = reader.at;
    head
}

/// A reading position in one line.
struct Reader<'a> {
    line: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a [u8] {
        self.line.get(self.at..).unwrap_or_default()
    }

    fn blanks(&mut self) {
        self.at += self.rest().iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    }

    /// `messages-20150513:[May 12 14:59:23] VERBOSE`: what grep writes in front, and `asterisk  | [May ...` of docker compose.
    fn file_name(&mut self) {
        let rest = self.rest();
        let digits = rest.iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
        if digits > 0 && rest.get(digits..digits + 2) == Some(b"\t[") {
            self.at += digits + 1; // FreePBX shows the number of each line in front of it
            return;
        }
        if !rest.first().is_some_and(u8::is_ascii_alphabetic) {
            return;
        }
        let Some(open) = memchr(b'[', rest.get(..120).unwrap_or(rest)) else { return };
        let before = rest.get(..open).unwrap_or_default().trim_ascii_end();
        let named = matches!(before.last(), Some(b':' | b'|')) && before.iter().filter(|byte| **byte == b' ').count() <= 12;
        let clean = !before.iter().rev().skip(1).any(|byte| matches!(byte, b':' | b'<' | b'"' | b'='));
        if named && clean && rest.get(open..).and_then(stamp::read).is_some() {
            self.at += open;
        }
    }

    /// `<134>`, a moment, `host program[pid]: `; or a container's bare moment in RFC 3339.
    fn outer(&mut self, head: &mut Head<'a>) {
        let start = self.at;
        if self.rest().first() == Some(&b'<') {
            let digits = self.rest().iter().skip(1).take_while(|byte| byte.is_ascii_digit()).count();
            if (1..=3).contains(&digits) && self.rest().get(digits + 1) == Some(&b'>') {
                self.at += digits + 2;
                if self.rest().starts_with(b"1 ") {
                    self.at += 2;
                }
            }
        }
        if self.rest().first() == Some(&b'[') {
            self.at = start;
            return;
        }
        let Some((stamp, length)) = stamp::read(self.rest()) else {
            self.at = start;
            return;
        };
        self.at += length;
        self.blanks();
        match self.program() {
            Some(lane) => (head.stamp, head.lane) = (Some(stamp), lane),
            None if stamp.is_absolute() && self.rest().first() == Some(&b'[') => (head.stamp, head.lane) = (Some(stamp), 1),
            None => self.at = start,
        }
    }

    /// `host program[pid]: ` or `daemon.info program[pid]: `; gives a number for the program and steps over it.
    fn program(&mut self) -> Option<u64> {
        let rest = self.rest();
        let rest = rest.get(..160).unwrap_or(rest);
        let gap = memchr(b' ', rest)?;
        let host = rest.get(..gap)?;
        if host.is_empty() || !host.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':')) {
            return None;
        }
        let after = rest.get(gap + 1..)?;
        let length = after.iter().take_while(|byte| byte.is_ascii_graphic() && !matches!(byte, b'[' | b':')).count();
        let mut end = length;
        if after.get(end) == Some(&b'[') {
            let digits = after.get(end + 1..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 || after.get(end + 1 + digits) != Some(&b']') {
                return None;
            }
            end += digits + 2;
        }
        if length == 0 || after.get(end) != Some(&b':') {
            return None;
        }
        let name = after.get(..end)?;
        self.at += gap + 1 + end + 1;
        if self.rest().first() == Some(&b' ') {
            self.at += 1;
        }
        Some(xxh3_64(name) | 2)
    }

    /// FreeSWITCH writes the channel's UUID first.
    fn uuid(&mut self, head: &mut Head<'a>) {
        let rest = self.rest();
        let Some(word) = rest.get(..36).filter(|_| rest.get(36) == Some(&b' ')) else { return };
        let fits =
            (0..36).zip(word).all(|(at, byte)| if matches!(at, 8 | 13 | 18 | 23) { *byte == b'-' } else { byte.is_ascii_hexdigit() });
        if fits {
            head.tag = word;
            self.at += 37;
        }
    }

    fn level(&mut self, head: &mut Head<'a>) {
        let rest = self.rest();
        let share = rest.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
        if share > 0 && rest.get(share..share + 3) == Some(b"% [") {
            self.at += share + 2; // FreeSWITCH 1.10: idle CPU
        }
        if self.rest().first() == Some(&b'[') {
            return self.switch_level(head);
        }
        let process = self.rest().iter().take_while(|byte| matches!(byte, b' ' | b'0'..=b'9' | b'(' | b')')).count();
        if process > 0 && self.rest().get(..process).is_some_and(|text| text.contains(&b'(') && text.ends_with(b") ")) {
            head.thread = self.rest().get(..process).unwrap_or_default().trim_ascii();
            self.at += process; // Kamailio's log_stderror: ` 2(9) DEBUG: ...`
        }
        let letters =
            self.rest().iter().take(24).take_while(|byte| byte.is_ascii_uppercase() || matches!(byte, b'_' | b'0'..=b'9')).count();
        let word = self.rest().get(..letters).unwrap_or_default();
        if word.len() < 3 || !word.first().is_some_and(u8::is_ascii_uppercase) {
            return;
        }
        match self.rest().get(letters) {
            Some(b'[') => self.asterisk(head, word),
            Some(b':') if self.rest().get(letters + 1) == Some(&b' ') => self.kamailio(head, word),
            _ => {}
        }
    }

    /// `[NOTICE] switch_channel.c:926 New Channel ...`
    fn switch_level(&mut self, head: &mut Head<'a>) {
        let rest = self.rest();
        let Some(end) = memchr(b']', rest.get(..16).unwrap_or(rest)) else { return };
        let word = rest.get(1..end).unwrap_or_default();
        if word.len() < 3 || !word.iter().all(u8::is_ascii_uppercase) {
            return;
        }
        head.level = word;
        self.at += end + 1;
        self.blanks();
        let length = self.source(head);
        self.at += length;
        self.blanks();
    }

    /// `VERBOSE[11739][C-00000001] res_pjsip_logger.c: ` and `NOTICE[562]: chan_sip.c:1239 function: `.
    fn asterisk(&mut self, head: &mut Head<'a>, word: &'a [u8]) {
        let rest = self.rest();
        let digits = rest.get(word.len() + 1..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count();
        let close = word.len() + 1 + digits;
        if digits == 0 || rest.get(close) != Some(&b']') {
            return;
        }
        head.level = word;
        head.thread = rest.get(word.len() + 1..close).unwrap_or_default();
        self.at += close + 1;
        if self.rest().starts_with(b"[C-")
            && let Some(end) = memchr(b']', self.rest().get(..24).unwrap_or(self.rest()))
        {
            head.tag = self.rest().get(1..end).unwrap_or_default();
            self.at += end + 1;
        }
        if self.rest().first() == Some(&b':') {
            self.at += 1;
        }
        self.blanks();
        let source = self.source(head);
        if source == 0 {
            return;
        }
        self.at += source;
        if self.rest().first() == Some(&b':') {
            self.at += 1; // `file.c: text`
        } else {
            self.blanks(); // `file.c:123 function: text`
            let function =
                self.rest().iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'~' | b'<' | b'>')).count();
            if function > 0 && self.rest().get(function) == Some(&b':') {
                self.at += function + 1;
            }
        }
        if self.rest().first() == Some(&b' ') {
            self.at += 1;
        }
    }

    /// `NOTICE: {2 23934 INVITE ...} acc [acc.c:287]: acc_log_request(): ACC: ...`; the same of OpenSIPS and rtpengine.
    fn kamailio(&mut self, head: &mut Head<'a>, word: &'a [u8]) {
        head.level = word;
        self.at += word.len() + 2;
        let rest = self.rest();
        let Some(open) = memchr(b'[', rest.get(..200).unwrap_or(rest)) else { return };
        let inner = Reader { line: self.line, at: self.at + open + 1 };
        inner.source(head);
    }

    /// The source file here, with its line's number behind a colon; how long both are, 0 if there is none.
    fn source(&self, head: &mut Head<'a>) -> usize {
        let rest = self.rest();
        let length =
            rest.iter().take(80).take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'/' | b'-')).count();
        let name = rest.get(..length).unwrap_or_default();
        let is_source = [&b".c"[..], b".cc", b".cpp", b".h", b".so", b".lua", b".cfg"].iter().any(|end| name.ends_with(end));
        if !is_source {
            return 0;
        }
        head.source = name;
        let digits = match rest.get(length) {
            Some(b':') => rest.get(length + 1..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count(),
            _ => 0,
        };
        if digits > 0 { length + 1 + digits } else { length }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str) -> (bool, String, String, String, String, String) {
        let head = read(line.as_bytes());
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let rest = text(line.as_bytes().get(head.text..).unwrap_or_default());
        (head.stamp.is_some(), text(head.level), text(head.thread), text(head.source), text(head.tag), rest)
    }

    fn want(level: &str, thread: &str, source: &str, tag: &str, rest: &str) -> (bool, String, String, String, String, String) {
        (true, level.into(), thread.into(), source.into(), tag.into(), rest.into())
    }

    #[test]
    fn asterisk_lines_of_every_version_are_taken_apart() {
        let line = "[Nov 23 01:12:00] VERBOSE[11739][C-0000001a] res_pjsip_logger.c: <--- x";
        assert_eq!(parts(line), want("VERBOSE", "11739", "res_pjsip_logger.c", "C-0000001a", "<--- x"));
        let line = "[2026-11-23 01:07:12.279] NOTICE[8404] chan_sip.c: Registration from";
        assert_eq!(parts(line), want("NOTICE", "8404", "chan_sip.c", "", "Registration from"));
        let line = "[Oct 10 16:29:51] NOTICE[21261]: res_pjsip/pjsip_distributor.c:649 log_failed_request: Request 'REGISTER'";
        assert_eq!(parts(line), want("NOTICE", "21261", "res_pjsip/pjsip_distributor.c", "", "Request 'REGISTER'"));
        let line = "2547\t[2026-11-23 01:07:12] NOTICE[8404] chan_sip.c: Registration from";
        assert_eq!(parts(line), want("NOTICE", "8404", "chan_sip.c", "", "Registration from"));
        let line = "messages-20150513:[May 12 14:59:23] VERBOSE[4400][C-00000062] app_dial.c:   == Everyone is busy";
        assert_eq!(parts(line), want("VERBOSE", "4400", "app_dial.c", "C-00000062", "  == Everyone is busy"));
    }

    #[test]
    fn syslog_and_journald_stand_in_front_of_it() {
        let line = "Sat Jul  9 12:06:57 2022 daemon.info asterisk[2721]: [Jul  9 10:06:57] NOTICE[3378]: res_x.c:676 f: Request";
        assert_eq!(parts(line), want("NOTICE", "3378", "res_x.c", "", "Request"));
        for outer in [
            "Nov 23 00:53:13 vm asterisk[26683]: ",
            "2026-11-23T00:53:13.123456+03:00 vm asterisk[26683]: ",
            "2026-11-23T00:53:13+0300 vm asterisk: ",
            "<134>Nov 23 00:53:13 vm asterisk[26683]: ",
        ] {
            let line = format!("{outer}NOTICE[3378]: res_x.c:676 f: Request");
            assert_eq!(parts(&line), want("NOTICE", "3378", "res_x.c", "", "Request"), "{outer}");
            assert_ne!(read(line.as_bytes()).lane, 0);
        }
    }

    #[test]
    fn kamailio_and_freeswitch_have_heads_of_their_own() {
        let line = "Nov 23 00:53:13 vm kamailio[26683]: NOTICE: {2 23934 INVITE c5e6} acc [acc.c:287]: acc_log_request(): ACC: x";
        assert_eq!(parts(line), want("NOTICE", "", "acc.c", "", "{2 23934 INVITE c5e6} acc [acc.c:287]: acc_log_request(): ACC: x"));
        let line = "4c61b746-4db1-47d3-b97a-33317371c612 2015-12-21 16:48:32.066666 98.50% [NOTICE] switch_core.c:1637 Close";
        assert_eq!(parts(line), want("NOTICE", "", "switch_core.c", "4c61b746-4db1-47d3-b97a-33317371c612", "Close"));
    }

    #[test]
    fn lines_of_a_message_have_no_head() {
        for line in
            ["Via: SIP/2.0/UDP 1.2.3.4;branch=z9hG4bK1", "INVITE sip:a@b SIP/2.0", "v=0", "a=rtpmap:0 PCMU/8000", "", "From: <sip:1@[::1]>"]
        {
            let head = read(line.as_bytes());
            assert!(!head.is_there() && head.text == 0, "{line}: {head:?}");
        }
    }
}
