//! The lines by which programs announce that a SIP message follows.
//!
//! | program | line |
//! |---|---|
//! | Asterisk, res_pjsip_logger.c | `<--- Received SIP request (551 bytes) from UDP:198.51.100.21:5060 --->`, `<--- Transmitting SIP response (568 bytes) to ...` |
//! | Asterisk, chan_sip.c | `<--- SIP read from UDP:198.51.100.21:5060 --->`, `Reliably Transmitting (NAT) to 198.51.100.21:5060:`, `Retransmitting #1 (no NAT) to ...` |
//! | Asterisk, res_pjsip_history.c | `<--- History Entry 0 Received from 198.51.100.22:5060 at 1795396320 --->` |
//! | FreeSWITCH and sofia-sip, tport_logging.c | `recv 2727 bytes from ws/[192.168.0.100]:51173 at 13:47:10.747831:` |
//! | pjsua, pjsua_core.c | `TX 553 bytes Request msg REGISTER/cseq=51617 (tdta0x55) to UDP 203.0.113.10:5060:` |
//! | sngrep, ngrep, baresip | `2018/06/16 05:26:36.870864 5.79.86.77:5060 -> 165.227.33.101:56058` |
//! | SIPp, logger.cpp and socket.cpp | `UDP message received [314] bytes :` |
//! | Linphone (belle-sip, channel.c) | `channel [0x76bb]: message sent to [UDP://198.51.100.21:5060], size: [832] bytes`, `... received [501] new bytes from [...]` |
//! | tcpdump -A | `10:57:32.866575 IP 198.51.100.21.5060 > 203.0.113.10.5060: SIP: INVITE sip:...`, `... UDP, length 467` |
//! | AudioCodes, syslog | `---- Incoming SIP Message from 198.51.100.21:5060 to SIPInterface #0 (LAN) UDP TO(#12) SocketID(4) ----` |

use crate::address::{self, UDP, remote};
use crate::stamp::{self, Stamp};
use aho_corasick::{AhoCorasick, MatchKind};
use memchr::memmem;
use sipwire::packet::Socket;

/// Which way a message went, as seen from the program that wrote the log.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Way {
    /// It received it.
    In,
    /// It sent it.
    Out,
    /// The log does not say.
    #[default]
    Unknown,
}

/// What such a line says of the message.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Announced {
    /// Which way it went.
    pub way: Way,
    /// The other side.
    pub remote: Option<Socket>,
    /// The log's own side, where the line names both.
    pub own: Option<Socket>,
    /// Its transport, if named.
    pub transport: Option<u8>,
    /// How many bytes it has, if that is named.
    pub bytes: Option<usize>,
    /// When, if the line itself says.
    pub stamp: Option<Stamp>,
    /// The number of its entry, if it is of the PJSIP history: a second telling, parsed and put together again.
    pub history: Option<u32>,
    /// Whether a CR is shown as a point at the end of each line (ngrep -W byline).
    pub dotted: bool,
    /// Whether bytes of the packet's head stand before the message (tcpdump -A); 10 in an address is a line feed there.
    pub raw: bool,
}

impl Announced {
    /// Whether a program told of it: who pastes a message alone shows it as it is.
    #[must_use]
    pub fn is_of_server(&self) -> bool {
        self.remote.is_some() || self.bytes.is_some()
    }
}

/// Finds such lines.
#[derive(Debug)]
pub struct Announcements {
    needles: Option<AhoCorasick>,
}

const NEEDLES: [&str; 13] = [
    "<--- Received SIP ",
    "<--- Transmitting SIP ",
    "SIP read from ",
    "ransmitting ",
    "<--- History Entry ",
    " bytes from ",
    " bytes to ",
    " bytes Re",
    " message ",
    "ing SIP Message ",
    " new bytes from [",
    " > ",
    " -> ",
];

/// A line that holds more of these is no announcement.
const MOST_TRIED: usize = 8;

impl Default for Announcements {
    fn default() -> Self {
        Self { needles: AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(NEEDLES).ok() }
    }
}

impl Announcements {
    /// What `line`, whose own text begins at `text`, announces.
    #[must_use]
    pub fn find(&self, line: &[u8], text: usize) -> Option<Announced> {
        let found = self.needles.as_ref()?.find_iter(line).take(MOST_TRIED);
        found.into_iter().find_map(|found| read(found.pattern().as_usize(), line, text, found.start(), found.end()))
    }
}

