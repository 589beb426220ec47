//! A SIP message reduced to what tracking needs; made without any state, from one message's bytes.

pub mod expiry;
mod login;

use crate::flag::{description, mark};
use crate::netblock::{begins_reachable, is_unreachable, is_unspecified};
use crate::phrases::said;
use crate::quirk;
use login::login;
pub use login::login_bits;
use sipwire::packet::Socket;
use sipwire::sdp::{self, Digest, MediaSocket};
use sipwire::sip::{self, Head, Method, StartLine};
use xxhash_rust::xxh3::xxh3_64;

/// How a message travelled; the numbers are shared with Python.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[repr(u8)]
pub enum Transport {
    /// UDP.
    #[default]
    Udp = 0,
    /// TCP.
    Tcp = 1,
    /// TLS.
    Tls = 2,
    /// WebSocket.
    Ws = 3,
    /// Secure WebSocket.
    Wss = 4,
    /// SCTP.
    Sctp = 5,
}

/// A part of the block that a row was read from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Span {
    at: u32,
    len: u32,
}

impl Span {
    /// Where `part`, which is cut from `block`, stands in it; wherever an empty one stands, it is empty.
    #[inline]
    fn of(block: &[u8], part: &[u8]) -> Self {
        let at = (part.as_ptr() as usize).wrapping_sub(block.as_ptr() as usize);
        Self { at: at as u32, len: part.len() as u32 }
    }

    /// The bytes of this part of `block`.
    #[must_use]
    pub fn of_block<'a>(&self, block: &'a [u8]) -> &'a [u8] {
        block.get(self.at as usize..(self.at as usize).saturating_add(self.len as usize)).unwrap_or_default()
    }
}

/// A media socket that a description announces, and the formats of its line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Announcing {
    /// The socket.
    pub media: MediaSocket,
    /// The formats in the block, as they stand.
    pub formats: Span,
}

/// Where and how a message was captured.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sighting {
    /// µs since 1970 UTC.
    pub ts: i64,
    /// The packet's number in its file.
    pub frame: u32,
    /// Sender.
    pub src: Socket,
    /// Receiver.
    pub dst: Socket,
    /// Transport.
    pub transport: Transport,
    /// IP identification, by which copies of one packet are told from repeats.
    pub ip_id: u32,
}

/// The row: hashes instead of texts where only equality counts, spans of the block where the text does.
#[derive(Clone, Copy, Debug, Default)]
pub struct SipRow {
    /// Where and how it was captured.
    pub seen: Sighting,
    /// The message in its block.
    pub raw: Span,
    /// Method of CSeq.
    pub method: Method,
    /// Status, 0 for a request.
    pub status: u16,
    /// Number of CSeq.
    pub cseq: u32,
    /// Hash of Call-ID, 0 if there is none.
    pub call_id_hash: u64,
    /// Hash of the From tag, 0 if there is none.
    pub from_tag: u32,
    /// Hash of the To tag, 0 if there is none.
    pub to_tag: u32,
    /// Hash of the top Via's branch (of the whole Via without one).
    pub branch: u32,
    /// Hash of what tells it from the other messages of its leg.
    pub content: u32,
    /// Bits of [`crate::flag::mark`].
    pub marks: u16,
    /// Warning code of an answer, 0 if none; of a 2xx its Session-Expires in seconds; of a REGISTER and its 2xx the expiry
    /// as [`expiry::coded`]; 0 if not given.
    pub warning: u16,
    /// What its challenge or credentials are like, as [`login`] tells; 0 if it has none.
    pub login: u16,
    /// Q.850 cause, 255 if none; of the 2xx to a REGISTER how many contacts it lists, at most 254.
    pub q850: u8,
    /// Hash of what a refusal says beside its phrase ([`crate::phrases::said`]); 0 if nothing.
    pub said: u32,
    /// Bits of [`crate::flag::description`].
    pub description: u8,
    /// Bits of [`crate::quirk`] that the message alone shows.
    pub quirks: u64,
    /// Its description, boiled down.
    pub sdp: Digest,
    /// How many entries of the batch's media belong to it.
    pub media_count: u8,
    /// The first of them.
    pub media_start: u32,
    /// Call-ID.
    pub call_id: Span,
    /// From.
    pub from: Span,
    /// To.
    pub to: Span,
    /// Request-URI, or the reason phrase of an answer.
    pub what: Span,
    /// User-Agent or Server.
    pub agent: Span,
    /// Contact.
    pub contact: Span,
    /// Session-ID, named Call-ID and icid: what joins legs.
    pub links: [Span; 3],
    /// What the tracker found out about it before its turn.
    pub(crate) foreseen: Option<Foreseen>,
}

