//! A second reading of a capture that gives back whole records: those of one call.

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use sipwire::capture::{Record, Splitter};
use sipwire::link;
use sipwire::packet::{Ip, IpInfo, Packet};
use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

/// A span of time, µs since 1970 UTC, both ends within.
type Span = (i64, i64);
/// (what, source, its port, destination, its port, payload, number, bits, IP identification): what is "udp", "tcp",
/// "fragment", "icmp" or "other"; number is a segment's sequence number or a fragment's offset; bits are TCP's flags,
/// the traffic class byte of a UDP packet, whether more fragments follow, or whether it is ICMPv6; ports are ICMP's type and code.
type Parts<'py> = (&'static str, String, u16, String, u16, Bound<'py, PyBytes>, u32, u8, u32);
/// (ts, frame, link type, length on the wire, bytes, parts)
type Row<'py> = (i64, u32, u16, u32, Bound<'py, PyBytes>, Parts<'py>);

/// Picks records of one file: by frame number, by media socket and time, by TCP connection, by hosts for fragments.
#[pyclass(module = "sipwhy._core")]
pub struct Extractor {
    splitter: Splitter,
    rest: Vec<u8>,
    frames: HashSet<u32>,
    sockets: HashMap<(Ip, u16), Span>,
    hosts: HashMap<(Ip, Ip), Span>,
}

#[pymethods]
impl Extractor {
    /// `frames`: numbers of wanted frames. `sockets`: (address, port, since, until) of media and of TCP clients.
    /// `hosts`: (address, address, since, until): fragments between these two are wanted.
    #[new]
    fn new(frames: Vec<u32>, sockets: Vec<(String, u16, i64, i64)>, hosts: Vec<(String, String, i64, i64)>) -> Self {
        let socket = |(ip, port, since, until): (String, u16, i64, i64)| Some(((address(&ip)?, port), (since, until)));
        let pair = |(one, other, since, until): (String, String, i64, i64)| Some(((address(&one)?, address(&other)?), (since, until)));
        Self {
            splitter: Splitter::new(),
            rest: Vec::new(),
            frames: frames.into_iter().collect(),
            sockets: sockets.into_iter().filter_map(socket).collect(),
            hosts: hosts.into_iter().filter_map(pair).collect(),
        }
    }

    /// Takes the next bytes of the file and gives the wanted records among them, in order.
    fn feed<'py>(&mut self, py: Python<'py>, data: &[u8]) -> Vec<Row<'py>> {
        let mut bytes = std::mem::take(&mut self.rest);
        bytes.extend_from_slice(data);
        let mut records = Vec::new();
        let used = self.splitter.split(&bytes, &mut records);
        let found = records.iter().filter_map(|record| self.row(py, record, &bytes)).collect();
        self.rest = bytes.get(used..).unwrap_or_default().to_vec();
        found
    }
}

impl Extractor {
    fn row<'py>(&self, py: Python<'py>, record: &Record, bytes: &[u8]) -> Option<Row<'py>> {
        let data = bytes.get(record.start..record.start.checked_add(record.caplen as usize)?)?;
        let packet = link::decode(record.link, data, record.origlen).unwrap_or(Packet::Other);
        let wanted = self.frames.contains(&record.frame) || self.is_wanted(&packet, record.ts_us);
        wanted.then(|| (record.ts_us, record.frame, record.link, record.origlen, PyBytes::new(py, data), parts(py, &packet)))
    }

    fn is_wanted(&self, packet: &Packet<'_>, ts: i64) -> bool {
        let near = |ip: Ip, port: u16| self.sockets.get(&(ip, port)).is_some_and(|span| within(*span, ts));
        let either = |ip: &IpInfo, src, dst| near(ip.src, src) || near(ip.dst, dst);
        match packet {
            Packet::Udp(udp) => either(&udp.ip, udp.src_port, udp.dst_port),
            Packet::Tcp(tcp) => either(&tcp.ip, tcp.src_port, tcp.dst_port),
            Packet::Fragment(fragment) => {
                let between = |one, other| self.hosts.get(&(one, other)).is_some_and(|span| within(*span, ts));
                between(fragment.ip.src, fragment.ip.dst) || between(fragment.ip.dst, fragment.ip.src)
            }
            _ => false,
        }
    }
}

fn within((since, until): Span, ts: i64) -> bool {
    since <= ts && ts <= until
}

fn parts<'py>(py: Python<'py>, packet: &Packet<'_>) -> Parts<'py> {
    let made = |kind, ip: &IpInfo, ports: (u16, u16), payload: &[u8], number, bits| {
        let (src, dst) = (crate::tables::ip_text(&ip.src), crate::tables::ip_text(&ip.dst));
        (kind, src, ports.0, dst, ports.1, PyBytes::new(py, payload), number, bits, ip.id)
    };
    match packet {
        Packet::Udp(udp) => made("udp", &udp.ip, (udp.src_port, udp.dst_port), udp.payload, 0, udp.ip.tos),
        Packet::Tcp(tcp) => made("tcp", &tcp.ip, (tcp.src_port, tcp.dst_port), tcp.payload, tcp.seq, tcp.flags),
        Packet::Fragment(part) => made("fragment", &part.ip, (0, 0), part.payload, part.offset, u8::from(part.more)),
        Packet::Icmp(icmp) => made("icmp", &icmp.ip, (icmp.kind.into(), icmp.code.into()), icmp.payload, 0, u8::from(icmp.v6)),
        Packet::Sctp { ip, src_port, dst_port, chunks } => made("other", ip, (*src_port, *dst_port), chunks, 0, 0),
        Packet::Other => made("other", &IpInfo::default(), (0, 0), &[], 0, 0),
    }
}

/// A numeric address.
pub fn address(text: &str) -> Option<Ip> {
    Some(match text.parse().ok()? {
        IpAddr::V4(v4) => Ip::v4(v4.octets()),
        IpAddr::V6(v6) => Ip(v6.octets()),
    })
}
