//! RTP streams: packets, loss and interarrival jitter per SSRC and pair of sockets (RFC 3550 section 6.4 and appendix A).

use hashbrown::HashMap;
use sipwire::packet::Socket;
use sipwire::rtp::Rtp;

/// One RTP packet as it was seen.
#[derive(Clone, Copy, Debug)]
pub struct RtpRow {
    /// µs since 1970 UTC.
    pub ts: i64,
    /// The packet's number in its file.
    pub frame: u32,
    /// IP identification.
    pub ip_id: u32,
    /// Sender.
    pub src: Socket,
    /// Receiver.
    pub dst: Socket,
    /// The header.
    pub rtp: Rtp,
}

/// The clocks that jitter is measured with at once, in kHz: which one is right is known only from the codec.
pub const CLOCKS: [u32; 4] = [8, 16, 48, 90];

/// A jump in sequence numbers that no loss explains (RFC 3550 appendix A.1, MAX_DROPOUT).
const MOST_DROPPED: i32 = 3000;

/// One stream.
#[derive(Clone, Copy, Debug)]
pub struct Stream {
    /// Sender.
    pub src: Socket,
    /// Receiver.
    pub dst: Socket,
    /// Synchronisation source.
    pub ssrc: u32,
    /// The payload type of its first packet that is no telephone event or comfort noise, as far as that is known.
    pub payload_type: u8,
    /// Time of the first packet, µs.
    pub first_ts: i64,
    /// Time of the last packet, µs.
    pub last_ts: i64,
    /// Frame of the first packet.
    pub first_frame: u32,
    /// File of the first packet.
    pub file: u16,
    /// Packets, copies left out.
    pub packets: u32,
    /// Packets seen twice.
    pub copies: u32,
    /// Packets expected before the sender last began its sequence numbers anew.
    expected_before: i64,
    /// The first sequence number since then, extended.
    first_sequence: i64,
    /// The highest sequence number, extended by its wraps.
    highest: i64,
    last_ip_id: u32,
    last_sequence: u16,
    last_timestamp: u32,
    last_arrival: i64,
    jitter: [f32; 4],
    /// How often a packet followed its predecessor in sequence: how sure it is that this is RTP.
    pub in_sequence: u32,
    /// The leg whose description announced one of its sockets, or `u32::MAX`.
    pub leg: u32,
}

impl Stream {
    /// Packets that never came: expected by sequence numbers less received (RFC 3550 appendix A.3), at least 0.
    #[must_use]
    pub fn lost(&self) -> u32 {
        let expected = self.expected_before + self.highest - self.first_sequence + 1;
        u32::try_from(expected - i64::from(self.packets)).unwrap_or(0)
    }

    /// Interarrival jitter in ms for a codec clock in Hz (RFC 3550 section 6.4.1); the nearest measured clock serves.
    #[must_use]
    pub fn jitter_ms(&self, clock: u32) -> f64 {
        let khz = clock.div_ceil(1000).max(1);
        let nearest = CLOCKS.iter().zip(self.jitter).min_by_key(|(known, _)| known.abs_diff(khz));
        nearest.map_or(0.0, |(_, jitter)| f64::from(jitter) / 1000.0)
    }

    fn new(row: &RtpRow, file: u16, leg: u32) -> Self {
        let sequence = i64::from(row.rtp.sequence);
        Self {
            src: row.src,
            dst: row.dst,
            ssrc: row.rtp.ssrc,
            payload_type: row.rtp.payload_type,
            first_ts: row.ts,
            last_ts: row.ts,
            first_frame: row.frame,
            file,
            packets: 1,
            copies: 0,
            expected_before: 0,
            first_sequence: sequence,
            highest: sequence,
            last_ip_id: row.ip_id,
            last_sequence: row.rtp.sequence,
            last_timestamp: row.rtp.timestamp,
            last_arrival: row.ts,
            jitter: [0.0; 4],
            in_sequence: 0,
            leg,
        }
    }

    #[inline]
    fn take(&mut self, row: &RtpRow) {
        let same = row.rtp.sequence == self.last_sequence && row.rtp.timestamp == self.last_timestamp;
        if same && (row.ip_id == self.last_ip_id || row.ts - self.last_arrival < 2_000) {
            self.copies += 1;
            return;
        }
        self.packets += 1;
        let step = row.rtp.sequence.wrapping_sub(self.highest as u16) as i16;
        let sequence = self.highest + i64::from(step);
        if i32::from(step).abs() > MOST_DROPPED {
            self.begin_anew(row);
            return;
        }
        self.in_sequence += u32::from(step == 1);
        self.highest = self.highest.max(sequence);
        self.take_jitter(row);
        (self.last_sequence, self.last_ip_id) = (row.rtp.sequence, row.ip_id);
        self.last_ts = row.ts;
        if matches!(self.payload_type, 13 | 19) || self.packets == 2 {
            self.payload_type = row.rtp.payload_type;
        }
    }

    /// The sender began its numbers anew: neither the jump nor the time of it is loss or jitter.
    #[cold]
    fn begin_anew(&mut self, row: &RtpRow) {
        self.expected_before += self.highest - self.first_sequence + 1;
        self.first_sequence = i64::from(row.rtp.sequence);
        self.highest = self.first_sequence;
        (self.last_sequence, self.last_ip_id) = (row.rtp.sequence, row.ip_id);
        (self.last_timestamp, self.last_arrival, self.last_ts) = (row.rtp.timestamp, row.ts, row.ts);
    }

