//! What a finished run knows: legs and messages as columns, and single rows for those who look.

mod columns;
mod stories;
mod values;

use stories::{Part, Stories};
pub use values::{ErrorRow, error_row, ip_text, socket};

use crate::beginnings::{ConnectionRow, KeptRow, LookupRow, SealedRow, ShakenRow};
use crate::beginnings::{connection_row, kept_row, lookup_row, place_troubles, sealed_row, shaken_row};
use crate::columns::{Column, column};
use crate::media::Media;
use crate::numbers;
use crate::session::Session;
use crate::windows::Windows;
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::PyBytes;
use siptrack::analysis::{Attempt, ByLeg, assign, attempts, facts, mark_copies, mark_repeats, mark_translated, transactions};
use siptrack::dtls::Shaken;
use siptrack::flag::mark;
use siptrack::keepalives::Kept;
use siptrack::lookups::Lookup;
use siptrack::netblock;
use siptrack::quirk::{Look, of_transactions, refused_offer};
use siptrack::tracker::{Leg, Link, Tracker};
use sipwire::packet::Ip;
use std::net::IpAddr;
pub use values::number_key;
use values::text;

/// Legs, messages, streams and notes of a finished run.
#[pyclass(module = "sipwhy._core")]
pub struct Tables {
    session: Session,
    by_leg: ByLeg,
    stories: Stories,
    attempts: Vec<Attempt>,
    media: Option<Media>,
    lookups: Vec<Lookup>,
    keep_alives: Vec<Kept>,
    handshakes: Vec<Shaken>,
    copies: u64,
    /// Of a part the legs that are told now; empty: all of them.
    fresh: Vec<bool>,
}

/// (log, capture, messages, µs ahead, whole seconds only, ends that are others in the capture)
type LogDifference = (u16, u16, u32, i64, bool, Vec<((String, u16), (String, u16))>);
/// ((file, frame, offset, length, spilled), ts, leg, marks, transport, method of CSeq, status)
type MessageRow = ((u16, u32, u64, u32, bool), i64, u32, u16, u8, u8, u16);

/// How many legs later the messages are read that are brought near now.
const SOON: usize = 6;

impl Tables {
    /// Reads the legs' stories; the session takes nothing more after this.
    pub fn new(mut session: Session) -> Self {
        let end = session.notes.until();
        let tracker = &mut session.tracker;
        let media = Some(Media::new(tracker));
        tracker.forget();
        let by_leg = ByLeg::new(&tracker.messages, tracker.legs.len());
        let (mut all, mut copies, mut open, mut tried) = (Vec::with_capacity(tracker.legs.len()), 0, Vec::new(), Vec::new());
        for (number, leg) in (0u32..).zip(&tracker.legs) {
            by_leg.bring(number as usize + SOON, &tracker.messages);
            let indices = by_leg.of(number as usize);
            copies += u64::from(mark_copies(&mut tracker.messages, indices));
            mark_repeats(&mut tracker.messages, indices);
            transactions(&tracker.messages, indices, &mut open);
            let mut found = facts(leg, &tracker.messages, indices, &open, end);
            let noticed = tracker.noticed.get(number as usize).copied().unwrap_or_default();
            found.quirks = of_transactions(noticed.quirks, &found, &tracker.messages, indices, &open);
            found.offer = refused_offer(&noticed, found.status);
            all.push(found);
            attempts(number, leg, &tracker.messages, &open, &mut tried);
        }
        tracker.noticed = Vec::new(); // it has said all it knows
        let lookups = session.lookups.finish();
        session.beginnings.sort_by_key(|connection| connection.began.ts);
        place_troubles(&mut session, &mut all, &lookups);
        let tracker = &session.tracker;
        mark_translated(&tracker.legs, &tracker.messages, &mut all, tracker.call_ids.len());
        let (keep_alives, handshakes) = (session.keep_alives.finish(), session.handshakes.finish());
        let stories = Stories::new(all);
        Self { session, by_leg, stories, attempts: tried, media, lookups, keep_alives, handshakes, copies, fresh: Vec::new() }
    }

    /// The same of a part, of whose legs only some are told now.
    pub fn of_part(session: Session, fresh: Vec<bool>) -> Self {
        Self { fresh, ..Self::new(session) }
    }

