//! pcapng (draft-ietf-opsawg-pcapng): blocks, sections, and the search after a broken block.

use super::log::Log;
use super::options::word;
use super::search::{Lost, Search, Verdict, search, settle};
use super::{MAX_CAPLEN, MAX_REST, Record, Secrets};

mod blocks;

use blocks::Section;

/// The largest block that is passed over unread; longer ones are broken.
const MAX_SKIP: u32 = 64 << 20;

/// Block types (section 4, and section 11 for what they are called).
mod kind {
    pub(super) const SECTION: u32 = 0x0a0d_0d0a;
    pub(super) const INTERFACE: u32 = 1;
    pub(super) const OLD_PACKET: u32 = 2;
    pub(super) const SIMPLE_PACKET: u32 = 3;
    pub(super) const STATISTICS: u32 = 5;
    pub(super) const PACKET: u32 = 6;
    pub(super) const JOURNAL: u32 = 9;
    pub(super) const SECRETS: u32 = 10;
}

/// The state of reading one file.
#[derive(Debug, Default)]
pub(super) struct Pcapng {
    section: Section,
    skip: u64,
    lost: Option<Lost>,
}

/// What stands at the head of a block.
struct Head {
    big: bool,
    kind: u32,
    length: u32,
}

/// What to do with a block.
enum Fate {
    Read(usize),
    Skip,
    Wait,
    Broken,
}

/// Whether a file begins like pcapng.
pub(super) fn is_section(magic: &[u8; 4]) -> bool {
    *magic == kind::SECTION.to_be_bytes()
}

impl Pcapng {
    /// Appends the whole records from `at` on; returns where they end.
    pub(super) fn split(&mut self, data: &[u8], mut at: usize, out: &mut Vec<Record>, log: &mut Log) -> usize {
        loop {
            if self.skip > 0 {
                let passed = self.skip.min((data.len() - at) as u64);
                self.skip -= passed;
                at += passed as usize;
            }
            if self.lost.is_some() {
                match self.find(data, at, log) {
                    Search::Found(place) => at = place,
                    Search::Wait(place) => return place,
                }
            }
            let Some(head) = Head::read(data, at, self.section.big) else {
                return at;
            };
            match head.fate(data, at) {
                Fate::Wait => return at,
                Fate::Skip => {
                    if head.kind == kind::SECRETS {
                        log.upcoming(format!("decryption secrets of {} bytes skipped: a block of more than 1 MiB", head.length));
                    }
                    self.skip = u64::from(head.length);
                }
                Fate::Broken => {
                    self.lost = Some(Lost { claimed: u64::from(head.length), skipped: 1 });
                    at += 1;
                }
                Fate::Read(end) => {
                    let body = data.get(at + 8..end - 4).unwrap_or_default();
                    self.section.block(&head, body, at + 8, out, log);
                    at = end;
                }
            }
        }
    }

    /// Says what breaks off at the end of the file.
    pub(super) fn finish(&mut self, rest: &[u8], log: &mut Log) {
        if let Some(mut lost) = self.lost.take() {
            lost.skipped += rest.len() as u64;
            return log.upcoming(lost.unfound("block"));
        }
        match Head::read(rest, 0, self.section.big) {
            None if rest.is_empty() && self.skip == 0 => {}
            Some(head) if head.is_packet() => {
                log.upcoming(super::pcap::ends_inside(head.length, rest.len()));
            }
            _ => log.upcoming("the file ends in the middle of a block"),
        }
    }

    /// The decryption secrets met so far.
    pub(super) fn secrets(&self) -> &[Secrets] {
        self.section.secrets()
    }

    /// The drops that all interfaces report together.
    pub(super) fn drops(&self) -> Option<u64> {
        self.section.drops()
    }

    /// When the capture ended, by its statistics.
    pub(super) fn ended_us(&self) -> Option<i64> {
        self.section.ended_us()
    }

    fn find(&mut self, data: &[u8], at: usize, log: &mut Log) -> Search {
        let big = self.section.big;
        let found = search(at, data.len(), |place| check(data, place, big));
        settle(&mut self.lost, found, at, "block", log);
        found
    }
}

/// A block is believed if its type is one that files have and both its lengths agree.
fn check(data: &[u8], place: usize, big: bool) -> Verdict {
    let Some(head) = Head::read(data, place, big) else {
        return Verdict::Maybe;
    };
    if !head.is_known() {
        return Verdict::No;
    }
    match head.fate(data, place) {
        Fate::Read(_) => Verdict::Yes,
        Fate::Wait => Verdict::Maybe,
        Fate::Skip | Fate::Broken => Verdict::No,
    }
}

impl Head {
    /// Reads the head; a section header brings its own byte order.
    #[inline]
    fn read(data: &[u8], at: usize, big: bool) -> Option<Self> {
        let [k0, k1, k2, k3, l0, l1, l2, l3, m0, m1, m2, m3] = *data.get(at..)?.first_chunk()?;
        let kind = word(big, [k0, k1, k2, k3]);
        let big = match (kind, [m0, m1, m2, m3]) {
            (kind::SECTION, [0x1a, 0x2b, 0x3c, 0x4d]) => true,
            (kind::SECTION, [0x4d, 0x3c, 0x2b, 0x1a]) => false,
            (kind::SECTION, _) => return Some(Self { big, kind: u32::MAX, length: 0 }),
            _ => big,
        };
        Some(Self { big, kind, length: word(big, [l0, l1, l2, l3]) })
    }

    #[inline]
    fn fate(&self, data: &[u8], at: usize) -> Fate {
        let length = self.length as usize;
        if length < 12 || (self.is_packet() && self.length > MAX_CAPLEN + 65_536) || self.length > MAX_SKIP {
            return Fate::Broken;
        }
        if length > MAX_REST {
            return Fate::Skip;
        }
        let end = at + length;
        match data.get(end - 4..end).and_then(|tail| tail.first_chunk()) {
            Some(tail) if word(self.big, *tail) == self.length => Fate::Read(end),
            Some(_) => Fate::Broken,
            None => Fate::Wait,
        }
    }

    fn is_packet(&self) -> bool {
        matches!(self.kind, kind::PACKET | kind::SIMPLE_PACKET | kind::OLD_PACKET)
    }

    /// Types that occur in capture files: 4 names, 0xbad custom, 7 and 8 Arista and ARINC, 11 and 12 processes.
    fn is_known(&self) -> bool {
        matches!(self.kind, kind::SECTION | 1..=12 | 0x0bad | 0x4000_0bad) && self.length.is_multiple_of(4)
    }
}
