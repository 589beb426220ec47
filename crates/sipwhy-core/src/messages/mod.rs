//! The messages of a stream, as columns, as soon as they are whole: nothing of them is kept behind.

mod columns;
mod copies;
mod rows;
mod table;

use crate::session::mirrored;
use crate::streams::{Connections, Found};
use copies::Copies;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use rows::{Rows, Seen};
use siptrack::keepalives::is_keep_alive;
use siptrack::row::{Sighting, Transport};
use sipwire::capture::{Record, Splitter};
use sipwire::packet::{Fragment, IpInfo, Packet, Socket, Udp};
use sipwire::reassembly::Fragments;
use sipwire::{Fault, hep, ip, link, logged, rtcp, sctp, sip};
use std::collections::BTreeMap;
pub use table::MessageBatch;

/// (packets, messages, copies, dropped by the capturing program as far as it says)
type Counts = (u64, u64, u64, u64);

/// Reads captures, HEP packets and log messages one behind the other, and hands out what is in them.
#[pyclass(module = "sipwhy._core")]
#[derive(Default)]
pub struct MessageReader {
    splitter: Splitter,
    has_begun: bool,
    rest: Vec<u8>,
    fragments: Fragments,
    connections: Connections,
    copies: Copies,
    rows: Rows,
    packets: u64,
    messages: u64,
    dropped: u64,
    faults: BTreeMap<String, u64>,
}

/// The most different kinds of faults that are counted.
const MOST_FAULTS: usize = 100;

#[pymethods]
impl MessageReader {
    /// A reader at the beginning of a capture.
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes of a capture.
    fn feed(&mut self, py: Python<'_>, data: &[u8]) {
        py.detach(|| self.take_bytes(data));
    }

    /// Takes HEP packets that came by UDP at `ts` (µs since 1970 UTC).
    fn feed_hep(&mut self, py: Python<'_>, packets: Vec<Vec<u8>>, ts: i64) {
        py.detach(|| {
            for packet in &packets {
                self.packets += 1;
                self.take_hep(packet, Sighting { ts, ..Sighting::default() });
            }
        });
    }

    /// Takes frames of a link type (LINKTYPE_ value), each with its time (µs since 1970 UTC) and its length on the wire.
    fn feed_frames(&mut self, py: Python<'_>, link_type: u16, frames: Vec<(i64, u32, Vec<u8>)>) {
        py.detach(|| {
            for (ts, length, frame) in &frames {
                self.packets += 1;
                self.take_frame(link_type, frame, *length, Sighting { ts: *ts, ..Sighting::default() });
            }
        });
    }

    /// Begins another capture: what the one before left open is given out as far as it came.
    fn restart(&mut self, py: Python<'_>) {
        py.detach(|| self.end());
    }

    /// Hands out the messages since the last call.
    fn take(&mut self) -> MessageBatch {
        MessageBatch::of(std::mem::take(&mut self.rows))
    }

    /// Whether the bytes are a capture; None while too few were given.
    fn is_recognised(&self) -> Option<bool> {
        self.splitter.is_recognised()
    }

    /// Packets, messages and copies since the beginning, and what capturing programs say they lost.
    fn counts(&self) -> Counts {
        (self.packets, self.messages, self.copies.found, self.dropped + self.splitter.drops().unwrap_or(0))
    }

    /// What could not be read, and how often.
    fn faults(&self) -> Vec<(String, u64)> {
        self.faults.iter().map(|(why, times)| (why.clone(), *times)).collect()
    }
}

impl MessageReader {
    fn take_bytes(&mut self, data: &[u8]) {
        let mut records = Vec::new();
        self.has_begun = true;
        if self.rest.is_empty() {
            let used = self.splitter.split(data, &mut records);
            self.take_records(&records, data);
            self.rest.extend_from_slice(data.get(used..).unwrap_or_default());
        } else {
            let mut bytes = std::mem::take(&mut self.rest);
            bytes.extend_from_slice(data);
            let used = self.splitter.split(&bytes, &mut records);
            self.take_records(&records, &bytes);
            bytes.drain(..used);
            self.rest = bytes;
        }
        self.note_notices();
    }

    fn end(&mut self) {
        if self.has_begun {
            self.splitter.finish(&self.rest);
        }
        self.has_begun = false;
        self.note_notices();
        self.rest.clear();
        self.dropped += self.splitter.drops().unwrap_or(0);
        self.splitter = Splitter::new();
        self.fragments.finish();
        self.take_lost();
        let found = self.connections.finish();
        self.take_found(found);
        (self.fragments, self.connections) = (Fragments::default(), Connections::default());
    }

    fn note_notices(&mut self) {
        for notice in self.splitter.notices() {
            self.note(&notice.why);
        }
    }

    fn note(&mut self, why: &str) {
        if let Some(times) = self.faults.get_mut(why) {
            *times += 1;
        } else if self.faults.len() < MOST_FAULTS {
            self.faults.insert(why.to_owned(), 1);
        }
    }

    fn take_records(&mut self, records: &[Record], bytes: &[u8]) {
        self.packets += records.len() as u64;
        for record in records {
            let data = bytes.get(record.start..record.start.saturating_add(record.caplen as usize)).unwrap_or_default();
            if record.link == logged::LINK {
                self.take_logged(data, record.ts_us);
            } else {
                let seen = Sighting { ts: record.ts_us, frame: record.frame, ..Sighting::default() };
                self.take_frame(record.link, data, record.origlen, seen);
            }
        }
    }

