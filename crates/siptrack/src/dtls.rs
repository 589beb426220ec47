//! How the keys of voice were made by DTLS (RFC 5764): who said hello to whom, what came back, and who gave up.

use crate::left_out::LeftOut;
use hashbrown::HashMap;
use sipwire::packet::Socket;

/// The most pairs of sockets that are remembered.
const MOST: usize = 1 << 16;

/// Types of records (RFC 6347 section 4.1).
const ALERT: u8 = 21;
const HANDSHAKE: u8 = 22;

/// The type of a handshake message by which a client begins (RFC 6347 section 4.2).
const CLIENT_HELLO: u8 = 1;

/// How long after a packet another one with its number is a copy of it, µs: who sends anew gives a new number (section 4.2.4), and
/// whoever begins anew on the same sockets took longer.
const COPIED: i64 = 500_000;

/// A warning that nothing more follows: no fault (RFC 5246 section 7.2.1).
const CLOSE_NOTIFY: u8 = 0;

/// What one socket sent to another of DTLS.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shaken {
    /// Who sent.
    pub src: Socket,
    /// To whom.
    pub dst: Socket,
    /// File and frame of the first packet.
    pub place: (u16, u32),
    /// How many packets.
    pub count: u32,
    /// How many of them held a `ClientHello`.
    pub hellos: u32,
    /// How many held what is encrypted already: the sender had keys.
    pub sealed: u32,
    /// The earliest, µs.
    pub first_ts: i64,
    /// The latest, µs.
    pub last_ts: i64,
    /// The first alert that could be read: its level and description.
    pub alert: Option<(u8, u8)>,
    /// File and frame of that alert.
    pub alert_place: (u16, u32),
    /// Epoch and number of the latest packet's first record.
    number: u64,
}

/// What one packet holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Flight {
    number: u64,
    has_hello: bool,
    is_sealed: bool,
    alert: Option<(u8, u8)>,
}

/// Whether a UDP payload is DTLS (RFC 7983 section 7, RFC 9147 section 4.1): the type of a record, and a version that no other protocol has
/// there.
#[must_use]
#[inline]
pub fn looks_like(payload: &[u8]) -> bool {
    matches!(payload, [20..=26, 0xfe, 0xfd | 0xff, ..])
}

/// Whether a UDP payload may begin with an encrypted record of DTLS 1.3, by the bits of its unified header, 001CSLEE (RFC 9147 section 4):
/// many other things begin so, and it is one between sockets whose DTLS was seen to begin ([`Handshakes::knows`]).
#[must_use]
#[inline]
pub fn may_be_unified(payload: &[u8]) -> bool {
    sealed_record(payload).is_some()
}

/// What follows an encrypted record of DTLS 1.3; `None` if none is there. The first two epochs that are encrypted are 2, of the
/// handshake, and 3; a record without a length, or with a connection id whose length only the hellos tell, goes on to the end.
fn sealed_record(payload: &[u8]) -> Option<&[u8]> {
    let (&first, rest) = payload.split_first()?;
    if first & 0b1110_0010 != 0b0010_0010 {
        return None;
    }
    let (has_id, number, has_length) = (first & 0x10 != 0, if first & 8 != 0 { 2 } else { 1 }, first & 4 != 0);
    let behind = rest.get(number..)?;
    let (length, body) = match behind {
        [long, length, body @ ..] if has_length && !has_id => (usize::from(u16::from_be_bytes([*long, *length])), body),
        body => (body.len(), body),
    };
    body.get(length..).filter(|_| length >= LEAST_SEALED)
}

/// The least that is encrypted: the type of what was, and the shortest tag that an AEAD of TLS 1.3 has; by RFC 9147 section 4.2.3 no less
/// than 16 bytes, since the number is hidden by them.
const LEAST_SEALED: usize = 16;

/// Reads the records of a packet, as far as they can be read.
#[must_use]
pub fn read(mut payload: &[u8]) -> Flight {
    let number = payload.get(3..11).and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_be_bytes);
    let mut found = Flight { number, ..Flight::default() };
    loop {
        payload = match sealed_record(payload) {
            Some(rest) => {
                found.is_sealed = true;
                rest
            }
            None => match take_plain(payload, &mut found) {
                Some(rest) => rest,
                None => return found,
            },
        }
    }
}

