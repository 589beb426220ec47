//! Finds each message's leg and keeps what later questions need; takes rows in order of time.

mod by_key;
mod errors;
mod foresight;
mod keys;
pub mod part;
mod quoted;

use crate::announced::{Announced, Known};
use crate::encrypted::AllEncrypted;
use crate::flag::mark;
use crate::ids::{CallIds, Ips};
use crate::intern::Interner;
use crate::left_out::LeftOut;
use crate::phrases::Phrases;
use crate::quirk::{self, Noticed};
pub use crate::record::{Leg, Link, Msg, NONE, NetError};
use crate::reports::Told;
use crate::row::{Announcing, SipRow, Span};
use crate::streams::{Place as MediaPlace, RtpRow, Streams};
use crate::unreached::AllUnreached;
use by_key::ByKey;
use keys::{device, hop_key, leg_key, short, user};
pub use quoted::Quoted;
use sipwire::packet::Socket;
use sipwire::rtcp;
use sipwire::sip::{self, Method};
use xxhash_rust::xxh3::xxh3_64;

/// All that is known so far.
pub struct Tracker {
    /// Messages in order.
    pub messages: Vec<Msg>,
    /// Legs in order of first message.
    pub legs: Vec<Leg>,
    /// What is odd about each of them.
    pub noticed: Vec<Noticed>,
    /// What joins legs.
    pub links: Vec<Link>,
    /// What the network reported.
    pub errors: Vec<NetError>,
    /// Call-IDs.
    pub call_ids: CallIds,
    /// Users, agents.
    pub texts: Interner,
    /// Reason phrases, each with what is said beside it.
    pub reasons: Phrases,
    /// Addresses.
    pub ips: Ips,
    /// RTP.
    pub streams: Streams,
    /// RTCP.
    pub told: Told,
    /// RTCP that nobody has opened.
    pub encrypted: AllEncrypted,
    /// Media that ICMP says did not arrive.
    pub unreached: AllUnreached,
    /// The From tag of each leg's first message, one behind the other, and where each ends.
    tags: (Vec<u8>, Vec<u64>),
    by_key: ByKey,
    /// Calls that are kept no more.
    gone: part::Gone,
    /// How many messages came of those: too late to be told.
    pub late: u64,
    /// Changes whenever legs are numbered anew: what was foreseen before is true no more.
    age: u16,
    announced: Announced,
    /// Errors of the network that found no room; their legs know of them all the same.
    pub left_out: LeftOut,
    /// The number of messages without a Call-ID.
    pub nameless: u32,
}

impl Default for Tracker {
    fn default() -> Self {
        Self {
            messages: Vec::new(),
            legs: Vec::new(),
            noticed: Vec::new(),
            links: Vec::new(),
            errors: Vec::new(),
            call_ids: CallIds::default(),
            texts: Interner::new(1 << 26),
            reasons: Phrases::default(),
            ips: Ips::default(),
            streams: Streams::default(),
            told: Told::default(),
            encrypted: AllEncrypted::default(),
            unreached: AllUnreached::default(),
            tags: (Vec::new(), Vec::new()),
            by_key: ByKey::default(),
            gone: part::Gone::new(),
            late: 0,
            age: 0,
            announced: Announced::default(),
            left_out: LeftOut::default(),
            nameless: 0,
        }
    }
}

/// Where a message's bytes are.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Its file.
    pub file: u16,
    /// Its capture point, 0 if unnamed.
    pub node: u16,
    /// Where the block that its row points into begins in the file; or its offset in the spill.
    pub base: u64,
    /// Whether `base` is in the spill.
    pub spilled: bool,
}

impl Tracker {
    /// Takes one message; `media` are the sockets that its description announces.
    pub fn take(&mut self, row: &SipRow, block: &[u8], media: &[Announcing], place: Place) {
        let (leg, forward) = self.foreseen(row).unwrap_or_else(|| self.find(row, block, place));
        if leg == NONE {
            return;
        }
        self.keep_last(leg, row, forward, block);
        self.keep_quirks(leg, row, forward);
        for line in media.iter().filter(|line| line.media.socket.port != 0) {
            let socket = (self.ips.number(line.media.socket.ip), line.media.socket.port);
            self.announced.announce(socket, (leg, forward), line.media.audio, line.formats.of_block(block));
        }
        let offset = if place.spilled { place.base } else { place.base + row.raw_at() };
        let mut marks = row.marks | if forward { mark::FORWARD } else { 0 };
        marks |= if place.spilled { mark::SPILLED } else { 0 };
        let reason = match row.status {
            0 => u32::from(row.login),
            200.. => self.reasons.number(row.what.of_block(block), row.said),
            _ => 0,
        };
        self.messages.push(Msg {
            ts: row.seen.ts,
            offset_low: offset as u32,
            offset_high: (offset >> 32) as u16,
            len: row.raw_len(),
            frame: row.seen.frame,
            leg,
            content: row.content,
            branch: row.branch,
            cseq: row.cseq,
            file: place.file,
            status: row.status,
            marks,
            reason: reason as u16,
            ip_id: row.seen.ip_id as u16,
            to_tag: (row.to_tag >> 8) as u16,
            warning: if matches!(row.status, 401 | 407) { row.login } else { row.warning },
            method: row.method,
            q850: row.q850,
            transport: row.seen.transport,
            description: row.description,
        });
    }