/// What the needle of this number, found from `start` to `end`, announces.
fn read(needle: usize, line: &[u8], text: usize, start: usize, end: usize) -> Option<Announced> {
    let rest = line.get(end..)?;
    match needle {
        0 => pjsip(rest, Way::In),
        1 => pjsip(rest, Way::Out),
        2 => read_from(rest),
        3 => transmitting(line, start, rest),
        4 => history(rest),
        5 => sofia(line, start, rest, Way::In),
        6 => sofia(line, start, rest, Way::Out),
        7 => pjsua(line, start, rest),
        8 => sipp(line, start, rest).or_else(|| belle_sip(rest.strip_prefix(b"sent to [")?, Way::Out)),
        9 => audiocodes(line, start, rest),
        10 => belle_sip(rest, Way::In),
        11 => tcpdump(line, start, rest),
        _ => arrow(line, text, start, rest),
    }
}

fn toward(way: Way, (remote, transport, _): (Socket, u8, usize)) -> Announced {
    Announced { way, remote: Some(remote), transport: Some(transport), ..Announced::default() }
}

/// `request (551 bytes) from UDP:198.51.100.21:5060 --->`; before Asterisk 13.? it said no transport's name at all.
fn pjsip(rest: &[u8], way: Way) -> Option<Announced> {
    let open = memchr::memchr(b'(', rest.get(..32).unwrap_or(rest))?;
    let bytes = number(rest.get(open + 1..)?)?;
    let word: &[u8] = if way == Way::In { b" from " } else { b" to " };
    let at = memmem::find(rest, word)? + word.len();
    let announced = remote(rest.get(at..)?).map_or(Announced { way, ..Announced::default() }, |found| toward(way, found));
    Some(Announced { bytes: Some(bytes), ..announced })
}

/// `UDP:198.51.100.21:5060 --->`, `UDP://198.51.100.21:5060 --->`, `198.51.100.21:5060:`
fn read_from(rest: &[u8]) -> Option<Announced> {
    let found = remote(rest)?;
    ends_line(rest.get(found.2..)?).then(|| toward(Way::In, found))
}

/// `Transmitting (no NAT) to 198.51.100.21:5060 --->` or `:`; `Retransmitting #1 (NAT) to 198.51.100.21:5060:`
fn transmitting(line: &[u8], start: usize, rest: &[u8]) -> Option<Announced> {
    let before = line.get(..start)?;
    if !(before.ends_with(b"T") || before.ends_with(b"Ret")) {
        return None;
    }
    let nat = memmem::find(rest.get(..32).unwrap_or(rest), b"NAT) to ")?;
    let found = remote(rest.get(nat + 8..)?)?;
    ends_line(rest.get(nat + 8 + found.2..)?).then(|| Announced { transport: None, ..toward(Way::Out, found) })
}

fn ends_line(rest: &[u8]) -> bool {
    matches!(rest.trim_ascii(), b"" | b":" | b"--->")
}

/// `0 Received from 198.51.100.22:5060 at 1795396320 --->`, `1 Sent to ...`
fn history(rest: &[u8]) -> Option<Announced> {
    let (way, at) = match (memmem::find(rest, b" Received from "), memmem::find(rest, b" Sent to ")) {
        (Some(at), _) => (Way::In, at + 15),
        (None, at) => (Way::Out, at? + 9),
    };
    let found = remote(rest.get(at..)?)?;
    let moment = rest.get(at + found.2..)?.strip_prefix(b" at ")?;
    let stamp = stamp::read(moment.trim_ascii_start()).map(|(stamp, _)| stamp);
    let number = rest
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .fold(0_u32, |number, byte| number.wrapping_mul(10).wrapping_add(u32::from(byte.wrapping_sub(b'0'))));
    Some(Announced { stamp, history: Some(number), transport: None, ..toward(way, found) })
}

/// `recv 2727 bytes from ws/[192.168.0.100]:51173 at 13:47:10.747831:`; also `sent`, and `send` of FreeSWITCH.
fn sofia(line: &[u8], start: usize, rest: &[u8], way: Way) -> Option<Announced> {
    let bytes = number_before(line.get(..start)?)?;
    let found = remote(rest)?;
    let after = rest.get(found.2..)?;
    let at = memmem::find(after.get(..40).unwrap_or(after), b" at ")?;
    let stamp = stamp::read(after.get(at + 4..)?).map(|(stamp, _)| stamp)?;
    Some(Announced { bytes: Some(bytes), stamp: Some(stamp), ..toward(way, found) })
}

