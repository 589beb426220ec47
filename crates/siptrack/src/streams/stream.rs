//! One stream: what came, what did not, how evenly.

use super::jitter::Jitter;
use super::payloads::Payloads;
use super::sequence::{MOST_DROPPED, Sequence, Step};
use sipwire::packet::Socket;
use sipwire::rtp::Rtp;
use std::mem::offset_of;

/// One RTP packet as it was seen.
#[derive(Clone, Copy, Debug)]
pub struct RtpRow {
    /// µs since 1970 UTC.
    pub ts: i64,
    /// The packet's number in its file.
    pub frame: u32,
    /// Sender.
    pub src: Socket,
    /// Receiver.
    pub dst: Socket,
    /// The header.
    pub rtp: Rtp,
}

/// A side of a leg, as far as a stream's sockets tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[repr(u8)]
pub enum Toward {
    /// Not known: neither socket was announced.
    #[default]
    Unknown = 0,
    /// The side that began the leg.
    First = 1,
    /// The other one.
    Second = 2,
}

/// Where a stream belongs, as the descriptions on the way announced its sockets.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The leg, or `u32::MAX`.
    pub leg: u32,
    /// The side that it goes to.
    pub toward: Toward,
    /// Number of the set of formats that its receiver asked for, 0 if not known.
    pub formats: u32,
    /// Whether the line that announced it is one of audio.
    pub audio: bool,
}

/// Nowhere.
pub const NOWHERE: Place = Place { leg: u32::MAX, toward: Toward::Unknown, formats: 0, audio: false };

/// One stream. What every packet asks for or changes, from the end of `sequence` to the beginning of `jitter`, stands in three lines of the
/// cache: of some hundred streams that run at a time not many are near.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub struct Stream {
    /// Time of the first packet, µs.
    pub first_ts: i64,
    /// Frame of the first packet.
    pub first_frame: u32,
    /// Packets seen twice.
    pub copies: u32,
    /// Its numbers.
    pub sequence: Sequence,
    /// Time of the last packet, µs.
    pub last_ts: i64,
    /// The longest time in which nothing was sent, µs.
    pub pause: i64,
    /// The step in timestamps from one packet to the next that most have, and by how much they are more than the rest.
    steady: (u32, u32),
    /// Synchronisation source.
    pub ssrc: u32,
    /// Sender.
    pub src: Socket,
    /// Receiver.
    pub dst: Socket,
    /// File of the first packet.
    pub file: u16,
    /// Bytes of payload of its first packet.
    pub size: u16,
    /// How many packets of its voice have another size.
    pub other_sizes: u32,
    /// How many packets of its voice are the same byte again and again.
    pub flat: u32,
    /// Telephone events numbered apart from the voice since its last packet.
    apart: u32,
    /// Packets of its main payload type that `payloads` has not counted yet.
    voice: u32,
    /// The main one of its payload types, as `payloads` has it.
    main: u8,
    /// Its evenness.
    pub jitter: Jitter,
    /// Its payload types, but for the latest of the main one.
    payloads: Payloads,
    /// The longest time in which packets were sent and did not come: µs, and when it ended.
    pub hole: (i64, i64),
    /// Where it belongs.
    pub place: Place,
}

const _: () = {
    let (from, to) = (offset_of!(Stream, sequence) + Sequence::EACH_TIME, offset_of!(Stream, jitter) + Jitter::EACH_TIME);
    assert!(from.is_multiple_of(LINE) && to - from <= 3 * LINE, "what every packet changes stands in three lines");
};

/// The length of a line of the cache.
const LINE: usize = 64;

/// Numbers of a telephone event that are further ahead than this are of another count than those of the voice.
const NEAR: i32 = 50;

impl Stream {
    /// Begins with a first packet.
    pub fn new(row: &RtpRow, file: u16, place: Place) -> Self {
        Self {
            src: row.src,
            dst: row.dst,
            ssrc: row.rtp.ssrc,
            file,
            size: row.rtp.size,
            other_sizes: 0,
            flat: u32::from(row.rtp.flat),
            first_ts: row.ts,
            last_ts: row.ts,
            first_frame: row.frame,
            copies: 0,
            sequence: Sequence::new(row.rtp.sequence),
            jitter: Jitter::new(row.rtp.timestamp, row.ts),
            voice: 0,
            main: row.rtp.payload_type,
            payloads: Payloads::new(row.rtp.payload_type),
            steady: (0, 0),
            apart: 0,
            hole: (0, 0),
            pause: 0,
            place,
        }
    }

    /// A row between its sockets, by which it is found again.
    pub(super) fn as_row(&self) -> RtpRow {
        let rtp = Rtp { sequence: 0, timestamp: 0, ssrc: self.ssrc, size: 0, payload_type: 0, marker: false, flat: false };
        RtpRow { ts: self.last_ts, frame: 0, src: self.src, dst: self.dst, rtp }
    }

    /// Its payload types.
    #[must_use]
    pub fn payloads(&self) -> Payloads {
        let mut payloads = self.payloads;
        payloads.take_main(self.voice);
        payloads
    }

    /// Packets that came, copies left out.
    #[must_use]
    pub fn packets(&self) -> u32 {
        self.sequence.received
    }

