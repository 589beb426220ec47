//! Which leg announced a media socket, for which side, and which payload types it asked for there.

use crate::ids::Ips;
use crate::record::{Leg, Msg};
use crate::streams::{Announcements, NOWHERE, Place, Toward};
use hashbrown::HashMap;
use sipwire::packet::Socket;
use xxhash_rust::xxh3::xxh3_64;

/// The announcements that are remembered. Until somebody asks about a socket they are only listed: many captures hold no media.
#[derive(Default)]
pub struct Announced {
    by_socket: HashMap<u64, Announcement>,
    /// In order, until they are asked for.
    listed: Vec<(u64, Announcement)>,
    is_asked: bool,
    formats: Formats,
}

#[derive(Clone, Copy)]
struct Announcement {
    leg: u32,
    /// Number of a set of formats, and the bits of [`FIRST_SIDE`] and [`AUDIO`].
    formats: u32,
}

/// The most media sockets that are remembered at a time.
const MOST: usize = 1 << 22;
/// The side that began the leg announced it.
const FIRST_SIDE: u32 = 1 << 31;
/// Its line is one of audio.
const AUDIO: u32 = 1 << 30;
const NUMBER: u32 = AUDIO - 1;

impl Announced {
    /// Remembers a socket (its address by number), which side of which leg announced it, and the formats that its line lists.
    pub fn announce(&mut self, (ip, port): (u32, u16), (leg, first_side): (u32, bool), audio: bool, formats: &[u8]) {
        let side = if first_side { FIRST_SIDE } else { 0 } | if audio { AUDIO } else { 0 };
        let announcement = Announcement { leg, formats: side | self.formats.number(formats) };
        if self.is_asked {
            return self.remember(socket_key(ip, port), announcement);
        }
        if self.listed.len() >= MOST {
            self.listed.clear();
        }
        self.listed.push((socket_key(ip, port), announcement));
    }

    /// Makes the announcements ready for questions; comes before the first of them.
    #[inline]
    pub fn settle(&mut self) {
        if !self.is_asked {
            self.is_asked = true;
            for (key, announcement) in std::mem::take(&mut self.listed) {
                self.remember(key, announcement);
            }
        }
    }

    fn remember(&mut self, key: u64, new: Announcement) {
        if self.by_socket.len() >= MOST {
            self.by_socket.clear();
        }
        let known = self.by_socket.entry(key).or_insert(new);
        if known.leg != new.leg {
            *known = new;
            return;
        }
        // Voice and video may share a socket (RFC 9143): both sets are asked for there, and voice is among them.
        let (before, set) = (known.formats & NUMBER, new.formats & NUMBER);
        let both = if before == set { set } else { self.formats.union(before, set) };
        known.formats = new.formats & FIRST_SIDE | ((known.formats | new.formats) & AUDIO) | both;
    }

    /// What legs that `leg` renumbers announced, on addresses that `ip` renumbers; all sets of formats keep their numbers.
    pub(crate) fn part(&self, leg: impl Fn(u32) -> u32, mut ip: impl FnMut(u32) -> u32) -> Self {
        let mut taken = |(key, known): (u64, Announcement)| {
            let leg = leg(known.leg);
            let own = Announcement { leg, ..known };
            (leg != u32::MAX).then(|| (socket_key(ip((key >> 16) as u32), key as u16), own))
        };
        let by_socket = self.by_socket.iter().filter_map(|(key, known)| taken((*key, *known))).collect();
        let listed = self.listed.iter().filter_map(|one| taken(*one)).collect();
        Self { by_socket, listed, is_asked: self.is_asked, formats: self.formats.clone() }
    }

    /// Forgets everything but the sets of formats.
    pub fn forget(&mut self) {
        self.by_socket = HashMap::new();
        self.listed = Vec::new();
    }

    /// Where a stream between two sockets belongs: where its receiver announced itself, else where its sender did.
    pub fn place(&self, ips: &Ips, src: Socket, dst: Socket) -> Place {
        let (found, is_sender) = match self.get(ips, dst) {
            Some(found) => (found, false),
            None => match self.get(ips, src) {
                Some(found) => (found, true),
                None => return NOWHERE,
            },
        };
        let toward = if (found.formats & FIRST_SIDE != 0) == is_sender { Toward::Second } else { Toward::First };
        let formats = if is_sender { 0 } else { found.formats & NUMBER };
        Place { leg: found.leg, toward, formats, audio: found.formats & AUDIO != 0 }
    }

    /// Whether some description announced just this socket: RTCP goes to the port above it (RFC 3550 section 11).
    pub fn is_exact(&self, ips: &Ips, socket: Socket) -> bool {
        ips.known(socket.ip).is_some_and(|ip| self.by_socket.contains_key(&socket_key(ip, socket.port)))
    }

