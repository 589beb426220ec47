//! The message that an ICMP error is about, where the error quotes too little of it to tell the Call-ID.
//!
//! An error need quote no more than the IP header and 8 bytes (RFC 792), and routers often stop at 128. Those 8 bytes are the UDP header:
//! ports and length. With the addresses and the IP identification they tell which datagram that was seen it is.

use super::{Msg, NetError, Tracker};
use crate::flag::mark;
use crate::row::Transport;
use sipwire::sip::{self, StartLine};
use xxhash_rust::xxh3::xxh3_64;

/// How old a datagram may be that is turned back, µs. A closed port or a filter answers within a round trip; that a neighbour does not
/// answer is known after three requests a second apart (RFC 4861 section 10; Linux does the same for ARP). Where reassembly is given up
/// after 30 s or more (RFC 1122 section 3.3.2), too much was sent meanwhile.
const OLDEST: i64 = 5_000_000;

/// The most messages that are looked back at: a flood of errors shall not slow the reading down.
const MOST_BACK: usize = 1 << 10;

/// What an error quotes of a datagram.
#[derive(Clone, Copy, Debug)]
pub struct Quoted<'a> {
    /// Its IP identification, 0 if it has none.
    pub id: u32,
    /// How long its payload was, if it was UDP and that is told.
    pub length: Option<u16>,
    /// What is quoted of its payload.
    pub head: &'a [u8],
}

impl Tracker {
    /// The number of the message that was turned back: the latest one sent lately between these sockets that the quote fits; none if it
    /// fits messages of several legs.
    pub(super) fn message_of_short(&self, error: &NetError, quoted: &Quoted<'_>) -> Option<u32> {
        let length = quoted.length.filter(|_| error.kind == 0 && error.src.port != 0)?;
        let (src, dst) = (self.ips.known(error.src.ip)?, self.ips.known(error.dst.ip)?);
        let ends = ((src, error.src.port), (dst, error.dst.port));
        let head = sip::scan(quoted.head);
        let mut found: Option<(u32, u32)> = None;
        let from = self.messages.len().saturating_sub(MOST_BACK);
        for (number, message) in self.messages.iter().enumerate().skip(from).rev() {
            if message.ts < error.ts.saturating_sub(OLDEST) {
                return found.map(|(number, _)| number);
            }
            let is_alike = message.ts <= error.ts && message.len == u32::from(length) && message.ip_id == quoted.id as u16;
            if !is_alike || !self.is_between(message, ends) || !head.as_ref().is_none_or(|head| self.fits(message, head, quoted.head)) {
                continue;
            }
            match found {
                None => found = Some((number as u32, message.leg)),
                Some((_, leg)) if leg != message.leg => return None,
                Some(_) => {}
            }
        }
        // Without an identification, one that lies farther back may be meant as well.
        found.filter(|_| from == 0 || quoted.id != 0).map(|(number, _)| number)
    }

    /// Whether a message went by UDP from the first socket to the second.
    fn is_between(&self, message: &Msg, (src, dst): ((u32, u16), (u32, u16))) -> bool {
        let Some(leg) = self.legs.get(message.leg as usize).filter(|_| message.transport == Transport::Udp) else { return false };
        let ends = ((leg.src_ip, leg.src_port), (leg.dst_ip, leg.dst_port));
        if message.is(mark::FORWARD) { ends == (src, dst) } else { ends == (dst, src) }
    }

    /// Whether the beginning of a message that is quoted may be that of this one. What the quote ends with may be cut off.
    fn fits(&self, message: &Msg, head: &sip::Head<'_>, quoted: &[u8]) -> bool {
        let is_start = match head.start {
            StartLine::Request { .. } => message.status == 0 && message.method == head.method,
            StartLine::Answer { status, .. } => message.status == status,
        };
        let is_whole = |value: &[u8]| !value.is_empty() && !quoted.ends_with(value);
        let is_branch = || xxh3_64(sip::branch(head.via).unwrap_or(head.via)) as u32 == message.branch;
        let call = self.legs.get(message.leg as usize).map(|leg| self.call_ids.text(leg.call)).unwrap_or_default();
        let is_call = if is_whole(head.call_id) { call == head.call_id } else { call.starts_with(head.call_id) };
        is_start && is_call && (!is_whole(head.via) || is_branch())
    }
}
