//! RTP streams: packets, loss and interarrival jitter per SSRC and pair of sockets (RFC 3550 section 6.4 and appendix A).

mod jitter;
mod payloads;
mod sequence;
mod stream;

pub use jitter::CLOCKS;
pub use payloads::is_noise;
pub use stream::{NOWHERE, Place, RtpRow, Stream, Toward};

use hashbrown::HashMap;
use sipwire::packet::Socket;

/// Two sockets, the source, and the file: two captures of one stream are measured apart.
type Key = (Socket, Socket, u32, u16);

/// Who knows which descriptions announced a stream's sockets.
pub trait Announcements {
    /// Where a stream between these sockets belongs now.
    fn place(&self, src: Socket, dst: Socket) -> Place;
    /// Whether a leg began after `ts`, and with another Call-ID than leg `old`.
    fn is_later_call(&self, leg: u32, old: u32, ts: i64) -> bool;
}

/// All streams; those that no description announced count only once they behave like RTP.
#[derive(Default)]
pub struct Streams {
    by_key: HashMap<Key, u32>,
    all: Vec<Stream>,
}

/// How many packets in sequence make a stream that nobody announced believable.
const BELIEVABLE: u32 = 8;
/// The most streams that are kept.
const MOST: usize = 1 << 20;
/// After so long a silence a stream may be that of another call between the same sockets, µs.
const LONG: i64 = 2_000_000;

impl Streams {
    /// Takes one packet.
    #[inline]
    pub fn take(&mut self, row: &RtpRow, file: u16, announced: &impl Announcements) {
        let key = (row.src, row.dst, row.rtp.ssrc, file);
        let found = self.by_key.get(&key).copied();
        match found.and_then(|index| self.all.get_mut(index as usize)) {
            Some(stream) if row.ts - stream.last_ts < LONG => stream.take(row),
            _ => self.take_rare(key, row, announced),
        }
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

    /// A first packet, or one after a long silence.
    #[cold]
    fn take_rare(&mut self, key: Key, row: &RtpRow, announced: &impl Announcements) {
        let place = announced.place(row.src, row.dst);
        let known = self.by_key.get(&key).and_then(|index| self.all.get_mut(*index as usize));
        if let Some(stream) = known
            && (place.leg == u32::MAX || !announced.is_later_call(place.leg, stream.place.leg, stream.last_ts))
        {
            return stream.take(row);
        }
        if self.all.len() >= MOST {
            return self.drop_unbelievable();
        }
        self.by_key.insert(key, self.all.len() as u32);
        self.all.push(Stream::new(row, key.3, place));
    }

    /// Makes room: random packets look like streams of one packet each.
    fn drop_unbelievable(&mut self) {
        let before = self.all.len();
        self.all.retain(is_believed);
        if self.all.len() == before {
            return;
        }
        self.by_key.clear();
        let keys = self.all.iter().map(|stream| (stream.src, stream.dst, stream.ssrc, stream.file)).zip(0u32..);
        self.by_key.extend(keys);
    }
}

fn is_believed(stream: &Stream) -> bool {
    stream.place.leg != u32::MAX || stream.in_sequence >= BELIEVABLE
}

#[cfg(test)]
mod tests;
