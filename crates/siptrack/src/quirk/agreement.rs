//! What is odd about what the two sides of a leg said of their media (RFC 3264, RFC 4568, RFC 5763, RFC 8839).

use super as q;
use crate::row::SipRow;
use sipwire::packet::Ip;
use sipwire::sdp::{Digest, shape};
use sipwire::sip::Method;

/// What each side of a leg said last: first the one that began it.
pub type Said = [Digest; 2];

/// What is noticed about a leg while it is tracked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Noticed {
    /// Bits of [`crate::quirk`].
    pub quirks: u64,
    /// What each side said last of its media.
    pub said: Said,
}

/// A hash of what the side that began a leg said last of its media, its addresses left out: of what is refused with `status`
/// for its media, the offer (RFC 3261 sections 21.4.13, 21.4.26 and 21.6.4). 0 where the status tells of something else.
#[must_use]
pub fn refused_offer(noticed: &Noticed, status: u16) -> u32 {
    let [offer, _] = &noticed.said;
    if !matches!(status, 415 | 488 | 606) || !offer.is_there() {
        return 0;
    }
    let shape = offer.shape & !(shape::ZERO | shape::V6 | shape::NUMERIC);
    let hash = (offer.formats ^ u64::from(shape).rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (hash >> 32) as u32 | 1
}

/// Takes a message's description; returns the leg's quirks with what it adds or takes away.
#[must_use]
pub fn said(sides: &mut Said, row: &SipRow, forward: bool, quirks: u64) -> u64 {
    let [first, second] = sides;
    let (own, other) = if forward { (first, second) } else { (second, first) };
    let is_answer = (101..300).contains(&row.status) || (row.status == 0 && matches!(row.method, Method::Ack | Method::Prack));
    let mut found = quirks & !q::HELD | alone(&row.sdp, row.seen.src.ip);
    if is_answer && other.is_there() {
        found |= between(other, &row.sdp);
    }
    if own.shape & row.sdp.shape & shape::AUDIO != 0 && own.formats != row.sdp.formats {
        found |= q::CODECS_CHANGED;
    }
    *own = row.sdp;
    found | if is_held(own) || is_held(other) { q::HELD } else { 0 }
}

fn is_held(side: &Digest) -> bool {
    let both = shape::HEARS | shape::SENDS;
    let audio = side.is_there() && side.shape & shape::AUDIO != 0 && side.shape & shape::REFUSED == 0;
    audio && (side.shape & both != both || side.shape & shape::ZERO != 0)
}

/// What is odd about one description; `source` sent it.
fn alone(one: &Digest, source: Ip) -> u64 {
    let has = |bits: u32| one.shape & bits == bits;
    let mut found = if has(shape::FAX) { q::FAX } else { 0 };
    if !has(shape::AUDIO) || has(shape::REFUSED) {
        return found;
    }
    found |= if has(shape::ZERO) { q::ZERO_ADDRESS } else { 0 };
    found |= if has(shape::NUMERIC) && !has(shape::ZERO) && has(shape::V6) == source.as_v4().is_some() { q::FAMILY } else { 0 };
    let keyless =
        has(shape::DTLS) && !has(shape::FINGERPRINT) || has(shape::SECURE) && one.shape & (shape::CRYPTO | shape::FINGERPRINT) == 0;
    found | if keyless { q::PROFILE } else { 0 }
}

/// What is odd about an answer to an offer.
fn between(offer: &Digest, answer: &Digest) -> u64 {
    let mut found = if (offer.shape ^ answer.shape) & shape::LINES == 0 { 0 } else { q::LINES };
    let both = offer.shape & answer.shape;
    if both & shape::AUDIO == 0 || offer.shape & shape::REFUSED != 0 {
        return found;
    }
    if answer.shape & shape::REFUSED != 0 {
        return found | q::REFUSED;
    }
    let mut set = |bit: u64, on: bool| found |= if on { bit } else { 0 };
    let differs = |bits: u32| (offer.shape ^ answer.shape) & bits != 0;
    set(q::FORMATS, answer.formats & !offer.formats != 0 || answer.formats & offer.formats == 0);
    set(q::DIRECTION, breaks_direction(offer.shape, answer.shape));
    let strange_key = offer.suites != 0 && answer.suites != 0 && offer.suites & answer.suites == 0;
    set(q::PROFILE, differs(shape::PROFILE) || strange_key || breaks_roles(offer.shape, answer.shape));
    set(q::FAMILY, both & shape::NUMERIC != 0 && (offer.shape | answer.shape) & shape::ZERO == 0 && differs(shape::V6));
    set(q::EXTRAS, offer.shape & shape::ICE != 0 && differs(shape::ICE) || differs(shape::MUX));
    found
}

/// Who may not hear must not be sent to, and who does not send must not be expected to (RFC 3264 section 6.1).
fn breaks_direction(offer: u32, answer: u32) -> bool {
    answer & shape::SENDS != 0 && offer & shape::HEARS == 0 || answer & shape::HEARS != 0 && offer & shape::SENDS == 0
}

/// Both want to begin, or both wait (RFC 4145 section 4.1, RFC 5763 section 5).
fn breaks_roles(offer: u32, answer: u32) -> bool {
    answer & shape::ACTPASS != 0 || offer & answer & (shape::ACTIVE | shape::PASSIVE) != 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sipwire::sdp::sockets;

    fn row(status: u16, lines: &str) -> SipRow {
        let text = format!("v=0\no=- 1 1 IN IP4 h\nc=IN IP4 192.0.2.1\nm=audio 4000 {lines}\n");
        let mut row = SipRow { status, method: Method::Invite, sdp: sockets(text.as_bytes(), |_, _| {}), ..SipRow::default() };
        row.seen.src.ip = Ip::v4([192, 0, 2, 1]);
        row
    }

    fn quirks(offer: &str, answer: &str) -> u64 {
        let mut sides = Said::default();
        let asked = said(&mut sides, &row(0, offer), true, 0);
        said(&mut sides, &row(200, answer), false, asked)
    }

    #[test]
    fn an_answer_is_held_against_its_offer() {
        assert_eq!(quirks("RTP/AVP 8 0", "RTP/AVP 8"), 0);
        assert_eq!(quirks("RTP/AVP 8 0", "RTP/AVP 9"), q::FORMATS);
        assert_eq!(quirks("RTP/AVP 8", "RTP/AVP 8\nm=video 0 RTP/AVP 31"), q::LINES);
        assert_eq!(quirks("RTP/AVP 8", "RTP/SAVP 8\na=crypto:1 x"), q::PROFILE);
        assert_eq!(quirks("RTP/SAVP 8\na=crypto:1 ONE x", "RTP/SAVP 8\na=crypto:1 TWO x"), q::PROFILE);
        assert_eq!(quirks("RTP/SAVP 8\na=crypto:1 ONE x", "RTP/SAVP 8\na=crypto:1 ONE y"), 0);
        assert_eq!(quirks("RTP/AVP 8\na=sendonly", "RTP/AVP 8"), q::DIRECTION | q::HELD);
        assert_eq!(quirks("RTP/AVP 8\na=rtcp-mux", "RTP/AVP 8"), q::EXTRAS);
        assert_eq!(quirks("RTP/AVP 8", "RTP/AVP 8\nc=IN IP6 2001:db8::1"), q::FAMILY);
    }

    #[test]
    fn a_call_is_held_until_it_is_resumed() {
        let mut sides = Said::default();
        let mut found = said(&mut sides, &row(0, "RTP/AVP 8"), true, 0);
        found = said(&mut sides, &row(0, "RTP/AVP 8\na=inactive"), false, found);
        assert_ne!(found & q::HELD, 0);
        found = said(&mut sides, &row(0, "RTP/AVP 8\na=sendrecv"), false, found);
        assert_eq!(found & q::HELD, 0);
    }

    /// Bits that only media can raise.
    const OF_MEDIA: u64 = q::FAX
        | q::ZERO_ADDRESS
        | q::FAMILY
        | q::PROFILE
        | q::FORMATS
        | q::DIRECTION
        | q::REFUSED
        | q::LINES
        | q::EXTRAS
        | q::CODECS_CHANGED
        | q::HELD;

    fn a_row() -> impl Strategy<Value = SipRow> {
        let lines = prop::sample::select(vec![
            "RTP/AVP 8 0",
            "RTP/AVP 8\na=sendonly",
            "RTP/AVP 0\na=inactive",
            "RTP/SAVP 8\na=crypto:1 ONE x",
            "UDP/TLS/RTP/SAVPF 111\na=setup:actpass\na=rtcp-mux",
            "RTP/AVP 8\nc=IN IP4 0.0.0.0",
            "RTP/AVP 8\nc=IN IP6 2001:db8::1\nm=image 5 udptl t38",
        ]);
        let wild = (any::<u64>(), any::<u32>(), any::<u32>()).prop_map(|(formats, shape, suites)| Digest { formats, shape, suites });
        let status = prop::sample::select(vec![0_u16, 183, 200, 488]);
        (status, lines, prop::option::weighted(0.3, wild)).prop_map(|(status, lines, wild)| {
            let mut row = row(status, lines);
            row.sdp = wild.unwrap_or(row.sdp);
            row
        })
    }

    proptest! {
        /// Whoever says what: suspicions stay but for the hold, which is what both sides said last; and the side that began the
        /// leg is treated as the other one.
        #[test]
        fn suspicions_stay_and_a_hold_is_what_was_said_last(rows in prop::collection::vec((any::<bool>(), a_row()), 1..12), known: u64) {
            let (mut sides, mut mirrored) = (Said::default(), Said::default());
            let (mut found, mut same) = (known, known);
            for (forward, row) in &rows {
                let before = found;
                found = said(&mut sides, row, *forward, found);
                same = said(&mut mirrored, row, !forward, same);
                prop_assert_eq!(before & !q::HELD & !found, 0);
                prop_assert_eq!(found & !before & !OF_MEDIA, 0);
                prop_assert_eq!(found & q::HELD != 0, sides.iter().any(is_held));
                let [first, second] = sides;
                prop_assert_eq!((found, [second, first]), (same, mirrored));
                prop_assert_eq!(sides[usize::from(!forward)], row.sdp);
            }
        }
    }
}
