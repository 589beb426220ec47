//! What was heard of media: streams, what RTCP told of them, and what ICMP says did not arrive.

use crate::columns::{Column, column};
use crate::tables::{ErrorRow, error_row, socket};
use pyo3::exceptions::{PyIndexError, PyKeyError};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use siptrack::encrypted::Encrypted;
use siptrack::reports::{self, Report};
use siptrack::streams::{NOWHERE, Place, Stream, is_noise};
use siptrack::tracker::{Leg, NONE, Tracker};
use siptrack::unreached::Unreached;
use sipwire::packet::Socket;
use sipwire::rtcp;
use std::collections::{BTreeMap, HashMap};

/// Streams, reports and unreached media of a finished run.
#[pyclass(module = "sipwhy._core")]
pub struct Media {
    streams: Vec<Heard>,
    reports: Vec<Told>,
    /// RTCP that nobody has opened, with the numbers of its addresses.
    encrypted: Vec<(Encrypted, (u32, u32))>,
    unreached: Vec<Unreached>,
}

/// A stream, with what only all descriptions tell.
struct Heard {
    stream: Stream,
    /// Numbers of its addresses, [`NONE`] for those that SIP never named.
    ips: (u32, u32),
    /// Packets whose payload type its receiver did not ask for, comfort noise left out.
    undeclared: u32,
}

/// A report, with the stream that it speaks of.
struct Told {
    report: Report,
    about: u32,
    ips: (u32, u32),
}

type End = (String, u16);
/// (ssrc, src, dst, file, first frame), (packets, lost, copies, late, bursts, longest burst, restarts, runs lost), (first ts, last ts, hole,
/// hole's end, pause), (payload type, all types with their counts, changes, units in a packet, bytes beyond G.711, bytes in a packet, packets of
/// digital silence, types beside it with how many packets had a new timestamp and how many the one before),
/// (leg, toward, audio)
type StreamRow = (
    (u32, End, End, u16, u32),
    (u32, u32, u32, u32, u32, u32, u32, u32),
    (i64, i64, i64, i64, i64),
    (u8, Vec<(u8, u32)>, u16, u32, i64, u16, u32, Vec<(u8, u16, u16)>),
    (u32, u8, bool),
);
/// (ssrc, src, dst, file, first frame, leg), (first ts, last ts, reports, by senders, packets sent), (told: expected, lost, jitter,
/// lost by metrics, discarded by metrics, first highest, last highest), stream, (round trips, the shortest in µs)
type ReportRow = ((u32, End, End, u16, u32, u32), (i64, i64, u32, u32, u32), (u32, u32, u32, u8, u8, u32, u32), u32, (u32, u32));

impl Media {
    /// Takes all of it out of `tracker`, which takes no more.
    pub fn new(tracker: &mut Tracker) -> Self {
        let mut placed = std::mem::take(&mut tracker.streams);
        placed.place(|stream| later_place(tracker, stream));
        let streams = best(placed.believed()).into_iter().map(|stream| heard(tracker, stream)).collect::<Vec<_>>();
        let told = std::mem::take(&mut tracker.told).finish(|src, dst| tracker.media_place(src, dst));
        let by_source = by_source(&streams);
        let ip = |socket: Socket| tracker.ips.known(socket.ip).unwrap_or(NONE);
        let about = |report: &Report| about(&streams, &by_source, report);
        let reports = told.into_iter().map(|report| Told { about: about(&report), ips: (ip(report.src), ip(report.dst)), report });
        let reports = reports.collect();
        let encrypted = std::mem::take(&mut tracker.encrypted).finish(|src, dst| tracker.media_place(src, dst));
        let encrypted = encrypted.into_iter().map(|one| (ip(one.src), ip(one.dst), one)).map(|(src, dst, one)| (one, (src, dst))).collect();
        Self { streams, reports, encrypted, unreached: std::mem::take(&mut tracker.unreached.all) }
    }
}

