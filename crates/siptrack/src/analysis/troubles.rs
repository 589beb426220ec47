//! What befell a leg beside its messages: its connection was reset or came to nothing, or the host that was to carry it on
//! could not look up, or not connect to, whom it was to ask.

use super::LegFacts;
use crate::flag::{self, mark};
use crate::record::{Leg, Msg, NONE, NetError};
use crate::row::Transport;
use hashbrown::{HashMap, HashSet};
use sipwire::sip::Method;

/// A TCP reset, as in [`NetError::kind`].
const RESET: u8 = 2;

/// The most legs that one reset is told of.
const MOST_LEGS: usize = 64;

/// The most errors that resets are told as, beside those that were there: one may end many legs.
const MOST_MORE: usize = 200_000;

/// One thing that went wrong for a host: the number of its address, and when, µs.
pub type Trouble = (u32, i64);

/// Number of an address and port, of both ends of a connection.
pub type Hop = ((u32, u16), (u32, u16));

/// The legs that went by TCP, by their hops.
pub struct ByHop(HashMap<Hop, Vec<u32>>);

impl ByHop {
    /// Sorts legs by hop.
    #[must_use]
    pub fn new(legs: &[Leg]) -> Self {
        let mut found: HashMap<Hop, Vec<u32>> = HashMap::new();
        for (index, leg) in (0u32..).zip(legs).filter(|(_, leg)| leg.transport != Transport::Udp) {
            found.entry(((leg.src_ip, leg.src_port), (leg.dst_ip, leg.dst_port))).or_default().push(index);
        }
        Self(found)
    }

    /// The legs of one connection, whichever side began them: the first ones.
    fn of(&self, (one, other): Hop) -> impl Iterator<Item = usize> {
        let both = self.0.get(&(one, other)).into_iter().chain(self.0.get(&(other, one)));
        both.flatten().take(MOST_LEGS).map(|leg| *leg as usize)
    }
}

/// Flags the legs of connections that came to nothing, if they still wait for an answer.
pub fn mark_hops(by_hop: &ByHop, facts: &mut [LegFacts], hops: impl IntoIterator<Item = Hop>) {
    for leg in hops.into_iter().flat_map(|hop| by_hop.of(hop)) {
        if let Some(fact) = facts.get_mut(leg).filter(|fact| fact.status == 0) {
            fact.flags |= flag::TROUBLE_BEHIND;
        }
    }
}

/// Tells each leg of the reset of its connection, if it was still waiting for something then.
pub fn place_resets(
    by_hop: &ByHop,
    (legs, messages): (&[Leg], &[Msg]),
    facts: &mut [LegFacts],
    errors: &mut Vec<NetError>,
    hop: impl Fn(&NetError) -> Option<Hop>,
) {
    let mut more = Vec::new();
    for error in errors.iter_mut().filter(|error| error.kind == RESET) {
        let Some(hop) = hop(error) else { continue };
        for leg in by_hop.of(hop) {
            let (Some(fact), Some(known)) = (facts.get_mut(leg), legs.get(leg)) else { continue };
            if fact.first_ts > error.ts || fact.last_ts > error.ts || !is_waiting(fact, messages.get(known.last as usize)) {
                continue;
            }
            fact.flags |= flag::NETWORK_ERROR | flag::CONNECTION_RESET;
            if fact.status == 0 {
                fact.flags &= !flag::OPEN; // no answer can come by it any more
            }
            if error.leg == NONE {
                (error.leg, error.message) = (leg as u32, known.last);
            } else if more.len() < MOST_MORE {
                more.push(NetError { leg: leg as u32, message: known.last, ..*error });
            }
        }
    }
    errors.append(&mut more);
}

/// A segment that was never acknowledged, as in [`NetError::kind`].
const UNACKED: u8 = 5;

