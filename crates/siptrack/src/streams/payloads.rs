//! Which payload types a stream has, how many packets of each, and which one is its voice.

/// The payload types of one stream.
#[derive(Clone, Copy, Debug)]
pub struct Payloads {
    /// The type that most packets have now: neither telephone events nor comfort noise, as far as that is known.
    pub main: u8,
    /// Where `main` stands in `types`.
    at: u8,
    used: u8,
    types: [u8; MOST],
    /// Packets of each type, but for those of the main one that `voice` counts.
    counts: [u32; MOST],
    /// Packets of the main type since it became so.
    voice: u32,
    /// A type that may be about to become the main one: how often in a row it came with a timestamp of its own, the last of
    /// these, and how much voice there had been.
    run: (u8, u8, u32, u32),
    /// How often another type became the main one after a while.
    pub changes: u16,
    /// Of the packets of each type that came right behind one of it, no voice between them: how many had another timestamp, and the same.
    stamps: [(u16, u16); MOST],
}

/// The most payload types that are told apart: voice, another voice, telephone events, comfort noise. Any more are counted under none, but
/// for one that becomes the main one: it takes the place of the rarest.
pub const MOST: usize = 5;

/// How many packets in a row make another type the main one: a telephone event has one timestamp for all of its packets.
const RUN: u8 = 10;
/// Packets of a main type below which a change of it is none.
const SETTLED: u32 = 25;

/// Comfort noise (RFC 3389), under its static type and the one that was reserved for it before.
#[must_use]
pub fn is_noise(payload_type: u8) -> bool {
    matches!(payload_type, 13 | 19)
}

impl Payloads {
    /// Begins with a first packet's type.
    pub fn new(payload_type: u8) -> Self {
        let mut new = Self {
            main: payload_type,
            at: 0,
            used: 0,
            types: [0; MOST],
            counts: [0; MOST],
            voice: 0,
            run: (0, 0, 0, 0),
            changes: 0,
            stamps: [(0, 0); MOST],
        };
        new.at = new.count(payload_type).unwrap_or_default();
        new
    }

    /// Counts packets of the main type.
    pub fn take_main(&mut self, packets: u32) {
        self.voice += packets;
    }

    /// Counts a packet of another type; says whether that is the main one from now on.
    #[cold]
    pub fn take_other(&mut self, payload_type: u8, timestamp: u32) -> bool {
        let at = self.count(payload_type);
        let (kind, times, last, voice) = self.run;
        if kind == payload_type
            && voice == self.voice
            && times > 0
            && let Some((other, same)) = at.and_then(|at| self.stamps.get_mut(usize::from(at)))
        {
            let counted = if last == timestamp { same } else { other };
            *counted = counted.saturating_add(1);
        }
        self.run = match (kind == payload_type && voice == self.voice, last == timestamp) {
            (true, true) => self.run,
            (true, false) => (payload_type, times.saturating_add(1), timestamp, voice),
            (false, _) => (payload_type, 1, timestamp, self.voice),
        };
        let is_voice = !is_noise(payload_type) && (self.run.1 >= RUN || is_noise(self.main));
        if is_voice {
            self.changes = self.changes.saturating_add((!is_noise(self.main) && self.voice >= SETTLED).into());
            if let Some(count) = self.counts.get_mut(usize::from(self.at)) {
                *count += std::mem::take(&mut self.voice);
            }
            (self.main, self.at) = (payload_type, at.unwrap_or_else(|| self.displace(payload_type)));
        }
        is_voice
    }

    /// Types and how many packets of each, in order of first sight.
    pub fn all(self) -> impl Iterator<Item = (u8, u32)> {
        let voice = move |at: usize| if at == usize::from(self.at) { self.voice } else { 0 };
        let all = self.types.into_iter().zip(self.counts).enumerate();
        all.take(usize::from(self.used)).map(move |(at, (kind, packets))| (kind, packets + voice(at)))
    }

    /// Types that came several times in a row without voice between: how many packets had another timestamp than the one before, and
    /// how many the same, as all packets of one telephone event have (RFC 4733 section 2.5.1.3).
    pub fn stamps(&self) -> impl Iterator<Item = (u8, u16, u16)> {
        let all = self.types.into_iter().zip(self.stamps).take(usize::from(self.used));
        all.filter(|(_, stamps)| *stamps != (0, 0)).map(|(kind, (other, same))| (kind, other, same))
    }

