//! Which legs may belong together: by Call-ID, by what joins them by name, and by numbers that meet at one host.

use crate::record::{Leg, Link, NONE};
use crate::tracker::Tracker;
use hashbrown::HashMap;
use sipwire::sip::Method;
use xxhash_rust::xxh3::xxh3_64;

/// No more legs are of one group because of their numbers: a number that is always in use would else hold back calls without end.
const MOST_BY_NUMBER: u32 = 256;
/// How long after the last message of a leg that is over another one may still come of it, µs: the rule itself allows less.
const SLACK: i64 = 1_000_000;

/// Of the legs that are `waiting` to be told those that can be: every leg of their group is `over`. `lasts` are when something came of
/// each leg last (µs); `key` gives a number by which a dialled number is known again.
pub fn groups(tracker: &Tracker, waiting: &[bool], over: &[bool], lasts: &[i64], key: fn(&[u8]) -> u64) -> Vec<bool> {
    let mut joined = Joined::new(tracker.legs.len());
    by_name(tracker, waiting, &mut joined);
    by_number(tracker, waiting, (over, lasts), key, &mut joined);
    let mut held = vec![false; tracker.legs.len()];
    for leg in 0..tracker.legs.len() {
        if is(waiting, leg)
            && !is(over, leg)
            && let Some(place) = held.get_mut(joined.root(leg))
        {
            *place = true;
        }
    }
    (0..tracker.legs.len()).map(|leg| is(waiting, leg) && is(over, leg) && !is(&held, joined.root(leg))).collect()
}

/// Call-ID, Session-ID, icid, a named Call-ID; and what a router leaves of the Call-ID that it rewrites.
fn by_name(tracker: &Tracker, waiting: &[bool], joined: &mut Joined) {
    let mut by_call = vec![NONE; tracker.call_ids.len()];
    let mut rewritten = HashMap::new();
    for (number, leg) in waiting_legs(tracker, waiting) {
        if let Some(first) = by_call.get_mut(leg.call as usize) {
            joined.join_known(first, number);
        }
        let tag = tracker.from_tag(number);
        let call_id = tracker.call_ids.text(leg.call);
        if let (false, Some(at)) = (tag.is_empty(), call_id.iter().position(|byte| *byte == b'@')) {
            let own = xxh3_64(call_id.get(..at).unwrap_or_default());
            joined.join_known(rewritten.entry((xxh3_64(tag), own, leg.dst_ip)).or_insert(NONE), number);
        }
    }
    let mut by_value = HashMap::new();
    for link in tracker.links.iter().filter(|link| is(waiting, link.leg as usize)) {
        let leg = link.leg as usize;
        match link.kind {
            Link::NAMED => {
                let named = tracker.call_ids.by_hash(link.value).and_then(|call| by_call.get(call as usize)).copied();
                if let Some(other) = named.filter(|other| *other != NONE) {
                    joined.join(leg, other as usize);
                }
            }
            kind => joined.join_known(by_value.entry((kind, link.value)).or_insert(NONE), leg),
        }
    }
}

/// The latest leg to a host before a leg from there, with one number: more than what is joined in the end.
fn by_number(tracker: &Tracker, waiting: &[bool], (over, lasts): (&[bool], &[i64]), key: fn(&[u8]) -> u64, joined: &mut Joined) {
    let mut keys: HashMap<u32, u64> = HashMap::new();
    let mut arrived: HashMap<(u8, u64, u32), u32> = HashMap::new();
    for (number, leg) in waiting_legs(tracker, waiting).filter(|(_, leg)| leg.method == Method::Invite) {
        let mut key_of = |text: u32| *keys.entry(text).or_insert_with(|| key(tracker.texts.text(text)));
        let (from, to, uri) = (key_of(leg.from_user), key_of(leg.to_user), key_of(leg.uri_user));
        let dialled = if uri == 0 { to } else { uri };
        let numbers = [(0, to), (1, dialled), (2, from)];
        let begin = tracker.messages.get(leg.first as usize).map_or(i64::MIN, |message| message.ts);
        let was_over = |incoming: usize| is(over, incoming) && lasts.get(incoming).is_some_and(|last| last.saturating_add(SLACK) < begin);
        for (class, number_key) in numbers.into_iter().filter(|one| one.1 != 0) {
            if let Some(incoming) = arrived.get(&(class, number_key, leg.src_ip))
                && !tracker.legs.get(*incoming as usize).is_some_and(|incoming| is_beside(incoming, leg))
                && !was_over(*incoming as usize)
            {
                joined.join_few(number, *incoming as usize);
            }
        }
        for (class, number_key) in numbers.into_iter().filter(|one| one.1 != 0) {
            arrived.insert((class, number_key, leg.dst_ip), number as u32);
        }
    }
}

/// Whether two legs are of one hop: then neither comes of the other, though both ends have one address. Under steady load calls of a
/// host to itself would else all be one group, which is never over.
fn is_beside(one: &Leg, other: &Leg) -> bool {
    (one.src_ip, one.dst_ip, one.dst_port) == (other.src_ip, other.dst_ip, other.dst_port)
}

fn waiting_legs<'a>(tracker: &'a Tracker, waiting: &'a [bool]) -> impl Iterator<Item = (usize, &'a Leg)> {
    tracker.legs.iter().enumerate().filter(|(number, _)| is(waiting, *number))
}

fn is(list: &[bool], leg: usize) -> bool {
    list.get(leg).copied().unwrap_or(false)
}

/// A forest of legs: each names another one of its group, its root names itself.
struct Joined {
    parents: Vec<usize>,
    /// Of each root how many legs its group has.
    sizes: Vec<u32>,
}

impl Joined {
    fn new(legs: usize) -> Self {
        Self { parents: (0..legs).collect(), sizes: vec![1; legs] }
    }

    fn root(&mut self, mut leg: usize) -> usize {
        while let Some(parent) = self.parents.get(leg).copied().filter(|parent| *parent != leg) {
            let above = self.parents.get(parent).copied().unwrap_or(parent);
            if let Some(place) = self.parents.get_mut(leg) {
                *place = above;
            }
            leg = parent;
        }
        leg
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        if one == other {
            return;
        }
        let both = self.size(one) + self.size(other);
        if let (Some(place), Some(size)) = (self.parents.get_mut(one.max(other)), self.sizes.get_mut(one.min(other))) {
            *place = one.min(other);
            *size = both;
        }
    }

    /// Joins two groups unless they are large together.
    fn join_few(&mut self, one: usize, other: usize) {
        let (first, second) = (self.root(one), self.root(other));
        if self.size(first) + self.size(second) <= MOST_BY_NUMBER {
            self.join(first, second);
        }
    }

    fn size(&self, root: usize) -> u32 {
        self.sizes.get(root).copied().unwrap_or(0)
    }

    /// Joins a leg to the one that was known before it, or makes it known.
    fn join_known(&mut self, known: &mut u32, leg: usize) {
        if *known == NONE {
            *known = leg as u32;
        } else {
            self.join(*known as usize, leg);
        }
    }
}