    /// The set of formats that the receiver of a stream asked for: when it began, and since then.
    pub fn formats_for(&self, ips: &Ips, place: &Place, dst: Socket) -> u128 {
        let now = self.get(ips, dst).filter(|found| found.leg == place.leg).map_or(0, |found| found.formats & NUMBER);
        self.formats.set(place.formats) | self.formats.set(now)
    }

    fn get(&self, ips: &Ips, socket: Socket) -> Option<&Announcement> {
        let ip = ips.known(socket.ip)?;
        let found = self.by_socket.get(&socket_key(ip, socket.port));
        found.or_else(|| self.by_socket.get(&socket_key(ip, socket.port & !1)))
    }
}

/// What streams ask while they come.
pub(crate) struct Known<'a> {
    pub announced: &'a Announced,
    pub ips: &'a Ips,
    pub legs: &'a [Leg],
    pub messages: &'a [Msg],
}

impl Announcements for Known<'_> {
    fn place(&self, src: Socket, dst: Socket) -> Place {
        self.announced.place(self.ips, src, dst)
    }

    fn is_later_call(&self, leg: u32, old: u32, ts: i64) -> bool {
        let Some(new) = self.legs.get(leg as usize) else { return false };
        let begun = self.messages.get(new.first as usize).is_some_and(|first| first.ts > ts);
        begun && self.legs.get(old as usize).is_some_and(|old| old.call != new.call)
    }
}

/// Sets of payload types by number; 0 is the one that is not known.
#[derive(Clone)]
struct Formats {
    by_text: HashMap<u64, u32>,
    by_set: HashMap<u128, u32>,
    sets: Vec<u128>,
}

impl Default for Formats {
    fn default() -> Self {
        Self { by_text: HashMap::new(), by_set: HashMap::new(), sets: vec![0] }
    }
}

/// The most sets that are told apart.
const MOST_SETS: usize = 1 << 16;

impl Formats {
    fn number(&mut self, text: &[u8]) -> u32 {
        let hash = xxh3_64(text);
        if let Some(number) = self.by_text.get(&hash) {
            return *number;
        }
        let number = self.keep(parse(text));
        if self.by_text.len() < MOST_SETS {
            self.by_text.insert(hash, number);
        }
        number
    }

    fn union(&mut self, one: u32, other: u32) -> u32 {
        self.keep(self.set(one) | self.set(other))
    }

    fn keep(&mut self, set: u128) -> u32 {
        if let Some(number) = self.by_set.get(&set) {
            return *number;
        }
        if set == 0 || self.sets.len() >= MOST_SETS {
            return 0;
        }
        let number = self.sets.len() as u32;
        self.sets.push(set);
        self.by_set.insert(set, number);
        number
    }

    fn set(&self, number: u32) -> u128 {
        self.sets.get(number as usize).copied().unwrap_or(0)
    }
}

/// The payload types in the formats of a media line; 0 if there are none ("t38").
fn parse(text: &[u8]) -> u128 {
    let words = text.split(|byte| *byte == b' ').filter_map(|word| std::str::from_utf8(word).ok()?.parse::<u32>().ok());
    words.filter(|payload_type| *payload_type < 128).fold(0, |set, payload_type| set | 1 << payload_type)
}

#[inline]
fn socket_key(ip: u32, port: u16) -> u64 {
    u64::from(ip) << 16 | u64::from(port)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::NONE;
    use sipwire::packet::Ip;

    #[test]
    fn a_socket_has_a_side_and_the_formats_of_all_descriptions_of_its_leg() {
        let (mut announced, mut ips) = (Announced::default(), Ips::default());
        let (alice, bob) = (Ip::v4([192, 0, 2, 1]), Ip::v4([192, 0, 2, 2]));
        let number = ips.number(alice);
        announced.announce((number, 4000), (3, true), true, b"0 8 101");
        announced.announce((number, 4000), (3, true), true, b"9");
        let (from, to) = (Socket { ip: alice, port: 4000 }, Socket { ip: bob, port: 9000 });
        announced.announce((number, 4000), (3, true), false, b"97");
        announced.settle();
        let place = announced.place(&ips, to, from);
        assert_eq!((place.leg, place.toward, place.audio), (3, Toward::First, true));
        assert_eq!(announced.formats_for(&ips, &place, from), 1 | 1 << 8 | 1 << 9 | 1 << 97 | 1 << 101);
        let back = announced.place(&ips, from, to);
        assert_eq!((back.leg, back.toward, back.formats), (3, Toward::Second, 0));
        assert!(announced.is_exact(&ips, from) && !announced.is_exact(&ips, Socket { port: 4001, ..from }));
        announced.announce((number, 4000), (7, false), false, b"t38");
        assert_eq!(announced.place(&ips, to, from).formats, 0);
        assert_eq!(announced.place(&ips, to, to).leg, NONE);
    }

    #[test]
    fn payload_types_are_read_and_nonsense_is_none() {
        assert_eq!((parse(b"0 200 x 127"), parse(b"t38"), parse(b"")), (1 | 1 << 127, 0, 0));
    }
}