/// `TX 553 bytes Request msg REGISTER/cseq=51617 (tdta0x55f3fc62aa70) to UDP 203.0.113.10:5060:`
fn pjsua(line: &[u8], start: usize, rest: &[u8]) -> Option<Announced> {
    let before = line.get(..start)?;
    let bytes = number_before(before)?;
    let digits = before.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let verb = before.get(..before.len() - digits)?.trim_ascii_end();
    let (way, word) = if verb.ends_with(b"TX") { (Way::Out, &b" to "[..]) } else { (Way::In, &b" from "[..]) };
    if !(verb.ends_with(b"TX") || verb.ends_with(b"RX")) {
        return None;
    }
    let at = memmem::rfind(rest, word)? + word.len();
    let announced = remote(rest.get(at..)?).map_or(Announced { way, ..Announced::default() }, |found| toward(way, found));
    Some(Announced { bytes: Some(bytes), ..announced })
}

/// `UDP message sent (482 bytes):`, `UDP message sent [482] bytes:`, `TCP message received [314] bytes :`
fn sipp(line: &[u8], start: usize, rest: &[u8]) -> Option<Announced> {
    let word = line.get(..start)?.rsplit(|byte| *byte == b' ').next()?;
    let transport = address::transport(word)?;
    let (way, rest) = match (rest.strip_prefix(b"sent "), rest.strip_prefix(b"received ")) {
        (Some(rest), _) => (Way::Out, rest),
        (None, rest) => (Way::In, rest?),
    };
    let bytes = number(rest.strip_prefix(b"(").or_else(|| rest.strip_prefix(b"["))?)?;
    Some(Announced { way, bytes: Some(bytes), transport: Some(transport), ..Announced::default() })
}

/// `UDP://198.51.100.21:5060], size: [832] bytes`, `TCP://sip.example.org:5060]:`
fn belle_sip(rest: &[u8], way: Way) -> Option<Announced> {
    let name = rest.iter().take(4).take_while(|byte| byte.is_ascii_uppercase()).count();
    let transport = address::transport(rest.get(..name)?)?;
    rest.get(name..)?.strip_prefix(b"://")?;
    let other = remote(rest).filter(|found| rest.get(found.2) == Some(&b']'));
    Some(Announced { way, remote: other.map(|found| found.0), transport: Some(transport), ..Announced::default() })
}

/// `192.0.2.1.5060 > 192.0.2.2.sip: `: the port stands behind a point.
fn tcpdump(line: &[u8], start: usize, rest: &[u8]) -> Option<Announced> {
    let before = line.get(..start)?;
    let word = before.rsplit(|byte| matches!(byte, b' ' | b'\t')).next()?;
    let end = memmem::find(rest.get(..160).unwrap_or(rest), b": ")?;
    let (own, remote) = (pointed(word)?, pointed(rest.get(..end)?)?);
    let is_named = own.is_none() || remote.is_none();
    if is_named && !before.split(|byte| *byte == b' ').any(|word| matches!(word, b"IP" | b"IP6")) {
        return None;
    }
    let is_tcp = rest.get(end..)?.starts_with(b": Flags [");
    let transport = Some(if is_tcp { address::TCP } else { UDP });
    let both = (own.filter(|_| !is_named), remote.filter(|_| !is_named));
    Some(Announced { way: Way::Out, own: both.0, remote: both.1, transport, raw: true, ..Announced::default() })
}

/// The socket of `192.0.2.1.5060`; `Some(None)` of `pbx.example.org.sip`.
fn pointed(word: &[u8]) -> Option<Option<Socket>> {
    let (host, port) = word.split_at(memchr::memrchr(b'.', word)?);
    let port = match port.get(1..)? {
        b"sip" => 5060,
        b"sip-tls" => 5061,
        digits => u16::try_from(sipwire::sip::digits(digits)?).ok()?,
    };
    Some(address::ip(host).map(|ip| Socket { ip, port }))
}

