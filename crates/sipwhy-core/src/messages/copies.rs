//! Copies of one packet among those of the last moments: seen on two interfaces, or by a mirror port.

use siptrack::row::Sighting;
use std::collections::{HashMap, VecDeque};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// Two sightings without an IP identification are copies only within this time, µs; T1 of RFC 3261 is 500 ms.
const CLOSE: i64 = 60_000;

/// Two sightings of one IP identification are, within this time.
const NEAR: i64 = 10 * CLOSE;

/// How many messages are remembered.
const MOST: usize = 1 << 15;

/// What passed lately.
#[derive(Default)]
pub struct Copies {
    known: HashMap<u64, (i64, u32)>,
    order: VecDeque<(u64, i64)>,
    /// How many copies were found.
    pub found: u64,
}

impl Copies {
    /// Whether the same packet was seen just before. A repeat by the sender is no copy.
    pub fn is_copy(&mut self, bytes: &[u8], seen: &Sighting) -> bool {
        let mut way = [0; 36];
        way[..16].copy_from_slice(&seen.src.ip.0);
        way[16..32].copy_from_slice(&seen.dst.ip.0);
        way[32..34].copy_from_slice(&seen.src.port.to_le_bytes());
        way[34..].copy_from_slice(&seen.dst.port.to_le_bytes());
        let key = xxh3_64_with_seed(bytes, xxh3_64(&way));
        let before = self.known.insert(key, (seen.ts, seen.ip_id));
        self.order.push_back((key, seen.ts));
        self.forget();
        let is_copy = before.is_some_and(|(ts, ip_id)| is_same_packet(seen, ts, ip_id));
        self.found += u64::from(is_copy);
        is_copy
    }

    fn forget(&mut self) {
        if self.order.len() > MOST
            && let Some((key, ts)) = self.order.pop_front()
            && self.known.get(&key).is_some_and(|known| known.0 == ts)
        {
            self.known.remove(&key);
        }
    }
}

fn is_same_packet(seen: &Sighting, ts: i64, ip_id: u32) -> bool {
    let apart = seen.ts.saturating_sub(ts).saturating_abs();
    if seen.ip_id != 0 && ip_id != 0 { seen.ip_id == ip_id && apart < NEAR } else { apart < CLOSE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_the_same_packet_and_a_repeat_is_not() {
        let mut copies = Copies::default();
        let at = |ts, ip_id| Sighting { ts, ip_id, ..Sighting::default() };
        assert!(!copies.is_copy(b"one", &at(0, 7)));
        assert!(copies.is_copy(b"one", &at(300, 7)));
        assert!(!copies.is_copy(b"one", &at(500_000, 8)));
        assert!(!copies.is_copy(b"two", &at(500_000, 8)));
        assert!(!copies.is_copy(b"two", &at(600_000, 0)));
        assert!(copies.is_copy(b"two", &at(610_000, 0)));
        assert_eq!(copies.found, 2);
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut copies = Copies::default();
        for number in 0..(MOST as i64 + 1000) {
            copies.is_copy(&number.to_le_bytes(), &Sighting { ts: number, ..Sighting::default() });
        }
        assert_eq!((copies.known.len(), copies.order.len()), (MOST, MOST));
    }
}
