//! Finds the legs of messages before their turn comes.
//!
//! Legs lie all over memory, and each look-up at its turn would wait for its own; many in a row wait together.

use super::Tracker;
use super::keys::{hop_key, leg_key};
use crate::row::{Foreseen, SipRow};
use std::hint::black_box;

impl Tracker {
    /// Looks up the legs of messages that come next, as far as they are known by their From tag already: that they stay true is
    /// because a leg keeps its key, and its ends, until legs are numbered anew, and then `age` tells.
    pub fn foresee(&mut self, rows: &mut [SipRow]) {
        let mut keys = std::mem::take(&mut self.ahead);
        keys.clear();
        keys.extend(rows.iter().map(|row| self.key_ahead(row).unwrap_or(0)));
        for (row, key) in rows.iter_mut().zip(&keys).filter(|(_, key)| **key != 0) {
            row.foreseen = self.by_key.get(key).map(|leg| Foreseen { leg: *leg, forward: false, age: self.age });
        }
        for row in rows.iter().filter(|row| row.foreseen.is_none()) {
            black_box(self.call_ids.by_hash(row.call_id_hash)); // it will be asked when the leg is made
        }
        for row in rows {
            if let Some(found) = &mut row.foreseen
                && let Some(leg) = self.legs.get(found.leg as usize)
            {
                found.forward = self.ips.known(row.seen.src.ip).is_some_and(|ip| leg.is_begun_by((ip, row.seen.src.port)));
            }
        }
        self.ahead = keys;
    }

    fn key_ahead(&self, row: &SipRow) -> Option<u64> {
        let (src, dst) = (self.ips.known(row.seen.src.ip)?, self.ips.known(row.seen.dst.ip)?);
        let hop = hop_key((src, row.seen.src.port), (dst, row.seen.dst.port));
        (row.call_id_hash != 0).then(|| leg_key(row.call_id_hash, hop, row.from_tag))
    }
}