/// What the tracker found out about a message before its turn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Foreseen {
    /// The key of its leg.
    pub key: u64,
    /// The number of its sender's address.
    pub src: u32,
    /// Its leg; [`crate::tracker::NONE`] if there was none of that key.
    pub leg: u32,
    /// Whether the side that began that leg sent this.
    pub forward: bool,
    /// The tracker's at that time.
    pub age: u16,
}

impl SipRow {
    /// Where the message begins in its block.
    #[must_use]
    pub fn raw_at(&self) -> u64 {
        u64::from(self.raw.at)
    }

    /// How many bytes it has.
    #[must_use]
    pub fn raw_len(&self) -> u32 {
        self.raw.len
    }
}

/// Reads `raw`, which stands in `block`, as one message and adds its media sockets to `media`.
///
/// `None` if it does not begin like SIP.
#[must_use]
pub fn read(block: &[u8], raw: &[u8], seen: Sighting, media: &mut Vec<Announcing>) -> Option<SipRow> {
    let head = sip::scan(raw)?;
    let span = |part: &[u8]| Span::of(block, part);
    let (status, what) = match head.start {
        StartLine::Request { uri, .. } => (0, uri),
        StartLine::Answer { status, reason } => (status, reason),
    };
    let (from_tag, to_tag) = (tag_hash(head.from), tag_hash(head.to));
    let media_start = media.len() as u32;
    let mut marks = marks(&head, &seen, status, raw.len(), to_tag != 0);
    let (described, description, sdp) = describe(block, &head, &seen, media);
    marks |= described;
    let branch = xxh3_64(sip::branch(head.via).unwrap_or(head.via));
    // What a copy and its original share and two messages of one leg do not: cheaper than a hash of all bytes.
    let tail = xxh3_64(raw.get(raw.len().saturating_sub(64)..).unwrap_or(raw));
    let content = (tail ^ branch).wrapping_add(u64::from(to_tag) << 20) ^ (raw.len() as u64) << 8 ^ u64::from(status);
    Some(SipRow {
        seen,
        raw: span(raw),
        method: head.method,
        status,
        cseq: head.cseq,
        call_id_hash: if head.call_id.is_empty() { 0 } else { xxh3_64(head.call_id) | 1 },
        from_tag,
        to_tag,
        branch: branch as u32,
        content: (content ^ (content >> 32)) as u32,
        marks,
        warning: number_of(&head, status),
        login: login(&head),
        said: said(&head, status),
        description,
        q850: if is_binding(&head, status) { sip::contacts::count(raw).min(254) as u8 } else { head.q850.unwrap_or(255) },
        quirks: quirk::of_row(&head, seen.transport, status),
        sdp,
        media_count: (media.len() as u32 - media_start).min(255) as u8,
        media_start,
        call_id: span(head.call_id),
        from: span(head.from),
        to: span(head.to),
        what: span(what),
        agent: span(head.agent),
        contact: span(head.contact),
        links: [span(head.session_id), span(head.other_call_id), span(head.icid)],
        foreseen: None,
    })
}

/// The one number of a message that its row has room for.
fn number_of(head: &Head<'_>, status: u16) -> u16 {
    match status {
        0 => expiry::of(head),
        _ if is_binding(head, status) => expiry::of(head),
        200..=299 => head.session_expires.map_or(0, |seconds| seconds.min(65_535) as u16),
        _ => head.warning.unwrap_or(0),
    }
}

