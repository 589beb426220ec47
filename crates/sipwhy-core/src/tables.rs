//! What a finished run knows: legs and messages as columns, and single rows for those who look.

use crate::beginnings::{ConnectionRow, KeptRow, LookupRow, connection_row, kept_row, lookup_row, place_troubles};
use crate::columns::{Column, column};
use crate::media::Media;
use crate::numbers;
use crate::session::Session;
use crate::windows::Windows;
use pyo3::exceptions::{PyIndexError, PyKeyError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::PyBytes;
use siptrack::analysis::{Attempt, ByLeg, LegFacts, assign, attempts, facts, mark_copies, mark_repeats, mark_translated, transactions};
use siptrack::flag::mark;
use siptrack::keepalives::Kept;
use siptrack::lookups::Lookup;
use siptrack::netblock;
use siptrack::quirk::{Look, of_transactions};
use siptrack::tracker::{Leg, Link, Msg, NetError, Tracker};
use sipwire::packet::{Ip, Socket};
use std::net::IpAddr;

/// Legs, messages, streams and notes of a finished run.
#[pyclass(module = "sipwhy._core")]
pub struct Tables {
    session: Session,
    by_leg: ByLeg,
    facts: Vec<LegFacts>,
    attempts: Vec<Attempt>,
    media: Option<Media>,
    lookups: Vec<Lookup>,
    keep_alives: Vec<Kept>,
    copies: u64,
}

/// (kind, version, type, code, ts, file, frame, src, dst, reporter, leg, message)
pub type ErrorRow = (u8, u8, u8, u8, i64, u16, u32, (String, u16), (String, u16), String, u32, u32);
/// (log, capture, messages, µs ahead, whole seconds only, ends that are others in the capture)
type LogDifference = (u16, u16, u32, i64, bool, Vec<((String, u16), (String, u16))>);
/// ((file, frame, offset, length, spilled), ts, leg, marks, transport, method of CSeq, status)
type MessageRow = ((u16, u32, u64, u32, bool), i64, u32, u16, u8, u8, u16);

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
            let indices = by_leg.of(number as usize);
            copies += u64::from(mark_copies(&mut tracker.messages, indices));
            mark_repeats(&mut tracker.messages, indices);
            transactions(&tracker.messages, indices, &mut open);
            let mut found = facts(leg, &tracker.messages, indices, &open, end);
            let noticed = tracker.noticed.get(number as usize).map_or(0, |noticed| noticed.quirks);
            found.quirks = of_transactions(noticed, &found, &tracker.messages, indices, &open);
            all.push(found);
            attempts(number, leg, &tracker.messages, &open, &mut tried);
        }
        tracker.noticed = Vec::new(); // it has said all it knows
        let lookups = session.lookups.finish();
        session.beginnings.sort_by_key(|connection| connection.began.ts);
        place_troubles(&mut session, &mut all, &lookups);
        let tracker = &session.tracker;
        mark_translated(&tracker.legs, &tracker.messages, &mut all, tracker.call_ids.len());
        let keep_alives = session.keep_alives.finish();
        Self { session, by_leg, facts: all, attempts: tried, media, lookups, keep_alives, copies }
    }

    fn tracker(&self) -> &Tracker {
        &self.session.tracker
    }
}

#[pymethods]
impl Tables {
    /// Counts: packets, messages, copies, start, end, dropped, steps_back, cut (n, file, frame), fragments, tcp_gaps,
    /// hep_other.
    #[allow(clippy::type_complexity)]
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

    /// How many blocks of decryption secrets the captures hold.
    fn secrets(&self) -> u64 {
        self.session.notes.secrets
    }

    /// What could not be read: (file, reason, first frame, times).
    fn broken(&self) -> Vec<(u16, String, u32, u64)> {
        self.session.notes.troubles().map(|(file, why, trouble)| (file, why.to_owned(), trouble.frame, trouble.times)).collect()
    }

