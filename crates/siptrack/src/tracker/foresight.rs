//! Finds the legs of messages before their turn comes.
//!
//! Legs lie all over memory, and each look-up at its turn would wait for its own; many in a row wait together.

use super::keys::{hop_key, leg_key, user};
use super::{NONE, Tracker};
use crate::near::bring;
use crate::row::{Foreseen, SipRow};

impl Tracker {
    /// Looks up the legs of messages that come next, as far as they are known by their From tag already: that they stay true is
    /// because a leg keeps its key, and its ends, until legs are numbered anew, and then `age` tells. What begins a leg will ask
    /// for its Call-ID and its users: they are brought near.
    pub fn foresee(&mut self, rows: &mut [SipRow], block: &[u8]) {
        let (mut asked, mut users) = (Vec::with_capacity(rows.len()), Vec::new());
        for (index, row) in rows.iter_mut().enumerate() {
            row.foreseen = self.ahead_of(row);
            let Some(ahead) = &mut row.foreseen else { continue };
            if let Some(leg) = self.by_key.recent(ahead.key) {
                ahead.leg = leg;
                self.bring_leg(leg as usize);
                continue;
            }
            let is_first = row.status == 0 && row.to_tag == 0;
            self.by_key.bring(ahead.key, is_first);
            if is_first {
                self.call_ids.bring(row.call_id_hash);
                users.extend([&row.from, &row.to].map(|value| self.texts.ahead(user(value.of_block(block)))));
            }
            asked.push(index);
        }
        for index in asked {
            let Some(ahead) = rows.get_mut(index).and_then(|row| row.foreseen.as_mut()) else { continue };
            if let Some(leg) = self.by_key.look_up(ahead.key) {
                ahead.leg = leg;
                self.bring_leg(leg as usize);
            }
        }
        for row in rows {
            if let Some(ahead) = row.foreseen {
                row.foreseen = Some(Foreseen { forward: self.is_forward(ahead.leg, &ahead, row), ..ahead });
            }
        }
        self.texts.bring(&users);
    }

    /// The leg of a message that was looked ahead to, and whether the side that began it sent this: as it was found then, or else
    /// by the key that was made then.
    #[inline]
    pub(super) fn foreseen(&self, row: &SipRow) -> Option<(u32, bool)> {
        let ahead = row.foreseen.filter(|ahead| ahead.age == self.age)?;
        if ahead.leg != NONE {
            return Some((ahead.leg, ahead.forward));
        }
        let leg = self.by_key.get(ahead.key)?;
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
