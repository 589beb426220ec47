//! What could not be read, counted and with the first place of each kind.

use siptrack::left_out::LeftOut;
use std::collections::BTreeMap;

/// One kind of trouble in one file.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// How often.
    pub times: u64,
    /// The first frame.
    pub frame: u32,
}

/// Counts over the whole evidence.
#[derive(Default)]
pub struct Notes {
    /// Packets read.
    pub packets: u64,
    /// Earliest and latest packet, µs.
    pub span: Option<(i64, i64)>,
    /// The latest end that a capture names, µs.
    pub ended: Option<i64>,
    /// How often the clock went back.
    pub steps_back: u64,
    /// Packets with SIP that were cut short: how many, file and frame of the first.
    pub cut: (u64, u16, u32),
    /// Datagrams of which a fragment is missing.
    pub fragments: (u64, u16, u32),
    /// Gaps in TCP.
    pub tcp_gaps: (u64, u16, u32),
    /// Packets that the capturing program lost.
    pub dropped: u64,
    /// Decryption secrets in the captures.
    pub secrets: u64,
    /// HEP packets that carry something else than SIP.
    pub hep_other: u64,
    trouble: BTreeMap<(u16, String), Trouble>,
}

/// µs after the last packet within which a capture's own end is believed: a day.
const LONGEST_SILENCE: i64 = 86_400_000_000;

/// The most different kinds of trouble that are listed.
const MOST: usize = 500;

impl Notes {
    /// Notes that a frame could not be read.
    pub fn broken(&mut self, file: u16, frame: u32, why: &str) {
        self.add(file, frame, why, 1);
    }

    /// Notes what found no room, if anything did.
    pub fn left_out(&mut self, why: &str, left: LeftOut) {
        if left.times > 0 {
            self.add(left.file, left.frame, why, left.times);
        }
    }

    fn add(&mut self, file: u16, frame: u32, why: &str, times: u64) {
        if self.trouble.len() >= MOST && !self.trouble.contains_key(&(file, why.to_owned())) {
            return;
        }
        let trouble = self.trouble.entry((file, why.to_owned())).or_insert(Trouble { times: 0, frame });
        trouble.times += times;
    }

    /// Notes frames that were cut short.
    pub fn cut(&mut self, file: u16, (times, frame): (u32, u32)) {
        add(&mut self.cut, file, frame, u64::from(times));
    }

    /// Notes a datagram that never became whole.
    pub fn fragment_lost(&mut self, file: u16, frame: u32) {
        add(&mut self.fragments, file, frame, 1);
    }

    /// Notes bytes that are missing in a TCP connection with SIP.
    pub fn tcp_gap(&mut self, file: u16, frame: u32) {
        add(&mut self.tcp_gaps, file, frame, 1);
    }

    /// Takes the times of one block.
    pub fn take_span(&mut self, first: i64, last: i64, unordered: bool) {
        self.steps_back += u64::from(unordered);
        self.span = Some(self.span.map_or((first, last), |(from, to)| (from.min(first), to.max(last))));
    }

    /// Takes when a capture says that it ended.
    pub fn ended(&mut self, ended: Option<i64>) {
        self.ended = self.ended.max(ended);
    }

    /// Until when it is known that nothing more came: the last packet, or the end that a capture names if that is
    /// believable.
    pub fn until(&self) -> i64 {
        let last = self.span.map_or(0, |(_, last)| last);
        self.ended.filter(|ended| (last..last.saturating_add(LONGEST_SILENCE)).contains(ended)).unwrap_or(last)
    }

    /// File, reason, first frame and count of each kind of trouble.
    pub fn troubles(&self) -> impl Iterator<Item = (u16, &str, &Trouble)> {
        self.trouble.iter().map(|((file, why), trouble)| (*file, why.as_str(), trouble))
    }
}

fn add(count: &mut (u64, u16, u32), file: u16, frame: u32, times: u64) {
    if count.0 == 0 {
        (count.1, count.2) = (file, frame);
    }
    count.0 += times;
}