    /// J += (|D| - J) / 16 for each clock, D in µs; packets of one frame (equal timestamps) do not count.
    #[inline]
    fn take_jitter(&mut self, row: &RtpRow) {
        let step = row.rtp.timestamp.wrapping_sub(self.last_timestamp) as i32;
        if step != 0 {
            let arrival = (row.ts - self.last_arrival) as f32;
            for (jitter, clock) in self.jitter.iter_mut().zip(CLOCKS) {
                let apart = (arrival - step as f32 * (1000.0 / clock as f32)).abs();
                *jitter += (apart - *jitter) / 16.0;
            }
            (self.last_timestamp, self.last_arrival) = (row.rtp.timestamp, row.ts);
        }
    }
}

/// Two sockets, the source, and the file: two captures of one stream are measured apart.
type Key = (Socket, Socket, u32, u16);

/// All streams; those that no description announced count only once they behave like RTP.
#[derive(Default)]
pub struct Streams {
    by_key: HashMap<Key, u32>,
    all: Vec<Stream>,
    last: Option<(Key, u32)>,
}

/// How many packets in sequence make a stream that nobody announced believable.
const BELIEVABLE: u32 = 8;
/// The most streams that are kept.
const MOST: usize = 1 << 20;

impl Streams {
    /// Takes one packet; says whether it began a stream, whose leg is then to be set.
    #[inline]
    pub fn take(&mut self, row: &RtpRow, file: u16) -> bool {
        let key = (row.src, row.dst, row.rtp.ssrc, file);
        let found = match self.last {
            Some((last, index)) if last == key => Some(index),
            _ => self.by_key.get(&key).copied(),
        };
        let Some((index, stream)) = found.and_then(|index| Some((index, self.all.get_mut(index as usize)?))) else {
            return self.begin(key, row, file);
        };
        stream.take(row);
        self.last = Some((key, index));
        false
    }

    /// Sets the leg of the newest stream.
    pub fn set_leg(&mut self, leg: u32) {
        if let Some(stream) = self.all.last_mut() {
            stream.leg = leg;
        }
    }

    /// Asks for the leg of every stream that has none yet.
    pub fn place(&mut self, announcer: impl Fn(&Stream) -> u32) {
        for index in 0..self.all.len() {
            let leg = self.all.get(index).filter(|stream| stream.leg == u32::MAX).map(&announcer);
            if let (Some(leg), Some(stream)) = (leg, self.all.get_mut(index)) {
                stream.leg = leg;
            }
        }
    }

    /// The streams that are believed to be RTP, in order of first packet.
    pub fn believed(&self) -> impl Iterator<Item = &Stream> {
        self.all.iter().filter(|stream| stream.leg != u32::MAX || stream.in_sequence >= BELIEVABLE)
    }

    fn begin(&mut self, key: Key, row: &RtpRow, file: u16) -> bool {
        if self.all.len() >= MOST {
            self.drop_unbelievable();
            return false;
        }
        self.by_key.insert(key, self.all.len() as u32);
        self.all.push(Stream::new(row, file, u32::MAX));
        true
    }

    /// Makes room: random packets look like streams of one packet each.
    fn drop_unbelievable(&mut self) {
        let before = self.all.len();
        self.all.retain(|stream| stream.leg != u32::MAX || stream.in_sequence >= BELIEVABLE);
        self.last = None;
        if self.all.len() == before {
            return;
        }
        self.by_key.clear();
        let keys = self.all.iter().map(|stream| (stream.src, stream.dst, stream.ssrc, stream.file)).zip(0u32..);
        self.by_key.extend(keys);
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;

    fn row(sequence: u16, ts: i64) -> RtpRow {
        let rtp = Rtp { sequence, timestamp: u32::from(sequence) * 160, ssrc: 7, payload_type: 8, marker: false };
        RtpRow { ts, frame: 1, ip_id: u32::from(sequence), src: Socket::default(), dst: Socket::default(), rtp }
    }

    #[test]
    fn loss_is_what_the_sequence_numbers_miss_across_their_wrap() {
        let mut streams = Streams::default();
        for sequence in (65_500..65_536).chain(0..50).filter(|n| n % 10 != 3) {
            streams.take(&row(sequence as u16, i64::from(sequence) * 20_000), 0);
            streams.set_leg(0);
        }
        let stream = streams.believed().next().expect("a stream");
        assert_eq!((stream.packets, stream.lost()), (77, 9));
    }

    #[test]
    fn a_sender_that_begins_anew_has_lost_nothing() {
        let mut streams = Streams::default();
        for (at, sequence) in (20_000..20_050u16).chain(100..150).enumerate() {
            if streams.take(&row(sequence, at as i64 * 20_000), 0) {
                streams.set_leg(0);
            }
        }
        let stream = streams.believed().next().expect("a stream");
        assert_eq!((stream.packets, stream.lost()), (100, 0));
        assert!(stream.jitter_ms(8000) < 1.0);
    }

    #[test]
    fn a_copy_of_a_packet_is_not_a_second_packet() {
        let mut streams = Streams::default();
        for sequence in 0..10 {
            streams.take(&row(sequence, i64::from(sequence) * 20_000), 0);
            streams.set_leg(0);
            streams.take(&row(sequence, i64::from(sequence) * 20_000 + 30), 0);
            streams.set_leg(0);
        }
        let stream = streams.believed().next().expect("a stream");
        assert_eq!((stream.packets, stream.copies, stream.lost()), (10, 10, 0));
    }
}