/// The place of a stream that began before its description came, or before the reader knew of it.
fn later_place(tracker: &Tracker, stream: &Stream) -> Place {
    let place = tracker.media_place(stream.src, stream.dst);
    let near = |leg: &Leg| tracker.messages.get(leg.first as usize).is_some_and(|first| first.ts <= stream.last_ts);
    if tracker.legs.get(place.leg as usize).is_some_and(near) { place } else { siptrack::streams::NOWHERE }
}

/// Of one stream in several files, the capture that has most of it; in order of first packet.
fn best<'a>(streams: impl Iterator<Item = &'a Stream>) -> Vec<Stream> {
    let mut best: BTreeMap<(Socket, Socket, u32, u32), Stream> = BTreeMap::new();
    for stream in streams {
        let kept = best.entry((stream.src, stream.dst, stream.ssrc, stream.place.leg)).or_insert(*stream);
        if stream.packets() > kept.packets() {
            *kept = *stream;
        }
    }
    let mut all: Vec<Stream> = best.into_values().collect();
    all.sort_by_key(|stream| (stream.first_ts, stream.file, stream.first_frame));
    all
}

fn heard(tracker: &Tracker, stream: Stream) -> Heard {
    let ip = |socket: Socket| tracker.ips.known(socket.ip).unwrap_or(NONE);
    let asked = tracker.formats_for(&stream.place, stream.dst);
    let odd = stream.payloads().all().filter(|(kind, _)| !is_noise(*kind) && asked & (1 << kind) == 0);
    let undeclared = if asked == 0 { 0 } else { odd.map(|(_, packets)| packets).sum() };
    Heard { ips: (ip(stream.src), ip(stream.dst)), undeclared, stream }
}

fn by_source(streams: &[Heard]) -> HashMap<u32, Vec<u32>> {
    let mut found: HashMap<u32, Vec<u32>> = HashMap::new();
    for (index, heard) in (0u32..).zip(streams) {
        found.entry(heard.stream.ssrc).or_default().push(index);
    }
    found
}

/// The stream of a report: its source, the other way between the same hosts, best at the same port or the one below.
fn about(streams: &[Heard], by_source: &HashMap<u32, Vec<u32>>, report: &Report) -> u32 {
    let Some(candidates) = by_source.get(&report.ssrc) else { return NONE };
    let fit = |index: &&u32| {
        let stream = &streams.get(**index as usize)?.stream;
        let hosts = stream.dst.ip == report.src.ip && stream.src.ip == report.dst.ip;
        let apart = stream.first_ts <= report.last_ts && report.first_ts <= stream.last_ts + LATE;
        let port = stream.dst.port == report.src.port || stream.dst.port.wrapping_add(1) == report.src.port;
        (hosts && apart).then_some((port, stream.place.leg == report.place.leg, stream.packets()))
    };
    candidates.iter().max_by_key(fit).filter(|index| fit(index).is_some()).copied().unwrap_or(NONE)
}

/// How long after the last packet of a stream a report may still speak of it, µs.
const LATE: i64 = 10_000_000;

#[pymethods]
impl Media {
    /// The number of streams, of reports, of unreached media.
    fn sizes(&self) -> (usize, usize, usize) {
        (self.streams.len(), self.reports.len(), self.unreached.len())
    }

