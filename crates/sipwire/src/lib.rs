//! Bytes of a capture to frames, datagrams, SIP, SDP, RTP and RTCP.
//!
//! The crate is pure: it holds no file, no socket and no clock. Its invariant: no sequence of
//! bytes makes it panic, and every byte that it cannot read is named in a [`Fault`].

pub mod capture;
pub mod dns;
pub mod hep;
pub mod icmp;
pub mod ip;
pub mod link;
pub mod logged;
pub mod packet;
pub mod reassembly;
pub mod rtcp;
pub mod rtp;
pub mod sctp;
pub mod sdp;
pub mod sip;
pub mod tcp;
pub mod tls;
pub mod tunnel;
pub mod udp;
pub mod upgrade;
pub mod websocket;

/// Why some bytes could not be read: a fixed phrase in English, shown as it is ("IPv4 header cut off").
pub type Fault = &'static str;
