//! Classic pcap (draft-ietf-opsawg-pcap): µs and ns, both byte orders, and the variant with
//! 24-byte record headers that patched libpcaps wrote.

use super::log::Log;
use super::search::{Lost, Search, Verdict, search, settle};
use super::{MAX_CAPLEN, Record};

/// Length of the file header.
pub(super) const FILE_HEADER: usize = 24;

/// The most bytes that a plausible packet holds (Wireshark's own limit), when searching for one.
const PLAUSIBLE: u32 = 262_144;

/// How far from the last packet a plausible one may lie in time.
const NEAR_US: i64 = 7 * 86_400 * 1_000_000;

/// The state of reading one file.
#[derive(Debug)]
pub(super) struct Pcap {
    big: bool,
    nanos: bool,
    record_header: usize,
    link: u16,
    last_us: Option<i64>,
    lost: Option<Lost>,
}

/// The four numbers at the head of a record.
struct Head {
    seconds: u32,
    fraction: u32,
    caplen: u32,
    origlen: u32,
}

/// Whether `data` begins with one of the magic numbers.
pub(super) fn has_magic(data: &[u8]) -> bool {
    data.first_chunk().is_some_and(|magic| variant(*magic).is_some())
}

/// Byte order, resolution and record header length for a magic number.
fn variant(magic: [u8; 4]) -> Option<(bool, bool, usize)> {
    match magic {
        [0xa1, 0xb2, 0xc3, 0xd4] => Some((true, false, 16)),
        [0xd4, 0xc3, 0xb2, 0xa1] => Some((false, false, 16)),
        [0xa1, 0xb2, 0x3c, 0x4d] => Some((true, true, 16)),
        [0x4d, 0x3c, 0xb2, 0xa1] => Some((false, true, 16)),
        [0xa1, 0xb2, 0xcd, 0x34] => Some((true, false, 24)),
        [0x34, 0xcd, 0xb2, 0xa1] => Some((false, false, 24)),
        _ => None,
    }
}

impl Pcap {
    /// Reads the file header, if all of it is there.
    pub(super) fn open(data: &[u8]) -> Option<Self> {
        let [m0, m1, m2, m3, .., l0, l1, l2, l3] = *data.first_chunk::<FILE_HEADER>()?;
        let (big, nanos, record_header) = variant([m0, m1, m2, m3])?;
        // The upper half holds flags and the length of frame check sequences, which IP lengths cut off.
        let link = number(big, [l0, l1, l2, l3]) as u16;
        Some(Self { big, nanos, record_header, link, last_us: None, lost: None })
    }

    /// Appends the whole records from `at` on; returns where they end.
    pub(super) fn split(&mut self, data: &[u8], mut at: usize, out: &mut Vec<Record>, log: &mut Log) -> usize {
        loop {
            if self.lost.is_some() {
                match self.find(data, at, log) {
                    Search::Found(place) => at = place,
                    Search::Wait(place) => return place,
                }
            }
            at = self.split_sound(data, at, out, log);
            match self.head(data, at) {
                Some(head) if head.is_broken() => {
                    self.lost = Some(Lost { claimed: u64::from(head.caplen), skipped: 1 });
                    at += 1;
                }
                _ => return at,
            }
        }
    }

    /// Appends the records from `at` on, up to one that is broken or whose end is not there; returns where that begins.
    fn split_sound(&mut self, data: &[u8], mut at: usize, out: &mut Vec<Record>, log: &mut Log) -> usize {
        let before = out.len();
        while let Some(head) = self.head(data, at) {
            let start = at + self.record_header;
            let end = start + head.caplen as usize;
            if head.is_broken() || end > data.len() {
                break;
            }
            out.push(self.record(&head, start, log.next_frame()));
            at = end;
        }
        if let Some(last) = out.get(before..).and_then(<[Record]>::last) {
            self.last_us = Some(last.ts_us);
        }
        at
    }

    /// Says what breaks off at the end of the file.
    pub(super) fn finish(&mut self, rest: &[u8], log: &mut Log) {
        if let Some(mut lost) = self.lost.take() {
            lost.skipped += rest.len() as u64;
            return log.upcoming(lost.unfound("packet"));
        }
        match self.head(rest, 0) {
            None if rest.is_empty() => {}
            None => log.upcoming("the file ends in the middle of a packet header"),
            Some(head) => {
                let there = rest.len() - self.record_header;
                log.upcoming(ends_inside(head.caplen, there));
            }
        }
    }

    #[inline]
    fn record(&self, head: &Head, start: usize, frame: u32) -> Record {
        let Head { caplen, origlen, .. } = *head;
        Record { ts_us: self.time(head), frame, link: self.link, interface: 0, start, caplen, origlen: origlen.max(caplen) }
    }

    #[inline]
    fn head(&self, data: &[u8], at: usize) -> Option<Head> {
        let bytes = data.get(at..)?;
        if bytes.len() < self.record_header {
            return None;
        }
        let [s0, s1, s2, s3, f0, f1, f2, f3, c0, c1, c2, c3, o0, o1, o2, o3] = *bytes.first_chunk()?;
        Some(Head {
            seconds: number(self.big, [s0, s1, s2, s3]),
            fraction: number(self.big, [f0, f1, f2, f3]),
            caplen: number(self.big, [c0, c1, c2, c3]),
            origlen: number(self.big, [o0, o1, o2, o3]),
        })
    }

    #[inline]
    fn time(&self, head: &Head) -> i64 {
        let micros = if self.nanos { head.fraction / 1000 } else { head.fraction };
        i64::from(head.seconds) * 1_000_000 + i64::from(micros)
    }

    fn find(&mut self, data: &[u8], at: usize, log: &mut Log) -> Search {
        let found = search(at, data.len(), |place| self.check(data, place));
        settle(&mut self.lost, found, at, "packet", log);
        found
    }

    /// A record is believed if the next one is plausible too, or if it ends where the bytes do.
    fn check(&self, data: &[u8], place: usize) -> Verdict {
        let Some(head) = self.head(data, place) else {
            return Verdict::Maybe;
        };
        if !self.is_plausible(&head) {
            return Verdict::No;
        }
        let next = place + self.record_header + head.caplen as usize;
        match self.head(data, next) {
            Some(next) if self.is_plausible(&next) => Verdict::Yes,
            Some(_) => Verdict::No,
            None if next == data.len() => Verdict::Yes,
            None => Verdict::Maybe,
        }
    }

    fn is_plausible(&self, head: &Head) -> bool {
        let whole = if self.nanos { 1_000_000_000 } else { 1_000_000 };
        let near = |last: i64| last.abs_diff(self.time(head)) < NEAR_US.unsigned_abs();
        (1..=PLAUSIBLE).contains(&head.caplen)
            && (head.caplen..=MAX_CAPLEN).contains(&head.origlen)
            && head.fraction < whole
            && self.last_us.map_or(head.seconds > 600_000_000, near)
    }
}

impl Head {
    /// More bytes than any packet has, or the zeros of a hole in the file.
    fn is_broken(&self) -> bool {
        self.caplen > MAX_CAPLEN || (self.seconds | self.fraction | self.caplen | self.origlen) == 0
    }
}

/// The sentence for a packet of which only `there` bytes are left.
pub(super) fn ends_inside(needs: u32, there: usize) -> String {
    format!("the file ends in the middle of this packet (needs {needs} bytes, {there} are there)")
}

#[inline]
fn number(big: bool, bytes: [u8; 4]) -> u32 {
    if big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }
}
