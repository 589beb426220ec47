//! Packets of network interfaces as they pass: AF_PACKET rings to blocks of pcapng.
//!
//! Theory of operation. Each interface has a socket with a ring of blocks that it shares with the kernel (TPACKET_V3,
//! Documentation/networking/packet_mmap.rst). A thread of its own empties the rings into blocks of pcapng and puts those
//! into a queue of bounded size, so that whoever judges calls may take its time; what finds no room there is counted.
//! [`block`] and [`pcapng`] are pure and read or write bytes alone; [`sys`] is the only place with `unsafe` in it.

pub mod block;
#[cfg(target_os = "linux")]
mod capture;
pub mod pcapng;
#[cfg(target_os = "linux")]
mod ring;
#[cfg(target_os = "linux")]
mod sys;
mod waiting;

#[cfg(target_os = "linux")]
pub use capture::{Capture, Counts, Options, State};
pub use waiting::Piece;
