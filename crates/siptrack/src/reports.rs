//! What RTCP tells of streams, per reporter and source: the first and the last word, and the worst.

use crate::encrypted::Encrypted;
use crate::streams::{Announcements, Place};
use hashbrown::HashMap;
use sipwire::packet::Socket;
use sipwire::rtcp::{Block, Reports as Datagram};

/// What one socket told another about one source.
#[derive(Clone, Copy, Debug)]
pub struct Report {
    /// Who reports.
    pub src: Socket,
    /// To whom.
    pub dst: Socket,
    /// The source that it hears; 0 for nobody.
    pub ssrc: u32,
    /// File of the first one.
    pub file: u16,
    /// Frame of the first one.
    pub first_frame: u32,
    /// Time of the first one, µs.
    pub first_ts: i64,
    /// Time of the last one, µs.
    pub last_ts: i64,
    /// How many there were.
    pub count: u32,
    /// How many of them were sender reports: the reporter sends voice itself.
    pub from_sender: u32,
    /// How many packets it says it has sent.
    pub sent: u32,
    /// The first block.
    pub first: Block,
    /// The last one.
    pub last: Block,
    /// All shares lost, in 256ths.
    fractions: u64,
    /// All jitters, in units of the codec's clock.
    jitters: u64,
    /// The worst shares that VoIP metrics tell as lost, and as discarded, in 256ths.
    pub metrics: (u8, u8),
    /// Round trips from here to the reporter and back: how many, and the shortest, µs.
    trips: (u32, i64),
    /// Where the stream belongs that it speaks of.
    pub place: Place,
}

/// Numbers between the first and the last report from which their difference tells the share lost.
const TELLING: u32 = 100;

impl Report {
    /// Packets expected and lost as told: between the first and the last report, else as the shares go. (0, 0) if nothing is told.
    #[must_use]
    pub fn told(&self) -> (u32, u32) {
        let expected = self.last.highest.wrapping_sub(self.first.highest);
        if (TELLING..1 << 30).contains(&expected) {
            return (expected, (self.last.lost - self.first.lost).clamp(0, expected as i32) as u32);
        }
        let told = u64::from(self.count) * TELLED;
        (told as u32, (self.fractions * TELLED / 256) as u32)
    }

    /// How many round trips from here to the reporter and back are told, and how long the shortest took, µs (RFC 3550 section 6.4.1).
    #[must_use]
    pub fn round_trip(&self) -> (u32, u32) {
        (self.trips.0, self.trips.1 as u32)
    }

    /// Mean jitter in units of the codec's clock.
    #[must_use]
    pub fn jitter(&self) -> u32 {
        (self.jitters / u64::from(self.count.max(1))) as u32
    }
}

/// As how many packets one report counts whose numbers tell nothing: the least that RTCP reports on at 50 packets a second.
const TELLED: u64 = 50;

/// All reports.
#[derive(Default)]
pub struct Told {
    by_key: HashMap<(Socket, Socket, u32, u16), u32>,
    all: Vec<Report>,
    /// When the sender reports passed that may be echoed yet.
    stamps: HashMap<Stamp, i64>,
}

/// Which sender report one echoes: who sent it to whom, its source, the middle of its time, and the file. A relay passes the same report
/// on between other sockets, and what is echoed there is that way.
type Stamp = (Socket, Socket, u32, u32, u16);

/// The most sender reports whose echo is waited for.
const MOST_STAMPS: usize = 1 << 16;

/// A round trip that is longer than this is a wrong match, µs; one may seem shorter than nothing by rounding.
const LONGEST: i64 = 10_000_000;
const ROUNDED: i64 = -1000;

/// The most that are kept.
const MOST: usize = 1 << 18;

impl Told {
    /// Takes one datagram.
    pub fn take(&mut self, seen: (i64, u32, u16), src: Socket, dst: Socket, said: &Datagram, announced: &impl Announcements) {
        if let Some(stamp) = said.stamp.filter(|stamp| *stamp != 0) {
            if self.stamps.len() >= MOST_STAMPS {
                self.stamps.clear();
            }
            self.stamps.entry((src, dst, said.sender, stamp, seen.2)).or_insert(seen.0);
        }
        for block in said.blocks() {
            self.take_block(seen, (src, dst), said, block, announced);
        }
    }

