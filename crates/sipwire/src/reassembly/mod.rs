//! Putting together what the network took apart: IP fragments, TCP streams, and messages in them.

mod fragments;
mod framer;
mod streams;

pub use fragments::{Datagram, Fragments, LostDatagram};
pub use framer::{Framed, FramedKind, Framer};
pub use streams::{Direction, StreamSink, Streams, TcpEvent, Unacknowledged};
