//! Addresses and transports as logs write them: `UDP:198.51.100.21:5060`, `udp/[2001:db8::1]:5060`, `10.0.0.1:5060`.

use sipwire::packet::{Ip, Socket};
use sipwire::sdp::numeric_ip;

/// Numbers of transports, as `sipwire::logged` has them.
pub const UDP: u8 = 0;
/// TCP.
pub const TCP: u8 = 1;
/// TLS.
pub const TLS: u8 = 2;

const NAMES: [(&[u8], u8); 7] = [(b"udp", UDP), (b"tcp", TCP), (b"tls", TLS), (b"ws", 3), (b"wss", 4), (b"sctp", 5), (b"tls-sctp", 5)];

/// The transport that a word names; pjsip writes `UDP6` for IPv6.
#[must_use]
pub fn transport(word: &[u8]) -> Option<u8> {
    let word = word.strip_suffix(b"6").unwrap_or(word);
    NAMES.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, number)| *number)
}

/// The port of a transport where none is written (RFC 3261 section 19.1.2).
#[must_use]
pub fn default_port(transport: u8) -> u16 {
    match transport {
        TLS => 5061,
        3 => 80,
        4 => 443,
        _ => 5060,
    }
}

/// The numeric address and port that `bytes` begin with, and how long they are; `port` where none is written.
#[must_use]
pub fn socket(bytes: &[u8], port: u16) -> Option<(Socket, usize)> {
    let (host, mut at) = if bytes.first() == Some(&b'[') {
        let end = memchr::memchr(b']', bytes.get(..64).unwrap_or(bytes))?;
        (bytes.get(1..end)?, end + 1)
    } else {
        let end = bytes.iter().take(48).take_while(|byte| byte.is_ascii_hexdigit() || **byte == b'.').count();
        (bytes.get(..end)?, end)
    };
    let ip = ip(host)?;
    let digits = match bytes.get(at) {
        Some(b':') => bytes.get(at + 1..)?.iter().take(6).take_while(|byte| byte.is_ascii_digit()).count(),
        _ => 0,
    };
    let mut number = u32::from(port);
    if digits > 0 {
        let text = bytes.get(at + 1..at + 1 + digits)?;
        number = text.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
        at += 1 + digits;
    }
    Some((Socket { ip, port: u16::try_from(number).ok()? }, at))
}

/// An address in figures.
#[must_use]
pub fn ip(host: &[u8]) -> Option<Ip> {
    let is_v4 = host.iter().filter(|byte| **byte == b'.').count() == 3;
    if is_v4 || host.contains(&b':') { numeric_ip(host) } else { None }
}

/// The first address and port in `bytes`, wherever they stand behind a transport's name: `TLS:1.2.3.4:5061 --->`,
/// `UDP://1.2.3.4:5060`, `udp/[1.2.3.4]:5060`, `UDP 1.2.3.4:5060`, `1.2.3.4:5060`.
#[must_use]
pub fn remote(bytes: &[u8]) -> Option<(Socket, u8, usize)> {
    let letters = bytes.iter().take(8).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
    let word = bytes.get(..letters).and_then(transport);
    let named = word.unwrap_or(UDP);
    let from = match word {
        Some(_) => letters + bytes.get(letters..)?.iter().take(3).take_while(|byte| matches!(byte, b':' | b'/' | b' ')).count(),
        None => 0,
    };
    let (found, length) = socket(bytes.get(from..)?, default_port(named))?;
    Some((found, named, from + length))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail so")]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_an_address_is_read() {
        let v4 = Socket { ip: Ip::v4([198, 51, 100, 21]), port: 5062 };
        for (text, kind) in [
            ("UDP:198.51.100.21:5062 --->", UDP),
            ("TLS:198.51.100.21:5062", TLS),
            ("UDP://198.51.100.21:5062 --->", UDP),
            ("ws/[198.51.100.21]:5062 at 12:00:00.1:", 3),
            ("TCP 198.51.100.21:5062:", TCP),
            ("198.51.100.21:5062:", UDP),
            ("UDP6:198.51.100.21:5062", UDP),
        ] {
            let (found, named, _) = remote(text.as_bytes()).unwrap();
            assert_eq!((found, named), (v4, kind), "{text}");
        }
        let (found, _, length) = remote(b"UDP:[2001:db8::1]:5060 --->").unwrap();
        assert_eq!((found.ip.as_v4(), found.port, length), (None, 5060, 22));
        assert_eq!(socket(b"10.0.0.1 x", 5061).unwrap().0.port, 5061);
    }

    #[test]
    fn what_is_no_address_is_none() {
        for text in ["pbx.example.com:5060", "UDP:", "", "12:34:56", "1.2.3:5060", "10.0.0.1:99999"] {
            assert!(remote(text.as_bytes()).is_none(), "{text}");
        }
    }
}