    /// A column over streams by name.
    fn stream_column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Column<'py>> {
        let all = &self.streams;
        Ok(match name {
            "leg" => column(py, all, |heard: &Heard| heard.stream.place.leg),
            "toward" => column(py, all, |heard: &Heard| heard.stream.place.toward as u8),
            "audio" => column(py, all, |heard: &Heard| u8::from(is_voice(&heard.stream))),
            "file" => column(py, all, |heard: &Heard| heard.stream.file),
            "packets" => column(py, all, |heard: &Heard| heard.stream.packets()),
            "lost" => column(py, all, |heard: &Heard| heard.stream.sequence.lost()),
            "longest" => column(py, all, |heard: &Heard| heard.stream.sequence.longest),
            "first_ts" => column(py, all, |heard: &Heard| heard.stream.first_ts),
            "last_ts" => column(py, all, |heard: &Heard| heard.stream.last_ts),
            "src_ip" => column(py, all, |heard: &Heard| heard.ips.0),
            "dst_ip" => column(py, all, |heard: &Heard| heard.ips.1),
            "src_port" => column(py, all, |heard: &Heard| heard.stream.src.port),
            "dst_port" => column(py, all, |heard: &Heard| heard.stream.dst.port),
            "undeclared" => column(py, all, |heard: &Heard| heard.undeclared),
            "beside" => column(py, all, |heard: &Heard| beside(&heard.stream)),
            "jitter" => column(py, all, |heard: &Heard| heard.stream.jitter.mean().map_or(0, |mean| mean as u32)),
            "hole" => column(py, all, |heard: &Heard| heard.stream.hole.0),
            "clock" => column(py, all, |heard: &Heard| heard.stream.jitter.rate().map_or(0, |rate| (rate * 1000.0) as u32)),
            "restarts" => column(py, all, |heard: &Heard| heard.stream.sequence.restarts),
            "changes" => column(py, all, |heard: &Heard| heard.stream.payloads().changes),
            "extra" => column(py, all, |heard: &Heard| extra(&heard.stream)),
            "flat" => column(py, all, |heard: &Heard| flat(&heard.stream)),
            "packet_time" => column(py, all, |heard: &Heard| packet_time(&heard.stream)),
            _ => return Err(PyKeyError::new_err(name.to_owned())),
        })
    }

    /// A column over reports by name.
    fn report_column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Column<'py>> {
        let all = &self.reports;
        Ok(match name {
            "leg" => column(py, all, |told: &Told| told.report.place.leg),
            "ssrc" => column(py, all, |told: &Told| told.report.ssrc),
            "about" => column(py, all, |told: &Told| told.about),
            "src_ip" => column(py, all, |told: &Told| told.ips.0),
            "dst_ip" => column(py, all, |told: &Told| told.ips.1),
            "count" => column(py, all, |told: &Told| told.report.count),
            "first_ts" => column(py, all, |told: &Told| told.report.first_ts),
            "last_ts" => column(py, all, |told: &Told| told.report.last_ts),
            "expected" => column(py, all, |told: &Told| told.report.told().0),
            "jitter" => column(py, all, |told: &Told| told.report.jitter()),
            "lost" => column(py, all, |told: &Told| told.report.told().1),
            "round_trip" => column(py, all, |told: &Told| told.report.round_trip().1),
            _ => return Err(PyKeyError::new_err(name.to_owned())),
        })
    }

    /// The legs of unreached media.
    fn unreached_legs<'py>(&self, py: Python<'py>) -> Column<'py> {
        column(py, &self.unreached, |one: &Unreached| one.place.leg)
    }

    /// One stream.
    fn stream(&self, index: usize) -> PyResult<StreamRow> {
        let s = &self.streams.get(index).ok_or_else(|| PyIndexError::new_err(index))?.stream;
        let (numbers, types) = (&s.sequence, s.payloads());
        Ok((
            (s.ssrc, socket(&s.src), socket(&s.dst), s.file, s.first_frame),
            (s.packets(), numbers.lost(), s.copies, numbers.late, numbers.bursts, numbers.longest, numbers.restarts, numbers.runs),
            (s.first_ts, s.last_ts, s.hole.0, s.hole.1, s.pause),
            (types.main, types.all().collect(), types.changes, s.samples(), extra(s), even_size(s), flat(s), types.stamps().collect()),
            (s.place.leg, s.place.toward as u8, is_voice(s)),
        ))
    }

    /// A stream's jitter: in ms at its end for a codec clock in Hz; its mean in ms, and its clock in Hz as measured, where known.
    fn jitter(&self, index: usize, clock: u32) -> PyResult<(f64, Option<f64>, Option<f64>)> {
        let heard = self.streams.get(index).ok_or_else(|| PyIndexError::new_err(index))?;
        let jitter = &heard.stream.jitter;
        Ok((jitter.last(clock) / 1000.0, jitter.mean().map(|mean| mean / 1000.0), jitter.rate().map(|rate| rate * 1000.0)))
    }

    /// One report.
    fn report(&self, index: usize) -> PyResult<ReportRow> {
        let told = self.reports.get(index).ok_or_else(|| PyIndexError::new_err(index))?;
        let r = &told.report;
        let (expected, lost) = r.told();
        Ok((
            (r.ssrc, socket(&r.src), socket(&r.dst), r.file, r.first_frame, r.place.leg),
            (r.first_ts, r.last_ts, r.count, r.from_sender, r.sent),
            (expected, lost, r.jitter(), r.metrics.0, r.metrics.1, r.first.highest, r.last.highest),
            told.about,
            r.round_trip(),
        ))
    }

    /// The leg and the bytes of each datagram of encrypted RTCP.
    fn encrypted<'py>(&self, py: Python<'py>) -> Vec<(u32, Bound<'py, PyBytes>)> {
        self.encrypted.iter().map(|(one, _)| (one.place.leg, PyBytes::new(py, &one.payload))).collect()
    }

    /// Takes the reports in datagrams that were opened, each with its place in `encrypted`, in that order; nobody can ask for those again.
    #[allow(clippy::needless_pass_by_value, reason = "PyO3 hands lists over by value")]
    fn take_opened(&mut self, opened: Vec<(usize, Vec<u8>)>) {
        let (mut told, mut ips) = (reports::Told::default(), HashMap::new());
        for (index, plain) in &opened {
            if let Some((one, ends)) = self.encrypted.get(*index)
                && let Some(said) = rtcp::decode(plain)
            {
                ips.insert((one.src, one.dst), *ends);
                told.take_opened(one, &said);
            }
        }
        self.encrypted = Vec::new();
        let by_source = by_source(&self.streams);
        for report in told.finish(|_, _| NOWHERE) {
            let ips = ips.get(&(report.src, report.dst)).copied().unwrap_or((NONE, NONE));
            self.reports.push(Told { about: about(&self.streams, &by_source, &report), ips, report });
        }
    }

    /// One unreached target: its first error, how many there were, the time of the last.
    fn unreached(&self, index: usize) -> PyResult<(ErrorRow, u32, i64)> {
        let one = self.unreached.get(index).ok_or_else(|| PyIndexError::new_err(index))?;
        let mut row = error_row(&one.first);
        row.8 = one.place.leg;
        Ok((row, one.count, one.last_ts))
    }
}

