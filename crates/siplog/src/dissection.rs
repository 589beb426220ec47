//! Packets as Wireshark and tshark -V print them, line by line taken back to the message that they dissect.
//!
//! Its `Frame`, `Internet Protocol` and `User Datagram Protocol` lines tell when and between whom; below `Session Initiation
//! Protocol` stand the start line, the headers and the lines of SDP, each with names and deeper lines of Wireshark's own.

use crate::address;
use crate::announce::{Announced, Way};
use crate::head;
use crate::stamp::{self, Stamp};
use memchr::memmem;
use sipwire::packet::Socket;

/// What a line means for the message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// One begins with the next lines.
    Begin(Announced),
    /// A line of it; empty where its head ends.
    Text(Vec<u8>),
    /// Nothing: Wireshark's own words.
    Aside,
    /// It is over.
    End,
    /// It was over before this line, which is another's.
    Over,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Part {
    #[default]
    Outside,
    Start,
    Head,
    Body,
}

/// How the lines begin that matter outside of messages.
const OPENINGS: [&[u8]; 7] = [b"Frame ", b"Session I", b"Internet P", b"User Data", b"Transmission C", b"Arrival T", b"Epoch "];

/// Where in such a text we are.
#[derive(Debug, Default)]
pub struct Dissection {
    part: Part,
    /// How far the lines of the part are indented; deeper ones explain them.
    level: Option<usize>,
    /// Whether its lines kept their blanks in front: one without them is none of it.
    is_indented: bool,
    src: Socket,
    dst: Socket,
    transport: u8,
    stamp: Option<Stamp>,
}

impl Dissection {
    /// What the line means, if it is of such a text.
    pub fn take(&mut self, line: &[u8]) -> Option<Step> {
        let bare = line.trim_ascii();
        if self.part == Part::Outside && !OPENINGS.iter().any(|opening| bare.starts_with(opening)) {
            return None;
        }
        if bare.starts_with(b"Session Initiation Protocol") {
            return self.begin(bare);
        }
        if self.part == Part::Outside {
            return self.note(bare).then_some(Step::Aside);
        }
        if bare.len() == line.len() && head::read(line).stamp.is_some() {
            self.part = Part::Outside; // a log goes on, in which somebody put it
            return None;
        }
        if bare.is_empty() || self.note(bare) {
            self.part = Part::Outside;
            return Some(Step::End);
        }
        let indent = line.len() - line.trim_ascii_start().len();
        if self.is_indented && indent == 0 {
            self.part = Part::Outside;
            return Some(Step::Over);
        }
        self.is_indented |= indent > 0;
        Some(self.inside(bare, indent))
    }

    /// `Session Initiation Protocol (INVITE)`; a mere mention of it is none.
    fn begin(&mut self, bare: &[u8]) -> Option<Step> {
        let rest = bare.get(27..)?;
        if !(rest.is_empty() || (rest.starts_with(b" (") && rest.ends_with(b")"))) {
            return None;
        }
        (self.part, self.level, self.is_indented) = (Part::Start, None, false);
        let Self { src, dst, transport, stamp, .. } = *self;
        let known = src != Socket::default() && dst != Socket::default();
        Some(Step::Begin(if known {
            Announced { way: Way::Out, own: Some(src), remote: Some(dst), transport: Some(transport), stamp, ..Announced::default() }
        } else {
            Announced { stamp, ..Announced::default() }
        }))
    }

    /// Notes what a line of the lower layers says; whether it is one.
    fn note(&mut self, bare: &[u8]) -> bool {
        if bare.starts_with(b"Frame ") && memmem::find(bare, b" bytes on wire").is_some() {
            (self.src, self.dst, self.stamp) = (Socket::default(), Socket::default(), None);
        } else if let Some(time) = after(bare, &[b"Epoch Arrival Time: ", b"Epoch Time: ", b"Arrival Time: "]) {
            let read = stamp::read(time).map(|(stamp, _)| stamp);
            self.stamp = read.filter(|_| !matches!(self.stamp, Some(Stamp::Epoch(_)))).or(self.stamp);
        } else if let Some(rest) = after(bare, &[b"Internet Protocol Version 4, Src: ", b"Internet Protocol Version 6, Src: "]) {
            let (src, dst) = pair(rest, b", Dst: ");
            (self.src.ip, self.dst.ip) = (address::ip(src).unwrap_or_default(), address::ip(dst).unwrap_or_default());
        } else if let Some(rest) = after(bare, &[b"User Datagram Protocol, Src Port: ", b"Transmission Control Protocol, Src Port: "]) {
            let (src, dst) = pair(rest, b", Dst Port: ");
            (self.src.port, self.dst.port) = (port(src), port(dst));
            self.transport = if bare.starts_with(b"T") { address::TCP } else { address::UDP };
        } else {
            return false;
        }
        true
    }

