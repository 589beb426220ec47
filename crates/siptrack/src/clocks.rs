//! How far the clock of a text log was from that of a capture, by the messages that both have.

use crate::record::{Leg, Msg};
use hashbrown::HashMap;
use sipwire::sip::Method;

/// A log compared with a capture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
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
    let mut told: HashMap<(Key, u16), (i64, u32)> = HashMap::new();
    for message in messages.iter().filter(|message| message.is_logged()) {
        if told.len() >= MOST {
            break;
        }
        let Some(key) = key(message) else { continue };
        told.entry((key, message.file)).or_insert((message.ts, 0)).1 += 1;
    }
    if told.is_empty() {
        return Vec::new();
    }
    let mut logs: Vec<u16> = told.keys().map(|(_, file)| *file).collect();
    logs.sort_unstable();
    logs.dedup();
    let mut apart: HashMap<(u16, u16), Vec<(i64, i64)>> = HashMap::new();
    for message in messages.iter().filter(|message| !message.is_logged()) {
        let Some(key) = key(message) else { continue };
        for &log in &logs {
            // What a log tells twice was repeated: which of the sightings is meant is not certain.
            if let Some((ts, 1)) = told.get(&(key, log)) {
                apart.entry((log, message.file)).or_default().push((ts - message.ts, *ts));
            }
        }
    }
    let mut found: Vec<Difference> = apart.into_iter().map(|((log, capture), pairs)| difference(log, capture, pairs)).collect();
    found.sort_by_key(|one| (one.log, u32::MAX - one.messages, one.capture));
    found.dedup_by_key(|one| one.log);
    found
}

fn difference(log: u16, capture: u16, mut pairs: Vec<(i64, i64)>) -> Difference {
    let whole_seconds = pairs.iter().all(|(_, ts)| ts.rem_euclid(1_000_000) == 0);
    let messages = pairs.len() as u32;
    let middle = pairs.len() / 2;
    let (_, median, _) = pairs.select_nth_unstable(middle);
    Difference { log, capture, messages, ahead: median.0, whole_seconds }
}