/// Tells each leg of the segment that was sent in vain with the first of its messages that did not get through, and of what ICMP said of
/// that connection.
pub fn place_segments(
    (legs, messages): (&[Leg], &[Msg]),
    facts: &mut [LegFacts],
    errors: &mut Vec<NetError>,
    hop: impl Fn(&NetError) -> Option<Hop>,
) {
    let mut by_hop: HashMap<Hop, Vec<NetError>> = HashMap::new();
    for error in errors.iter().filter(|error| error.kind == UNACKED) {
        if let Some(hop) = hop(error) {
            by_hop.entry(hop).or_default().push(*error);
        }
    }
    let mut placed: HashMap<u32, NetError> = HashMap::new();
    for (index, message) in (0u32..).zip(messages).filter(|(_, message)| message.transport != Transport::Udp) {
        let Some(leg) = legs.get(message.leg as usize) else { continue };
        let lost = by_hop.get(&sent(leg, message)).and_then(|lost| lost.iter().find(|error| is_behind(message, error)));
        if let Some(error) = lost.filter(|_| placed.len() < MOST_MORE) {
            placed.entry(message.leg).or_insert(NetError { leg: message.leg, message: index, ..*error });
        }
    }
    for leg in placed.keys() {
        if let Some(fact) = facts.get_mut(*leg as usize) {
            fact.flags |= flag::SEGMENT_LOST;
        }
    }
    let mut more: Vec<NetError> = placed.into_values().collect();
    more.sort_unstable_by_key(|error| error.message);
    let told: HashSet<(u16, u32)> = more.iter().map(|error| (error.file, error.frame)).collect();
    errors.retain(|error| error.kind != UNACKED || !told.contains(&(error.file, error.frame)));
    place_words(&more, errors, hop);
    errors.append(&mut more);
}

/// Gives what ICMP said of a connection, and is about no message that is known, to the first leg that it befell.
fn place_words(lost: &[NetError], errors: &mut [NetError], hop: impl Fn(&NetError) -> Option<Hop>) {
    let mut by_hop: HashMap<Hop, &NetError> = HashMap::new();
    for error in lost {
        if let Some(hop) = hop(error) {
            by_hop.entry(hop).or_insert(error);
        }
    }
    for word in errors.iter_mut().filter(|error| error.leg == NONE && error.is_too_large()) {
        if let Some(about) = hop(word).and_then(|hop| by_hop.get(&hop)).filter(|lost| (lost.ts..=last(lost)).contains(&word.ts)) {
            (word.leg, word.message) = (about.leg, about.message);
        }
    }
}

/// From whom to whom a message went.
fn sent(leg: &Leg, message: &Msg) -> Hop {
    let ends = ((leg.src_ip, leg.src_port), (leg.dst_ip, leg.dst_port));
    if message.is(mark::FORWARD) { ends } else { (ends.1, ends.0) }
}

/// Whether a message stands in a segment sent in vain, or behind it: its sender has then not given up, for the pauses
/// between sendings only double.
fn is_behind(message: &Msg, error: &NetError) -> bool {
    message.file == error.file && (error.ts..=last(error)).contains(&message.ts)
}

fn last(error: &NetError) -> i64 {
    error.ts + error.unacked.map_or(0, |one| 2 * one.lasted_us) + SLACK_US
}

/// What the sender's clock may lag, µs.
const SLACK_US: i64 = 1_000_000;

/// Whether a leg has no final answer, or its last message is a request within the dialog that nobody answered.
fn is_waiting(fact: &LegFacts, last: Option<&Msg>) -> bool {
    fact.status == 0 || last.is_some_and(|last| last.status == 0 && last.method != Method::Ack)
}

/// Marks the legs that failed at a host for which something went wrong meanwhile.
pub fn mark_troubles(legs: &[Leg], facts: &mut [LegFacts], troubles: impl IntoIterator<Item = Trouble>) {
    let mut by_host: HashMap<u32, Vec<i64>> = HashMap::new();
    for (host, ts) in troubles {
        by_host.entry(host).or_default().push(ts);
    }
    if by_host.is_empty() {
        return;
    }
    by_host.values_mut().for_each(|times| times.sort_unstable());
    for (leg, fact) in legs.iter().zip(facts) {
        let failed = fact.status == 0 || (fact.status >= 400 && !matches!(fact.status, 401 | 407 | 486 | 487 | 600 | 603));
        let Some(times) = by_host.get(&leg.dst_ip).filter(|_| failed) else { continue };
        let until = if fact.final_ts > 0 { fact.final_ts } else { fact.last_ts };
        let next = times.partition_point(|ts| *ts < fact.first_ts);
        if times.get(next).is_some_and(|ts| *ts <= until) {
            fact.flags |= flag::TROUBLE_BEHIND;
        }
    }
}
