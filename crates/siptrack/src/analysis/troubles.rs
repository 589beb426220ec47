//! What befell the hosts of a leg beside its messages: connections that were reset under it, and lookups and connections
//! of the host that was to carry it on, while it was waited for.

use super::LegFacts;
use crate::flag;
use crate::record::{Leg, NONE, NetError};
use crate::row::Transport;
use hashbrown::HashMap;

/// A TCP reset, as in [`NetError::kind`].
const RESET: u8 = 2;

/// The most legs that one reset is told of.
const MOST_LEGS: usize = 64;

/// One thing that went wrong for a host: the number of its address, and when, µs.
pub type Trouble = (u32, i64);

/// Tells each leg of the reset of its connection, if it was still waiting for something then.
pub fn place_resets(legs: &[Leg], facts: &mut [LegFacts], errors: &mut Vec<NetError>, number: impl Fn(&NetError) -> Option<(u32, u32)>) {
    if !errors.iter().any(|error| error.kind == RESET) {
        return;
    }
    let mut by_hop: HashMap<(u32, u16, u32, u16), Vec<u32>> = HashMap::new();
    for (index, leg) in (0u32..).zip(legs).filter(|(_, leg)| leg.transport != Transport::Udp) {
        by_hop.entry((leg.src_ip, leg.src_port, leg.dst_ip, leg.dst_port)).or_default().push(index);
    }
    let mut more = Vec::new();
    for error in errors.iter_mut().filter(|error| error.kind == RESET) {
        let Some((src, dst)) = number(error) else { continue };
        let (up, down) = ((src, error.src.port, dst, error.dst.port), (dst, error.dst.port, src, error.src.port));
        let on_hop = by_hop.get(&up).into_iter().chain(by_hop.get(&down)).flatten();
        for leg in on_hop.take(MOST_LEGS) {
            let (Some(fact), Some(known)) = (facts.get_mut(*leg as usize), legs.get(*leg as usize)) else { continue };
            if fact.first_ts > error.ts || fact.last_ts > error.ts || !is_waiting(fact) {
                continue;
            }
            fact.flags |= flag::NETWORK_ERROR;
            if error.leg == NONE {
                (error.leg, error.message) = (*leg, known.last);
            } else {
                more.push(NetError { leg: *leg, message: known.last, ..*error });
            }
        }
    }
    errors.append(&mut more);
}

fn is_waiting(fact: &LegFacts) -> bool {
    let unanswered = flag::BYE_UNANSWERED | flag::IN_DIALOG_UNANSWERED;
    fact.status == 0 || fact.flags & (unanswered | flag::OPEN) != 0
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