    /// Takes a message of which only the beginning came, long after its time; `error` says which piece is missing.
    pub fn take_beginning(&mut self, row: &SipRow, bytes: &[u8], place: Place, error: NetError) {
        let before = self.messages.len();
        self.take(row, bytes, &[], place);
        if self.messages.len() == before {
            return;
        }
        self.take_error(error, bytes);
        let asked = if row.status == 0 { sip::user(row.what.of_block(bytes)) } else { None };
        let number = asked.map_or(0, |user| self.texts.number(short(user)));
        let leg = self.messages.last().and_then(|message| self.legs.get_mut(message.leg as usize));
        if let Some(leg) = leg.filter(|leg| leg.uri_user == 0) {
            leg.uri_user = number;
        }
    }

    /// Puts the messages from `since` on, which came late, where they belong in time; they are in order among themselves.
    pub fn put_in_place(&mut self, since: usize) {
        crate::late::put_in_place(&mut self.messages, since, &mut self.legs, &mut self.errors);
    }

    /// Takes one packet of RTP.
    #[inline(always)] // with a call of its own, and one for each part of it, a packet costs a fifth more
    pub fn take_rtp(&mut self, row: &RtpRow, file: u16) {
        self.announced.settle();
        let known = || Known { announced: &self.announced, ips: &self.ips, legs: &self.legs, messages: &self.messages };
        self.streams.take(row, file, known);
    }

    /// Takes one datagram of RTCP; `seen` is its time (µs), frame and file.
    pub fn take_rtcp(&mut self, seen: (i64, u32, u16), src: Socket, dst: Socket, said: &rtcp::Reports) {
        self.announced.settle();
        let known = Known { announced: &self.announced, ips: &self.ips, legs: &self.legs, messages: &self.messages };
        self.told.take(seen, src, dst, said, &known);
    }

    /// Takes one datagram of RTCP that cannot be read as it is.
    pub fn take_encrypted(&mut self, seen: (i64, u32, u16), src: Socket, dst: Socket, payload: &[u8]) {
        self.announced.settle();
        let place = self.media_place(dst, src);
        self.encrypted.take(seen, src, dst, payload, place);
    }

    /// Lets go of what only reading needs: no message, error or stream is taken after this. Named Call-IDs are known by number then.
    pub fn forget(&mut self) {
        self.by_key = ByKey::default();
        for link in self.links.iter_mut().filter(|link| link.kind == Link::NAMED) {
            link.value = self.call_ids.by_hash(link.value).map_or(u64::MAX, u64::from);
        }
        self.call_ids.forget_hashes();
        self.announced.forget();
        self.messages.shrink_to_fit();
        self.legs.shrink_to_fit();
        self.noticed.shrink_to_fit();
    }

    /// Where media between two sockets belong, as descriptions announced them until now.
    #[must_use]
    pub fn media_place(&self, src: Socket, dst: Socket) -> MediaPlace {
        self.announced.place(&self.ips, src, dst)
    }

    /// The payload types that the receiver of media asked for; 0 if that is not known.
    #[must_use]
    pub fn formats_for(&self, place: &MediaPlace, dst: Socket) -> u128 {
        self.announced.formats_for(&self.ips, place, dst)
    }

