//! Puts batches in order of time, undoes fragmentation and TCP, and gives every message to the tracker.

mod fragments;
mod mirrored;
mod part;

pub(crate) use mirrored::mirrored;

use crate::block::{Batch, Item, Kind, data, sighting};
use crate::notes::Notes;
use crate::spill::Spill;
use crate::streams::{Connections, Found, Keys, Sealed};
use fragments::Beginning;
use siptrack::connections::Connection;
use siptrack::dtls::{self, Handshakes};
use siptrack::keepalives::{KeepAlives, is_keep_alive};
use siptrack::lookups::Lookups;
use siptrack::row::{self, Announcing, Sighting, Transport};
use siptrack::streams::RtpRow;
use siptrack::tracker::{NONE, NetError, Place, Quoted, Tracker};
use sipwire::packet::{IcmpError, Ip, IpInfo, Packet, Socket, Udp};
use sipwire::reassembly::Fragments;
use sipwire::{dns, hep, link, rtcp, rtp, sctp};
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
    /// How keys for voice were made by DTLS.
    pub handshakes: Handshakes,
    /// The keys of TLS connections.
    pub keys: Keys,
    /// What became of TLS connections, where there were keys.
    pub sealed: Vec<Sealed>,
    /// The key logs that the captures bring along.
    pub embedded: Vec<u8>,
    node_numbers: HashMap<Vec<u8>, u16>,
    fragments: Vec<Fragments>,
    connections: Vec<Connections>,
    media: Vec<Announcing>,
    beginnings_only: Vec<Beginning>,
    /// The time of the last packet that was taken, µs.
    pub clock: i64,
    /// Whether the bytes of every message are kept here, since they can be fetched from nowhere again.
    keeps_bytes: bool,
}

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
            handshakes: Handshakes::default(),
            keys: Keys::default(),
            sealed: Vec::new(),
            embedded: Vec::new(),
            node_numbers: HashMap::new(),
            fragments: Vec::new(),
            connections: Vec::new(),
            media: Vec::new(),
            beginnings_only: Vec::new(),
            clock: 0,
            keeps_bytes: false,
        }
    }
}

impl Session {
    /// Makes room for one more file.
    pub fn add_file(&mut self) {
        self.fragments.push(Fragments::default());
        self.connections.push(Connections::new(&self.keys));
    }

    /// Takes the counts of a batch once, before its items.
    pub fn begin(&mut self, batch: &mut Batch) {
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
        self.tracker.foresee(&mut batch.sip, &batch.job.bytes);
    }

    /// Takes one item of a batch.
    #[inline(always)] // where it stands in a loop, a call would be a tenth of what a packet of RTP costs
    pub fn take(&mut self, batch: &Batch, item: &Item) {
        self.clock = item.ts;
        match (item.kind, batch.rtp.get(item.index as usize)) {
            (Kind::Rtp, Some(row)) => self.tracker.take_rtp(row, batch.job.file),
            _ => self.take_rarer(batch, item),
        }
    }

    fn take_rarer(&mut self, batch: &Batch, item: &Item) {
        match item.kind {
            Kind::Sip => {
                let Some(row) = batch.sip.get(item.index as usize) else { return };
                let (start, count) = (row.media_start as usize, usize::from(row.media_count));
                let media = batch.media.get(start..start + count).unwrap_or_default();
                let place = Place { file: batch.job.file, node: 0, base: batch.job.base, spilled: false };
                let bytes: &[u8] = &batch.job.bytes;
                if let Some(place) = self.kept(row, bytes, place) {
                    self.tracker.take(row, bytes, media, place);
                }
            }
            Kind::Rtp => {}
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
            let (mut beginnings, left_out) = connections.take_beginnings();
            self.beginnings.append(&mut beginnings);
            self.notes.left_out("more than 65536 TLS and WebSocket connections", left_out);
            let (mut sealed, left_out) = connections.take_sealed();
            self.sealed.append(&mut sealed);
            self.notes.left_out("more than 65536 TLS connections to decrypt", left_out);
            self.take_found(found, file);
        }
    }

    /// Takes what was kept for the end, once every file has ended, and notes what found no room.
    pub fn finish(&mut self) {
        self.take_beginnings();
        self.notes.left_out("more than 20000 names looked up by DNS", self.lookups.left_out);
        self.notes.left_out("more than 65536 pairs of sockets with keep-alives", self.keep_alives.left_out);
        self.notes.left_out("more than 65536 pairs of sockets with DTLS", self.handshakes.left_out);
        self.notes.left_out("more than 1048576 RTP streams", self.tracker.streams.left_out);
        self.notes.left_out("more than 16 MB of encrypted RTCP", self.tracker.encrypted.left_out);
        self.notes.left_out("more than 200000 errors of the network", self.tracker.left_out);
    }

