//! Media that ICMP says did not arrive, counted per target and reporter.

use crate::record::NetError;
use crate::streams::Place;
use hashbrown::HashMap;
use sipwire::packet::{Ip, Socket};

/// What ICMP told about media between two sockets.
#[derive(Clone, Copy, Debug)]
pub struct Unreached {
    /// The first error; its reporter, type and code are those of all.
    pub first: NetError,
    /// How many there were.
    pub count: u32,
    /// Time of the last one, µs.
    pub last_ts: i64,
    /// Where the media belong.
    pub place: Place,
}

/// All of them.
#[derive(Default)]
pub struct AllUnreached {
    by_key: HashMap<(Socket, Socket, Ip, u8, u8, u32), u32>,
    /// In order of first sight.
    pub all: Vec<Unreached>,
}

impl AllUnreached {
    /// Some of them: `leg` renumbers the leg of each, given the time of its last error (µs), or leaves it out.
    pub(crate) fn part(&self, leg: impl Fn(u32, i64) -> Option<u32>) -> Self {
        let mut part = Self::default();
        for one in &self.all {
            if let Some(leg) = leg(one.place.leg, one.last_ts) {
                let own = Unreached { place: Place { leg, ..one.place }, ..*one };
                let error = &own.first;
                let key = (error.src, error.dst, error.reporter, error.icmp_type, error.icmp_code, leg);
                part.by_key.insert(key, part.all.len() as u32);
                part.all.push(own);
            }
        }
        part
    }
}

/// The most that are kept.
const MOST: usize = 1 << 17;

impl AllUnreached {
    /// Takes one error about media.
    ///
    /// What turns back something else on the port of voice (STUN, DTLS, RTCP) begins nothing: a port on which connectivity checks come
    /// before somebody listens tells nothing of the voice that comes later (RFC 8445 section 7.2.5.2.2). Where voice was turned back
    /// before it tells that the port is closed still.
    pub fn take(&mut self, error: &NetError, place: Place, is_voice: bool) {
        let key = (error.src, error.dst, error.reporter, error.icmp_type, error.icmp_code, place.leg);
        if let Some(known) = self.by_key.get(&key).and_then(|index| self.all.get_mut(*index as usize)) {
            known.count += u32::from(is_voice);
            known.last_ts = error.ts;
        } else if is_voice && self.all.len() < MOST {
            self.by_key.insert(key, self.all.len() as u32);
            self.all.push(Unreached { first: *error, count: 1, last_ts: error.ts, place });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::NONE;
    use crate::streams::Toward;

    fn told(errors: impl IntoIterator<Item = (i64, bool)>) -> Vec<(u32, i64, i64, u32)> {
        let mut all = AllUnreached::default();
        let end = Socket::default();
        for (ts, is_voice) in errors {
            let error = NetError {
                kind: 0,
                version: 4,
                icmp_type: 3,
                icmp_code: 3,
                ts,
                file: 0,
                frame: 1,
                src: end,
                dst: end,
                reporter: Ip::default(),
                leg: NONE,
                message: NONE,
                mtu: 0,
                unacked: None,
            };
            all.take(&error, Place { leg: 2, toward: Toward::First, formats: 0, audio: true }, is_voice);
        }
        all.all.iter().map(|one| (one.count, one.first.ts, one.last_ts, one.place.leg)).collect()
    }

    #[test]
    fn errors_about_one_target_are_one() {
        assert_eq!(told((0..5).map(|ts| (ts, true))), [(5, 0, 4, 2)]);
    }

    #[test]
    fn a_connectivity_check_that_is_turned_back_is_no_voice_and_tells_that_it_still_is() {
        assert_eq!(told([(0, false), (1, false)]), []);
        assert_eq!(told([(0, false), (7, true), (9, false)]), [(1, 7, 9, 2)]);
    }
}
