//! RTP streams: packets, loss and interarrival jitter per SSRC and pair of sockets (RFC 3550 section 6.4 and appendix A).

mod jitter;
mod payloads;
mod sequence;
mod stream;

pub use jitter::CLOCKS;
pub use payloads::is_noise;
pub use stream::{NOWHERE, Place, RtpRow, Stream, Toward};

use crate::left_out::LeftOut;
use hashbrown::{DefaultHashBuilder, HashTable};
use sipwire::packet::Socket;
use std::hash::BuildHasher;

/// Who knows which descriptions announced a stream's sockets.
pub trait Announcements {
    /// Where a stream between these sockets belongs now.
    fn place(&self, src: Socket, dst: Socket) -> Place;
    /// Whether a leg began after `ts`, and with another Call-ID than leg `old`.
    fn is_later_call(&self, leg: u32, old: u32, ts: i64) -> bool;
}

/// All streams; those that no description announced count only once they behave like RTP.
pub struct Streams {
    /// The newest stream between two sockets of one source in one file: two captures of one stream are measured apart.
    newest: HashTable<u32>,
    /// The one that was asked for last, of those that share a place: each is asked for again within some hundred packets.
    recent: Box<[u32; RECENT]>,
    all: Vec<Stream>,
    seed: u64,
    /// How many packets found no room since room was last made.
    refused: usize,
    /// Packets of streams that found no room.
    pub left_out: LeftOut,
}

impl Default for Streams {
    fn default() -> Self {
        Self {
            newest: HashTable::new(),
            recent: Box::new([0; RECENT]),
            all: Vec::new(),
            seed: DefaultHashBuilder::default().hash_one(0u8) | 1,
            refused: 0,
            left_out: LeftOut::default(),
        }
    }
}

/// The most streams that are kept.
const MOST: usize = if cfg!(test) { 1 << 12 } else { 1 << 20 };
/// How many streams are found without a look at all of them.
const RECENT: usize = 1 << RECENT_BITS;
const RECENT_BITS: u32 = 14;
/// How many packets must have found no room before it is made again: looking through all streams for each would take ages.
const PATIENCE: usize = 1 << 16;
/// After so long a silence a stream may be that of another call between the same sockets, µs.
const LONG: i64 = 2_000_000;

impl Streams {
    /// Takes one packet; `announced` is asked for where the packet may begin a stream.
    #[inline(always)] // as [`crate::tracker::Tracker::take_rtp`]
    pub fn take<A: Announcements>(&mut self, row: &RtpRow, file: u16, announced: impl FnOnce() -> A) {
        let recent = self.recent.get(place(row, file)).and_then(|index| self.all.get_mut(*index as usize));
        match recent {
            Some(stream) if is_of(stream, row, file) && row.ts - stream.last_ts < LONG => stream.take(row),
            _ => self.take_other(row, file, announced),
        }
    }

    /// A packet of a stream that is not the one asked for last in its place, or a first one, or one after a long silence.
    #[inline(never)]
    fn take_other<A: Announcements>(&mut self, row: &RtpRow, file: u16, announced: impl FnOnce() -> A) {
        let hash = self.hash(&row.src, &row.dst, row.rtp.ssrc);
        let all = &self.all;
        let found = self.newest.find(hash, |index| all.get(*index as usize).is_some_and(|stream| is_of(stream, row, file))).copied();
        match found.and_then(|index| self.all.get_mut(index as usize)) {
            Some(stream) if row.ts - stream.last_ts < LONG => stream.take(row),
            _ => return self.take_rare(found, row, file, &announced()),
        }
        self.remember(found.unwrap_or_default(), row, file);
    }

    /// Makes a stream, which is the newest between its sockets, the one that was asked for last in its place.
    #[inline]
    fn remember(&mut self, index: u32, row: &RtpRow, file: u16) {
        if let Some(recent) = self.recent.get_mut(place(row, file)) {
            *recent = index;
        }
    }

    /// Some of them: `leg` renumbers the leg of each, given the time of its last packet (µs), or leaves it out.
    pub(crate) fn part(&self, leg: impl Fn(u32, i64) -> Option<u32>) -> Self {
        let mut part = Self { seed: self.seed, left_out: self.left_out, ..Self::default() };
        for stream in &self.all {
            if let Some(leg) = leg(stream.place.leg, stream.last_ts) {
                let mut own = *stream;
                own.place.leg = leg;
                part.all.push(own);
            }
        }
        let rows = part.all.iter().map(|stream| (stream.as_row(), stream.file)).collect::<Vec<_>>();
        for (index, (row, file)) in (0u32..).zip(&rows) {
            part.know(index, row, *file);
        }
        part
    }

