//! Puts batches in order of time, undoes fragmentation and TCP, and gives every message to the tracker.

use crate::block::{Batch, Item, Kind, data, sighting};
use crate::notes::Notes;
use crate::spill::Spill;
use crate::streams::{Connections, Found};
use siptrack::connections::Connection;
use siptrack::flag::mark;
use siptrack::keepalives::{KeepAlives, is_keep_alive};
use siptrack::lookups::Lookups;
use siptrack::row::{self, Announcing, Sighting, Transport};
use siptrack::streams::RtpRow;
use siptrack::tracker::{NONE, NetError, Place, Tracker};
use sipwire::packet::{Fragment, IcmpError, Ip, IpInfo, Packet, Socket, Udp};
use sipwire::reassembly::Fragments;
use sipwire::{dns, hep, ip, link, rtcp, rtp, sctp};
use std::collections::HashMap;

/// Everything that depends on what came before.
pub struct Session {
    /// Legs, messages, streams.
    pub tracker: Tracker,
    /// What could not be read, and counts.
    pub notes: Notes,
    /// Bytes of messages that do not stand in a file as they are.
    pub spill: Spill,
    /// Names of capture points; the first is the unnamed one.
    pub nodes: Vec<Vec<u8>>,
    /// How TCP connections began whose beginning matters: TLS, WebSocket.
    pub beginnings: Vec<Connection>,
    /// How SIP servers were looked up.
    pub lookups: Lookups,
    /// What kept ways through NAT open.
    pub keep_alives: KeepAlives,
    node_numbers: HashMap<Vec<u8>, u16>,
    fragments: Vec<Fragments>,
    connections: Vec<Connections>,
    media: Vec<Announcing>,
    beginnings_only: Vec<Beginning>,
}

/// The first fragment of a message whose others never came: where it was seen, where its bytes are kept, what is missing.
#[derive(Clone, Copy)]
struct Beginning {
    seen: Sighting,
    place: Place,
    len: usize,
    error: NetError,
}

/// The most such messages that are kept.
const MOST_BEGINNINGS: usize = 100_000;

impl Default for Session {
    fn default() -> Self {
        Self {
            tracker: Tracker::default(),
            notes: Notes::default(),
            spill: Spill::default(),
            nodes: vec![Vec::new()],
            beginnings: Vec::new(),
            lookups: Lookups::default(),
            keep_alives: KeepAlives::default(),
            node_numbers: HashMap::new(),
            fragments: Vec::new(),
            connections: Vec::new(),
            media: Vec::new(),
            beginnings_only: Vec::new(),
        }
    }
}

impl Session {
    /// Makes room for one more file.
    pub fn add_file(&mut self) {
        self.fragments.push(Fragments::default());
        self.connections.push(Connections::default());
    }

    /// Takes the counts of a batch once, before its items.
    pub fn begin(&mut self, batch: &Batch) {
        let file = batch.job.file;
        self.notes.packets += batch.job.records.len() as u64;
        for (frame, fault) in &batch.faults {
            self.notes.broken(file, *frame, fault);
        }
        if batch.cut.0 > 0 {
            self.notes.cut(file, batch.cut);
        }
        if let Some((first, last)) = batch.span {
            self.notes.take_span(first, last, batch.unordered);
        }
    }

    /// Takes one item of a batch.
    #[inline]
    pub fn take(&mut self, batch: &Batch, item: &Item) {
        match item.kind {
            Kind::Sip => {
                let Some(row) = batch.sip.get(item.index as usize) else { return };
                let (start, count) = (row.media_start as usize, usize::from(row.media_count));
                let media = batch.media.get(start..start + count).unwrap_or_default();
                let place = Place { file: batch.job.file, node: 0, base: batch.job.base, spilled: false };
                self.tracker.take(row, &batch.job.bytes, media, place);
            }
            Kind::Rtp => {
                let Some(row) = batch.rtp.get(item.index as usize) else { return };
                self.tracker.take_rtp(row, batch.job.file);
            }
            Kind::Stateful => self.take_record(batch, item.index),
        }
    }