    /// The From tag of a leg's first message.
    #[must_use]
    pub fn from_tag(&self, leg: usize) -> &[u8] {
        let start = leg.checked_sub(1).and_then(|before| self.tags.1.get(before)).copied().unwrap_or(0);
        let end = self.tags.1.get(leg).copied().unwrap_or(start);
        self.tags.0.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The leg of a message, and whether the side that began it sent this.
    fn find(&mut self, row: &SipRow, block: &[u8], place: Place) -> (u32, bool) {
        let (src, dst) = (self.ips.number(row.seen.src.ip), self.ips.number(row.seen.dst.ip));
        let leg = self.leg_of(row, block, src, dst, place);
        (leg, self.legs.get(leg as usize).is_some_and(|leg| leg.is_begun_by((src, row.seen.src.port))))
    }

    fn leg_of(&mut self, row: &SipRow, block: &[u8], src: u32, dst: u32, place: Place) -> u32 {
        let hop = hop_key((src, row.seen.src.port), (dst, row.seen.dst.port));
        let call = if row.call_id_hash == 0 {
            self.nameless += 1;
            xxh3_64(&u64::from(self.nameless).to_le_bytes())
        } else {
            row.call_id_hash
        };
        let key = leg_key(call, hop, row.from_tag);
        if let Some(leg) = self.by_key.get(key) {
            return leg;
        }
        if row.to_tag != 0
            && let Some(leg) = self.by_key.get(leg_key(call, hop, row.to_tag))
        {
            return leg;
        }
        if self.is_late(row) {
            self.late += 1;
            return NONE;
        }
        let leg = self.new_leg(row, block, (src, dst), place, call);
        self.by_key.insert(key, leg);
        leg
    }

    /// Whether a message belongs to a leg that is kept no more, and begins none of its own.
    fn is_late(&self, row: &SipRow) -> bool {
        let begins = row.status == 0 && row.to_tag == 0 && row.method == Method::Invite;
        !self.gone.is_empty() && !begins && self.gone.contains_key(&row.call_id_hash)
    }

    fn new_leg(&mut self, row: &SipRow, block: &[u8], (src, dst): (u32, u32), place: Place, call: u64) -> u32 {
        let number = self.legs.len() as u32;
        let text = |span: &Span| span.of_block(block);
        let from_user = self.texts.number(user(text(&row.from)));
        let to = user(text(&row.to));
        let to_user = self.texts.number(to);
        let request = row.status == 0;
        let asked = if request { short(sip::user(text(&row.what)).unwrap_or_default()) } else { &[] };
        let uri_user = if asked == to { to_user } else { self.texts.number(asked) };
        let (mut ends, mut ports) = ((src, dst), (row.seen.src.port, row.seen.dst.port));
        if !request {
            (ends, ports) = ((dst, src), (ports.1, ports.0));
        }
        let call = self.call_ids.number(call, text(&row.call_id));
        let tag = sip::tag(text(&row.from)).unwrap_or_default();
        self.tags.0.extend_from_slice(short(tag));
        self.tags.1.push(self.tags.0.len() as u64);
        self.legs.push(Leg {
            call,
            src_ip: ends.0,
            dst_ip: ends.1,
            src_port: ports.0,
            dst_port: ports.1,
            from_user,
            to_user,
            uri_user,
            src_agent: 0,
            dst_agent: 0,
            device: if row.method == Method::Register { device(row, block) } else { 0 },
            first: self.messages.len() as u32,
            last: NONE,
            method: row.method,
            transport: row.seen.transport,
            flags: 0,
            node: place.node,
        });
        self.noticed.push(Noticed { quirks: if request && row.to_tag != 0 { quirk::STRAY } else { 0 }, ..Noticed::default() });
        self.take_links(number, row, block);
        number
    }

    fn take_links(&mut self, leg: u32, row: &SipRow, block: &[u8]) {
        for (kind, span) in (0u8..).zip(&row.links) {
            let value = span.of_block(block);
            if value.is_empty() {
                continue;
            }
            // RFC 7989 section 5: the first UUID is the sender's; both ends' values join, so either may match.
            let uuid = value.split(|b| *b == b';').next().unwrap_or(value).trim_ascii();
            self.links.push(Link { leg, kind, value: xxh3_64(uuid) | 1 });
        }
    }

    fn keep_last(&mut self, leg: u32, row: &SipRow, forward: bool, block: &[u8]) {
        let Some(leg) = self.legs.get_mut(leg as usize) else { return };
        leg.last = self.messages.len() as u32;
        let agent = if forward { &mut leg.src_agent } else { &mut leg.dst_agent };
        if *agent == 0 {
            *agent = self.texts.number(short(row.agent.of_block(block)));
        }
    }

    /// Few messages have anything for this: what it is kept in stays out of the way of the others.
    #[inline]
    fn keep_quirks(&mut self, leg: u32, row: &SipRow, forward: bool) {
        if row.quirks == 0 && !row.sdp.is_there() {
            return;
        }
        let Some(noticed) = self.noticed.get_mut(leg as usize) else { return };
        noticed.quirks |= row.quirks;
        if row.sdp.is_there() {
            noticed.quirks = quirk::said(&mut noticed.said, row, forward, noticed.quirks);
        }
    }
}
