//! Text logs for Python: their messages as records of a capture, their other lines as rows.

use crate::extract::address;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use siplog::{Output, Reader, Settings, Way};
use sipwire::logged::{self, Logged};
use sipwire::packet::Socket;

/// Address and port.
type End = (String, u16);
/// (offset, line, µs since 1970 UTC, level, thread, source, tag, text)
type Row = (u64, u32, Option<i64>, String, String, String, String, String);
/// (lines, in messages, with a head, marked, not understood, messages, timeless, repeated, cut, whether a year was guessed,
/// whether the zone was)
type Counts = (u64, u64, u64, u64, u64, u64, u64, u64, u64, bool, bool);

/// Reads one text log.
#[pyclass(module = "sipwhy._core")]
pub struct LogReader {
    reader: Reader,
    latest: i64,
    began: bool,
    /// The first line of the first message that could not be read, and how many there were.
    broken: Option<(u32, u64)>,
}

#[pymethods]
impl LogReader {
    /// `zone`: from when on (s since 1970 UTC) the log's zone is how many seconds east; `latest`: when it was last written, µs;
    /// `year`: that of its first line; `markers`: lines with one of these are given; `ahead`: µs by which its clock is
    /// ahead, taken off every time; `aliases`: own sockets that are others on the wire; `before`: how many lines of the file
    /// came before the first that is given.
    #[new]
    #[pyo3(signature = (zone, latest, year = None, markers = Vec::new(), ahead = 0, aliases = Vec::new(), before = 0))]
    fn new(
        zone: Vec<(i64, i32)>,
        latest: i64,
        year: Option<i32>,
        markers: Vec<Vec<u8>>,
        ahead: i64,
        aliases: Vec<(End, End)>,
        before: u32,
    ) -> Self {
        let socket = |(ip, port): End| Some(Socket { ip: address(&ip)?, port });
        let aliases = aliases.into_iter().filter_map(|(log, wire)| Some((socket(log)?, socket(wire)?))).collect();
        let settings = Settings { zone, year, latest, ahead };
        let mut reader = Reader::with_aliases(settings, &markers, aliases);
        reader.skip_lines(before);
        Self { reader, latest, began: false, broken: None }
    }

    /// Takes the next bytes (b"" is the end) and gives the messages in them as bytes of a capture, and the lines with a marker.
    fn feed<'py>(&mut self, py: Python<'py>, data: &[u8]) -> (Bound<'py, PyBytes>, Vec<Row>) {
        let (bytes, rows) = py.detach(|| self.take(data));
        (PyBytes::new(py, &bytes), rows)
    }

    /// The messages that were held back for what might still come; for a log that is silent for a while.
    fn settle<'py>(&mut self, py: Python<'py>) -> Bound<'py, PyBytes> {
        let mut out = Output::default();
        self.reader.settle(&mut out);
        PyBytes::new(py, &self.written(&out))
    }

    /// What was understood of it so far.
    fn counts(&self) -> Counts {
        let c = self.reader.counts();
        let lines = (c.lines, c.in_messages, c.with_head, c.marked, c.unknown);
        (lines.0, lines.1, lines.2, lines.3, lines.4, c.messages, c.timeless, c.repeated, c.cut, c.guessed_year, c.guessed_zone)
    }

    /// Messages that break off in it, or are mixed with others: the first line of the first, and how many there were.
    fn broken(&self) -> Option<(u32, u64)> {
        self.broken
    }

    /// Whether it is a log, as far as it was read.
    fn is_log(&self) -> bool {
        self.reader.counts().is_log()
    }
}

impl LogReader {
    fn take(&mut self, data: &[u8]) -> (Vec<u8>, Vec<Row>) {
        let mut out = Output::default();
        if data.is_empty() {
            self.reader.finish(&mut out);
        } else {
            self.reader.feed(data, &mut out);
        }
        let bytes = self.written(&out);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let rows = out.lines.iter().map(|line| {
            let words = (text(&line.level), text(&line.thread), text(&line.source), text(&line.tag), text(&line.text));
            (line.offset, line.line, line.ts, words.0, words.1, words.2, words.3, words.4)
        });
        (bytes, rows.collect())
    }

    /// Messages as records of a capture, behind the head of the file at first.
    fn written(&mut self, out: &Output) -> Vec<u8> {
        let mut bytes = Vec::new();
        if !self.began {
            self.began = true;
            bytes.extend_from_slice(&logged::file_header());
        }
        for message in &out.messages {
            let logged = Logged {
                line: message.line,
                transport: message.transport,
                src: message.src,
                dst: message.dst,
                flags: way(message.way) | if message.is_cut { logged::flag::CUT } else { 0 },
                payload: &message.bytes,
                ..Logged::default()
            };
            logged::write(&mut bytes, message.ts.unwrap_or(self.latest), &logged);
        }
        if let Some(first) = out.broken.first() {
            let (line, times) = self.broken.unwrap_or((*first, 0));
            self.broken = Some((line, times + out.broken.len() as u64));
        }
        bytes
    }
}

/// Bits of [`logged::flag`].
fn way(way: Way) -> u8 {
    match way {
        Way::In => logged::flag::RECEIVED,
        Way::Out => logged::flag::SENT,
        Way::Unknown => 0,
    }
}
