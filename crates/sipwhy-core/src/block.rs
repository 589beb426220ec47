//! Reads one block of a capture without any state, so that blocks can be read side by side.

use crate::buffer::Buffer;
use crate::session::{DNS, is_dns};
use pyo3::pybacked::PyBackedBytes;
use siptrack::dtls;
use siptrack::flag::description;
use siptrack::keepalives::is_keep_alive;
use siptrack::row::{self, Announcing, Sighting, SipRow, Transport};
use siptrack::streams::RtpRow;
use sipwire::Fault;
use sipwire::capture::Record;
use sipwire::link::Plain;
use sipwire::packet::{Packet, Socket, Udp};
use sipwire::{hep, link, logged, rtcp, rtp};

/// The bytes of a block: as Python read them, or joined from two reads.
pub enum Bytes {
    /// What Python read.
    Python(PyBackedBytes),
    /// What was read here, in a buffer that is used again.
    Pooled(Buffer),
    /// Joined.
    Joined(Vec<u8>),
}

impl std::ops::Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Python(bytes) => bytes,
            Self::Joined(bytes) => bytes,
            Self::Pooled(bytes) => bytes,
        }
    }
}

/// Whole records to be read.
pub struct Job {
    /// Index of the file.
    pub file: u16,
    /// Its place among the file's blocks.
    pub sequence: u64,
    /// Where the block begins in the file.
    pub base: u64,
    /// Its bytes.
    pub bytes: Bytes,
    /// The records in it.
    pub records: Vec<Record>,
}

/// What a record turned out to be; the index is into the vector of that kind.
#[derive(Clone, Copy)]
pub enum Kind {
    /// [`Batch::sip`].
    Sip,
    /// [`Batch::rtp`].
    Rtp,
    /// [`Job::records`]: something that needs what came before it (TCP, a fragment, HEP, ICMP ...).
    Stateful,
}

/// One thing of interest, in order of time.
#[derive(Clone, Copy)]
pub struct Item {
    /// µs since 1970 UTC.
    pub ts: i64,
    /// What it is.
    pub kind: Kind,
    /// Its index.
    pub index: u32,
}

/// A block that was read.
pub struct Batch {
    /// What it was read from.
    pub job: Job,
    /// In order of time; equal times in order of capture.
    pub items: Vec<Item>,
    /// SIP messages by UDP.
    pub sip: Vec<SipRow>,
    /// What their descriptions announce.
    pub media: Vec<Announcing>,
    /// RTP, as far as its shape tells.
    pub rtp: Vec<RtpRow>,
    /// Frames that could not be read.
    pub faults: Vec<(u32, Fault)>,
    /// Frames with SIP or RTP that the capture cut short: how many, and the first.
    pub cut: (u32, u32),
    /// Earliest and latest time.
    pub span: Option<(i64, i64)>,
    /// Whether the clock went back within it.
    pub unordered: bool,
}

/// How many messages a block is expected to hold at the most: 128 KiB of messages of 256 bytes.
const MOST_RESERVED: usize = 512;

/// How many RTP packets a block is expected to hold at the most: 128 KiB of packets of 64 bytes.
const MOST_RTP: usize = 2048;

/// Reads all records of `job`.
pub fn read(job: Job) -> Batch {
    let mut batch = Batch {
        items: Vec::with_capacity(job.records.len()),
        sip: Vec::with_capacity(job.records.len().min(MOST_RESERVED)),
        media: Vec::new(),
        rtp: Vec::new(),
        faults: Vec::new(),
        cut: (0, 0),
        span: None,
        unordered: false,
        job,
    };
    batch.note_span();
    let records = std::mem::take(&mut batch.job.records);
    let bytes = std::mem::replace(&mut batch.job.bytes, Bytes::Joined(Vec::new()));
    let whole: &[u8] = &bytes;
    for (index, record) in (0u32..).zip(&records) {
        batch.take(index, record, whole);
    }
    batch.job.records = records;
    batch.job.bytes = bytes;
    if batch.unordered {
        batch.items.sort_by_key(|item| item.ts);
    }
    batch
}

/// The bytes of one record.
pub fn data<'a>(record: &Record, bytes: &'a [u8]) -> &'a [u8] {
    bytes.get(record.start..).and_then(|rest| rest.get(..record.caplen as usize)).unwrap_or_default()
}

impl Batch {
    /// A block that could not be read at all.
    pub fn refused(file: u16, sequence: u64, base: u64) -> Self {
        let job = Job { file, sequence, base, bytes: Bytes::Joined(Vec::new()), records: Vec::new() };
        let faults = vec![(0, "an error of sipwhy itself: please report this capture")];
        Self { faults, ..read(job) }
    }

    fn note_span(&mut self) {
        let mut times = self.job.records.iter().map(|record| record.ts_us);
        let Some(begins) = times.next() else { return };
        let (mut first, mut latest) = (begins, begins);
        for ts in times {
            if ts < latest {
                (self.unordered, first) = (true, first.min(ts));
            } else {
                latest = ts;
            }
        }
        self.span = Some((first, latest));
    }

    #[inline]
    fn take(&mut self, index: u32, record: &Record, bytes: &[u8]) {
        let Some(plain) = link::plain_udp(record.link, data(record, bytes)) else { return self.take_rarer(index, record, bytes) };
        let (src, dst) = (plain.src(), plain.dst());
        match rtp::decode_plain(plain.payload) {
            Some(rtp) if src.port != DNS && dst.port != DNS => {
                self.push_rtp(RtpRow { ts: record.ts_us, frame: record.frame, src, dst, rtp });
            }
            _ => self.take_plain(index, record, &plain, bytes),
        }
    }

