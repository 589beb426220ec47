//! Capture files to packet records: classic pcap and pcapng, told apart by their first bytes.
//!
//! The splitter is given the file piece by piece and keeps nothing of it. What it cannot read it
//! names in a [`Notice`]; after a broken record it looks for the next plausible one.

mod log;
mod options;
mod pcap;
mod pcapng;
mod search;
mod time;

use log::Log;
use pcap::Pcap;
use pcapng::Pcapng;

/// The most bytes that a packet may have been captured with; a record that claims more is broken.
pub const MAX_CAPLEN: u32 = 1 << 20;

/// No rest that [`Splitter::split`] leaves behind is ever longer than this.
pub const MAX_REST: usize = (MAX_CAPLEN as usize) + (1 << 16);

/// Where one packet stands in the bytes given to [`Splitter::split`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Record {
    /// Time of capture in µs since 1970.
    pub ts_us: i64,
    /// Number of the packet in the file, from 1, as Wireshark counts.
    pub frame: u32,
    /// Link type (LINKTYPE_ value).
    pub link: u16,
    /// Number of the interface in the file, from 0 over all sections.
    pub interface: u32,
    /// Offset of the packet's bytes.
    pub start: usize,
    /// How many bytes of it were captured.
    pub caplen: u32,
    /// How many it had on the wire.
    pub origlen: u32,
}

/// Something in the file that could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// Number of the packet at which it happened, as [`Record::frame`]; 0 for the file as a whole.
    pub frame: u32,
    /// What happened, in English.
    pub why: String,
}

/// Keys that the file brings along (pcapng decryption secrets block).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Secrets {
    /// Secrets type: 0x544c534b TLS key log, 0x5353484b SSH ...
    pub kind: u32,
    /// The secrets themselves; of type TLS key log, its text.
    pub bytes: Vec<u8>,
}

/// Splits a capture file into records as its bytes come in.
#[derive(Debug, Default)]
pub struct Splitter {
    format: Format,
    log: Log,
}

#[derive(Debug, Default)]
enum Format {
    #[default]
    Unknown,
    Foreign,
    Pcap(Pcap),
    Pcapng(Pcapng),
}

impl Splitter {
    /// A splitter at the beginning of a file.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends the whole records found in `data` to `out`; returns how many bytes were consumed.
    /// The rest (at most [`MAX_REST`]) must be given again, with more bytes behind it.
    pub fn split(&mut self, data: &[u8], out: &mut Vec<Record>) -> usize {
        let from = match self.format {
            Format::Unknown => self.sniff(data),
            _ => 0,
        };
        match &mut self.format {
            Format::Unknown => 0,
            Format::Foreign => data.len(),
            Format::Pcap(pcap) => pcap.split(data, from, out, &mut self.log),
            Format::Pcapng(pcapng) => pcapng.split(data, from, out, &mut self.log),
        }
    }

    /// Ends the file: `rest` is what was left unconsumed. What broke off becomes a notice.
    pub fn finish(&mut self, rest: &[u8]) {
        match &mut self.format {
            Format::Unknown if rest.is_empty() => self.log.file("the file is empty"),
            Format::Unknown if pcap::has_magic(rest) => self.log.file("the file ends inside its header"),
            Format::Unknown => self.log.file("not a capture file"),
            Format::Foreign => {}
            Format::Pcap(pcap) => pcap.finish(rest, &mut self.log),
            Format::Pcapng(pcapng) => pcapng.finish(rest, &mut self.log),
        }
    }

    /// Hands out the notices since the last call.
    pub fn notices(&mut self) -> Vec<Notice> {
        self.log.take()
    }

    /// The decryption secrets met so far (pcapng only; at most 16 MiB are kept).
    #[must_use]
    pub fn secrets(&self) -> &[Secrets] {
        match &self.format {
            Format::Pcapng(pcapng) => pcapng.secrets(),
            _ => &[],
        }
    }

    /// Packets that the capturing machine says it dropped, over all interfaces (last value of
    /// each); None if the file does not say.
    #[must_use]
    pub fn drops(&self) -> Option<u64> {
        match &self.format {
            Format::Pcapng(pcapng) => pcapng.drops(),
            _ => None,
        }
    }

    /// When the capture ended, µs since 1970, which can be later than its last packet (isb_endtime of pcapng); None if
    /// the file does not say.
    #[must_use]
    pub fn ended_us(&self) -> Option<i64> {
        match &self.format {
            Format::Pcapng(pcapng) => pcapng.ended_us(),
            _ => None,
        }
    }

    /// Whether this is a capture file; None while too few bytes were seen.
    #[must_use]
    pub fn is_recognised(&self) -> Option<bool> {
        match self.format {
            Format::Unknown => None,
            Format::Foreign => Some(false),
            Format::Pcap(_) | Format::Pcapng(_) => Some(true),
        }
    }

    /// Decides the format, if `data` suffices; returns the length of the file header.
    fn sniff(&mut self, data: &[u8]) -> usize {
        let Some(magic) = data.first_chunk::<4>() else {
            return 0;
        };
        if pcapng::is_section(magic) {
            self.format = Format::Pcapng(Pcapng::default());
        } else if !pcap::has_magic(data) {
            self.format = Format::Foreign;
            self.log.file("not a capture file");
        } else if let Some(pcap) = Pcap::open(data) {
            self.format = Format::Pcap(pcap);
            return pcap::FILE_HEADER;
        }
        0
    }
}