/// Takes a record with the header of DTLS 1.2, which the hellos of 1.3 have too; returns what follows.
fn take_plain<'a>(payload: &'a [u8], found: &mut Flight) -> Option<&'a [u8]> {
    let [kind @ 20..=26, 0xfe, 0xfd | 0xff, high, low, _, _, _, _, _, _, long, length, rest @ ..] = payload else { return None };
    let epoch = u16::from_be_bytes([*high, *low]);
    let body = rest.get(..usize::from(u16::from_be_bytes([*long, *length]))).unwrap_or(rest);
    match (*kind, epoch, body) {
        (_, 1.., _) => found.is_sealed = true,
        (HANDSHAKE, _, [CLIENT_HELLO, ..]) if begins(body) => found.has_hello = true,
        (ALERT, _, [level, what, ..]) if *what != CLOSE_NOTIFY => found.alert = found.alert.or(Some((*level, *what))),
        _ => {}
    }
    rest.get(body.len()..)
}

/// Whether a handshake message, or what is there of it, is no later fragment of one (section 4.2.3).
fn begins(message: &[u8]) -> bool {
    message.get(6..9).is_none_or(|offset| offset == [0; 3])
}

/// Counts packets of DTLS by their sockets, each once though it was seen twice.
#[derive(Default)]
pub struct Handshakes {
    by_ends: HashMap<(Socket, Socket), Shaken>,
    /// Those between sockets that found no room.
    pub left_out: LeftOut,
}

impl Handshakes {
    /// Takes a packet, sent by `src` to `dst`; `seen` is its time (µs), frame and file.
    pub fn take(&mut self, (ts, frame, file): (i64, u32, u16), (src, dst): (Socket, Socket), flight: Flight) {
        if self.by_ends.len() >= MOST && !self.by_ends.contains_key(&(src, dst)) {
            return self.left_out.add(file, frame);
        }
        let place = (file, frame);
        let nothing = Shaken {
            src,
            dst,
            place,
            count: 0,
            hellos: 0,
            sealed: 0,
            first_ts: ts,
            last_ts: ts,
            alert: None,
            alert_place: place,
            number: 0,
        };
        let one = self.by_ends.entry((src, dst)).or_insert(nothing);
        if one.count > 0 && one.number == flight.number && (ts - one.last_ts).abs() < COPIED {
            return;
        }
        one.number = flight.number;
        one.count = one.count.saturating_add(1);
        one.hellos = one.hellos.saturating_add(flight.has_hello.into());
        one.sealed = one.sealed.saturating_add(flight.is_sealed.into());
        if one.alert.is_none() && flight.alert.is_some() {
            (one.alert, one.alert_place) = (flight.alert, place);
        }
        (one.first_ts, one.last_ts) = (one.first_ts.min(ts), one.last_ts.max(ts));
    }

    /// Whether DTLS was seen from one socket to another, or back.
    #[must_use]
    pub fn knows(&self, src: Socket, dst: Socket) -> bool {
        self.by_ends.contains_key(&(src, dst)) || self.by_ends.contains_key(&(dst, src))
    }

    /// Those whose last packet came since `since` (µs); the others are forgotten.
    pub fn recent(&mut self, since: i64) -> Self {
        self.by_ends.retain(|_, one| one.last_ts >= since);
        Self { by_ends: self.by_ends.clone(), left_out: std::mem::take(&mut self.left_out) }
    }

