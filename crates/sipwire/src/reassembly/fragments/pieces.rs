//! The pieces of one datagram (RFC 815): what is there, what is missing, and the whole.

use crate::packet::Fragment;

/// What keeping one piece costs besides its bytes.
pub(super) const PIECE_COST: usize = 64;

/// Non-overlapping pieces in order of offset.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    pieces: Vec<Piece>,
    total: Option<u32>,
}

/// The bytes `start..end` of the datagram, of which the last may not have been captured.
#[derive(Debug)]
struct Piece {
    start: u32,
    end: u32,
    bytes: Vec<u8>,
}

impl Pieces {
    /// Takes what is new in `fragment`; what was there first stays. Returns the memory it costs.
    pub(super) fn add(&mut self, fragment: &Fragment<'_>) -> usize {
        let length = fragment.payload.len() as u32 + fragment.missing;
        let end = fragment.offset + length;
        if !fragment.more {
            self.total.get_or_insert(end);
        }
        let mut cost = 0;
        let mut from = fragment.offset;
        let mut index = self.pieces.partition_point(|piece| piece.end <= from);
        while from < end {
            let (until, resume) = match self.pieces.get(index) {
                Some(next) if next.start < end => (next.start.max(from), next.end),
                _ => (end, end),
            };
            if until > from {
                let piece = cut(fragment, from, until);
                cost += piece.bytes.len() + PIECE_COST;
                self.pieces.insert(index, piece);
                index += 1;
            }
            from = resume;
            index += 1;
        }
        cost
    }

    /// Whether nothing is missing from offset 0 to the end.
    pub(super) fn is_whole(&self) -> bool {
        self.total.is_some_and(|total| self.covered() >= total)
    }

    /// The length of the datagram, if its last fragment was seen.
    pub(super) fn total(&self) -> Option<u32> {
        self.total
    }

    /// How many of its bytes are there.
    pub(super) fn have(&self) -> u32 {
        self.pieces.iter().map(|piece| piece.bytes.len() as u32).sum()
    }

    /// The captured bytes without a hole from offset 0 on.
    pub(super) fn beginning(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.covered() as usize);
        for piece in &self.pieces {
            if piece.start as usize != bytes.len() {
                break;
            }
            bytes.extend_from_slice(&piece.bytes);
        }
        bytes.truncate(self.total.unwrap_or(u32::MAX) as usize);
        bytes
    }

    /// How far the pieces reach without a hole.
    fn covered(&self) -> u32 {
        let mut reach = 0;
        for piece in &self.pieces {
            if piece.start > reach {
                break;
            }
            reach = piece.end;
        }
        reach
    }
}

fn cut(fragment: &Fragment<'_>, start: u32, end: u32) -> Piece {
    let captured = fragment.payload.len();
    let from = ((start - fragment.offset) as usize).min(captured);
    let to = ((end - fragment.offset) as usize).min(captured);
    let bytes = fragment.payload.get(from..to).unwrap_or_default().to_vec();
    Piece { start, end, bytes }
}