    /// Takes what is still waiting in one file when it ends.
    pub fn end_file(&mut self, file: u16) {
        let index = usize::from(file);
        if let Some(fragments) = self.fragments.get_mut(index) {
            fragments.finish();
        }
        self.take_lost(file);
        if let Some(connections) = self.connections.get_mut(index) {
            let found = connections.finish();
            self.beginnings.append(&mut connections.take_beginnings());
            self.take_found(found, file);
        }
    }

    fn take_record(&mut self, batch: &Batch, index: u32) {
        let Some(record) = batch.job.records.get(index as usize) else { return };
        let bytes = data(record, &batch.job.bytes);
        let Ok(packet) = link::decode(record.link, bytes, record.origlen) else { return };
        let seen = Sighting { ts: record.ts_us, frame: record.frame, ..Sighting::default() };
        let place = Place { file: batch.job.file, node: 0, base: batch.job.base, spilled: false };
        match packet {
            Packet::Udp(udp) if rtcp::looks_like(udp.payload) => self.take_rtcp(udp.payload, sighting(record, &udp), place.file),
            Packet::Udp(udp) if is_dns(&udp) => self.take_dns(&udp, seen, batch.job.file),
            Packet::Udp(udp) if is_keep_alive(udp.payload) => {
                let seen = sighting(record, &udp);
                self.keep_alives.take(seen.ts, (seen.src, seen.dst));
            }
            Packet::Udp(udp) => self.take_hep(udp.payload, &batch.job.bytes, sighting(record, &udp), place),
            other => self.take_packet(&other, seen, batch.job.file),
        }
    }

    fn take_rtcp(&mut self, payload: &[u8], seen: Sighting, file: u16) {
        if let Some(said) = rtcp::decode(payload) {
            self.tracker.take_rtcp((seen.ts, seen.frame, file), seen.src, seen.dst, &said);
        }
    }

    /// Takes a packet of which nothing stands in the file as it is.
    fn take_packet(&mut self, packet: &Packet<'_>, seen: Sighting, file: u16) {
        match packet {
            Packet::Fragment(fragment) => self.take_fragment(fragment, seen, file),
            Packet::Tcp(segment) => {
                if segment.missing > 0 {
                    self.notes.cut(file, (1, seen.frame));
                }
                let Some(connections) = self.connections.get_mut(usize::from(file)) else { return };
                let found = connections.take(segment, &seen, file);
                self.take_found(found, file);
            }
            Packet::Icmp(error) => self.take_icmp(error, seen, file),
            Packet::Sctp { ip, src_port, dst_port, chunks } => self.take_sctp(ip, (*src_port, *dst_port), chunks, seen, file),
            Packet::Udp(udp) => self.take_whole_udp(udp, seen, file),
            Packet::Other => {}
        }
    }

    fn take_fragment(&mut self, fragment: &Fragment<'_>, seen: Sighting, file: u16) {
        let Some(fragments) = self.fragments.get_mut(usize::from(file)) else { return };
        let whole = fragments.push(seen.ts, seen.frame, fragment);
        if let Some(datagram) = whole {
            match ip::payload(datagram.ip, &datagram.payload, datagram.missing) {
                Ok(packet) => self.take_packet(&packet, seen, file),
                Err(fault) => self.notes.broken(file, seen.frame, fault),
            }
        }
        self.take_lost(file);
    }

    fn take_lost(&mut self, file: u16) {
        let Some(fragments) = self.fragments.get_mut(usize::from(file)) else { return };
        for lost in fragments.take_lost() {
            let Some(first) = lost.first.as_deref() else { continue };
            let Ok(Packet::Udp(udp)) = ip::payload(lost.ip, first, u32::from(u16::MAX)) else { continue };
            let mut seen = Sighting { ts: lost.ts_us, frame: lost.frame, ip_id: lost.ip.id, ..Sighting::default() };
            (seen.src, seen.dst) = (Socket { ip: udp.ip.src, port: udp.src_port }, Socket { ip: udp.ip.dst, port: udp.dst_port });
            self.media.clear();
            if row::read(udp.payload, udp.payload, seen, &mut self.media).is_none() {
                continue;
            }
            self.notes.fragment_lost(file, lost.frame);
            self.notes.broken(file, lost.frame, "a SIP message of which IP fragments are missing");
            let error = NetError { kind: 4, ..blank_error(lost.ts_us, file, lost.frame, seen.src, seen.dst) };
            let room = self.beginnings_only.len() < MOST_BEGINNINGS;
            if let Some(base) = room.then(|| self.spill.keep(udp.payload)).flatten() {
                let place = Place { file, node: 0, base, spilled: true };
                self.beginnings_only.push(Beginning { seen, place, len: udp.payload.len(), error });
            }
        }
    }

