//! A capture that never ends: what is over is handed out and forgotten, while reading goes on.

use crate::block::Bytes;
use crate::pipeline::Pipeline;
use crate::session::Session;
use crate::tables::{Tables, number_key};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use siptrack::departures::{Choice, Departures, Patience};
use siptrack::tracker::part::NOT;

/// Reads one stream of packets and hands out what is over.
#[pyclass(module = "sipwhy._core")]
pub struct Live {
    pipeline: Pipeline,
    departures: Departures,
    beside: usize,
    room: usize,
    counts: Counts,
}

/// What has been read, and what became of it.
#[derive(Clone, Copy, Default)]
struct Counts {
    packets: u64,
    messages: u64,
    /// Packets that captures say were lost, as of the last look.
    dropped: u64,
    open: usize,
}

/// (packets, messages, legs that are not over, messages kept, late messages, legs that had to go for want of room,
/// streams of RTP, packets that the capture says were lost)
type Told = (u64, u64, usize, usize, u64, u64, usize, u64);

/// How long what belongs to no leg is kept, µs: errors, connections that could not be opened, lookups.
const LOOSE: i64 = 600_000_000;
/// How long late messages of a call that has gone are known as such, µs.
const LATE: i64 = 64_000_000;

#[pymethods]
impl Live {
    /// `beside`: how many messages what is told may be judged beside; `room`: how many may be kept in all.
    #[new]
    #[pyo3(signature = (beside = 10_000, room = 1_000_000))]
    fn new(beside: usize, room: usize) -> Self {
        let mut pipeline = Pipeline::new(0);
        pipeline.add_file();
        pipeline.session.keep_bytes();
        Self { pipeline, departures: Departures::new(Patience::default()), beside, room, counts: Counts::default() }
    }

    /// Takes the next bytes of the capture; b"" is its end.
    fn feed(&mut self, py: Python<'_>, data: PyBackedBytes) {
        py.detach(|| self.pipeline.feed(0, Bytes::Python(data)));
    }

    /// Whether it is a capture; None while too few bytes are known.
    fn is_recognised(&self) -> Option<bool> {
        self.pipeline.is_recognised(0)
    }

    /// The time of the last packet that was read (µs); 0 if none came.
    fn latest(&self) -> i64 {
        self.pipeline.session.clock
    }

    /// The clock of the packets was set by so many µs: what is open is waited for anew.
    fn clock_was_set(&mut self, by: i64) {
        let session = &mut self.pipeline.session;
        session.clock = session.clock.saturating_add(by);
        self.departures.clock_was_set(&session.tracker, session.clock);
    }

    /// Hands out what is over at `now` (µs), to be judged; None if nothing is. With `is_last` everything is over, and nothing is taken
    /// after it. `dropped` packets were lost since the last time beside those that the capture itself tells of.
    #[pyo3(signature = (now, is_last = false, dropped = 0))]
    fn part(&mut self, py: Python<'_>, now: i64, is_last: bool, dropped: u64) -> Option<Tables> {
        py.detach(|| self.next(now, is_last, dropped))
    }

    /// Counts: see `Told` of the source.
    fn counts(&self) -> Told {
        let session = &self.pipeline.session;
        let messages = session.tracker.messages.len();
        (
            self.counts.packets + session.notes.packets,
            self.counts.messages + messages as u64,
            self.counts.open,
            messages,
            session.tracker.late,
            self.departures.forced,
            session.tracker.streams.len(),
            self.pipeline.dropped(),
        )
    }
}

impl Live {
    fn next(&mut self, now: i64, is_last: bool, dropped: u64) -> Option<Tables> {
        if is_last {
            self.pipeline.feed(0, Bytes::Joined(Vec::new()));
            self.pipeline.finish();
        }
        let lost = self.pipeline.dropped();
        let session = &mut self.pipeline.session;
        session.take_beginnings();
        let choice = self.departures.choose(&session.tracker, now, self.beside, self.room, number_key, is_last);
        self.counts.open = choice.open;
        let told = choice.fresh.contains(&true);
        let packets = session.notes.packets;
        let part = (told || is_last).then(|| {
            let mut part = session.part(&choice.judged, now.saturating_sub(LOOSE), now);
            part.notes.dropped = dropped + lost.saturating_sub(self.counts.dropped);
            self.counts.dropped = lost;
            self.counts.packets += packets;
            let fresh = choice.fresh.iter().zip(&choice.judged).filter(|(_, from)| **from != NOT).map(|(fresh, _)| *fresh).collect();
            Tables::of_part(part, fresh)
        });
        self.forget(&choice, now);
        part
    }

    /// Lets go of what is kept no more, if that is worth the work.
    fn forget(&mut self, choice: &Choice, now: i64) {
        let session: &mut Session = &mut self.pipeline.session;
        session.tracker.forget_gone(now);
        let messages = session.tracker.messages.len();
        if choice.leaving * 4 <= messages && session.tracker.streams.len() < MANY_STREAMS {
            return;
        }
        session.tracker.remember_gone(&choice.kept, now.saturating_add(LATE));
        let numbers = session.keep(&choice.kept, now.saturating_sub(LOOSE_MEDIA));
        self.departures.renumber(&numbers, &session.tracker);
        self.counts.messages += (messages - session.tracker.messages.len()) as u64;
    }
}

/// So many streams are looked through for those that no call knows.
const MANY_STREAMS: usize = 4096;
/// How long a stream that no call knows is kept after its last packet, µs.
const LOOSE_MEDIA: i64 = 30_000_000;
