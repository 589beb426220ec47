//! Putting together what the network took apart: IP fragments, TCP streams, and messages in them.

mod fragments;
mod framer;
mod half;
mod head;
mod marks;
mod pieces;
mod start;
mod streams;
mod web;

pub use fragments::{Datagram, Fragments, LostDatagram};
pub use framer::{Framed, FramedKind, Framer};
pub use streams::{Direction, StreamSink, Streams, TcpEvent};