    #[inline(never)] // apart, so that a packet of RTP stays in registers
    fn take_plain(&mut self, index: u32, record: &Record, plain: &Plain<'_>, bytes: &[u8]) {
        self.take_udp(index, record, &plain.udp(), bytes);
    }

    #[inline(never)] // apart, so that what nearly every frame is stays in registers
    fn take_rarer(&mut self, index: u32, record: &Record, bytes: &[u8]) {
        if record.link == logged::LINK {
            return self.take_logged(record, bytes);
        }
        match link::decode(record.link, data(record, bytes), record.origlen) {
            Ok(Packet::Udp(udp)) => self.take_udp(index, record, &udp, bytes),
            Ok(Packet::Other) => {}
            Ok(_) => self.push(record.ts_us, Kind::Stateful, index),
            Err(fault) => self.faults.push((record.frame, fault)),
        }
    }

    #[inline]
    fn take_udp(&mut self, index: u32, record: &Record, udp: &Udp<'_>, bytes: &[u8]) {
        let Some(&first) = udp.payload.first() else { return };
        if is_dns(udp) || is_keep_alive(udp.payload) || dtls::looks_like(udp.payload) {
            return self.push(record.ts_us, Kind::Stateful, index);
        }
        if first >= 0x80 {
            return self.take_rtp(index, record, udp);
        }
        if hep::looks_like(udp.payload) {
            return self.push(record.ts_us, Kind::Stateful, index);
        }
        if let Some(mut row) = row::read(bytes, udp.payload, sighting(record, udp), &mut self.media) {
            self.note_cut(record, udp);
            if udp.missing > 0 {
                row.quirks = 0; // the capture's doing, not the sender's
            }
            let index = self.sip.len() as u32;
            self.sip.push(row);
            self.push(record.ts_us, Kind::Sip, index);
        } else {
            self.take_unlike_sip(index, record, udp.payload);
        }
    }

    /// Takes what is no message; apart from the way that nearly all of them go.
    #[cold]
    #[inline(never)]
    fn take_unlike_sip(&mut self, index: u32, record: &Record, payload: &[u8]) {
        if payload.starts_with(b"SIP/2.0 ") {
            self.faults.push((record.frame, "a SIP status line without a status from 100 to 999"));
        } else if dtls::may_be_unified(payload) {
            self.push(record.ts_us, Kind::Stateful, index); // whether it is DTLS tells what came between its sockets before
        }
    }

    /// Takes a message out of a text log: its frame is the number of its line, and no two are one packet.
    fn take_logged(&mut self, record: &Record, bytes: &[u8]) {
        let Some(logged) = logged::read(data(record, bytes)) else {
            return self.faults.push((record.frame, "link type not supported"));
        };
        let captured = logged.flags & logged::flag::CAPTURED != 0;
        let seen = Sighting {
            ts: record.ts_us,
            frame: logged.line,
            src: logged.src,
            dst: logged.dst,
            transport: transport(logged.transport),
            ip_id: if captured { 0 } else { record.frame % 0xffff + 1 },
        };
        if let Some(mut row) = row::read(bytes, logged.payload, seen, &mut self.media) {
            row.description |= if captured { 0 } else { description::LOGGED };
            if logged.flags & logged::flag::CUT != 0 {
                row.quirks = 0; // the log's doing, not the sender's
            }
            let index = self.sip.len() as u32;
            self.sip.push(row);
            self.push(record.ts_us, Kind::Sip, index);
        }
    }

    #[inline(never)] // apart: what nearly every packet of RTP is does not come here
    fn take_rtp(&mut self, index: u32, record: &Record, udp: &Udp<'_>) {
        if let Some(rtp) = rtp::decode(udp.payload, udp.missing) {
            let Sighting { ts, frame, src, dst, .. } = sighting(record, udp);
            self.push_rtp(RtpRow { ts, frame, src, dst, rtp });
        } else if rtcp::looks_like(udp.payload) {
            self.push(record.ts_us, Kind::Stateful, index);
        }
    }

    #[inline]
    fn push_rtp(&mut self, row: RtpRow) {
        let index = self.rtp.len() as u32;
        if index == 0 {
            self.rtp.reserve(self.items.capacity().min(MOST_RTP)); // where there is RTP, most records are
        }
        self.push(row.ts, Kind::Rtp, index);
        self.rtp.push(row);
    }

    fn note_cut(&mut self, record: &Record, udp: &Udp<'_>) {
        if udp.missing > 0 {
            self.cut = (self.cut.0 + 1, if self.cut.0 == 0 { record.frame } else { self.cut.1 });
        }
    }

    #[inline]
    fn push(&mut self, ts: i64, kind: Kind, index: u32) {
        self.items.push(Item { ts, kind, index });
    }
}

/// The transport of a logged message.
pub fn transport(number: u8) -> Transport {
    match number {
        1 => Transport::Tcp,
        2 => Transport::Tls,
        3 => Transport::Ws,
        4 => Transport::Wss,
        5 => Transport::Sctp,
        _ => Transport::Udp,
    }
}

/// Where and how a datagram was seen.
pub fn sighting(record: &Record, udp: &Udp<'_>) -> Sighting {
    Sighting {
        ts: record.ts_us,
        frame: record.frame,
        src: Socket { ip: udp.ip.src, port: udp.src_port },
        dst: Socket { ip: udp.ip.dst, port: udp.dst_port },
        transport: Transport::Udp,
        ip_id: udp.ip.id,
    }
}
