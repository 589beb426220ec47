//! What a captured frame turns out to carry: the common result of every link type and tunnel.

/// An IP address; IPv4 stands in its IPv6-mapped form, so that one comparison serves both.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct Ip(pub [u8; 16]);

impl Ip {
    /// The IPv4 address `octets` as `::ffff:a.b.c.d`.
    #[must_use]
    pub const fn v4(octets: [u8; 4]) -> Self {
        // As one number, not byte by byte: what is written in pieces and read as a whole soon after, the processor waits for.
        Self((0xffff << 80 | (u32::from_le_bytes(octets) as u128) << 96).to_le_bytes())
    }

    /// The four octets, if this is an IPv4 address.
    #[must_use]
    pub fn as_v4(&self) -> Option<[u8; 4]> {
        // Compared as a whole, not byte by byte: this is asked several times of each message.
        let [.., a, b, c, d] = self.0;
        (*self == Self::v4([a, b, c, d])).then_some([a, b, c, d])
    }
}

/// An address and a port.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct Socket {
    /// The address.
    pub ip: Ip,
    /// The port; 0 where the protocol has none.
    pub port: u16,
}

/// What the IP header says that later steps need.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct IpInfo {
    /// Source address.
    pub src: Ip,
    /// Destination address.
    pub dst: Ip,
    /// Identification (16 bits for IPv4; of the fragment header for IPv6, else 0).
    pub id: u32,
    /// Time to live or hop limit.
    pub ttl: u8,
    /// Type of service or traffic class byte (DSCP in the upper six bits).
    pub tos: u8,
    /// Protocol number of the payload.
    pub protocol: u8,
}

/// One fragment of an IP datagram (RFC 791 section 3.2, RFC 8200 section 4.5).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fragment<'a> {
    /// The header of this fragment.
    pub ip: IpInfo,
    /// Offset of `payload` in the datagram, in bytes.
    pub offset: u32,
    /// Whether more fragments follow.
    pub more: bool,
    /// The bytes of this fragment.
    pub payload: &'a [u8],
    /// Bytes of this fragment that the capture cut off (snap length).
    pub missing: u32,
}

/// A UDP datagram (RFC 768).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Udp<'a> {
    /// Its IP header.
    pub ip: IpInfo,
    /// Source port.
    pub src_port: u16,
    /// Destination port.
    pub dst_port: u16,
    /// The payload as captured.
    pub payload: &'a [u8],
    /// Payload bytes that the capture cut off.
    pub missing: u32,
}

/// A TCP segment (RFC 9293).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tcp<'a> {
    /// Its IP header.
    pub ip: IpInfo,
    /// Source port.
    pub src_port: u16,
    /// Destination port.
    pub dst_port: u16,
    /// Sequence number of the first byte (of SYN itself, if set).
    pub seq: u32,
    /// Acknowledgement number.
    pub ack: u32,
    /// The flag byte: FIN 1, SYN 2, RST 4, PSH 8, ACK 16.
    pub flags: u8,
    /// How many bytes the sender takes, not scaled; 0 for none at all.
    pub window: u16,
    /// The payload as captured.
    pub payload: &'a [u8],
    /// Payload bytes that the capture cut off.
    pub missing: u32,
}

/// An ICMP or ICMPv6 error with the datagram that it quotes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct IcmpError<'a> {
    /// The header of the error itself: its source reports.
    pub ip: IpInfo,
    /// Whether it is ICMPv6.
    pub v6: bool,
    /// ICMP type.
    pub kind: u8,
    /// ICMP code.
    pub code: u8,
    /// The largest packet that the way takes, where it is said (types 3 code 4 and, of ICMPv6, 2); else 0.
    pub mtu: u32,
    /// The quoted IP header.
    pub quoted: IpInfo,
    /// Source port of the quoted datagram (0 if cut off).
    pub src_port: u16,
    /// Destination port of the quoted datagram (0 if cut off).
    pub dst_port: u16,
    /// How long its UDP header says that its payload is; nothing if that is cut off, or if it is no UDP.
    pub said_length: Option<u16>,
    /// What is quoted of its payload (may be empty).
    pub payload: &'a [u8],
}

/// One DATA chunk of SCTP (RFC 9260 section 3.3.1).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SctpData<'a> {
    /// Transmission sequence number.
    pub tsn: u32,
    /// Stream identifier.
    pub stream: u16,
    /// Whether this is the first fragment of a user message.
    pub begin: bool,
    /// Whether this is the last fragment of a user message.
    pub end: bool,
    /// The user data.
    pub payload: &'a [u8],
}

/// What a frame carries, after link layer, tunnels and IP.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Packet<'a> {
    /// A whole UDP datagram.
    Udp(Udp<'a>),
    /// A TCP segment.
    Tcp(Tcp<'a>),
    /// An SCTP packet; its chunks are walked with [`crate::sctp::data_chunks`].
    Sctp {
        /// Its IP header.
        ip: IpInfo,
        /// Source port.
        src_port: u16,
        /// Destination port.
        dst_port: u16,
        /// All chunks, unparsed.
        chunks: &'a [u8],
    },
    /// A part of a datagram, to be given to [`crate::reassembly::Fragments`].
    Fragment(Fragment<'a>),
    /// An ICMP error.
    Icmp(IcmpError<'a>),
    /// Something that is none of our business (ARP, IGMP, OSPF, an echo request ...).
    Other,
}
