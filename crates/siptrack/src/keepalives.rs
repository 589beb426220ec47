//! Packets without SIP in them that only keep a way through NAT open (RFC 5626 sections 3.5 and 4.4): line ends, STUN, and
//! whatever few bytes telephones send for it.

use crate::connections::is_sip_port;
use crate::left_out::LeftOut;
use hashbrown::HashMap;
use sipwire::packet::Socket;

/// The most pairs of sockets that are remembered.
const MOST: usize = 1 << 16;

/// How many of them may be pairs without a port of SIP: browsers send STUN from every socket on which they may hear voice.
const MOST_ELSEWHERE: usize = MOST / 2;

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
    /// The earliest, µs.
    pub first_ts: i64,
    /// The latest, µs.
    pub last_ts: i64,
}

/// Counts keep-alives by their sockets.
#[derive(Default)]
pub struct KeepAlives {
    by_ends: HashMap<(Socket, Socket), Kept>,
    elsewhere: usize,
    /// Those between sockets that found no room.
    pub left_out: LeftOut,
}

impl KeepAlives {
    /// Takes one, sent by `src` to `dst`; `seen` is its time (µs), frame and file.
    pub fn take(&mut self, (ts, frame, file): (i64, u32, u16), (src, dst): (Socket, Socket)) {
        if let Some(kept) = self.by_ends.get_mut(&(src, dst)) {
            kept.count = kept.count.saturating_add(1);
            (kept.first_ts, kept.last_ts) = (kept.first_ts.min(ts), kept.last_ts.max(ts));
            return;
        }
        let is_elsewhere = !is_sip_port(src.port) && !is_sip_port(dst.port);
        if self.by_ends.len() >= MOST || (is_elsewhere && self.elsewhere >= MOST_ELSEWHERE) {
            return self.left_out.add(file, frame);
        }
        self.elsewhere += usize::from(is_elsewhere);
        self.by_ends.insert((src, dst), Kept { src, dst, count: 1, first_ts: ts, last_ts: ts });
    }

    /// Those whose last packet came since `since` (µs); the others are forgotten.
    pub fn recent(&mut self, since: i64) -> Self {
        self.by_ends.retain(|_, kept| kept.last_ts >= since);
        self.elsewhere = self.by_ends.keys().filter(|(src, dst)| !is_sip_port(src.port) && !is_sip_port(dst.port)).count();
        Self { by_ends: self.by_ends.clone(), elsewhere: self.elsewhere, left_out: std::mem::take(&mut self.left_out) }
    }

    /// All of them, in order of time; nothing more is taken after this.
    pub fn finish(&mut self) -> Vec<Kept> {
        let mut all: Vec<Kept> = std::mem::take(&mut self.by_ends).into_values().collect();
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
    use proptest::prelude::*;
    use sipwire::packet::Ip;
    use std::collections::BTreeMap;

    fn ends(n: u32, port: u16) -> (Socket, Socket) {
        let socket = |ip: u32, port| Socket { ip: Ip::v4(ip.to_be_bytes()), port };
        (socket(n, 40_000), socket(7, port))
    }

    #[test]
    fn a_flood_is_bounded_and_counted_and_that_of_media_leaves_room_for_sip() {
        let mut all = KeepAlives::default();
        (0..200_000).for_each(|n| all.take((1, n, 3), ends(n, 20_000)));
        assert_eq!(all.left_out, LeftOut { times: 200_000 - 32_768, file: 3, frame: 32_768 });
        (0..1_000_000).for_each(|n| all.take((2, n, 4), ends(n, 5060)));
        assert_eq!(all.left_out.times, 1_200_000 - 65_536);
        let rows = all.finish();
        let sip = rows.iter().filter(|row| row.dst.port == 5060).count();
        assert_eq!((rows.len(), sip), (65_536, 32_768));
    }

    proptest! {
        /// However clocks go: each pair of sockets has its count, its earliest and its latest time.
        #[test]
        fn every_keep_alive_is_counted_between_its_sockets(sent in prop::collection::vec((0_u32..4, any::<i32>()), 0..60)) {
            let (mut all, mut expected) = (KeepAlives::default(), BTreeMap::<Socket, Vec<i64>>::new());
            for (n, ts) in sent {
                all.take((ts.into(), 1, 0), ends(n, 5060));
                expected.entry(ends(n, 5060).0).or_default().push(ts.into());
            }
            let rows = all.finish();
            prop_assert!(rows.is_sorted_by_key(|row| row.first_ts) && rows.len() == expected.len() && all.left_out.times == 0);
            for row in rows {
                let times = &expected[&row.src];
                let told = (row.count as usize, Some(&row.first_ts), Some(&row.last_ts));
                prop_assert_eq!(told, (times.len(), times.iter().min(), times.iter().max()));
            }
        }
    }

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
