//! RTCP that is encrypted (SRTCP, RFC 3711 section 3.4), kept until somebody has looked for its keys.

use crate::left_out::LeftOut;
use crate::streams::Place;
use sipwire::packet::Socket;

/// One datagram.
#[derive(Clone, Debug)]
pub struct Encrypted {
    /// Its time (µs), frame and file.
    pub seen: (i64, u32, u16),
    /// Who sent it.
    pub src: Socket,
    /// To whom.
    pub dst: Socket,
    /// Where the media belong that it speaks of: those go the other way.
    pub place: Place,
    /// All of it.
    pub payload: Box<[u8]>,
}

/// All of it.
#[derive(Default)]
pub struct AllEncrypted {
    all: Vec<Encrypted>,
    bytes: usize,
    /// What found no room.
    pub left_out: LeftOut,
}

/// So many bytes of it are kept at most, what is noted beside each among them: some days of one conversation.
const ROOM: usize = 1 << 24;

/// The shortest: the head and source of a report, the index, and a tag of four bytes (RFC 3711 section 3.4, RFC 4568 section 6.2).
const SHORTEST: usize = 8 + 4 + 4;

impl AllEncrypted {
    /// Takes one datagram that is RTCP by its first bytes and not by its last ones.
    pub fn take(&mut self, seen: (i64, u32, u16), src: Socket, dst: Socket, payload: &[u8], place: Place) {
        if payload.len() < SHORTEST {
            return;
        }
        let size = payload.len() + size_of::<Encrypted>();
        if self.bytes + size > ROOM {
            return self.left_out.add(seen.2, seen.1);
        }
        self.bytes += size;
        self.all.push(Encrypted { seen, src, dst, place, payload: payload.into() });
    }

    /// What belongs to some leg, in order; `place` is asked for what belonged to none when it came.
    pub fn finish(self, place: impl Fn(Socket, Socket) -> Place) -> Vec<Encrypted> {
        let mut all = self.all;
        for one in all.iter_mut().filter(|one| one.place.leg == u32::MAX) {
            one.place = place(one.dst, one.src);
        }
        all.retain(|one| one.place.leg != u32::MAX);
        all
    }

    /// Some of it: `leg` renumbers the leg of each, given its time (µs), or leaves it out.
    pub(crate) fn part(&self, leg: impl Fn(u32, i64) -> Option<u32>) -> Self {
        let mut part = Self { left_out: self.left_out, ..Self::default() };
        for one in &self.all {
            if let Some(leg) = leg(one.place.leg, one.seen.0) {
                part.bytes += one.payload.len() + size_of::<Encrypted>();
                part.all.push(Encrypted { place: Place { leg, ..one.place }, ..one.clone() });
            }
        }
        part
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::streams::{NOWHERE, Toward};

    const LEG_5: Place = Place { leg: 5, toward: Toward::Second, formats: 0, audio: true };

    fn taken(all: &mut AllEncrypted, payload: &[u8], place: Place) {
        all.take((7, 1, 0), Socket::default(), Socket::default(), payload, place);
    }

    #[test]
    fn what_belongs_to_a_leg_is_kept_and_the_rest_goes() {
        let mut all = AllEncrypted::default();
        taken(&mut all, &[0x80; 60], LEG_5);
        taken(&mut all, &[0x81; 60], NOWHERE);
        taken(&mut all, &[0x82; SHORTEST - 1], LEG_5);
        let part = all.part(|leg, _| (leg == 5).then_some(2));
        assert_eq!(part.finish(|_, _| NOWHERE).iter().map(|one| one.place.leg).collect::<Vec<_>>(), [2]);
        assert_eq!(all.finish(|_, _| LEG_5).iter().map(|one| one.payload[0]).collect::<Vec<_>>(), [0x80, 0x81]);
    }

    #[test]
    fn there_is_room_for_so_much_and_the_rest_is_counted() {
        let mut all = AllEncrypted::default();
        for _ in 0..300 {
            taken(&mut all, &vec![0x80; 1 << 16], LEG_5);
        }
        assert_eq!((all.all.len(), all.left_out.times, all.left_out.frame), (255, 45, 1));
        let mut small = AllEncrypted::default();
        for _ in 0..ROOM / SHORTEST {
            taken(&mut small, &[0x80; SHORTEST], LEG_5);
        }
        assert!(small.all.len() * size_of::<Encrypted>() < ROOM && small.left_out.times > 0);
    }
}