    fn take_logged(&mut self, data: &[u8], ts: i64) {
        match logged::read(data) {
            Some(logged) if sip::scan(logged.payload).is_some() => {
                self.messages += 1;
                self.rows.push_logged(ts, &logged);
            }
            Some(_) => {}
            None => self.note("link type not supported"),
        }
    }

    fn take_frame(&mut self, link_type: u16, data: &[u8], length: u32, seen: Sighting) {
        match link::decode(link_type, data, length) {
            Ok(packet) => self.take_packet(&packet, seen),
            Err(fault) => self.note(fault),
        }
    }

    fn take_packet(&mut self, packet: &Packet<'_>, seen: Sighting) {
        match packet {
            Packet::Udp(udp) => self.take_udp(udp, seen),
            Packet::Tcp(segment) => {
                let found = self.connections.take(segment, &seen, 0);
                self.take_found(found);
            }
            Packet::Fragment(fragment) => self.take_fragment(fragment, seen),
            Packet::Sctp { ip, src_port, dst_port, chunks } => self.take_sctp(ip, (*src_port, *dst_port), chunks, seen),
            Packet::Icmp(_) | Packet::Other => {}
        }
    }

    fn take_udp(&mut self, udp: &Udp<'_>, mut seen: Sighting) {
        let is_other = |first: u8| first >= 0x80 || is_keep_alive(udp.payload) || rtcp::looks_like(udp.payload);
        if udp.payload.first().copied().is_none_or(is_other) {
            return;
        }
        seen.src = Socket { ip: udp.ip.src, port: udp.src_port };
        seen.dst = Socket { ip: udp.ip.dst, port: udp.dst_port };
        seen.ip_id = udp.ip.id;
        if hep::looks_like(udp.payload) {
            self.take_hep(udp.payload, seen);
        } else {
            self.keep(udp.payload, &seen, &[]);
        }
    }

    fn take_fragment(&mut self, fragment: &Fragment<'_>, seen: Sighting) {
        if let Some(datagram) = self.fragments.push(seen.ts, seen.frame, fragment) {
            match ip::payload(datagram.ip, &datagram.payload, datagram.missing) {
                Ok(Packet::Fragment(_)) => {}
                Ok(packet) => self.take_packet(&packet, seen),
                Err(fault) => self.note(fault),
            }
        }
        self.take_lost();
    }

    /// Takes the beginnings of messages whose other fragments never came.
    fn take_lost(&mut self) {
        for lost in self.fragments.take_lost() {
            let Some(first) = lost.first.as_deref() else { continue };
            let Ok(Packet::Udp(udp)) = ip::payload(lost.ip, first, u32::from(u16::MAX)) else { continue };
            if sip::scan(udp.payload).is_some() {
                self.note("a SIP message of which IP fragments are missing");
                self.take_udp(&udp, Sighting { ts: lost.ts_us, frame: lost.frame, ..Sighting::default() });
            }
        }
    }

    fn take_sctp(&mut self, ip: &IpInfo, (src, dst): (u16, u16), chunks: &[u8], mut seen: Sighting) {
        seen.src = Socket { ip: ip.src, port: src };
        seen.dst = Socket { ip: ip.dst, port: dst };
        seen.transport = Transport::Sctp;
        for chunk in sctp::data_chunks(chunks) {
            if chunk.begin && chunk.end {
                self.keep(chunk.payload, &seen, &[]);
            } else if let Some(whole) = self.connections.take_chunk(&chunk, &seen) {
                self.keep(&whole, &seen, &[]);
            }
        }
    }

    fn take_found(&mut self, found: Vec<Found>) {
        for found in found {
            match found {
                Found::Message(seen, bytes) => self.keep(&bytes, &seen, &[]),
                Found::Hep(seen, bytes) => self.take_hep(&bytes, seen),
                Found::Gap { .. } => self.note("bytes are missing in a TCP connection with SIP"),
                Found::Event { .. } => {}
            }
        }
    }

    fn take_hep(&mut self, bytes: &[u8], seen: Sighting) {
        match hep::decode(bytes) {
            Ok(packet) if packet.proto_type == 1 => {
                let seen = Sighting { ip_id: seen.ip_id, ..mirrored(&packet, seen) };
                self.keep(packet.payload, &seen, &packet.capture_point());
            }
            Ok(_) => {}
            Err(fault) => self.note(fault),
        }
    }

    /// Keeps one message until it is taken; what is no SIP is passed over.
    fn keep(&mut self, bytes: &[u8], seen: &Sighting, node: &[u8]) {
        if sip::scan(bytes).is_none() {
            return;
        }
        self.messages += 1;
        let is_copy = self.copies.is_copy(bytes, seen);
        let flags = logged::flag::CAPTURED | if is_copy { logged::flag::COPY } else { 0 };
        let Sighting { ts, src, dst, transport, .. } = *seen;
        self.rows.push(Seen { ts, src, dst, transport: transport as u8, flags }, node, bytes);
    }
}

/// What stands before records of messages in a capture file of sipwhy's own link type.
#[pyfunction]
pub fn capture_head(py: Python<'_>) -> Bound<'_, PyBytes> {
    PyBytes::new(py, &logged::file_header())
}

/// Why bytes are no records.
const CUT_OFF: Fault = "a record breaks off";
