//! A second look at a leg that somebody looks at: its messages' own bytes are read again for what tracking passed over.

use super as q;
use super::form::{of_message, shows_inner, told};
use crate::flag::mark;
use crate::netblock::is_unreachable;
use crate::row::Transport;
use crate::tracker::Msg;
use sipwire::packet::Ip;
use sipwire::sdp;
use sipwire::sip::{self, Form, Method};
use xxhash_rust::xxh3::xxh3_64;

/// What a second look at one leg has found so far.
pub struct Look {
    /// Bits of [`crate::quirk`].
    pub quirks: u64,
    /// Max-Forwards of its first request, at most 254; 255 if unknown.
    pub hops: u8,
    /// Whether it goes from one public address to another.
    outside: bool,
    /// Who was last asked to refresh the session: a hash, 0 for nobody.
    refresher: u64,
    /// Of each side's last description: hashes of its version and of all of it.
    said: [(u64, u64); 2],
    /// Of each side's last request: a hash of its top Via's sent-by, 0 if none came.
    vias: [u64; 2],
}

/// Bytes of a message that one packet of a usual tunnel holds: WireGuard's 1420 without the headers of IPv4 and UDP.
const IN_TUNNELS: u32 = 1392;

impl Look {
    /// Begins to look at a leg that goes from one address to another.
    #[must_use]
    pub fn new(src: Ip, dst: Ip) -> Self {
        let outside = !is_unreachable(&src) && !is_unreachable(&dst);
        Self { quirks: 0, hops: u8::MAX, outside, refresher: 0, said: [(0, 0); 2], vias: [0; 2] }
    }

    /// Takes the next message with its bytes.
    pub fn take(&mut self, message: &Msg, bytes: &[u8]) {
        let Some(form) = sip::form(bytes) else { return };
        let (status, method) = told(&form);
        let forward = message.is(mark::FORWARD);
        self.quirks |= of_message(&form);
        self.quirks |= if message.transport == Transport::Udp && message.len > IN_TUNNELS { q::OVERSIZE } else { 0 };
        self.take_via(&form, status, forward);
        if status == 0 {
            self.quirks |= self.route(&form, method, message.is(mark::IN_DIALOG), forward);
            self.quirks |= if self.outside && method == Method::Invite && shows_inner(&form) { q::INNER_ADDRESS } else { 0 };
            if self.hops == u8::MAX {
                self.hops = sip::digits(form.max_forwards).map_or(u8::MAX, |hops| hops.min(254) as u8);
            }
        }
        if matches!(method, Method::Invite | Method::Update) {
            self.take_refresher(&form, status);
        }
        if message.is(mark::SDP) {
            self.take_sdp(&form, forward);
        }
    }

    /// An answer returns the top Via of its request as it was, with parameters added (RFC 3261 section 8.2.6.2).
    fn take_via(&mut self, form: &Form<'_>, status: u16, forward: bool) {
        let sent_by = form.via.split(|b| *b == b';').next().unwrap_or_default().trim_ascii();
        let via = xxh3_64(&sent_by.to_ascii_lowercase()) | 1;
        let side = usize::from(if status == 0 { forward } else { !forward });
        let Some(asked) = self.vias.get_mut(side) else { return };
        match (status, *asked) {
            (0, _) => *asked = via,
            (_, 0) => {}
            (_, asked) => self.quirks |= if asked == via { 0 } else { q::VIA_CHANGED },
        }
    }

    /// A Record-Route in the first request was put there by a proxy before this hop: the side that was called must send
    /// through it. One that only answers have was put there by the side that was called: the caller must send through it.
    fn route(&self, form: &Form<'_>, method: Method, in_dialog: bool, forward: bool) -> u64 {
        if !in_dialog || !form.route.is_empty() || matches!(method, Method::Cancel | Method::Ack) {
            return 0;
        }
        let asked = self.quirks & q::ROUTE_ASKED != 0;
        let owed = if forward { !asked && self.quirks & q::ROUTE_ANSWERED != 0 } else { asked };
        if owed { q::NO_ROUTE } else { 0 }
    }

    /// A 2xx may not name another refresher than its request did (RFC 4028 section 9, table 2).
    fn take_refresher(&mut self, form: &Form<'_>, status: u16) {
        let named = sip::parameter(form.session_expires, b"refresher").map_or(0, |name| xxh3_64(&name.to_ascii_lowercase()) | 1);
        match status {
            0 => self.refresher = named,
            200..300 if named != 0 && self.refresher != 0 && named != self.refresher => self.quirks |= q::TIMER_ODD,
            _ => {}
        }
    }

    fn take_sdp(&mut self, form: &Form<'_>, forward: bool) {
        let Some(description) = sdp::find(form.after) else { return };
        let now = (xxh3_64(sdp::version(description)), xxh3_64(description));
        if let Some(before) = self.said.get_mut(usize::from(forward)) {
            self.quirks |= if before.0 == now.0 && before.1 != now.1 { q::VERSION } else { 0 };
            *before = now;
        }
    }
}
