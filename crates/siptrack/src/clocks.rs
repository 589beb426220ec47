//! How far the clock of a text log was from that of a capture, by the messages that both have.

use crate::flag::mark;
use crate::record::{Leg, Msg};
use hashbrown::HashMap;
use sipwire::sip::Method;

/// A log compared with a capture.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// The log's file.
    pub log: u16,
    /// The capture's.
    pub capture: u16,
    /// How many messages both have.
    pub messages: u32,
    /// By how many µs the log's time is the later one: the median.
    pub ahead: i64,
    /// Whether the log writes whole seconds only.
    pub whole_seconds: bool,
    /// Ends that are other ones in the capture, where the far end is the same in both: the log's, and the capture's.
    pub renamed: Vec<(End, End)>,
}

/// Number of address, port.
pub type End = (u32, u16);

/// A message's sender and receiver.
fn ends(message: &Msg, legs: &[Leg]) -> Option<(End, End)> {
    let leg = legs.get(message.leg as usize)?;
    let (src, dst) = ((leg.src_ip, leg.src_port), (leg.dst_ip, leg.dst_port));
    Some(if message.is(mark::FORWARD) { (src, dst) } else { (dst, src) })
}

/// So many messages of a log are compared.
const MOST: usize = 100_000;

/// A message among all: Call-ID, branch, CSeq, method, status, To tag.
type Key = (u32, u32, u32, Method, u16, u16);

/// For each log the capture with which it has most messages in common.
#[must_use]
pub fn differences(messages: &[Msg], legs: &[Leg]) -> Vec<Difference> {
    let key = |message: &Msg| -> Option<Key> {
        let call = legs.get(message.leg as usize)?.call;
        Some((call, message.branch, message.cseq, message.method, message.status, message.to_tag))
    };
    let mut told: HashMap<(Key, u16), (&Msg, u32)> = HashMap::new();
    for message in messages.iter().filter(|message| message.is_logged()) {
        if told.len() >= MOST {
            break;
        }
        let Some(key) = key(message) else { continue };
        told.entry((key, message.file)).or_insert((message, 0)).1 += 1;
    }
    if told.is_empty() {
        return Vec::new();
    }
    let mut logs: Vec<u16> = told.keys().map(|(_, file)| *file).collect();
    logs.sort_unstable();
    logs.dedup();
    let mut apart: HashMap<(u16, u16), Pairs> = HashMap::new();
    for message in messages.iter().filter(|message| !message.is_logged()) {
        let Some(key) = key(message) else { continue };
        for &log in &logs {
            // What a log tells twice was repeated: which of the sightings is meant is not certain.
            if let Some((twin, 1)) = told.get(&(key, log)) {
                let pairs = apart.entry((log, message.file)).or_default();
                pairs.moments.push((twin.ts - message.ts, twin.ts));
                pairs.compare(ends(twin, legs), ends(message, legs));
            }
        }
    }
    let mut found: Vec<Difference> = apart.into_iter().map(|((log, capture), pairs)| difference(log, capture, pairs)).collect();
    found.sort_by_key(|one| (one.log, u32::MAX - one.messages, one.capture));
    found.dedup_by_key(|one| one.log);
    found
}

/// The messages that a log shares with a capture.
#[derive(Default)]
struct Pairs {
    /// µs ahead, and the log's time.
    moments: Vec<(i64, i64)>,
    /// How often an end of the log's is which of the capture's.
    ends: HashMap<(End, End), u32>,
}

impl Pairs {
    fn compare(&mut self, log: Option<(End, End)>, capture: Option<(End, End)>) {
        let (Some((src, dst)), Some(seen)) = (log, capture) else { return };
        match (src == seen.0, dst == seen.1) {
            (true, _) => *self.ends.entry((dst, seen.1)).or_default() += 1,
            (false, true) => *self.ends.entry((src, seen.0)).or_default() += 1,
            (false, false) => {}
        }
    }

    /// Those of the log's ends that are, without exception, one other end of the capture's.
    fn renamed(&self) -> Vec<(End, End)> {
        let alone = |log: End| self.ends.keys().filter(|(other, _)| *other == log).count() == 1;
        let mut found: Vec<(End, End)> = self.ends.keys().copied().filter(|(log, capture)| log != capture && alone(*log)).collect();
        found.sort_unstable();
        found
    }
}

fn difference(log: u16, capture: u16, mut pairs: Pairs) -> Difference {
    let whole_seconds = pairs.moments.iter().all(|(_, ts)| ts.rem_euclid(1_000_000) == 0);
    let (messages, renamed) = (pairs.moments.len() as u32, pairs.renamed());
    let middle = pairs.moments.len() / 2;
    let (_, median, _) = pairs.moments.select_nth_unstable(middle);
    Difference { log, capture, messages, ahead: median.0, whole_seconds, renamed }
}
