//! Packets on their way from the rings to the queue: as blocks of pcapng, in order of time.

use crate::block::Packet;
use crate::pcapng::{self, ETHERNET};

/// Some blocks of pcapng.
pub struct Piece {
    /// The blocks.
    pub bytes: Vec<u8>,
    /// Packets in them.
    pub packets: u32,
    /// The time of the last packet, µs since 1970 UTC; 0 for blocks that say how to read packets: they belong at the head of every file.
    pub last_us: i64,
}

/// About how many bytes a piece has.
const PIECE: usize = 1 << 20;

/// Packets as blocks, not in order yet.
#[derive(Default)]
pub struct Waiting {
    bytes: Vec<u8>,
    /// ns, where its block begins and ends.
    packets: Vec<(u64, usize, usize)>,
}

impl Waiting {
    /// Takes a packet of an announced interface; a tag that the kernel took out of it is put in its place again.
    pub fn take(&mut self, interface: u32, link: u16, packet: &Packet<'_>) {
        let start = self.bytes.len();
        let mut tag = [0; 4];
        let (mut parts, mut len) = ([packet.bytes, &[], &[]], packet.len);
        if let (ETHERNET, Some((protocol, control)), Some((addresses, rest))) = (link, packet.vlan, packet.bytes.split_at_checked(12)) {
            tag = [protocol.to_be_bytes(), control.to_be_bytes()].as_flattened().try_into().unwrap_or(tag);
            (parts, len) = ([addresses, &tag, rest], len.saturating_add(4));
        }
        pcapng::packet(&mut self.bytes, interface, packet.ts_ns, len, parts, packet.is_outgoing);
        self.packets.push((packet.ts_ns, start, self.bytes.len()));
    }

    /// What is not later than `until`, in order of time if there are `several` sources of it; the rest stays.
    pub fn pieces(&mut self, until: u64, several: bool) -> Vec<Piece> {
        if self.packets.is_empty() {
            return Vec::new();
        }
        let bytes = std::mem::take(&mut self.bytes);
        let mut packets = std::mem::take(&mut self.packets);
        if !several {
            return cut(bytes, &packets);
        }
        packets.sort_by_key(|(ts, _, _)| *ts);
        let split = packets.partition_point(|(ts, _, _)| *ts <= until);
        let copy = |packets: &[(u64, usize, usize)]| {
            let (mut own, mut places) = (Vec::new(), Vec::new());
            for (ts, start, end) in packets {
                let at = own.len();
                own.extend_from_slice(bytes.get(*start..*end).unwrap_or_default());
                places.push((*ts, at, own.len()));
            }
            (own, places)
        };
        let (ready, later) = packets.split_at(split);
        (self.bytes, self.packets) = copy(later);
        let (own, places) = copy(ready);
        cut(own, &places)
    }
}

/// Cuts blocks into pieces of about [`PIECE`] bytes.
fn cut(bytes: Vec<u8>, packets: &[(u64, usize, usize)]) -> Vec<Piece> {
    let us = |last: Option<&(u64, usize, usize)>| last.map_or(0, |(ts, _, _)| (ts / 1000).cast_signed());
    if bytes.len() <= 2 * PIECE {
        let piece = Piece { bytes, packets: packets.len() as u32, last_us: us(packets.last()) };
        return if packets.is_empty() { Vec::new() } else { vec![piece] };
    }
    let (mut pieces, mut from) = (Vec::new(), 0);
    while let Some(rest) = packets.get(from..).filter(|rest| !rest.is_empty()) {
        let start = rest.first().map_or(0, |first| first.1);
        let count = rest.iter().take_while(|(_, _, end)| *end - start <= PIECE).count().max(1);
        let part = rest.get(..count).unwrap_or_default();
        let end = part.last().map_or(start, |last| last.2);
        let own = bytes.get(start..end).unwrap_or_default().to_vec();
        pieces.push(Piece { bytes: own, packets: count as u32, last_us: us(part.last()) });
        from += count;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(ts_ns: u64, bytes: &[u8], vlan: Option<(u16, u16)>) -> Packet<'_> {
        Packet { ts_ns, len: bytes.len() as u32, bytes, vlan, interface: 1, hardware: 1, is_outgoing: false, protocol: 0x0800 }
    }

    #[test]
    fn a_tag_that_the_kernel_took_out_stands_in_its_place_again() {
        let mut waiting = Waiting::default();
        waiting.take(0, ETHERNET, &packet(5, b"ddddddssssss\x08\x00rest", Some((0x8100, 7))));
        let piece = waiting.pieces(u64::MAX, false).remove(0);
        let expected = b"ddddddssssss\x81\x00\x00\x07\x08\x00rest";
        assert!(piece.bytes.windows(expected.len()).any(|part| part == expected));
    }

    #[test]
    fn packets_of_several_rings_are_put_in_order_and_late_ones_wait() {
        let mut waiting = Waiting::default();
        for (ts, bytes) in [(30_000, b"c"), (10_000, b"a"), (20_000, b"b")] {
            waiting.take(0, 101, &packet(ts, bytes, None));
        }
        let piece = waiting.pieces(20_000, true).remove(0);
        let at = |byte: u8| piece.bytes.iter().position(|one| *one == byte);
        assert!(at(b'a') < at(b'b') && at(b'c').is_none());
        assert_eq!((piece.packets, piece.last_us, waiting.packets.len()), (2, 20, 1));
    }

    #[test]
    fn much_is_cut_into_pieces_that_hold_every_packet() {
        let mut waiting = Waiting::default();
        let bytes = vec![1; 1000];
        (0..5000).for_each(|ts| waiting.take(0, 101, &packet(ts, &bytes, None)));
        let pieces = waiting.pieces(u64::MAX, false);
        assert!(pieces.len() > 3);
        assert_eq!(pieces.iter().map(|piece| piece.packets).sum::<u32>(), 5000);
    }
}
