//! HEP: messages that an agent mirrored, and what capture points call themselves.

use super::Session;
use siptrack::row::{self, Sighting, Transport};
use siptrack::tracker::Place;
use sipwire::hep;

/// The longest name of a capture point that is kept.
const LONGEST: usize = 255;

impl Session {
    pub(super) fn take_hep(&mut self, bytes: &[u8], block: &[u8], seen: Sighting, mut place: Place) {
        match hep::decode(bytes) {
            Err(fault) => self.notes.broken(place.file, seen.frame, fault),
            Ok(packet) if packet.proto_type == 1 => {
                let seen = mirrored(&packet, seen);
                place.node = self.node(&packet);
                self.media.clear();
                if let Some(row) = row::read(block, packet.payload, seen, &mut self.media)
                    && let Some(place) = self.kept(&row, block, place)
                {
                    self.tracker.take(&row, block, &self.media, place);
                }
            }
            Ok(_) => self.notes.hep_other += 1,
        }
    }

    pub(super) fn take_loose_hep(&mut self, bytes: &[u8], seen: Sighting, file: u16) {
        match hep::decode(bytes) {
            Err(fault) => self.notes.broken(file, seen.frame, fault),
            Ok(packet) if packet.proto_type == 1 => {
                let node = self.node(&packet);
                self.take_loose(packet.payload, mirrored(&packet, seen), file, node);
            }
            Ok(_) => self.notes.hep_other += 1,
        }
    }

    fn node(&mut self, packet: &hep::Hep<'_>) -> u16 {
        let name = packet.capture_point();
        let name = name.get(..LONGEST).unwrap_or(&name);
        if let Some(number) = self.node_numbers.get(name) {
            return *number;
        }
        let Ok(number) = u16::try_from(self.nodes.len()) else { return 0 };
        self.nodes.push(name.to_vec());
        self.node_numbers.insert(name.to_vec(), number);
        number
    }
}

/// The sighting of a message that an agent mirrored by HEP: its own addresses and clock.
pub(crate) fn mirrored(packet: &hep::Hep<'_>, seen: Sighting) -> Sighting {
    let transport = match packet.transport {
        6 => Transport::Tcp,
        132 => Transport::Sctp,
        _ => Transport::Udp,
    };
    let ts = if packet.ts_us > 0 { packet.ts_us } else { seen.ts };
    Sighting { ts, frame: seen.frame, src: packet.src, dst: packet.dst, transport, ip_id: 0 }
}
