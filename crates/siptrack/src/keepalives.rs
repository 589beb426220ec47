//! Packets without SIP in them that only keep a way through NAT open (RFC 5626 sections 3.5 and 4.4): line ends, STUN, and
//! whatever few bytes telephones send for it.

use hashbrown::HashMap;
use sipwire::packet::Socket;

/// The most pairs of sockets that are remembered.
const MOST: usize = 1 << 16;

/// The cookie of STUN (RFC 8489 section 5).
const STUN: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];

/// What kept the way between two sockets open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Kept {
    /// Who sent.
    pub src: Socket,
    /// To whom.
    pub dst: Socket,
    /// How many.
    pub count: u32,
    /// The first, µs.
    pub first_ts: i64,
    /// The last, µs.
    pub last_ts: i64,
}

/// Counts keep-alives by their sockets.
#[derive(Default)]
pub struct KeepAlives(HashMap<(Socket, Socket), Kept>);

impl KeepAlives {
    /// Takes one, sent by `src` to `dst`.
    pub fn take(&mut self, ts: i64, (src, dst): (Socket, Socket)) {
        if self.0.len() >= MOST && !self.0.contains_key(&(src, dst)) {
            return;
        }
        let kept = self.0.entry((src, dst)).or_insert(Kept { src, dst, count: 0, first_ts: ts, last_ts: ts });
        kept.count += 1;
        kept.last_ts = ts;
    }

    /// All of them, in order of their sockets.
    pub fn finish(&mut self) -> Vec<Kept> {
        let mut all: Vec<Kept> = std::mem::take(&mut self.0).into_values().collect();
        all.sort_unstable_by_key(|kept| (kept.first_ts, kept.src, kept.dst));
        all
    }
}

/// The longest payload that can be nothing else: RTP, SIP and DNS take more.
const LONGEST: usize = 8;

/// Whether a UDP payload is one: too short for anything else, or a STUN binding request.
#[must_use]
#[inline]
pub fn is_keep_alive(payload: &[u8]) -> bool {
    match payload {
        [] => false,
        [0, 1, _, _, cookie @ ..] if cookie.starts_with(&STUN) => true,
        _ => payload.len() <= LONGEST,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_bytes_and_stun_keep_a_way_open_and_nothing_else_does() {
        for payload in [&b"\r\n"[..], b"\r\n\r\n", &[0; 4], b"hello", &[0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, 0, 0]] {
            assert!(is_keep_alive(payload), "{payload:?}");
        }
        for payload in [&b""[..], &[0, 1, 0, 0, 1, 2, 3, 4, 5, 6], b"INVITE sip:a@b SIP/2.0"] {
            assert!(!is_keep_alive(payload), "{payload:?}");
        }
    }
}