    fn inside(&mut self, bare: &[u8], indent: usize) -> Step {
        if bare.starts_with(b"[") {
            return Step::Aside;
        }
        if let Some(start) = after(bare, &[b"Request-Line: ", b"Status-Line: "]).filter(|_| self.part == Part::Start) {
            return Step::Text(start.to_vec());
        }
        if bare == b"Message Header" {
            (self.part, self.level) = (Part::Head, None);
            return Step::Aside;
        }
        if bare == b"Message Body" {
            (self.part, self.level) = (Part::Body, None);
            return Step::Text(Vec::new());
        }
        let text = match self.part {
            Part::Head => memmem::find(bare, b":").map(|_| bare.to_vec()),
            Part::Body => described(bare),
            Part::Start | Part::Outside => None,
        };
        let Some(text) = text else { return Step::Aside };
        if indent > *self.level.get_or_insert(indent) {
            return Step::Aside;
        }
        Step::Text(text)
    }
}

/// `Media Attribute (a): rtpmap:8 PCMA/8000` is `a=rtpmap:8 PCMA/8000`.
fn described(bare: &[u8]) -> Option<Vec<u8>> {
    let at = memmem::find(bare, b"): ")?;
    let name = bare.get(..at)?;
    let letter = *name.last()?;
    (name.ends_with(&[b' ', b'(', letter]) && letter.is_ascii_lowercase())
        .then(|| [&[letter, b'='], bare.get(at + 3..).unwrap_or_default()].concat())
}

fn after<'a>(bare: &'a [u8], names: &[&[u8]]) -> Option<&'a [u8]> {
    names.iter().find_map(|name| bare.strip_prefix(*name))
}

/// The first words before and behind `between`.
fn pair<'a>(text: &'a [u8], between: &[u8]) -> (&'a [u8], &'a [u8]) {
    let at = memmem::find(text, between).unwrap_or(text.len());
    let word = |text: &'a [u8]| text.split(|byte| matches!(byte, b',')).next().unwrap_or_default().trim_ascii();
    let host = |text: &'a [u8]| text.split(|byte| *byte == b' ').next().unwrap_or_default();
    let (src, dst) = (word(text.get(..at).unwrap_or_default()), word(text.get(at + between.len()..).unwrap_or_default()));
    if between.ends_with(b"Port: ") { (src, dst) } else { (host(src), host(dst)) }
}

/// `5060`, `sip (5060)`.
fn port(text: &[u8]) -> u16 {
    let inner = text.rsplit(|byte| *byte == b'(').next().unwrap_or_default();
    sipwire::sip::digits(inner.strip_suffix(b")").unwrap_or(inner)).and_then(|port| u16::try_from(port).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_sdp_get_their_letters_back() {
        assert_eq!(described(b"Media Attribute (a): rtpmap:8 PCMA/8000").as_deref(), Some(&b"a=rtpmap:8 PCMA/8000"[..]));
        assert_eq!(described(b"Media Type: audio"), None);
    }

    #[test]
    fn older_versions_name_hosts_and_ports_twice() {
        assert_eq!(pair(b"192.0.2.1 (192.0.2.1), Dst: 192.0.2.2 (192.0.2.2)", b", Dst: "), (&b"192.0.2.1"[..], &b"192.0.2.2"[..]));
        let (src, dst) = pair(b"sip (5060), Dst Port: 5070, Seq: 1", b", Dst Port: ");
        assert_eq!((port(src), port(dst)), (5060, 5070));
    }

    #[test]
    fn a_mere_mention_is_no_dissection() {
        let mut dissection = Dissection::default();
        for line in ["Session Initiation Protocol is fun", "Frame 1", "Arrive", "Via: SIP/2.0/UDP x", ""] {
            assert_eq!(dissection.take(line.as_bytes()), None, "{line}");
        }
    }
}
