//! TCP connections and SCTP messages: their bytes to SIP messages.

use siptrack::row::{Sighting, Transport};
use sipwire::packet::{SctpData, Socket, Tcp};
use sipwire::reassembly::{Direction, Framed, FramedKind, Framer, StreamSink, Streams, TcpEvent};
use std::collections::HashMap;

/// What came out of connections.
pub enum Found {
    /// A SIP message.
    Message(Sighting, Vec<u8>),
    /// A HEP packet.
    Hep(Sighting, Vec<u8>),
    /// A connection refused (1), reset (2) or never answered (3); `seen.src` opened it.
    Event {
        /// As in `NetError::kind`.
        kind: u8,
        /// When and between whom.
        seen: Sighting,
    },
    /// Bytes are missing in a connection that carries SIP.
    Gap {
        /// Where it was noticed.
        frame: u32,
    },
}

/// The connections of one file.
#[derive(Default)]
pub struct Connections {
    streams: Streams,
    sink: Sink,
    chunks: HashMap<(Socket, Socket, u16), (u32, Vec<u8>)>,
}

/// The largest SCTP user message that is put together.
const LARGEST: usize = 1 << 20;

impl Connections {
    /// Takes a segment; returns what became whole.
    pub fn take(&mut self, segment: &Tcp<'_>, seen: &Sighting) -> Vec<Found> {
        self.streams.push(seen.ts, seen.frame, segment, &mut self.sink);
        std::mem::take(&mut self.sink.found)
    }

    /// Takes a part of an SCTP user message; returns the message once it is whole.
    pub fn take_chunk(&mut self, chunk: &SctpData<'_>, seen: &Sighting) -> Option<Vec<u8>> {
        let key = (seen.src, seen.dst, chunk.stream);
        if chunk.begin {
            if self.chunks.len() > 4096 {
                self.chunks.clear();
            }
            self.chunks.insert(key, (chunk.tsn, chunk.payload.to_vec()));
            return None;
        }
        let (last, bytes) = self.chunks.get_mut(&key)?;
        if chunk.tsn != last.wrapping_add(1) || bytes.len() + chunk.payload.len() > LARGEST {
            return None;
        }
        *last = chunk.tsn;
        bytes.extend_from_slice(chunk.payload);
        if !chunk.end {
            return None;
        }
        self.chunks.remove(&key).map(|(_, bytes)| bytes)
    }

    /// Ends every connection; returns what was waiting.
    pub fn finish(&mut self) -> Vec<Found> {
        self.streams.finish(&mut self.sink);
        std::mem::take(&mut self.sink.found)
    }
}

/// One direction of a connection.
struct Half {
    dir: Direction,
    framer: Framer,
    carries_sip: bool,
}

/// Frames the bytes of each direction.
#[derive(Default)]
struct Sink {
    framers: HashMap<u64, Half>,
    found: Vec<Found>,
    framed: Vec<Framed>,
    frame: u32,
}

impl Sink {
    fn drain(&mut self, dir: &Direction) {
        for framed in self.framed.drain(..) {
            let mut seen =
                Sighting { ts: framed.ts_us, frame: framed.frame, src: dir.src, dst: dir.dst, transport: Transport::Tcp, ip_id: 0 };
            self.found.push(match framed.kind {
                FramedKind::Hep => Found::Hep(seen, framed.bytes),
                FramedKind::WebSocketSip => {
                    seen.transport = Transport::Ws;
                    Found::Message(seen, framed.bytes)
                }
                FramedKind::Sip => Found::Message(seen, framed.bytes),
            });
        }
    }
}

impl StreamSink for Sink {
    fn data(&mut self, id: u64, dir: &Direction, ts_us: i64, frame: u32, bytes: &[u8]) {
        self.frame = frame;
        let half = self.framers.entry(id).or_insert_with(|| Half { dir: *dir, framer: Framer::default(), carries_sip: false });
        half.framer.push(ts_us, frame, bytes, &mut self.framed);
        half.carries_sip |= !self.framed.is_empty();
        self.drain(dir);
    }

    fn gap(&mut self, id: u64, _dir: &Direction, _lost: u32) {
        if let Some(half) = self.framers.get_mut(&id) {
            if half.carries_sip || half.framer.is_reading() {
                self.found.push(Found::Gap { frame: self.frame });
            }
            half.framer.gap();
        }
    }

    fn event(&mut self, dir: &Direction, ts_us: i64, frame: u32, event: TcpEvent) {
        let (kind, src, dst) = match event {
            // The refusing or resetting side sent this segment: the other one opened the connection.
            TcpEvent::Refused => (1, dir.dst, dir.src),
            TcpEvent::Reset => (2, dir.dst, dir.src),
            TcpEvent::SynUnanswered { .. } => (3, dir.src, dir.dst),
            TcpEvent::Closed => return,
        };
        let seen = Sighting { ts: ts_us, frame, src, dst, transport: Transport::Tcp, ip_id: 0 };
        self.found.push(Found::Event { kind, seen });
    }

    fn closed(&mut self, id: u64) {
        if let Some(mut half) = self.framers.remove(&id) {
            half.framer.finish(&mut self.framed);
            self.drain(&half.dir);
        }
    }
}
