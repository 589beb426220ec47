//! What the network reported, and which leg it is about.

use super::keys::{hop_key, leg_key};
use super::{NONE, NetError, Quoted, Tracker};
use sipwire::sip;
use xxhash_rust::xxh3::xxh3_64;

/// The most errors of the network that are kept one by one.
const MOST_ERRORS: usize = 200_000;

impl Tracker {
    /// Takes an error; `quoted` is the head of the message it is about, if one is quoted.
    pub fn take_error(&mut self, error: NetError, quoted: &[u8]) {
        self.take_icmp(error, &Quoted { id: 0, length: None, head: quoted });
    }

    /// Takes what ICMP says of a datagram of which it quotes at least the beginning of the header of UDP.
    pub fn take_icmp(&mut self, mut error: NetError, datagram: &Quoted<'_>) {
        self.announced.settle();
        let quoted = datagram.head;
        error.leg = self.leg_of_quoted(&error, quoted);
        let is_word = quoted.first().is_some_and(u8::is_ascii_alphanumeric);
        let is_media = error.leg == NONE && error.kind == 0 && !is_word;
        // Voice to a port that nobody announced is known by its sender's.
        if is_media && [error.dst, error.src].into_iter().any(|end| self.announced.is_exact(&self.ips, end)) {
            return self.unreached.take(&error, self.media_place(error.src, error.dst), may_be_voice(quoted));
        }
        let meant = if error.leg == NONE { self.message_of_short(&error, datagram) } else { None };
        if let Some(message) = meant.and_then(|number| self.messages.get(number as usize)) {
            error.leg = message.leg;
        }
        if let Some(leg) = self.legs.get_mut(error.leg as usize) {
            leg.flags |= crate::flag::NETWORK_ERROR;
            // A fragment, or reassembly, was waited for in vain; or ICMP says that it is too large for the way (RFC 1191, RFC 8201).
            let is_torn = matches!((error.kind, error.version, error.icmp_type, error.icmp_code), (4, ..) | (0, 4, 11, 1) | (0, 6, 3, 1));
            if is_torn || error.is_too_large() {
                leg.flags |= crate::flag::FRAGMENT_LOST;
            }
            error.message = meant.unwrap_or(leg.last);
        }
        if self.errors.len() >= MOST_ERRORS {
            return self.left_out.add(error.file, error.frame);
        }
        self.errors.push(error);
    }

    fn leg_of_quoted(&mut self, error: &NetError, quoted: &[u8]) -> u32 {
        let Some(head) = sip::scan(quoted) else { return NONE };
        if head.call_id.is_empty() {
            return NONE;
        }
        let hash = xxh3_64(head.call_id) | 1;
        let (Some(src), Some(dst)) = (self.ips.known(error.src.ip), self.ips.known(error.dst.ip)) else { return NONE };
        let hop = hop_key((src, error.src.port), (dst, error.dst.port));
        let tags = [sip::tag(head.from), sip::tag(head.to)].map(|tag| tag.map_or(0, |tag| xxh3_64(tag) as u32 | 1));
        let found = tags.iter().find_map(|tag| self.by_key.get(leg_key(hash, hop, *tag)));
        found.unwrap_or(NONE)
    }
}

/// Whether what an error quotes may be RTP (RFC 5761 section 4), encrypted or not: it is not STUN, DTLS or RTCP, which share its port. An
/// error need not quote more than the UDP header (RFC 792): of that nothing else is known than whose port it is, so it may be.
fn may_be_voice(quoted: &[u8]) -> bool {
    match quoted {
        [] => true,
        [first, rest @ ..] => first & 0xc0 == 0x80 && rest.first().is_none_or(|second| second & 0x78 != 72),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shares_the_port_of_voice_is_none() {
        for voice in [&b""[..], b"\x80", b"\x80\x08\x00\x01", b"\x90\xe0"] {
            assert!(may_be_voice(voice));
        }
        for other in [&b"\x00\x01\x00\x00"[..], b"\x01\x01", b"\x16\xfe\xfd", b"\x2f\x00", b"\x40\x00", b"\x80\xc8", b"\x81\xcc"] {
            assert!(!may_be_voice(other));
        }
    }
}