    /// Takes the messages of which only the beginning came, once all others are taken: until then the rest might have come.
    pub fn take_beginnings(&mut self) {
        let mut beginnings = std::mem::take(&mut self.beginnings_only);
        if beginnings.is_empty() {
            return;
        }
        beginnings.sort_by_key(|one| one.seen.ts);
        let since = self.tracker.messages.len();
        for Beginning { seen, place, len, error } in beginnings {
            let bytes = self.spill.read(place.base, len);
            self.media.clear();
            let Some(mut row) = row::read(&bytes, &bytes, seen, &mut self.media) else { continue };
            (row.quirks, row.media_count) = (0, 0); // what is missing is not the sender's doing
            row.marks |= mark::LARGE;
            self.tracker.take_beginning(&row, &bytes, place, error);
        }
        self.tracker.put_in_place(since);
    }

    fn take_whole_udp(&mut self, udp: &Udp<'_>, mut seen: Sighting, file: u16) {
        seen.src = Socket { ip: udp.ip.src, port: udp.src_port };
        seen.dst = Socket { ip: udp.ip.dst, port: udp.dst_port };
        seen.ip_id = udp.ip.id;
        if is_dns(udp) {
            return self.take_dns(udp, seen, file);
        }
        if hep::looks_like(udp.payload) {
            return self.take_loose_hep(udp.payload, seen, file);
        }
        if let Some(rtp) = rtp::decode(udp.payload, udp.missing) {
            let row = RtpRow { ts: seen.ts, frame: seen.frame, src: seen.src, dst: seen.dst, rtp };
            return self.tracker.take_rtp(&row, file);
        }
        if rtcp::looks_like(udp.payload) {
            return self.take_rtcp(udp.payload, seen, file);
        }
        self.take_loose(udp.payload, seen, file, 0);
    }

    /// Takes a DNS message; what is none is passed over, since port 53 is used for other things too.
    fn take_dns(&mut self, udp: &Udp<'_>, seen: Sighting, file: u16) {
        if let Ok(message) = dns::decode(udp.payload) {
            let ends = (Socket { ip: udp.ip.src, port: udp.src_port }, Socket { ip: udp.ip.dst, port: udp.dst_port });
            self.lookups.take(file, (seen.ts, seen.frame), ends, message);
        }
    }

    /// Takes a message whose bytes stand nowhere but here: they are spilled.
    fn take_loose(&mut self, bytes: &[u8], seen: Sighting, file: u16, node: u16) {
        self.media.clear();
        let Some(row) = row::read(bytes, bytes, seen, &mut self.media) else { return };
        let Some(base) = self.spill.keep(bytes) else {
            return self.notes.broken(file, seen.frame, "no room is left to keep a reassembled message");
        };
        let place = Place { file, node, base, spilled: true };
        self.tracker.take(&row, bytes, &self.media, place);
    }

    fn take_hep(&mut self, bytes: &[u8], block: &[u8], seen: Sighting, mut place: Place) {
        match hep::decode(bytes) {
            Err(fault) => self.notes.broken(place.file, seen.frame, fault),
            Ok(packet) if packet.proto_type == 1 => {
                let seen = mirrored(&packet, seen);
                place.node = self.node(&packet);
                self.media.clear();
                if let Some(row) = row::read(block, packet.payload, seen, &mut self.media) {
                    self.tracker.take(&row, block, &self.media, place);
                }
            }
            Ok(_) => self.notes.hep_other += 1,
        }
    }

