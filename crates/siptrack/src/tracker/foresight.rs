//! Finds the legs of messages before their turn comes.
//!
//! Legs lie all over memory, and each look-up at its turn would wait for its own; many in a row wait together.

use super::keys::{hop_key, leg_key};
use super::{NONE, Tracker};
use crate::near::bring;
use crate::row::{Foreseen, SipRow};
use std::hint::black_box;

impl Tracker {
    /// Looks up the legs of messages that come next, as far as they are known by their From tag already: that they stay true is
    /// because a leg keeps its key, and its ends, until legs are numbered anew, and then `age` tells.
    pub fn foresee(&mut self, rows: &mut [SipRow]) {
        for row in rows.iter_mut() {
            row.foreseen = self.ahead_of(row);
        }
        for row in rows.iter_mut() {
            let Some(ahead) = &mut row.foreseen else { continue };
            match self.by_key.get(&ahead.key) {
                Some(leg) => {
                    ahead.leg = *leg;
                    self.bring_leg(*leg as usize);
                }
                // What begins a leg asks for its Call-ID then.
                None if row.status == 0 && row.to_tag == 0 => _ = black_box(self.call_ids.by_hash(row.call_id_hash)),
                None => {}
            }
        }
        for row in rows {
            if let Some(ahead) = row.foreseen {
                row.foreseen = Some(Foreseen { forward: self.is_forward(ahead.leg, &ahead, row), ..ahead });
            }
        }
    }

    /// The leg of a message that was looked ahead to, and whether the side that began it sent this: as it was found then, or else
    /// by the key that was made then.
    #[inline]
    pub(super) fn foreseen(&self, row: &SipRow) -> Option<(u32, bool)> {
        let ahead = row.foreseen.filter(|ahead| ahead.age == self.age)?;
        if ahead.leg != NONE {
            return Some((ahead.leg, ahead.forward));
        }
        let leg = *self.by_key.get(&ahead.key)?;
        Some((leg, self.is_forward(leg, &ahead, row)))
    }

    #[inline]
    fn is_forward(&self, leg: u32, ahead: &Foreseen, row: &SipRow) -> bool {
        self.legs.get(leg as usize).is_some_and(|leg| leg.is_begun_by((ahead.src, row.seen.src.port)))
    }

    #[inline]
    fn ahead_of(&self, row: &SipRow) -> Option<Foreseen> {
        let (src, dst) = (self.ips.known(row.seen.src.ip)?, self.ips.known(row.seen.dst.ip)?);
        let hop = hop_key((src, row.seen.src.port), (dst, row.seen.dst.port));
        let key = leg_key(row.call_id_hash, hop, row.from_tag);
        (row.call_id_hash != 0).then_some(Foreseen { key, src, leg: NONE, forward: false, age: self.age })
    }

    fn bring_leg(&self, leg: usize) {
        if let (Some(leg), Some(noticed)) = (self.legs.get(leg), self.noticed.get(leg)) {
            bring(leg);
            bring(noticed);
        }
    }
}