    /// Takes one datagram that was opened.
    pub fn take_opened(&mut self, one: &Encrypted, said: &Datagram) {
        self.take(one.seen, one.src, one.dst, said, &one.place);
    }

    /// The reports, in order of first sight; `place` is asked for those that have none.
    pub fn finish(self, place: impl Fn(Socket, Socket) -> Place) -> Vec<Report> {
        let mut all = self.all;
        for report in all.iter_mut().filter(|report| report.place.leg == u32::MAX) {
            report.place = place(report.dst, report.src);
        }
        all.retain(|report| report.place.leg != u32::MAX);
        all
    }

    /// Some of them: `leg` renumbers the leg of each, given the time of its last report (µs), or leaves it out.
    pub(crate) fn part(&self, leg: impl Fn(u32, i64) -> Option<u32>) -> Self {
        let mut part = Self::default();
        for report in &self.all {
            if let Some(leg) = leg(report.place.leg, report.last_ts) {
                part.by_key.insert((report.src, report.dst, report.ssrc, report.file), part.all.len() as u32);
                part.all.push(Report { place: Place { leg, ..report.place }, ..*report });
            }
        }
        part
    }

    fn take_block(&mut self, seen: (i64, u32, u16), ends: (Socket, Socket), said: &Datagram, block: &Block, known: &impl Announcements) {
        let (ts, frame, file) = seen;
        let key = (ends.0, ends.1, block.ssrc, file);
        let trip = self.trip((ts, file), ends, block);
        let found = self.by_key.get(&key).and_then(|index| self.all.get_mut(*index as usize));
        // What is told of a source belongs to the same call as the stream: that goes the other way.
        let place = known.place(ends.1, ends.0);
        if let Some(report) = found
            && (place.leg == u32::MAX || !known.is_later_call(place.leg, report.place.leg, report.last_ts))
        {
            return report.take(ts, said, block, trip);
        }
        if self.all.len() >= MOST {
            return;
        }
        self.by_key.insert(key, self.all.len() as u32);
        let mut report = Report {
            src: ends.0,
            dst: ends.1,
            ssrc: block.ssrc,
            file,
            first_frame: frame,
            first_ts: ts,
            last_ts: ts,
            count: 0,
            from_sender: 0,
            sent: 0,
            first: *block,
            last: *block,
            fractions: 0,
            jitters: 0,
            metrics: (0, 0),
            trips: (0, 0),
            place,
        };
        report.take(ts, said, block, trip);
        self.all.push(report);
    }

    /// How long a sender report took from here to who echoes it, and the echo back, µs: A - LSR - DLSR, both by the clock of the capture.
    fn trip(&self, (ts, file): (i64, u16), (src, dst): (Socket, Socket), block: &Block) -> Option<i64> {
        if block.echo == 0 || block.held == 0 {
            return None; // some never tell how long they waited
        }
        let sent = self.stamps.get(&(dst, src, block.ssrc, block.echo, file))?;
        let trip = ts - sent - i64::from(block.held) * 1_000_000 / 65_536;
        (ROUNDED..=LONGEST).contains(&trip).then_some(trip.max(0))
    }
}

impl Report {
    fn take(&mut self, ts: i64, said: &Datagram, block: &Block, trip: Option<i64>) {
        if self.count > 0 && *block == self.last && ts - self.last_ts < TWICE {
            return;
        }
        self.count += 1;
        if let Some(trip) = trip {
            self.trips = (self.trips.0 + 1, if self.trips.0 == 0 { trip } else { self.trips.1.min(trip) });
        }
        self.last_ts = ts;
        self.last = *block;
        self.fractions += u64::from(block.fraction);
        self.jitters += u64::from(block.jitter);
        if let Some(sent) = said.sent {
            self.from_sender += 1;
            self.sent = self.sent.max(sent);
        }
        let (lost, discarded) = said.metrics.unwrap_or_default();
        self.metrics = (self.metrics.0.max(lost), self.metrics.1.max(discarded));
    }
}

/// A place that is known answers for itself.
impl Announcements for Place {
    fn place(&self, _: Socket, _: Socket) -> Place {
        *self
    }