    /// The leg and the last packet's time (µs) of every stream that belongs to a leg.
    pub fn last_packets(&self) -> impl Iterator<Item = (u32, i64)> {
        self.all.iter().filter(|stream| stream.place.leg != u32::MAX).map(|stream| (stream.place.leg, stream.last_ts))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Asks for the place of every stream that has none yet.
    pub fn place(&mut self, announcer: impl Fn(&Stream) -> Place) {
        for stream in &mut self.all {
            if stream.place.leg == u32::MAX {
                stream.place = announcer(stream);
            }
        }
    }

    /// The streams that are believed to be RTP, in order of first packet.
    pub fn believed(&self) -> impl Iterator<Item = &Stream> {
        self.all.iter().filter(|stream| is_believed(stream))
    }

    /// A first packet, or one after a long silence of the stream `found`.
    #[cold]
    fn take_rare(&mut self, found: Option<u32>, row: &RtpRow, file: u16, announced: &impl Announcements) {
        let place = announced.place(row.src, row.dst);
        if let Some(stream) = found.and_then(|index| self.all.get_mut(index as usize))
            && (place.leg == u32::MAX || !announced.is_later_call(place.leg, stream.place.leg, stream.last_ts))
        {
            return stream.take(row);
        }
        if self.all.len() >= MOST {
            self.refused += 1;
            if self.refused % PATIENCE == 1 {
                self.drop_unbelievable();
            }
        }
        if self.all.len() >= MOST {
            return self.left_out.add(file, row.frame);
        }
        let next = self.all.len() as u32;
        self.all.push(Stream::new(row, file, place));
        self.know(next, row, file);
    }

    /// Makes a stream the newest between its sockets.
    fn know(&mut self, index: u32, row: &RtpRow, file: u16) {
        let hash = self.hash(&row.src, &row.dst, row.rtp.ssrc);
        let (all, seed) = (&self.all, self.seed);
        let hash_of = |index: &u32| all.get(*index as usize).map_or(0, |stream| mix(seed, &stream.src, &stream.dst, stream.ssrc));
        let entry = self.newest.entry(hash, |index| all.get(*index as usize).is_some_and(|stream| is_of(stream, row, file)), hash_of);
        entry.and_modify(|known| *known = index).or_insert(index);
        self.remember(index, row, file);
    }

    #[inline]
    fn hash(&self, src: &Socket, dst: &Socket, ssrc: u32) -> u64 {
        mix(self.seed, src, dst, ssrc)
    }

    /// Makes room: random packets look like streams of one packet each.
    fn drop_unbelievable(&mut self) {
        let before = self.all.len();
        self.all.retain(is_believed);
        if self.all.len() == before {
            return;
        }
        if before - self.all.len() >= MOST / 16 {
            self.refused = 0;
        }
        self.newest.clear();
        *self.recent = [0; RECENT];
        let rows = self.all.iter().map(|stream| (stream.as_row(), stream.file)).collect::<Vec<_>>();
        for (index, (row, file)) in (0u32..).zip(&rows) {
            self.know(index, row, *file);
        }
    }
}

#[inline]
fn is_of(stream: &Stream, row: &RtpRow, file: u16) -> bool {
    stream.ssrc == row.rtp.ssrc && stream.src == row.src && stream.dst == row.dst && stream.file == file
}

/// The place of a stream among the recent ones.
#[inline]
fn place(row: &RtpRow, file: u16) -> usize {
    let key = row.rtp.ssrc ^ u32::from(row.dst.port) << 16 ^ u32::from(file);
    (key.wrapping_mul(0x9e37_79b1) >> (u32::BITS - RECENT_BITS)) as usize
}

fn is_believed(stream: &Stream) -> bool {
    stream.place.leg != u32::MAX || stream.is_sound()
}

/// A hash by folded multiplication; the seed is another one in every process, so that nobody can choose what collides.
#[inline]
fn mix(seed: u64, src: &Socket, dst: &Socket, ssrc: u32) -> u64 {
    let fold = |one: u64, other: u64| {
        let product = u128::from(one) * u128::from(other);
        (product as u64) ^ (product >> 64) as u64
    };
    let halves = |socket: &Socket| {
        let ip = u128::from_ne_bytes(socket.ip.0);
        (ip as u64, (ip >> 64) as u64)
    };
    let ((a, b), (c, d)) = (halves(src), halves(dst));
    let ports = u64::from(src.port) << 48 | u64::from(dst.port) << 32 | u64::from(ssrc);
    // Every factor has a part of the seed: one that somebody can make zero leaves nothing of the other one.
    let one = fold(b ^ seed, d ^ seed.rotate_left(41));
    fold(one ^ ports, seed) ^ fold(a ^ seed.rotate_left(29), c ^ seed.rotate_left(13))
}

#[cfg(test)]
mod tests;
