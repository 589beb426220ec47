//! What is kept of messages, legs and errors: rows of plain numbers.

use crate::flag::description;
use crate::row::Transport;
use sipwire::packet::{Ip, Socket};
use sipwire::reassembly::Unacknowledged;
use sipwire::sip::Method;

/// "No leg", "no message".
pub const NONE: u32 = u32::MAX;

/// What is kept of a message: 56 bytes.
#[derive(Clone, Copy, Debug)]
pub struct Msg {
    /// µs since 1970 UTC.
    pub ts: i64,
    /// Lower half of its offset in the file (or in the reader's spill).
    pub(crate) offset_low: u32,
    /// Its length in bytes.
    pub len: u32,
    /// The packet's number in its file.
    pub frame: u32,
    /// Its leg.
    pub leg: u32,
    /// Hash of what tells it from the other messages of its leg.
    pub content: u32,
    /// Hash of its branch.
    pub branch: u32,
    /// Number of CSeq.
    pub cseq: u32,
    /// The rest of it.
    pub(crate) offset_high: u16,
    /// Its file.
    pub file: u16,
    /// Status; 0 for a request.
    pub status: u16,
    /// Bits of [`mark`].
    pub marks: u16,
    /// The number of its reason phrase with what is said beside it (final answers); of a request, what its credentials are like ([`Msg::login`]).
    pub reason: u16,
    /// Lower bits of the IP identification.
    pub ip_id: u16,
    /// Part of the hash of its To tag.
    pub to_tag: u16,
    /// Warning code, session interval of a 2xx, or the expiry of a REGISTER and its 2xx, as in [`crate::row::SipRow`]; of 401 and
    /// 407, what the challenge is like ([`Msg::login`]).
    pub warning: u16,
    /// Method of CSeq.
    pub method: Method,
    /// Q.850 cause, 255 if none; contacts of the 2xx to a REGISTER, as in [`crate::row::SipRow`].
    pub q850: u8,
    /// Transport.
    pub transport: Transport,
    /// Bits of [`crate::flag::description`].
    pub description: u8,
}

/// What docs/architecture.md promises: memory grows by so much with each message.
const _: () = assert!(size_of::<Msg>() == 56);

impl Msg {
    /// Where its bytes begin in its file, or in the spill if it is marked so.
    #[must_use]
    pub fn offset(&self) -> u64 {
        u64::from(self.offset_high) << 32 | u64::from(self.offset_low)
    }

    /// What its challenge or credentials are like, as in [`crate::row::SipRow`]; 0 if it has none.
    #[must_use]
    pub fn login(&self) -> u16 {
        match self.status {
            0 => self.reason,
            401 | 407 => self.warning,
            _ => 0,
        }
    }

    /// Whether it stands in a text log.
    #[must_use]
    #[inline]
    pub fn is_logged(&self) -> bool {
        self.description & description::LOGGED != 0
    }

    /// Whether it is marked with `bit`.
    #[must_use]
    #[inline]
    pub fn is(&self, bit: u16) -> bool {
        self.marks & bit != 0
    }
}

/// A leg as it was found: who, between which sockets.
#[derive(Clone, Copy, Debug)]
pub struct Leg {
    /// Number of its Call-ID among all Call-IDs.
    pub call: u32,
    /// Number of the address that sent the first request.
    pub src_ip: u32,
    /// Number of the other address.
    pub dst_ip: u32,
    /// Port of `src_ip`.
    pub src_port: u16,
    /// Port of `dst_ip`.
    pub dst_port: u16,
    /// Number of the user part of From.
    pub from_user: u32,
    /// Number of the user part of To.
    pub to_user: u32,
    /// Number of the user part of the Request-URI.
    pub uri_user: u32,
    /// What the first request's sender calls itself.
    pub src_agent: u32,
    /// What the other side calls itself.
    pub dst_agent: u32,
    /// Hash of AOR and device, for a registration.
    pub device: u64,
    /// Index of its first message.
    pub first: u32,
    /// Its last message so far, for errors of the network.
    pub last: u32,
    /// The CSeq method of its first message.
    pub method: Method,
    /// Transport of its first message.
    pub transport: Transport,
    /// Bits of [`crate::flag`] known outside its messages.
    pub flags: u64,
    /// Capture point.
    pub node: u16,
}

impl Leg {
    /// Whether a socket, its address by number, is that of the side that began it.
    #[inline]
    pub(crate) fn is_begun_by(&self, (ip, port): (u32, u16)) -> bool {
        self.src_ip == ip && self.src_port == port
    }
}

/// What joins legs of different Call-IDs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    /// The leg.
    pub leg: u32,
    /// 0 Session-ID, 1 another leg's Call-ID, 2 icid.
    pub kind: u8,
    /// Hash of the value (for kind 1: of the Call-ID it names; when the reading has ended, the number of that Call-ID, or 2^64 - 1 if
    /// it was not seen).
    pub value: u64,
}

impl Link {
    /// The kind that names another leg's Call-ID.
    pub const NAMED: u8 = 1;
}

/// An error that the network reported.
#[derive(Clone, Copy, Debug)]
pub struct NetError {
    /// 0 ICMP, 1 TCP refused, 2 TCP reset, 3 TCP unanswered, 4 fragment lost, 5 TCP segment never acknowledged.
    pub kind: u8,
    /// ICMP: version (4 or 6).
    pub version: u8,
    /// ICMP type.
    pub icmp_type: u8,
    /// ICMP code.
    pub icmp_code: u8,
    /// µs since 1970 UTC.
    pub ts: i64,
    /// File.
    pub file: u16,
    /// Frame in it.
    pub frame: u32,
    /// Who sent what failed.
    pub src: Socket,
    /// Where it was going.
    pub dst: Socket,
    /// Who reports.
    pub reporter: Ip,
    /// Its leg, or [`NONE`].
    pub leg: u32,
    /// The message that it is about, or [`NONE`].
    pub message: u32,
    /// ICMP: the largest packet that the way takes, where it is said; else 0.
    pub mtu: u32,
    /// Of a segment that was never acknowledged, what is known of it.
    pub unacked: Option<Unacknowledged>,
}

impl NetError {
    /// Whether ICMP says that the way takes no packet that large (RFC 1191, RFC 8201).
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        matches!((self.kind, self.version, self.icmp_type, self.icmp_code), (0, 4, 3, 4) | (0, 6, 2, _))
    }
}
