//! Finds the legs of messages before their turn comes.
//!
//! Legs lie all over memory, and each look-up at its turn would wait for its own; many in a row wait together.

use super::Tracker;
use super::keys::{hop_key, leg_key};
use crate::near::bring;
use crate::row::{Foreseen, SipRow};
use std::hint::black_box;

/// What is known of a message before its leg is: the number of its sender's address, and the key of its leg.
#[derive(Clone, Copy)]
pub(super) struct Ahead {
    src: u32,
    key: u64,
}

impl Tracker {
    /// Looks up the legs of messages that come next, as far as they are known by their From tag already: that they stay true is
    /// because a leg keeps its key, and its ends, until legs are numbered anew, and then `age` tells.
    pub fn foresee(&mut self, rows: &mut [SipRow]) {
        let mut ahead = std::mem::take(&mut self.ahead);
        ahead.clear();
        ahead.extend(rows.iter().map(|row| self.ahead_of(row)));
        for (row, ahead) in rows.iter_mut().zip(&ahead) {
            row.foreseen =
                ahead.and_then(|ahead| self.by_key.get(&ahead.key)).map(|leg| Foreseen { leg: *leg, forward: false, age: self.age });
            match row.foreseen {
                Some(found) => self.bring_leg(found.leg as usize),
                None => _ = black_box(self.call_ids.by_hash(row.call_id_hash)), // it will be asked when the leg is made
            }
        }
        for (row, ahead) in rows.iter_mut().zip(&ahead) {
            if let (Some(found), Some(Ahead { src, .. })) = (&mut row.foreseen, ahead) {
                found.forward = self.legs.get(found.leg as usize).is_some_and(|leg| leg.is_begun_by((*src, row.seen.src.port)));
            }
        }
        self.ahead = ahead;
    }

    fn ahead_of(&self, row: &SipRow) -> Option<Ahead> {
        let (src, dst) = (self.ips.known(row.seen.src.ip)?, self.ips.known(row.seen.dst.ip)?);
        let hop = hop_key((src, row.seen.src.port), (dst, row.seen.dst.port));
        (row.call_id_hash != 0).then(|| Ahead { src, key: leg_key(row.call_id_hash, hop, row.from_tag) })
    }

    fn bring_leg(&self, leg: usize) {
        if let (Some(leg), Some(noticed)) = (self.legs.get(leg), self.noticed.get(leg)) {
            bring(leg);
            bring(noticed);
        }
    }
}