    /// A column over legs by name: its numpy type and bytes.
    fn leg_column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Column<'py>> {
        let legs = &self.tracker().legs;
        let facts = &self.facts;
        Ok(match name {
            "call" => column(py, legs, |leg: &Leg| leg.call),
            "src_ip" => column(py, legs, |leg: &Leg| leg.src_ip),
            "dst_ip" => column(py, legs, |leg: &Leg| leg.dst_ip),
            "src_port" => column(py, legs, |leg: &Leg| leg.src_port),
            "dst_port" => column(py, legs, |leg: &Leg| leg.dst_port),
            "from_user" => column(py, legs, |leg: &Leg| leg.from_user),
            "to_user" => column(py, legs, |leg: &Leg| leg.to_user),
            "uri_user" => column(py, legs, |leg: &Leg| leg.uri_user),
            "src_agent" => column(py, legs, |leg: &Leg| leg.src_agent),
            "dst_agent" => column(py, legs, |leg: &Leg| leg.dst_agent),
            "device" => column(py, legs, |leg: &Leg| leg.device),
            "first" => column(py, legs, |leg: &Leg| leg.first),
            "method" => column(py, legs, |leg: &Leg| leg.method as u8),
            "transport" => column(py, legs, |leg: &Leg| leg.transport as u8),
            "node" => column(py, legs, |leg: &Leg| leg.node),
            "messages" => column(py, facts, |leg: &LegFacts| leg.messages),
            "first_ts" => column(py, facts, |leg: &LegFacts| leg.first_ts),
            "last_ts" => column(py, facts, |leg: &LegFacts| leg.last_ts),
            "heard_ts" => column(py, facts, |leg: &LegFacts| leg.heard_ts),
            "ring_ts" => column(py, facts, |leg: &LegFacts| leg.ring_ts),
            "answer_ts" => column(py, facts, |leg: &LegFacts| leg.answer_ts),
            "final_ts" => column(py, facts, |leg: &LegFacts| leg.final_ts),
            "cancel_ts" => column(py, facts, |leg: &LegFacts| leg.cancel_ts),
            "bye_ts" => column(py, facts, |leg: &LegFacts| leg.bye_ts),
            "bye_forward" => column(py, facts, |leg: &LegFacts| u8::from(leg.bye_forward)),
            "status" => column(py, facts, |leg: &LegFacts| leg.status),
            "final_message" => column(py, facts, |leg: &LegFacts| leg.final_message),
            "reason" => column(py, facts, |leg: &LegFacts| leg.reason),
            "q850" => column(py, facts, |leg: &LegFacts| leg.q850),
            "warning" => column(py, facts, |leg: &LegFacts| leg.warning),
            "login" => column(py, facts, |leg: &LegFacts| leg.login),
            "refused" => column(py, facts, |leg: &LegFacts| leg.refused),
            "description" => column(py, facts, |leg: &LegFacts| leg.description),
            "flags" => column(py, facts, |leg: &LegFacts| leg.flags.cast_signed()),
            "quirks" => column(py, facts, |leg: &LegFacts| leg.quirks.cast_signed()),
            _ => return Err(PyKeyError::new_err(name.to_owned())),
        })
    }

    /// A column over messages by name: its numpy type and bytes.
    fn message_column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Column<'py>> {
        let messages = &self.tracker().messages;
        Ok(match name {
            "ts" => column(py, messages, |message: &Msg| message.ts),
            "leg" => column(py, messages, |message: &Msg| message.leg),
            "status" => column(py, messages, |message: &Msg| message.status),
            "method" => column(py, messages, |message: &Msg| message.method as u8),
            "marks" => column(py, messages, |message: &Msg| message.marks),
            _ => return Err(PyKeyError::new_err(name.to_owned())),
        })
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
        let attempts = &self.attempts;
        Ok(match name {
            "leg" => column(py, attempts, |one: &Attempt| one.leg),
            "request" => column(py, attempts, |one: &Attempt| one.request),
            "answer" => column(py, attempts, |one: &Attempt| one.answer),
            "sent_ts" => column(py, attempts, |one: &Attempt| one.sent_ts),
            "answer_ts" => column(py, attempts, |one: &Attempt| one.answer_ts),
            "status" => column(py, attempts, |one: &Attempt| one.status),
            "asked" => column(py, attempts, |one: &Attempt| one.asked),
            "granted" => column(py, attempts, |one: &Attempt| one.granted),
            "contacts" => column(py, attempts, |one: &Attempt| one.contacts),
            "credentials" => column(py, attempts, |one: &Attempt| u8::from(one.credentials)),
            "challenge" => column(py, attempts, |one: &Attempt| one.challenge),
            _ => return Err(PyKeyError::new_err(name.to_owned())),
        })
    }

    /// For each address: messages sent, messages received, requests sent.
    fn traffic<'py>(&self, py: Python<'py>) -> (Column<'py>, Column<'py>, Column<'py>) {
        let mut counts = vec![(0u32, 0u32, 0u32); self.tracker().ips.all().len()];
        for message in &self.tracker().messages {
            let Some(leg) = self.tracker().legs.get(message.leg as usize) else { continue };
            let (from, to) = if message.is(mark::FORWARD) { (leg.src_ip, leg.dst_ip) } else { (leg.dst_ip, leg.src_ip) };
            if let Some(sender) = counts.get_mut(from as usize) {
                sender.0 += 1;
                sender.2 += u32::from(message.status == 0);
            }
            if let Some(receiver) = counts.get_mut(to as usize) {
                receiver.1 += 1;
            }
        }
        (column(py, &counts, |count| count.0), column(py, &counts, |count| count.1), column(py, &counts, |count| count.2))
    }

    /// What joins legs: columns leg, kind, value as in `siptrack::tracker::Link`; a named Call-ID's value is the number
    /// of that Call-ID, or 2^64 - 1 if it was not seen.
    fn links<'py>(&self, py: Python<'py>) -> (Column<'py>, Column<'py>, Column<'py>) {
        let links = &self.tracker().links;
        let value = |link: &Link| match link.kind {
            1 => self.tracker().call_ids.by_hash(link.value).map_or(u64::MAX, u64::from),
            _ => link.value,
        };
        (column(py, links, |link: &Link| link.leg), column(py, links, |link: &Link| link.kind), column(py, links, value))
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

    /// What a second look at the first messages of one leg shows, given their bytes: bits of `siptrack::quirk`, and the
    /// Max-Forwards of its first request (255 if unknown).
    fn second_look(&self, leg: usize, messages: Vec<PyBackedBytes>) -> PyResult<(u64, u8)> {
        let tracker = self.tracker();
        let (Some(known), Some(facts)) = (tracker.legs.get(leg), self.facts.get(leg)) else { return Err(PyIndexError::new_err(leg)) };
        let mut look = Look::new(tracker.ips.ip(known.src_ip), tracker.ips.ip(known.dst_ip));
        for (index, bytes) in self.by_leg.of(leg).iter().zip(&messages) {
            if let Some(message) = tracker.messages.get(*index as usize) {
                look.take(message, bytes);
            }
        }
        Ok((look.quirks | facts.quirks, look.hops))
    }

    /// A second look at every leg, as columns: `fetch` gives bytes of a file by its index, an offset and a length.
    fn second_looks<'py>(&mut self, py: Python<'py>, fetch: &Bound<'py, PyAny>) -> PyResult<(Column<'py>, Column<'py>)> {
        let Self { session, facts, .. } = self;
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
        let found: Vec<(u64, u8)> = looks.iter().zip(facts).map(|(look, facts)| (look.quirks | facts.quirks, look.hops)).collect();
        Ok((column(py, &found, |look: &(u64, u8)| look.0.cast_signed()), column(py, &found, |look: &(u64, u8)| look.1)))
    }

    /// What was heard of media; once.
    fn media(&mut self) -> Option<Media> {
        self.media.take()
    }

    /// The number of legs, of Call-IDs, of texts, of reason phrases, of addresses.
    fn sizes(&self) -> (usize, usize, usize, usize, usize) {
        let tracker = self.tracker();
        (tracker.legs.len(), tracker.call_ids.len(), tracker.texts.len(), tracker.reasons.len(), tracker.ips.all().len())
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

    /// A reason phrase by number; 0 is "".
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

/// An error as Python reads it.
pub fn error_row(e: &NetError) -> ErrorRow {
    (
        e.kind,
        e.version,
        e.icmp_type,
        e.icmp_code,
        e.ts,
        e.file,
        e.frame,
        socket(&e.src),
        socket(&e.dst),
        ip_text(&e.reporter),
        e.leg,
        e.message,
    )
}

fn number_key(text: &[u8]) -> u64 {
    let is_number = text.iter().all(|b| b.is_ascii_digit() || *b == b'+');
    let tail = if is_number { text.get(text.len().saturating_sub(7)..).unwrap_or(text) } else { text };
    let hash = |seed: u64, byte: &u8| (seed ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    if text.is_empty() { 0 } else { tail.iter().fold(0xcbf2_9ce4_8422_2325, hash) | 1 }
}

/// A socket as Python reads it.
pub fn socket(socket: &Socket) -> (String, u16) {
    (ip_text(&socket.ip), socket.port)
}

/// An address as people write it.
pub fn ip_text(ip: &Ip) -> String {
    match ip.as_v4() {
        Some(octets) => IpAddr::from(octets).to_string(),
        None => IpAddr::from(ip.0).to_string(),
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