    fn tracker(&self) -> &Tracker {
        &self.session.tracker
    }
}

#[pymethods]
impl Tables {
    /// Counts: packets, messages, copies, start, end, dropped, steps_back, cut (n, file, frame), fragments, tcp_gaps,
    /// hep_other.
    #[allow(clippy::type_complexity, reason = "Python takes a tuple as it is")]
    fn counts(&self) -> (u64, u64, u64, i64, i64, u64, u64, (u64, u16, u32), (u64, u16, u32), (u64, u16, u32), u64) {
        let notes = &self.session.notes;
        let (start, end) = notes.span.unwrap_or_default();
        let messages = self.tracker().messages.len() as u64;
        (
            notes.packets,
            messages,
            self.copies,
            start,
            end,
            notes.dropped,
            notes.steps_back,
            notes.cut,
            notes.fragments,
            notes.tcp_gaps,
            notes.hep_other,
        )
    }

    /// Until when it is known that nothing more came, µs: the last packet, or the end that a capture itself names.
    fn until(&self) -> i64 {
        self.session.notes.until()
    }

    /// Of tables that `Live` gave, which legs are told now; of others all.
    fn fresh<'py>(&self, py: Python<'py>) -> Column<'py> {
        let legs: Vec<usize> = (0..self.tracker().legs.len()).collect();
        column(py, &legs, |leg: &usize| u8::from(self.fresh.get(*leg).copied().unwrap_or(true)))
    }

    /// How many blocks of decryption secrets the captures hold.
    fn secrets(&self) -> u64 {
        self.session.notes.secrets
    }

    /// The TLS key logs that the captures bring along.
    fn key_log<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.session.embedded)
    }

    /// What became of TLS connections, where there were keys.
    fn sealed(&self) -> Vec<SealedRow> {
        self.session.sealed.iter().map(sealed_row).collect()
    }

    /// What could not be read: (file, reason, first frame, times).
    fn broken(&self) -> Vec<(u16, String, u32, u64)> {
        self.session.notes.troubles().map(|(file, why, trouble)| (file, why.to_owned(), trouble.frame, trouble.times)).collect()
    }

    /// A column over legs by name: its numpy type, and bytes or a part of bytes.
    fn leg_column<'py>(&mut self, py: Python<'py>, name: &str) -> PyResult<Part<'py>> {
        match self.stories.column(py, name)? {
            Some(column) => Ok(column),
            None => columns::found(py, &self.tracker().legs, name).map(|(code, bytes)| (code, bytes.into_any())),
        }
    }

    /// A column over messages by name: its numpy type and bytes.
    fn message_column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Column<'py>> {
        columns::messages(py, &self.tracker().messages, name)
    }

    /// How text logs differ from captures of the same messages: log, capture, messages in both, µs by which the log's clock is
    /// ahead, whether it writes whole seconds only, and (log's end, capture's end) where one end is another in the capture.
    fn log_differences(&self) -> Vec<LogDifference> {
        let found = siptrack::clocks::differences(&self.tracker().messages, &self.tracker().legs);
        let end = |(ip, port): (u32, u16)| (self.ip(ip), port);
        let row = |one: siptrack::clocks::Difference| {
            let renamed = one.renamed.iter().map(|(log, capture)| (end(*log), end(*capture))).collect();
            (one.log, one.capture, one.messages, one.ahead, one.whole_seconds, renamed)
        };
        found.into_iter().map(row).collect()
    }

    /// A column over attempts to register by name, in order of leg and time.
    fn attempt_column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Column<'py>> {
        columns::attempts(py, &self.attempts, name)
    }

    /// For each address: messages sent, messages received, requests sent.
    fn traffic<'py>(&self, py: Python<'py>) -> (Column<'py>, Column<'py>, Column<'py>) {
        columns::traffic(py, self.tracker())
    }

    /// Of each of these addresses (by number), in order of time: when it sent an answer, and the number of the address it went to.
    fn answers_from<'py>(&self, py: Python<'py>, hosts: Vec<u32>) -> Vec<(Column<'py>, Column<'py>)> {
        let found = columns::answers(self.tracker(), &hosts);
        found.iter().map(|answers| (column(py, answers, |one| one.0), column(py, answers, |one| one.1))).collect()
    }

    /// What joins legs: columns leg, kind, value as in `siptrack::tracker::Link`; a named Call-ID's value is the number
    /// of that Call-ID, or 2^64 - 1 if it was not seen.
    fn links<'py>(&self, py: Python<'py>) -> (Column<'py>, Column<'py>, Column<'py>) {
        let links = &self.tracker().links;
        (column(py, links, |link: &Link| link.leg), column(py, links, |link: &Link| link.kind), column(py, links, |link: &Link| link.value))
    }

    /// The message indices of one leg, in order, copies included.
    fn leg_messages(&self, leg: usize) -> Vec<u32> {
        self.by_leg.of(leg).to_vec()
    }

    /// For each message of a leg in order, copies left out: its index and the number of its transaction in the leg.
    fn leg_transactions(&self, leg: usize) -> Vec<(u32, usize)> {
        let (mut open, mut found) = (Vec::new(), Vec::new());
        assign(&self.tracker().messages, self.by_leg.of(leg), &mut open, |index, transaction| found.push((index, transaction)));
        found
    }

    /// One message: where it stands ((file, frame, offset, length, spilled)), ts, leg, marks, transport, method, status.
    fn message(&self, index: usize) -> PyResult<MessageRow> {
        let found = self.tracker().messages.get(index).ok_or_else(|| PyIndexError::new_err(index))?;
        let spilled = found.is(mark::SPILLED);
        let place = (found.file, found.frame, found.offset(), found.len, spilled);
        Ok((place, found.ts, found.leg, found.marks, found.transport as u8, found.method as u8, found.status))
    }

    /// The bytes of a message that stands in no file as it is.
    fn spilled<'py>(&mut self, py: Python<'py>, offset: u64, length: usize) -> Bound<'py, PyBytes> {
        let bytes = self.session.spill.read(offset, length.min(1 << 26));
        PyBytes::new(py, &bytes)
    }

    /// The bytes of several messages. Files are read in large pieces: in order, neighbours cost little more than one.
    fn raws<'py>(&mut self, py: Python<'py>, indices: Vec<usize>, fetch: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyBytes>>> {
        let session = &mut self.session;
        let mut windows = Windows::new(fetch);
        let mut found = Vec::with_capacity(indices.len());
        for index in indices {
            let message = session.tracker.messages.get(index).ok_or_else(|| PyIndexError::new_err(index))?;
            found.push(if message.is(mark::SPILLED) {
                PyBytes::new(py, &session.spill.read(message.offset(), message.len as usize))
            } else {
                PyBytes::new(py, windows.bytes(message.file, message.offset(), message.len as usize)?)
            });
        }
        Ok(found)
    }

    /// What a second look at the first messages of one leg shows, given their bytes: bits of `siptrack::quirk`, and the
    /// Max-Forwards of its first request (255 if unknown).
    fn second_look(&mut self, py: Python<'_>, leg: usize, messages: Vec<PyBackedBytes>) -> PyResult<(u64, u8)> {
        let quirks = self.stories.quirks(py, leg)?.ok_or_else(|| PyIndexError::new_err(leg))?;
        let tracker = self.tracker();
        let known = tracker.legs.get(leg).ok_or_else(|| PyIndexError::new_err(leg))?;
        let mut look = Look::new(tracker.ips.ip(known.src_ip), tracker.ips.ip(known.dst_ip));
        for (index, bytes) in self.by_leg.of(leg).iter().zip(&messages) {
            if let Some(message) = tracker.messages.get(*index as usize) {
                look.take(message, bytes);
            }
        }
        Ok((look.quirks | quirks, look.hops))
    }

    /// A second look at every leg, as columns: `fetch` gives bytes of a file by its index, an offset and a length.
    fn second_looks<'py>(&mut self, py: Python<'py>, fetch: &Bound<'py, PyAny>) -> PyResult<(Column<'py>, Column<'py>)> {
        let Self { session, stories, .. } = self;
        let tracker = &session.tracker;
        let mut windows = Windows::new(fetch);
        let ends = |leg: &Leg| Look::new(tracker.ips.ip(leg.src_ip), tracker.ips.ip(leg.dst_ip));
        let mut looks: Vec<Look> = tracker.legs.iter().map(ends).collect();
        for message in &tracker.messages {
            let Some(look) = looks.get_mut(message.leg as usize) else { continue };
            if message.is(mark::SPILLED) {
                look.take(message, &session.spill.read(message.offset(), message.len as usize));
            } else {
                look.take(message, windows.bytes(message.file, message.offset(), message.len as usize)?);
            }
        }
        let mut found = Vec::with_capacity(looks.len());
        for (leg, look) in looks.iter().enumerate() {
            found.push((look.quirks | stories.quirks(py, leg)?.unwrap_or_default(), look.hops));
        }
        Ok((column(py, &found, |look: &(u64, u8)| look.0.cast_signed()), column(py, &found, |look: &(u64, u8)| look.1)))
    }

    /// What was heard of media; once.
    fn media(&mut self) -> Option<Media> {
        self.media.take()
    }

    /// The number of legs, of Call-IDs, of texts, of reason phrases, of addresses.
    fn sizes(&self) -> (usize, usize, usize, usize, usize) {
        let tracker = self.tracker();
        (tracker.legs.len(), tracker.call_ids.len(), tracker.texts.len(), tracker.reasons.count(), tracker.ips.all().len())
    }

    /// A Call-ID by number.
    fn call_id(&self, number: u32) -> String {
        text(self.tracker().call_ids.text(number))
    }

    /// The From tag of a leg's first message.
    fn initiator_tag(&self, leg: usize) -> String {
        text(self.tracker().from_tag(leg))
    }

    /// A user or agent by number; 0 is "".
    fn text(&self, number: u32) -> String {
        text(self.tracker().texts.text(number))
    }

    /// A key for each text by which a dialled number is recognised on another leg: its last seven digits if it has as
    /// many and nothing but digits and "+", else all of it; 0 for "".
    fn text_keys<'py>(&self, py: Python<'py>) -> Column<'py> {
        let texts = &self.tracker().texts;
        let keys: Vec<u64> = (0..texts.len() as u32).map(|number| number_key(texts.text(number))).collect();
        column(py, &keys, |key: &u64| *key)
    }

    /// For each text: how the number in it is written, as [`numbers::form`] tells, and a key of its last ten digits.
    fn number_forms<'py>(&self, py: Python<'py>) -> (Column<'py>, Column<'py>) {
        let texts = &self.tracker().texts;
        let found: Vec<(u8, u64)> = (0..texts.len() as u32).map(|number| numbers::form(texts.text(number))).collect();
        (column(py, &found, |one| one.0), column(py, &found, |one| one.1))
    }

    /// A reason phrase by number; 0 is "". Phrases with other words in Reason or Warning beside them have other numbers.
    fn reason(&self, number: u32) -> String {
        text(self.tracker().reasons.text(number))
    }

    /// An address by number.
    fn ip(&self, number: u32) -> String {
        ip_text(&self.tracker().ips.ip(number))
    }

    /// Names of capture points; 0 is the unnamed one.
    fn nodes(&self) -> Vec<String> {
        self.session.nodes.iter().map(|name| text(name)).collect()
    }

    /// What the network reported; leg and message are 2^32 - 1 where they are not known.
    fn errors(&self) -> Vec<ErrorRow> {
        self.tracker().errors.iter().map(error_row).collect()
    }

    /// How TCP connections began whose beginning matters: TLS, WebSocket, SIP in the open on a TLS port.
    fn connections(&self) -> Vec<ConnectionRow> {
        self.session.beginnings.iter().map(connection_row).collect()
    }

    /// How SIP servers were looked up by DNS.
    fn lookups(&self) -> Vec<LookupRow> {
        self.lookups.iter().map(lookup_row).collect()
    }

    /// Packets without SIP that kept ways through NAT open, by their sockets.
    fn keep_alives(&self) -> Vec<KeptRow> {
        self.keep_alives.iter().map(kept_row).collect()
    }

    /// How keys for voice were made by DTLS, by sockets, in order of time.
    fn handshakes(&self) -> Vec<ShakenRow> {
        self.handshakes.iter().map(shaken_row).collect()
    }
}

/// Whether an address cannot be reached from elsewhere; None if it is not numeric.
#[pyfunction]
pub fn is_unreachable(address: &str) -> Option<bool> {
    let ip = match address.parse().ok()? {
        IpAddr::V4(v4) => Ip::v4(v4.octets()),
        IpAddr::V6(v6) => Ip(v6.octets()),
    };
    Some(netblock::is_unreachable(&ip))
}