    fn take_loose_hep(&mut self, bytes: &[u8], seen: Sighting, file: u16) {
        match hep::decode(bytes) {
            Err(fault) => self.notes.broken(file, seen.frame, fault),
            Ok(packet) if packet.proto_type == 1 => {
                let node = self.node(&packet);
                self.take_loose(packet.payload, mirrored(&packet, seen), file, node);
            }
            Ok(_) => self.notes.hep_other += 1,
        }
    }

    fn node(&mut self, packet: &hep::Hep<'_>) -> u16 {
        let number = packet.capture_id.to_string();
        let name = packet.node.filter(|name| !name.is_empty()).unwrap_or(number.as_bytes());
        if let Some(number) = self.node_numbers.get(name) {
            return *number;
        }
        let Ok(number) = u16::try_from(self.nodes.len()) else { return 0 };
        self.nodes.push(name.to_vec());
        self.node_numbers.insert(name.to_vec(), number);
        number
    }

    fn take_sctp(&mut self, ip: &IpInfo, (src, dst): (u16, u16), chunks: &[u8], mut seen: Sighting, file: u16) {
        seen.src = Socket { ip: ip.src, port: src };
        seen.dst = Socket { ip: ip.dst, port: dst };
        seen.transport = Transport::Sctp;
        for chunk in sctp::data_chunks(chunks) {
            if chunk.begin && chunk.end {
                self.take_loose(chunk.payload, seen, file, 0);
                continue;
            }
            let Some(connections) = self.connections.get_mut(usize::from(file)) else { return };
            if let Some(whole) = connections.take_chunk(&chunk, &seen) {
                self.take_loose(&whole, seen, file, 0);
            }
        }
    }

    fn take_icmp(&mut self, icmp: &IcmpError<'_>, seen: Sighting, file: u16) {
        let src = Socket { ip: icmp.quoted.src, port: icmp.src_port };
        let dst = Socket { ip: icmp.quoted.dst, port: icmp.dst_port };
        let error = NetError {
            version: if icmp.v6 { 6 } else { 4 },
            icmp_type: icmp.kind,
            icmp_code: icmp.code,
            reporter: icmp.ip.src,
            ..blank_error(seen.ts, file, seen.frame, src, dst)
        };
        self.tracker.take_error(error, icmp.payload);
    }

    fn take_found(&mut self, found: Vec<Found>, file: u16) {
        for found in found {
            match found {
                Found::Message(seen, bytes) => self.take_loose(&bytes, seen, file, 0),
                Found::Hep(seen, bytes) => self.take_loose_hep(&bytes, seen, file),
                Found::Event { kind, seen, reporter } => {
                    let error = NetError { kind, reporter, ..blank_error(seen.ts, file, seen.frame, seen.src, seen.dst) };
                    self.tracker.take_error(error, &[]);
                }
                Found::Gap { frame, .. } => self.notes.tcp_gap(file, frame),
            }
        }
    }
}

/// Whether a datagram goes to a DNS server or comes from one.
pub fn is_dns(udp: &Udp<'_>) -> bool {
    udp.dst_port == DNS || udp.src_port == DNS
}

const DNS: u16 = 53;

fn blank_error(ts: i64, file: u16, frame: u32, src: Socket, dst: Socket) -> NetError {
    NetError {
        kind: 0,
        version: 0,
        icmp_type: 0,
        icmp_code: 0,
        ts,
        file,
        frame,
        src,
        dst,
        reporter: Ip::default(),
        leg: NONE,
        message: NONE,
    }
}

/// The sighting of a message that an agent mirrored by HEP: its own addresses and clock.
fn mirrored(packet: &hep::Hep<'_>, seen: Sighting) -> Sighting {
    let transport = match packet.transport {
        6 => Transport::Tcp,
        132 => Transport::Sctp,
        _ => Transport::Udp,
    };
    let ts = if packet.ts_us > 0 { packet.ts_us } else { seen.ts };
    Sighting { ts, frame: seen.frame, src: packet.src, dst: packet.dst, transport, ip_id: 0 }
}