/// Whether it is an answer that grants bindings (RFC 3261 section 10.3).
fn is_binding(head: &Head<'_>, status: u16) -> bool {
    head.method == Method::Register && (200..300).contains(&status)
}

/// The largest SIP message that RFC 3261 section 18.1.1 sends by UDP when the path's MTU is unknown.
const LARGE_UDP: usize = 1300;

fn marks(head: &Head<'_>, seen: &Sighting, status: u16, size: usize, in_dialog: bool) -> u16 {
    let mut marks = 0;
    let mut set = |bit: u16, on: bool| marks |= if on { bit } else { 0 };
    set(mark::CREDENTIALS, head.credentials);
    set(mark::STALE, head.stale);
    set(mark::MALFORMED, !head.sound);
    set(mark::IN_DIALOG, in_dialog);
    set(mark::TIMER, head.session_expires.is_some());
    set(mark::LARGE, seen.transport == Transport::Udp && size > LARGE_UDP);
    let public = !is_unreachable(&seen.src.ip);
    set(mark::TO_PRIVATE, public && status == 0 && is_unreachable(&seen.dst.ip) && !is_unspecified(&seen.dst.ip));
    if public && !head.contact.is_empty() {
        set(mark::PRIVATE_CONTACT, is_private(head.contact));
    }
    if head.sipfrag {
        set(mark::FRAG_FAILED, matches!(sip_status(head.body), Some(400..)));
    }
    marks
}

/// Adds the media sockets of its description to `media`; returns bits of [`mark`] and of [`description`], and what the
/// description boils down to.
fn describe(block: &[u8], head: &Head<'_>, seen: &Sighting, media: &mut Vec<Announcing>) -> (u16, u8, Digest) {
    if !head.sdp {
        return (0, 0, Digest::default());
    }
    let Some(text) = sdp::find(head.body) else { return (0, 0, Digest::default()) };
    let public = !is_unreachable(&seen.src.ip);
    let (mut marks, mut bits) = (mark::SDP, 0);
    let digest = sdp::sockets(text, |socket, formats| {
        let is_open = socket.socket.port != 0;
        let hidden = is_unreachable(&socket.socket.ip) && !is_unspecified(&socket.socket.ip);
        marks |= if socket.secure && is_open { mark::SECURE } else { 0 };
        marks |= if public && socket.audio && hidden { mark::PRIVATE_MEDIA } else { 0 };
        if socket.audio && is_open {
            bits |= description::AUDIO | if socket.events { description::EVENTS } else { 0 };
        }
        if media.len() < MOST_MEDIA {
            media.push(Announcing { media: socket, formats: Span::of(block, formats) });
        }
    });
    (marks, bits, digest)
}

/// The most media sockets that one batch keeps: a hostile description cannot grow it.
const MOST_MEDIA: usize = 1 << 20;

fn is_private(contact: &[u8]) -> bool {
    let reachable = sip::from_contact_host(contact).is_some_and(begins_reachable);
    !reachable && contact_ip(contact).is_some_and(|ip| is_unreachable(&ip))
}

fn contact_ip(contact: &[u8]) -> Option<sipwire::packet::Ip> {
    let host = sip::contact_host(contact)?;
    if !host.first().is_some_and(u8::is_ascii_hexdigit) && host.first() != Some(&b':') {
        return None;
    }
    sdp::numeric_ip(host)
}

fn sip_status(body: &[u8]) -> Option<u16> {
    let line = body.split(|b| *b == b'\n').next()?;
    match sip::start_line(line)? {
        StartLine::Answer { status, .. } => Some(status),
        StartLine::Request { .. } => None,
    }
}

fn tag_hash(value: &[u8]) -> u32 {
    match sip::tag(value) {
        Some(tag) if !tag.is_empty() => xxh3_64(tag) as u32 | 1,
        _ => 0,
    }
}