/// `---- Outgoing SIP Message to 198.51.100.21:5060 from SIPInterface #0 (LAN) UDP TO(#12) SocketID(4) ----`
fn audiocodes(line: &[u8], start: usize, rest: &[u8]) -> Option<Announced> {
    let before = line.get(..start)?;
    let (way, rest) = match (before.ends_with(b"---- Incom"), before.ends_with(b"---- Outgo")) {
        (true, _) => (Way::In, rest.strip_prefix(b"from ")?),
        (_, true) => (Way::Out, rest.strip_prefix(b"to ")?),
        _ => return None,
    };
    let found = remote(rest)?;
    let interface = memmem::find(rest, b" SIPInterface #")?;
    let named = rest.get(interface..)?.split(|byte| *byte == b' ').find_map(address::transport);
    Some(Announced { transport: named.or(Some(found.1)), ..toward(way, found) })
}

/// `5.79.86.77:5060 -> 165.227.33.101:56058` behind a moment, `U ` or `UDP `.
fn arrow(line: &[u8], text: usize, start: usize, rest: &[u8]) -> Option<Announced> {
    let own = line.get(text..start)?.rsplit(|byte| *byte == b' ').next()?;
    let (src, length) = address::socket(own, 5060)?;
    let (dst, far) = address::socket(rest, 5060)?;
    let after = rest.get(far..)?.trim_ascii();
    if length != own.len() || !(after.is_empty() || after.starts_with(b"[") || after.starts_with(b"#")) {
        return None;
    }
    let before = line.get(..start - own.len())?;
    let word = before.trim_ascii();
    let name = word.split(|byte| *byte == b' ').find_map(|word| address::transport(word).or(short_transport(word)));
    let inner = word.strip_prefix(b"U ").or_else(|| word.strip_prefix(b"T ")).unwrap_or(word);
    let stamp = stamp::read(inner).map(|(stamp, _)| stamp);
    if before.len() > text + 40 || (stamp.is_none() && name.is_none() && !word.is_empty()) {
        return None;
    }
    let dotted = matches!(word.split(|byte| *byte == b' ').next(), Some(b"U" | b"T"));
    let transport = Some(name.unwrap_or(UDP));
    Some(Announced { way: Way::Out, remote: Some(dst), own: Some(src), transport, stamp, dotted, ..Announced::default() })
}

fn short_transport(word: &[u8]) -> Option<u8> {
    match word {
        b"U" => Some(UDP),
        b"T" => Some(address::TCP),
        _ => None,
    }
}

fn number(bytes: &[u8]) -> Option<usize> {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !(1..=7).contains(&digits) {
        return None;
    }
    Some(bytes.iter().take(digits).fold(0, |sum, digit| sum * 10 + usize::from(digit - b'0')))
}