    /// All of them, in order of time; nothing more is taken after this.
    pub fn finish(&mut self) -> Vec<Shaken> {
        let mut all: Vec<Shaken> = std::mem::take(&mut self.by_ends).into_values().collect();
        all.sort_unstable_by_key(|one| (one.first_ts, one.src, one.dst));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sipwire::packet::Ip;

    fn record(kind: u8, epoch: u8, body: &[u8]) -> Vec<u8> {
        let length = u8::try_from(body.len()).unwrap_or_default();
        [&[kind, 0xfe, 0xfd, 0, epoch, 0, 0, 0, 0, 0, 1, 0, length], body].concat()
    }

    fn ends(n: u32) -> (Socket, Socket) {
        let socket = |ip: u32| Socket { ip: Ip::v4(ip.to_be_bytes()), port: 4000 };
        (socket(n), socket(7))
    }

    #[test]
    fn hello_alert_and_what_is_encrypted_are_told_apart() {
        let told = |payload: &[u8]| (looks_like(payload), read(payload));
        let nothing = Flight { number: 1, ..Flight::default() };
        assert_eq!(told(&record(HANDSHAKE, 0, &[1, 0, 0, 50])), (true, Flight { has_hello: true, ..nothing }));
        assert_eq!(told(&record(HANDSHAKE, 0, &[2, 0, 0, 50])), (true, nothing));
        assert_eq!(told(&record(ALERT, 0, &[2, 40])), (true, Flight { alert: Some((2, 40)), ..nothing }));
        assert_eq!(told(&record(ALERT, 0, &[1, 0])), (true, nothing));
        let both = [record(20, 0, &[1]), record(HANDSHAKE, 1, &[1, 2, 3])].concat();
        assert_eq!(told(&both), (true, Flight { is_sealed: true, ..nothing }));
        for other in [&b"\x16\x03\x01\x00"[..], b"\x80\xfe\xfd", b"INVITE", b""] {
            assert!(!looks_like(other));
        }
    }

    #[test]
    fn a_handshake_of_version_1_3_is_encrypted_behind_its_hellos() {
        let hello = record(HANDSHAKE, 0, &[2, 0, 0, 50]);
        let unified = |first: u8, head: &[u8], size: usize| [&[first], head, &vec![0x80; size][..]].concat();
        for (sealed, is_so) in [
            (unified(0x2e, &[0, 9, 0, 40], 40), true),
            (unified(0x2f, &[0, 9, 0, 40], 90), true),
            (unified(0x27, &[9, 0, 40], 40), true),
            (unified(0x22, &[9], 40), true),
            (unified(0x3a, &[1, 2, 0, 9], 40), true),
            (unified(0x2e, &[0, 9, 0, 40], 39), false), // its length is beyond its end
            (unified(0x2e, &[0, 9, 0, 8], 40), false),
            (unified(0x2c, &[0, 9, 0, 40], 40), false), // epoch 0 is not encrypted
            (unified(0x4e, &[0, 9, 0, 40], 40), false),
            (b"2000 bytes\r\n".to_vec(), false),
        ] {
            assert_eq!((may_be_unified(&sealed), read(&sealed).is_sealed, looks_like(&sealed)), (is_so, is_so, false), "{sealed:?}");
            assert_eq!(read(&[&hello[..], &sealed].concat()).is_sealed, is_so, "{sealed:?}");
        }
        assert!(looks_like(&record(26, 0, &[])) && read(&record(26, 2, &[1])).is_sealed);
    }

    #[test]
    fn sockets_are_known_by_what_went_either_way() {
        let mut all = Handshakes::default();
        all.take((1, 1, 0), ends(1), Flight::default());
        let ((src, dst), (other, _)) = (ends(1), ends(2));
        assert_eq!((all.knows(src, dst), all.knows(dst, src), all.knows(other, dst)), (true, true, false));
    }

    #[test]
    fn packets_are_counted_by_their_sockets_and_a_flood_is_bounded() {
        let mut all = Handshakes::default();
        let flight = Flight { number: 0, has_hello: true, is_sealed: false, alert: None };
        (0..3).for_each(|n| all.take((n, 5, 1), ends(1), Flight { number: n.unsigned_abs(), ..flight }));
        all.take((9, 8, 1), ends(1), Flight { number: 3, alert: Some((2, 40)), ..Flight::default() });
        (0..70_000).for_each(|n| all.take((10, n, 2), ends(n + 10), flight));
        assert_eq!(all.left_out, LeftOut { times: 70_000 - 65_535, file: 2, frame: 65_535 });
        let rows = all.finish();
        let (src, dst) = ends(1);
        let first = Shaken {
            src,
            dst,
            place: (1, 5),
            count: 4,
            hellos: 3,
            sealed: 0,
            first_ts: 0,
            last_ts: 9,
            alert: Some((2, 40)),
            alert_place: (1, 8),
            number: 3,
        };
        assert_eq!((rows.len(), rows.first()), (65_536, Some(&first)));
    }

    #[test]
    fn a_packet_that_is_seen_twice_counts_once_and_a_later_fragment_is_no_hello() {
        let mut all = Handshakes::default();
        let hello = Flight { number: 4, has_hello: true, ..Flight::default() };
        [0, 90, COPIED + 90].into_iter().for_each(|ts| all.take((ts, 1, 0), ends(1), hello));
        assert_eq!(all.finish().first().map(|one| (one.count, one.hellos)), Some((2, 2)));
        let fragment = |offset: u8| read(&record(HANDSHAKE, 0, &[1, 0, 0, 50, 0, 0, 0, 0, offset, 0, 0, 9])).has_hello;
        assert_eq!((fragment(0), fragment(40)), (true, false));
    }

    #[test]
    fn of_a_running_capture_only_the_recent_ones_are_kept() {
        let mut all = Handshakes::default();
        all.take((1, 1, 0), ends(1), Flight::default());
        all.take((9, 2, 0), ends(2), Flight::default());
        assert_eq!((all.recent(5).finish().len(), all.finish().len()), (1, 1));
    }

    proptest! {
        #[test]
        fn any_bytes_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = read(&[&[22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 1, 0][..], &bytes].concat());
            let _ = read(&bytes);
        }

        #[test]
        fn any_bytes_behind_a_unified_header_can_be_read(first in 0x20u8..0x40, bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let whole = [&[first], &bytes[..]].concat();
            prop_assert!(!may_be_unified(&whole) || read(&whole).is_sealed);
        }
    }
}
