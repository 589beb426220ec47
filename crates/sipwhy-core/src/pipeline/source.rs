//! One file on its way: bytes to jobs of whole records, and the batches that come back in order.

use crate::block::{Batch, Bytes, Job};
use sipwire::capture::Splitter;
use std::collections::{BTreeMap, VecDeque};

/// Secrets of this type are the text of a TLS key log (draft-ietf-opsawg-pcapng section 4.7).
const TLS_KEY_LOG: u32 = 0x544c_534b;

/// One file that is being read.
pub(super) struct Source {
    pub(super) splitter: Splitter,
    /// The beginning of a record whose end has not come.
    rest: Vec<u8>,
    /// Bytes given so far, less `rest`.
    consumed: u64,
    pub(super) given: u64,
    /// Blocks that are read but wait for earlier ones.
    pub(super) ready: BTreeMap<u64, Batch>,
    /// Blocks in order, with the next item of the first.
    pub(super) queue: VecDeque<Batch>,
    pub(super) next_item: usize,
    pub(super) taken: u64,
    /// How many records are expected in a whole block: some more than the last one had.
    records: usize,
    /// How many blocks of secrets were handed on.
    secrets: usize,
    pub(super) ended: bool,
    pub(super) closed: bool,
}

impl Source {
    /// A file of which nothing was read.
    pub(super) fn new() -> Self {
        Self {
            splitter: Splitter::new(),
            rest: Vec::new(),
            consumed: 0,
            given: 0,
            ready: BTreeMap::new(),
            queue: VecDeque::new(),
            next_item: 0,
            taken: 0,
            records: 0,
            secrets: 0,
            ended: false,
            closed: false,
        }
    }

    /// Ends the file: what is left of it is no whole record.
    pub(super) fn end(&mut self) {
        self.splitter.finish(&self.rest);
        self.ended = true;
    }

    /// The key logs of TLS that the file brings along, since the last call.
    pub(super) fn new_secrets(&mut self) -> impl Iterator<Item = &[u8]> {
        let all = self.splitter.secrets();
        let since = std::mem::replace(&mut self.secrets, all.len());
        all.get(since..).unwrap_or_default().iter().filter(|one| one.kind == TLS_KEY_LOG).map(|one| one.bytes.as_slice())
    }

    /// Whether every block of an ended file has been queued.
    pub(super) fn is_exhausted(&self) -> bool {
        self.ended && self.taken == self.given
    }

    /// The time of the next item; drops blocks that are done with.
    pub(super) fn next_ts(&mut self) -> Option<i64> {
        while let Some(batch) = self.queue.front() {
            if let Some(item) = batch.items.get(self.next_item) {
                return Some(item.ts);
            }
            self.queue.pop_front();
            self.next_item = 0;
        }
        None
    }

    /// Cuts new bytes into jobs of whole records; a record that began in the last bytes becomes a small job of its own.
    pub(super) fn cut(&mut self, file: u16, bytes: Bytes) -> Vec<Job> {
        let mut jobs = Vec::new();
        let mut from = 0;
        while !self.rest.is_empty() && from < bytes.len() {
            from = self.join(file, &bytes, from, &mut jobs);
        }
        if from >= bytes.len() {
            return jobs;
        }
        let mut records = Vec::with_capacity(self.records);
        let rest = bytes.get(from..).unwrap_or_default();
        let used = self.splitter.split(rest, &mut records);
        for record in &mut records {
            record.start += from;
        }
        self.records = records.len() + records.len() / 8;
        self.rest = rest.get(used..).unwrap_or_default().to_vec();
        let base = self.consumed - from as u64;
        self.consumed += used as u64;
        if !records.is_empty() {
            jobs.push(self.job(file, base, bytes, records));
        }
        jobs
    }

    /// Adds bytes to `rest` until its record is whole; returns how far into `bytes` that reached.
    fn join(&mut self, file: u16, bytes: &[u8], from: usize, jobs: &mut Vec<Job>) -> usize {
        let before = self.rest.len();
        let more = before.max(2048);
        let mut joined = std::mem::take(&mut self.rest);
        let to = from.saturating_add(more).min(bytes.len());
        joined.extend_from_slice(bytes.get(from..to).unwrap_or_default());
        let mut records = Vec::new();
        let used = self.splitter.split(&joined, &mut records);
        let base = self.consumed;
        self.consumed += used as u64;
        let end = if used >= before {
            from + used - before
        } else {
            self.rest = joined.get(used..).unwrap_or_default().to_vec();
            to
        };
        if !records.is_empty() {
            joined.truncate(used);
            jobs.push(self.job(file, base, Bytes::Joined(joined), records));
        }
        end
    }

    fn job(&mut self, file: u16, base: u64, bytes: Bytes, records: Vec<sipwire::capture::Record>) -> Job {
        let sequence = self.given;
        self.given += 1;
        Job { file, sequence, base, bytes, records }
    }
}