fn number_before(bytes: &[u8]) -> Option<usize> {
    let digits = bytes.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    number(bytes.get(bytes.len() - digits..)?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail so")]
mod tests {
    use super::*;
    use sipwire::packet::Ip;

    fn find(line: &str) -> Option<Announced> {
        Announcements::default().find(line.as_bytes(), 0)
    }

    fn phone(port: u16) -> Option<Socket> {
        Some(Socket { ip: Ip::v4([198, 51, 100, 21]), port })
    }

    #[test]
    fn asterisk_names_the_other_side_only() {
        let got = find("x.c: <--- Received SIP request (551 bytes) from UDP:198.51.100.21:5060 --->").unwrap();
        assert_eq!((got.way, got.remote, got.transport, got.bytes), (Way::In, phone(5060), Some(0), Some(551)));
        let got = find("<--- Transmitting SIP response (568 bytes) to TLS:198.51.100.21:5061 --->").unwrap();
        assert_eq!((got.way, got.remote, got.transport, got.bytes), (Way::Out, phone(5061), Some(2), Some(568)));
        for line in ["<--- SIP read from UDP:198.51.100.21:5060 --->", "<-- SIP read from 198.51.100.21:5060: "] {
            assert_eq!(find(line).unwrap().remote, phone(5060), "{line}");
        }
        for line in [
            "<--- Reliably Transmitting (no NAT) to 198.51.100.21:5060 --->",
            "[x] VERBOSE[1] chan_sip.c: Reliably Transmitting (NAT) to 198.51.100.21:5060:",
            "Retransmitting #12 (no NAT) to 198.51.100.21:5060:",
        ] {
            let got = find(line).unwrap();
            assert_eq!((got.way, got.remote), (Way::Out, phone(5060)), "{line}");
        }
        let got = find("<--- History Entry 1 Sent to 198.51.100.21:5060 at 1795396320 --->").unwrap();
        assert_eq!((got.way, got.remote, got.stamp), (Way::Out, phone(5060), Some(Stamp::Epoch(1_795_396_320_000_000))));
    }

    #[test]
    fn other_programs_are_understood_too() {
        let got = find("recv 2727 bytes from ws/[198.51.100.21]:51173 at 13:47:10.747831:").unwrap();
        assert_eq!((got.way, got.remote, got.transport, got.bytes), (Way::In, phone(51173), Some(3), Some(2727)));
        let got = find("...TX 553 bytes Request msg REGISTER/cseq=5 (tdta0x5) to UDP 198.51.100.21:5060:").unwrap();
        assert_eq!((got.way, got.remote, got.bytes), (Way::Out, phone(5060), Some(553)));
        let got = find(".RX 568 bytes Response msg 401/REGISTER/cseq=5 (rdata0x5) from UDP 198.51.100.21:5060:").unwrap();
        assert_eq!((got.way, got.remote), (Way::In, phone(5060)));
        assert_eq!(find("UDP message received [314] bytes :").unwrap().bytes, Some(314));
        assert_eq!(find("TCP message sent (482 bytes):").unwrap().way, Way::Out);
        for line in ["2018/06/16 05:26:36.870864 198.51.100.21:5060 -> 10.0.0.1:5070", "UDP 198.51.100.21:5060 -> 10.0.0.1:5070"] {
            assert_eq!(find(line).unwrap().own, phone(5060), "{line}");
        }
        assert!(find("U 2018/06/16 05:26:36.870864 198.51.100.21:5060 -> 10.0.0.1:5070 #4").unwrap().dotted);
        let got =
            find("2026-11-23 01:12:00 [belle-sip] MESSAGE channel [0x7]: message sent to [UDP://198.51.100.21:5060], size: [832] bytes");
        assert_eq!(got.map(|got| (got.way, got.remote, got.transport, got.bytes)), Some((Way::Out, phone(5060), Some(0), None)));
        let got = find("I/Phone: channel [0x7]: received [501] new bytes from [TLS://pbx.example.org:5061]:").unwrap();
        assert_eq!((got.way, got.remote, got.transport), (Way::In, None, Some(2)));
        for line in
            ["10:57:32.866575 IP 198.51.100.21.5060 > 203.0.113.10.sip: SIP: ACK", "\t198.51.100.21.sip > 203.0.113.10.5060: UDP, length 9"]
        {
            let got = find(line).unwrap();
            assert_eq!((got.own, got.transport, got.remote.map(|remote| remote.port)), (phone(5060), Some(0), Some(5060)), "{line}");
        }
        let head = "[S=1201] [SID=2a4f1c:15:770] (N 89201) ---- ";
        let got =
            find(&format!("{head}Incoming SIP Message from 198.51.100.21:5061 to SIPInterface #1 (WAN) TLS TO(#13) SocketID(8) ----"))
                .unwrap();
        assert_eq!((got.way, got.remote, got.transport), (Way::In, phone(5061), Some(2)));
        let got =
            find(&format!("{head}Outgoing SIP Message to 198.51.100.21:5060 from SIPInterface #0 (LAN) UDP TO(#12) SocketID(4) ---- "))
                .unwrap();
        assert_eq!((got.way, got.remote, got.transport), (Way::Out, phone(5060), Some(0)));
    }

    #[test]
    fn a_line_that_only_mentions_such_words_announces_nothing() {
        for line in [
            "Retransmitting is bad",
            "received 12 bytes from the server",
            "call moved 100 -> 200",
            "state 1.2.3.4:5 -> 2.3.4.5:6 changed",
            "SIP message received from nobody",
            "---- Incoming SIP Message from nobody to SIPInterface #1 (WAN) TLS",
            "the Incoming SIP Message from 198.51.100.21:5061 to SIPInterface #1",
            "<--- Received SIP ",
            "the message sent to [nobody]",
            "received [1] new bytes from [the past]:",
            "2 > 1: true",
            "<a> > 192.0.2.1.5060: x",
            "a.1 > b.2: c",
        ] {
            assert_eq!(find(line), None, "{line}");
        }
    }
}