    fn is_later_call(&self, leg: u32, old: u32, _: i64) -> bool {
        leg != old
    }
}

/// The same block again within this time is a copy of the packet, or was sent with its goodbye, µs.
const TWICE: i64 = 100_000;

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test may fail so")]
mod tests {
    use super::*;
    use crate::streams::Toward;

    struct Leg5;

    impl Announcements for Leg5 {
        fn place(&self, _: Socket, _: Socket) -> Place {
            Place { leg: 5, toward: Toward::Second, formats: 0, audio: true }
        }

        fn is_later_call(&self, _: u32, _: u32, _: i64) -> bool {
            false
        }
    }

    fn told(blocks: &[(u32, i32, u8)]) -> Report {
        let mut all = Told::default();
        for (at, (highest, lost, fraction)) in blocks.iter().enumerate() {
            let block = Block { ssrc: 9, fraction: *fraction, lost: *lost, highest: *highest, jitter: 80, ..Block::default() };
            let mut said = Datagram { count: 1, sent: Some(*highest), ..Datagram::default() };
            said.blocks[0] = block;
            all.take((at as i64 * 5_000_000, 1, 0), Socket::default(), Socket::default(), &said, &Leg5);
        }
        all.finish(|_, _| crate::streams::NOWHERE).remove(0)
    }

    #[test]
    fn loss_is_told_by_the_first_and_the_last_report() {
        let report = told(&[(70_000, 3, 9), (70_250, 13, 10), (70_500, 28, 15)]);
        assert_eq!((report.told(), report.count, report.sent, report.place.leg), ((500, 25), 3, 70_500, 5));
        assert_eq!(report.jitter(), 80);
    }

    #[test]
    fn a_round_trip_is_what_an_echo_took_less_what_its_sender_waited() {
        let (one, other) = (Socket { port: 1, ..Socket::default() }, Socket { port: 2, ..Socket::default() });
        let mut all = Told::default();
        let sender = Datagram { sender: 9, stamp: Some(0x1234), ..Datagram::default() };
        all.take((1_000_000, 1, 0), one, other, &sender, &Leg5);
        for (at, echo) in [(2_700_000, 0x1234), (3_700_000, 0x1234), (4_700_000, 0x9999), (99_000_000, 0x1234)] {
            let mut said = Datagram { count: 1, ..Datagram::default() };
            said.blocks[0] = Block { ssrc: 9, echo, held: 65_536, highest: at as u32, ..Block::default() };
            all.take((at, 2, 0), other, one, &said, &Leg5);
        }
        let found = all.finish(|_, _| crate::streams::NOWHERE);
        assert_eq!(found.iter().map(Report::round_trip).collect::<Vec<_>>(), [(2, 700_000)]);
    }

    #[test]
    fn an_echo_is_of_the_report_on_its_own_way_though_a_relay_passed_it_on_as_it_was() {
        let end = |port: u16| Socket { port, ..Socket::default() };
        let mut all = Told::default();
        for (ts, src, dst) in [(1_000_000, 1, 2), (1_400_000, 3, 4)] {
            all.take((ts, 1, 0), end(src), end(dst), &Datagram { sender: 9, stamp: Some(0x1234), ..Datagram::default() }, &Leg5);
        }
        for (ts, src, dst) in [(2_500_000, 4, 3), (2_900_000, 2, 1), (2_950_000, 6, 5)] {
            let mut said = Datagram { count: 1, ..Datagram::default() };
            said.blocks[0] = Block { ssrc: 9, echo: 0x1234, held: 65_536, ..Block::default() };
            all.take((ts, 2, 0), end(src), end(dst), &said, &Leg5);
        }
        let found = all.finish(|_, _| crate::streams::NOWHERE);
        assert_eq!(found.iter().map(Report::round_trip).collect::<Vec<_>>(), [(1, 100_000), (1, 900_000), (0, 0)]);
    }

    #[test]
    fn a_single_report_tells_its_share() {
        assert_eq!(told(&[(70_000, 3, 64)]).told(), (50, 12));
        assert_eq!(told(&[(0, 0, 0), (0, 0, 0)]).told(), (100, 0));
    }
}