    /// Counts one packet; returns where its type stands, if it has a place.
    fn count(&mut self, payload_type: u8) -> Option<u8> {
        let used = usize::from(self.used);
        let at = self.types.iter().take(used).position(|one| *one == payload_type).unwrap_or(used);
        let (kind, count) = (self.types.get_mut(at)?, self.counts.get_mut(at)?);
        *kind = payload_type;
        *count += 1;
        self.used = self.used.max(at as u8 + 1);
        Some(at as u8)
    }

    /// Gives a type the place of the rarest; returns that.
    fn displace(&mut self, payload_type: u8) -> u8 {
        let rarest = self.counts.iter().enumerate().min_by_key(|(_, count)| **count).map_or(0, |(at, _)| at);
        if let (Some(kind), Some(count), Some(stamps)) =
            (self.types.get_mut(rarest), self.counts.get_mut(rarest), self.stamps.get_mut(rarest))
        {
            (*kind, *count, *stamps) = (payload_type, u32::from(self.run.1), (0, 0));
        }
        rarest as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_telephone_event_is_not_the_voice_and_another_codec_is_after_a_while() {
        let mut payloads = Payloads::new(8);
        payloads.take_main(30);
        assert!(!(0..40).any(|_| payloads.take_other(101, 777)));
        payloads.take_main(1);
        assert_eq!((0..RUN).filter(|n| payloads.take_other(0, 160 * u32::from(*n))).count(), 1);
        assert_eq!((payloads.main, payloads.changes), (0, 1));
        assert_eq!(payloads.all().collect::<Vec<_>>(), [(8, 32), (101, 40), (0, 10)]);
    }

    #[test]
    fn a_telephone_event_has_one_timestamp_and_a_careless_sender_gives_it_many() {
        let mut payloads = Payloads::new(8);
        (0..5).for_each(|_| _ = payloads.take_other(101, 777));
        payloads.take_main(1);
        (0..4).for_each(|n| _ = payloads.take_other(101, 900 + n));
        assert_eq!(payloads.stamps().collect::<Vec<_>>(), [(101, 3, 4)]);
    }

    #[test]
    fn voice_takes_over_from_comfort_noise_at_once() {
        let mut payloads = Payloads::new(13);
        assert!(payloads.take_other(0, 1));
        assert_eq!((payloads.main, payloads.changes), (0, 0));
        assert!(!payloads.take_other(13, 2));
    }

    #[test]
    fn comfort_noise_for_as_long_as_one_likes_is_no_voice() {
        let mut payloads = Payloads::new(0);
        assert!(!(0..1000).any(|n| payloads.take_other(13, n)));
        assert_eq!((payloads.main, payloads.changes), (0, 0));
    }

    #[test]
    fn a_type_that_has_no_room_is_counted_under_no_other() {
        let mut payloads = Payloads::new(0);
        payloads.take_main(30);
        (1..90).for_each(|kind| _ = payloads.take_other(kind, 5));
        (0..4).for_each(|n| _ = payloads.take_other(101, n));
        assert_eq!(payloads.all().collect::<Vec<_>>(), [(0, 31), (1, 1), (2, 1), (3, 1), (4, 1)]);
        assert_eq!(payloads.stamps().count(), 0);
    }

    #[test]
    fn voice_that_has_no_room_takes_the_place_of_the_rarest() {
        let mut payloads = Payloads::new(0);
        payloads.take_main(30);
        [101, 101, 102, 103, 104, 104].into_iter().for_each(|kind| _ = payloads.take_other(kind, 5));
        assert_eq!((0..RUN).filter(|n| payloads.take_other(8, u32::from(*n))).count(), 1);
        payloads.take_main(20);
        assert_eq!((payloads.main, payloads.changes), (8, 1));
        assert_eq!(payloads.all().collect::<Vec<_>>(), [(0, 31), (101, 2), (8, 30), (103, 1), (104, 2)]);
        assert_eq!(payloads.stamps().collect::<Vec<_>>(), [(101, 0, 1), (104, 0, 1)]);
    }

    proptest! {
        #[test]
        fn any_types_are_taken_and_none_has_more_packets_than_came(all in prop::collection::vec((0u8..12, 0u32..3), 1..200)) {
            let mut payloads = Payloads::new(0);
            let mut came = [0; 12];
            came[0] = 1;
            for (kind, timestamp) in all {
                came[usize::from(kind)] += 1;
                if kind == payloads.main { payloads.take_main(1) } else { let _ = payloads.take_other(kind, timestamp); }
            }
            prop_assert!(payloads.all().all(|(kind, count)| count > 0 && count <= came[usize::from(kind)]));
            prop_assert!(payloads.all().any(|(kind, _)| kind == payloads.main));
        }
    }
}
