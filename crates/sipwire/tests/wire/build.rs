//! Small builders of packets and files.

use sipwire::packet::{Ip, IpInfo, Tcp};

pub const A: [u8; 4] = [192, 0, 2, 1];
pub const B: [u8; 4] = [192, 0, 2, 2];

pub fn udp(src: u16, dst: u16, payload: &[u8]) -> Vec<u8> {
    let length = payload.len() as u16 + 8;
    [&src.to_be_bytes()[..], &dst.to_be_bytes(), &length.to_be_bytes(), &[0, 0], payload].concat()
}

pub fn tcp(src: u16, dst: u16, seq: u32, flags: u8, payload: &[u8]) -> Vec<u8> {
    let head = [&src.to_be_bytes()[..], &dst.to_be_bytes(), &seq.to_be_bytes(), &[0; 4]].concat();
    [&head[..], &[0x50, flags, 0, 0, 0, 0, 0, 0], payload].concat()
}

pub fn ipv4(protocol: u8, body: &[u8]) -> Vec<u8> {
    ipv4_fragment(protocol, 7, 0, body)
}

pub fn ipv4_fragment(protocol: u8, id: u16, field: u16, body: &[u8]) -> Vec<u8> {
    let total = body.len() as u16 + 20;
    let [t0, t1] = total.to_be_bytes();
    let [i0, i1] = id.to_be_bytes();
    let [f0, f1] = field.to_be_bytes();
    [&[0x45, 0xb8, t0, t1, i0, i1, f0, f1, 64, protocol, 0, 0][..], &A, &B, body].concat()
}

pub fn ipv6(protocol: u8, body: &[u8]) -> Vec<u8> {
    let [l0, l1] = (body.len() as u16).to_be_bytes();
    let (src, dst) = ([0x20; 16], [0x21; 16]);
    [&[0x6b, 0x80, 0, 0, l0, l1, protocol, 64][..], &src, &dst, body].concat()
}

pub fn ethernet(kind: u16, body: &[u8]) -> Vec<u8> {
    [&[2; 12][..], &kind.to_be_bytes(), body].concat()
}

pub fn segment(forward: bool, seq: u32, ack: u32, flags: u8, payload: &[u8]) -> Tcp<'_> {
    let (src, dst) = if forward { (A, B) } else { (B, A) };
    let (src_port, dst_port) = if forward { (40_000, 5060) } else { (5060, 40_000) };
    let ip = IpInfo { src: Ip::v4(src), dst: Ip::v4(dst), protocol: 6, ..IpInfo::default() };
    Tcp { ip, src_port, dst_port, seq, ack, flags, window: 65_535, payload, missing: 0 }
}

/// A classic little-endian µs pcap of Ethernet packets, one a millisecond.
pub fn pcap(packets: &[Vec<u8>]) -> Vec<u8> {
    let mut file = [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0].to_vec();
    for (index, packet) in packets.iter().enumerate() {
        let length = packet.len() as u32;
        let micros = index as u32 * 1000;
        for number in [1_700_000_000 + micros / 1_000_000, micros % 1_000_000, length, length] {
            file.extend(number.to_le_bytes());
        }
        file.extend(packet);
    }
    file
}

/// Writes pcapng blocks in one byte order.
pub struct Ng {
    pub big: bool,
    pub bytes: Vec<u8>,
}

impl Ng {
    pub fn new(big: bool) -> Self {
        let mut file = Self { big, bytes: Vec::new() };
        file.section();
        file
    }

    pub fn half(&self, n: u16) -> Vec<u8> {
        if self.big { n.to_be_bytes().to_vec() } else { n.to_le_bytes().to_vec() }
    }

    pub fn word(&self, n: u32) -> Vec<u8> {
        if self.big { n.to_be_bytes().to_vec() } else { n.to_le_bytes().to_vec() }
    }

    pub fn block(&mut self, kind: u32, body: &[u8]) {
        let padded = body.len().next_multiple_of(4);
        let length = self.word(padded as u32 + 12);
        let block = [self.word(kind), length.clone(), body.to_vec(), vec![0; padded - body.len()], length];
        self.bytes.extend(block.concat());
    }

    pub fn section(&mut self) {
        let body = [self.word(0x1a2b_3c4d), self.half(1), self.half(0), vec![0xff; 8]].concat();
        self.block(0x0a0d_0d0a, &body);
    }

    pub fn option(&self, code: u16, value: &[u8]) -> Vec<u8> {
        let padding = value.len().next_multiple_of(4) - value.len();
        [self.half(code), self.half(value.len() as u16), value.to_vec(), vec![0; padding]].concat()
    }

    pub fn interface(&mut self, link: u16, options: &[u8]) {
        let body = [self.half(link), self.half(0), self.word(0), options.to_vec(), vec![0; 4]].concat();
        self.block(1, &body);
    }

    pub fn packet(&mut self, interface: u32, ticks: u64, bytes: &[u8]) {
        let length = bytes.len() as u32;
        let numbers = [interface, (ticks >> 32) as u32, ticks as u32, length, length];
        let mut body: Vec<u8> = numbers.iter().flat_map(|n| self.word(*n)).collect();
        body.extend(bytes);
        self.block(6, &body);
    }
}