/// Whether it is voice: announced as such, and not with the clock of video, which may share its socket.
fn is_voice(stream: &Stream) -> bool {
    stream.place.audio && stream.jitter.rate().is_none_or(|rate| rate < 70.0)
}

/// Bytes that a packet of G.711 (a byte for each sample, RFC 3551 section 4.5.14) has beyond its samples; [`NOT_G711`] for anything
/// else, and if sizes differ.
fn extra(stream: &Stream) -> i64 {
    let known = even_size(stream) > 0 && stream.samples() > 0 && matches!(stream.payloads().main, 0 | 8);
    if known { i64::from(stream.size) - i64::from(stream.samples()) } else { NOT_G711 }
}

/// Packets of G.711 that are digital silence throughout; 0 of anything else.
fn flat(stream: &Stream) -> u32 {
    if matches!(stream.payloads().main, 0 | 8) { stream.flat } else { 0 }
}

/// Bytes of payload that nineteen packets of twenty have; 0 if sizes differ more, or there are few packets.
fn even_size(stream: &Stream) -> u16 {
    let even = stream.other_sizes * 20 <= stream.packets() && stream.packets() >= ENOUGH;
    if even { stream.size } else { 0 }
}

const NOT_G711: i64 = i64::MIN;
const ENOUGH: u32 = 100;

/// Packets of types beside its voice, comfort noise left out: telephone events, mostly.
fn beside(stream: &Stream) -> u32 {
    let others = stream.payloads().all().filter(|(kind, _)| *kind != stream.payloads().main && !is_noise(*kind));
    others.map(|(_, packets)| packets).sum()
}

/// Microseconds of voice in a packet by the sender's own clock, 0 if not known.
fn packet_time(stream: &Stream) -> u32 {
    stream.jitter.rate().map_or(0, |rate| (f64::from(stream.samples()) * 1000.0 / rate) as u32)
}