    /// Whether it behaves like RTP: most numbers up to the highest came.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.sequence.received > BELIEVABLE && self.sequence.lost() <= self.sequence.received
    }

    /// Units of the sender's clock in one packet, 0 if not known.
    #[must_use]
    pub fn samples(&self) -> u32 {
        self.steady.0
    }

    /// Takes the next packet.
    #[inline(always)] // as [`crate::tracker::Tracker::take_rtp`]
    pub fn take(&mut self, row: &RtpRow) {
        let rtp = &row.rtp;
        let is_main = rtp.payload_type == self.main;
        if !is_main && !self.changes_to(rtp) {
            return self.take_other(row);
        }
        let step = match self.sequence.ahead(rtp.sequence) {
            1 => self.sequence.take(rtp.sequence),
            ahead => self.take_odd(rtp, ahead, row.ts - self.last_ts),
        };
        match step {
            Step::Next => {
                self.apart = 0;
                self.pause = self.pause.max(row.ts - self.last_ts);
                self.note_step(rtp.timestamp.wrapping_sub(self.jitter.timestamp()));
                self.jitter.take(rtp.timestamp, row.ts, rtp.marker);
            }
            Step::Ahead(_) => {
                self.note_hole(row.ts);
                self.jitter.take(rtp.timestamp, row.ts, rtp.marker);
            }
            Step::Late => self.jitter.take(rtp.timestamp, row.ts, false),
            Step::Again => {
                self.copies += 1;
                return;
            }
            Step::Stray => return,
            Step::Anew => self.jitter.anew(rtp.timestamp, row.ts),
        }
        if is_main {
            self.voice += 1;
            self.flat += u32::from(rtp.flat);
        }
        self.last_ts = row.ts;
        self.other_sizes += u32::from(rtp.size != self.size);
    }

    /// Counts a packet of another type than the main one; says whether that is the main one from now on.
    #[cold]
    fn changes_to(&mut self, rtp: &Rtp) -> bool {
        self.payloads.take_main(std::mem::take(&mut self.voice));
        let changes = self.payloads.take_other(rtp.payload_type, rtp.timestamp);
        self.main = self.payloads.main;
        changes
    }

    /// Comfort noise and telephone events: they are numbered with the voice, or by careless senders apart from it.
    #[cold]
    fn take_other(&mut self, row: &RtpRow) {
        let ahead = self.sequence.ahead(row.rtp.sequence);
        if !(1..=NEAR).contains(&ahead) && !self.is_in_step(&row.rtp, ahead) {
            self.apart += u32::from(ahead.abs() > NEAR);
            return;
        }
        if let Step::Ahead(_) = self.sequence.take(row.rtp.sequence) {
            self.note_hole(row.ts);
        }
        self.last_ts = row.ts;
    }

    /// Whether a number that is far ahead is one of the voice's count: the sender's clock went on by as many packets.
    fn is_in_step(&self, rtp: &Rtp, ahead: i32) -> bool {
        let units = rtp.timestamp.wrapping_sub(self.jitter.timestamp());
        (1..=MOST_DROPPED).contains(&ahead) && self.steady.0 > 0 && ahead.unsigned_abs().checked_mul(self.steady.0) == Some(units)
    }

    /// A number that does not follow. What telephone events stood for that have numbers of their own is not lost; a long jump is
    /// loss if timestamps and time went on with the numbers, and new numbers if time did not.
    #[cold]
    fn take_odd(&mut self, rtp: &Rtp, ahead: i32, waited: i64) -> Step {
        let apart = std::mem::take(&mut self.apart);
        if ahead > 1 && ahead.unsigned_abs() <= apart + 1 {
            return self.sequence.pass(ahead.unsigned_abs() - 1);
        }
        let numbers = u32::from(ahead as u16);
        let Some(rate) = self.jitter.rate().filter(|_| self.steady.1 >= PROVEN && ahead.abs() > NEAR) else {
            return self.sequence.take(rtp.sequence);
        };
        let due = f64::from(numbers) * f64::from(self.steady.0) * 1000.0 / rate;
        if ahead.abs() > MOST_DROPPED {
            let went_on = numbers.checked_mul(self.steady.0) == Some(rtp.timestamp.wrapping_sub(self.jitter.timestamp()));
            let in_time = (waited as f64 - due).abs() < due * 0.2;
            return if went_on && in_time { self.sequence.skip(numbers - 1) } else { self.sequence.take(rtp.sequence) };
        }
        if ahead > 0 && (waited as f64) < due / 4.0 { self.sequence.take_stray(rtp.sequence) } else { self.sequence.take(rtp.sequence) }
    }

    fn note_hole(&mut self, ts: i64) {
        let missed = ts - self.last_ts;
        if missed > self.hole.0 {
            self.hole = (missed, ts);
        }
    }

    /// Boyer and Moore's vote: what most steps are stays.
    #[inline]
    fn note_step(&mut self, units: u32) {
        if units == self.steady.0 {
            self.steady.1 += 1;
        } else if self.steady.1 == 0 {
            self.steady = (units, 1);
        } else {
            self.steady.1 -= 1;
        }
    }
}

/// Packets in order that make a stream that nobody announced believable.
const BELIEVABLE: u32 = 8;
/// Steps in favour from which the usual step is known.
const PROVEN: u32 = 50;