    fn take_record(&mut self, batch: &Batch, index: u32) {
        let Some(record) = batch.job.records.get(index as usize) else { return };
        let bytes = data(record, &batch.job.bytes);
        let Ok(packet) = link::decode(record.link, bytes, record.origlen) else { return };
        let seen = Sighting { ts: record.ts_us, frame: record.frame, ..Sighting::default() };
        let place = Place { file: batch.job.file, node: 0, base: batch.job.base, spilled: false };
        match packet {
            Packet::Udp(udp) if is_dns(&udp) => self.take_dns(&udp, seen, batch.job.file), // its number may look like RTCP
            Packet::Udp(udp) if rtcp::looks_like(udp.payload) => self.take_rtcp(udp.payload, sighting(record, &udp), place.file),
            Packet::Udp(udp) if is_keep_alive(udp.payload) => {
                let seen = sighting(record, &udp);
                self.keep_alives.take((seen.ts, seen.frame, place.file), (seen.src, seen.dst));
            }
            Packet::Udp(udp) if dtls::looks_like(udp.payload) => self.take_dtls(udp.payload, sighting(record, &udp), place.file),
            Packet::Udp(udp) if dtls::may_be_unified(udp.payload) => {
                let _ = self.take_unified(udp.payload, sighting(record, &udp), place.file);
            }
            Packet::Udp(udp) => self.take_hep(udp.payload, &batch.job.bytes, sighting(record, &udp), place),
            other => self.take_packet(&other, seen, batch.job.file),
        }
    }

    fn take_dtls(&mut self, payload: &[u8], seen: Sighting, file: u16) {
        self.handshakes.take((seen.ts, seen.frame, file), (seen.src, seen.dst), dtls::read(payload));
    }

    /// Takes what may be DTLS 1.3 by its first bits, if it was seen to begin between these sockets; says whether it was.
    fn take_unified(&mut self, payload: &[u8], seen: Sighting, file: u16) -> bool {
        let is_known = self.handshakes.knows(seen.src, seen.dst);
        if is_known {
            self.take_dtls(payload, seen, file);
        }
        is_known
    }

    fn take_rtcp(&mut self, payload: &[u8], seen: Sighting, file: u16) {
        if let Some(said) = rtcp::decode(payload) {
            self.tracker.take_rtcp((seen.ts, seen.frame, file), seen.src, seen.dst, &said);
        } else {
            self.tracker.take_encrypted((seen.ts, seen.frame, file), seen.src, seen.dst, payload);
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
        if dtls::looks_like(udp.payload) {
            return self.take_dtls(udp.payload, seen, file);
        }
        if dtls::may_be_unified(udp.payload) && self.take_unified(udp.payload, seen, file) {
            return;
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
            mtu: icmp.mtu,
            reporter: icmp.ip.src,
            ..blank_error(seen.ts, file, seen.frame, src, dst)
        };
        self.tracker.take_icmp(error, &Quoted { id: icmp.quoted.id, length: icmp.said_length, head: icmp.payload });
    }

    fn take_found(&mut self, found: Vec<Found>, file: u16) {
        for found in found {
            match found {
                Found::Message(seen, bytes) => self.take_loose(&bytes, seen, file, 0),
                Found::Hep(seen, bytes) => self.take_loose_hep(&bytes, seen, file),
                Found::Event { kind, seen, reporter, unacked } => {
                    let error = NetError { kind, reporter, unacked, ..blank_error(seen.ts, file, seen.frame, seen.src, seen.dst) };
                    self.tracker.take_error(error, &[]);
                }
                Found::Gap { frame, .. } => self.notes.tcp_gap(file, frame),
            }
        }
    }
}

/// Whether a datagram goes to a DNS server or comes from one; some providers offer SIP on that port where 5060 is blocked.
#[inline]
pub fn is_dns(udp: &Udp<'_>) -> bool {
    (udp.dst_port == DNS || udp.src_port == DNS) && !dns::is_text(udp.payload)
}

/// The port of DNS.
pub const DNS: u16 = 53;

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
        mtu: 0,
        unacked: None,
    }
}
