//! A part of what is known, as a tracker of its own: some legs with all that belongs to them, numbered anew.

use super::keys::{hop_key, leg_key};
use super::{Leg, Link, Msg, NONE, Tracker};
use crate::flag::mark;
use crate::hashed::Hashed;
use crate::ids::CallIds;
use hashbrown::HashMap;
use sipwire::sip::Method;
use xxhash_rust::xxh3::xxh3_64;

/// From when on each leg's messages are taken (µs); [`NOT`] leaves the leg out.
pub type From = Vec<i64>;

/// A leg that is left out.
pub const NOT: i64 = i64::MAX;

/// A part, and where its legs stood before.
pub struct Part {
    /// The part.
    pub tracker: Tracker,
    /// For each leg of the whole its number in the part, or [`NONE`].
    pub legs: Vec<u32>,
}

impl Tracker {
    /// Copies the legs that `from` takes, with their messages, errors, streams and reports.
    ///
    /// `keep` says where a message's bytes stand in the part's own store, given where they stand and their length: None if there is no
    /// room, and the message is left out. Streams and errors of no leg are taken if they are not older than `loose_since` (µs).
    pub fn part(&self, from: &[i64], loose_since: i64, mut keep: impl FnMut(u64, u32) -> Option<u64>) -> Part {
        let mut part = Tracker::default();
        let legs = self.copy_legs(&mut part, from);
        let (mut numbers, mut reasons) = (vec![NONE; self.messages.len()], vec![None; self.reasons.count()]);
        for (index, message) in self.messages.iter().enumerate() {
            let Some(leg) = legs.get(message.leg as usize).copied().filter(|leg| *leg != NONE) else { continue };
            if from.get(message.leg as usize).is_none_or(|from| message.ts < *from) {
                continue;
            }
            let mut copy = Msg { leg, ..*message };
            if message.is(mark::SPILLED) {
                let Some(offset) = keep(message.offset(), message.len) else { continue };
                (copy.offset_low, copy.offset_high) = (offset as u32, (offset >> 32) as u16);
            }
            if message.status >= 200
                && let Some(known) = reasons.get_mut(usize::from(message.reason))
            {
                copy.reason = *known.get_or_insert_with(|| part.reasons.adopt(&self.reasons, u32::from(message.reason)) as u16);
            }
            let number = part.messages.len() as u32;
            if let Some(place) = numbers.get_mut(index) {
                *place = number;
            }
            if let Some(own) = part.legs.get_mut(leg as usize) {
                own.first = own.first.min(number);
                own.last = number;
            }
            part.messages.push(copy);
        }
        let renumbered = |list: &[u32], number: u32| list.get(number as usize).copied().unwrap_or(NONE);
        let links = self.links.iter().map(|link| Link { leg: renumbered(&legs, link.leg), ..*link });
        part.links.extend(links.filter(|link| link.leg != NONE));
        for error in &self.errors {
            let leg = renumbered(&legs, error.leg);
            if leg != NONE || (error.leg == NONE && error.ts >= loose_since) {
                part.errors.push(super::NetError { leg, message: renumbered(&numbers, error.message), ..*error });
            }
        }
        let place = |leg: u32, last: i64| match leg {
            NONE => (last >= loose_since).then_some(NONE),
            _ => Some(renumbered(&legs, leg)).filter(|leg| *leg != NONE),
        };
        part.streams = self.streams.part(place);
        part.told = self.told.part(place);
        part.encrypted = self.encrypted.part(place);
        part.unreached = self.unreached.part(place);
        part.announced = self.announced.part(|leg| renumbered(&legs, leg), |ip| part.ips.number(self.ips.ip(ip)));
        (part.left_out, part.nameless) = (self.left_out, self.nameless);
        Part { tracker: part, legs }
    }

    /// Keeps of all that is known only the legs that `from` takes; the numbers of legs change as it says.
    pub fn keep(&mut self, from: &[i64], loose_since: i64, keep: impl FnMut(u64, u32) -> Option<u64>) -> Vec<u32> {
        let Part { mut tracker, legs } = self.part(from, loose_since, keep);
        tracker.by_key = tracker.keys().into();
        std::mem::swap(&mut tracker.gone, &mut self.gone);
        tracker.late = self.late;
        tracker.age = self.age.wrapping_add(1);
        *self = tracker;
        legs
    }

    /// Takes messages of calls that `from` leaves out for late ones until `until` (µs), instead of beginning new legs with them.
    pub fn remember_gone(&mut self, from: &[i64], until: i64) {
        let hashes = self.call_ids.hashes();
        let gone = self.legs.iter().zip(from).filter(|(leg, from)| **from == NOT && leg.method == Method::Invite);
        self.gone.extend(gone.filter_map(|(leg, _)| Some((*hashes.get(leg.call as usize)?, until))));
    }

    /// The key of each leg: those of addresses change with their numbers.
    fn keys(&self) -> Hashed<u64> {
        let hashes = self.call_ids.hashes();
        let key = |(leg, number): (&Leg, u32)| {
            let hop = hop_key((leg.src_ip, leg.src_port), (leg.dst_ip, leg.dst_port));
            let tag = self.from_tag(number as usize);
            let tag = if tag.is_empty() { 0 } else { xxh3_64(tag) as u32 | 1 };
            (leg_key(hashes.get(leg.call as usize).copied().unwrap_or_default(), hop, tag), number)
        };
        self.legs.iter().zip(0..).map(key).collect()
    }

    /// Forgets legs that have been gone for long.
    pub fn forget_gone(&mut self, now: i64) {
        self.gone.retain(|_, until| *until >= now);
    }

    fn copy_legs(&self, part: &mut Tracker, from: &[i64]) -> Vec<u32> {
        let hashes = self.call_ids.hashes();
        let mut numbers = vec![NONE; self.legs.len()];
        for (index, leg) in self.legs.iter().enumerate() {
            if from.get(index).is_none_or(|from| *from == NOT) {
                continue;
            }
            let mut copy = *leg;
            copy.call = part.call_ids.number(hashes.get(leg.call as usize).copied().unwrap_or_default(), self.call_ids.text(leg.call));
            for number in [&mut copy.src_ip, &mut copy.dst_ip] {
                *number = part.ips.number(self.ips.ip(*number));
            }
            for text in [&mut copy.from_user, &mut copy.to_user, &mut copy.uri_user, &mut copy.src_agent, &mut copy.dst_agent] {
                *text = part.texts.number(self.texts.text(*text));
            }
            (copy.first, copy.last) = (NONE, NONE);
            if let Some(number) = numbers.get_mut(index) {
                *number = part.legs.len() as u32;
            }
            part.legs.push(copy);
            part.noticed.push(self.noticed.get(index).copied().unwrap_or_default());
            part.tags.0.extend_from_slice(self.from_tag(index));
            part.tags.1.push(part.tags.0.len() as u64);
        }
        numbers
    }
}

impl CallIds {
    /// The hash of every Call-ID, by number.
    fn hashes(&self) -> Vec<u64> {
        let mut hashes = vec![0; self.len()];
        for (hash, number) in self.by_hash_all() {
            if let Some(place) = hashes.get_mut(number as usize) {
                *place = hash;
            }
        }
        hashes
    }
}

/// Hashes of the Call-IDs of calls that are kept no more, and until when their messages count as late ones (µs).
pub(super) type Gone = HashMap<u64, i64>;
