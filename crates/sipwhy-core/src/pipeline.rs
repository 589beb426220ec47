//! Reads blocks on several threads and hands them on in order: per file as they stand, between files by time.

use crate::block::{Batch, Bytes, Job, read};
use crate::session::Session;
use crossbeam_channel::{Receiver, Sender, unbounded};
use sipwire::capture::Splitter;
use std::collections::{BTreeMap, VecDeque};
use std::io::Read;
use std::thread::JoinHandle;

/// One file that is being read.
struct Source {
    splitter: Splitter,
    /// The beginning of a record whose end has not come.
    rest: Vec<u8>,
    /// Bytes given so far, less `rest`.
    consumed: u64,
    given: u64,
    /// Blocks that are read but wait for earlier ones.
    ready: BTreeMap<u64, Batch>,
    /// Blocks in order, with the next item of the first.
    queue: VecDeque<Batch>,
    next_item: usize,
    taken: u64,
    ended: bool,
    closed: bool,
}

/// All files, the readers' threads, and what they are read into.
pub struct Pipeline {
    /// What has been read.
    pub session: Session,
    sources: Vec<Source>,
    jobs: Option<Sender<Vec<Job>>>,
    waiting: Receiver<Vec<Job>>,
    done: Receiver<Vec<Batch>>,
    workers: Vec<JoinHandle<()>>,
    /// Jobs that are not sent yet.
    gathered: Vec<Job>,
    /// Jobs whose batches have not come back.
    in_flight: usize,
    /// Whether the last batch was RTP for the most part: it is read in less time than another thread takes to wake.
    is_cheap: bool,
    pool: Vec<Vec<u8>>,
}

/// How much is read from a file at once: a block and its rows stay in a core's own cache (measured: 64 KiB to 4 MiB).
const BLOCK: usize = 1 << 17;

/// How many jobs go to a thread at once: waking one costs as much as reading a block of RTP (measured: 1 to 8).
const GROUP: usize = 4;

impl Pipeline {
    /// Starts `threads` readers beside the caller's own thread.
    pub fn new(threads: usize) -> Self {
        let (jobs, waiting) = unbounded::<Vec<Job>>();
        let (finished, done) = unbounded::<Vec<Batch>>();
        let workers = (0..threads).map(|_| {
            let (waiting, finished) = (waiting.clone(), finished.clone());
            std::thread::spawn(move || {
                for jobs in waiting {
                    if finished.send(jobs.into_iter().map(read_or_refuse).collect()).is_err() {
                        return;
                    }
                }
            })
        });
        let workers = workers.collect();
        Self {
            session: Session::default(),
            sources: Vec::new(),
            jobs: Some(jobs),
            waiting,
            done,
            workers,
            gathered: Vec::new(),
            in_flight: 0,
            is_cheap: false,
            pool: Vec::new(),
        }
    }

    /// Adds a file; returns its index.
    pub fn add_file(&mut self) -> usize {
        self.session.add_file();
        self.sources.push(Source {
            splitter: Splitter::new(),
            rest: Vec::new(),
            consumed: 0,
            given: 0,
            ready: BTreeMap::new(),
            queue: VecDeque::new(),
            next_item: 0,
            taken: 0,
            ended: false,
            closed: false,
        });
        self.sources.len() - 1
    }

    /// The file whose next bytes are needed: the one that least is waiting of. `None` when all have ended.
    pub fn wants(&self) -> Option<usize> {
        let open = self.sources.iter().enumerate().filter(|(_, source)| !source.ended);
        open.min_by_key(|(_, source)| source.given - source.taken).map(|(index, _)| index)
    }

    /// Takes the next bytes of a file; no bytes are its end.
    pub fn feed(&mut self, file: usize, bytes: Bytes) {
        let Some(source) = self.sources.get_mut(file) else { return };
        if bytes.is_empty() {
            source.splitter.finish(&source.rest);
            source.ended = true;
        } else {
            let jobs = source.cut(file as u16, bytes);
            self.in_flight += jobs.len();
            for job in jobs {
                self.submit(job);
            }
        }
        self.drain(2 * GROUP * (self.workers.len() + 1));
    }

    /// Reads the next bytes of a file that stands open here; says how many.
    pub fn pull(&mut self, file: usize, input: &mut std::fs::File) -> std::io::Result<usize> {
        let mut buffer = self.pool.pop().unwrap_or_default();
        buffer.resize(BLOCK, 0);
        let read = input.read(&mut buffer)?;
        buffer.truncate(read);
        self.feed(file, Bytes::Pooled(buffer));
        Ok(read)
    }

    /// Keeps a block's buffer for the next read.
    fn recycle(&mut self, batch: Batch) {
        if let Bytes::Pooled(buffer) = batch.job.bytes {
            self.pool.push(buffer);
        }
    }

    /// Whether a file was recognised as a capture; `None` while too little of it is known.
    pub fn is_recognised(&self, file: usize) -> Option<bool> {
        self.sources.get(file).and_then(|source| source.splitter.is_recognised())
    }

    /// Waits for everything that is under way, and ends the readers.
    pub fn finish(&mut self) {
        self.drain(0);
        self.jobs = None;
        for worker in self.workers.drain(..) {
            let _ = worker.join();
        }
        self.session.finish();
        for (file, source) in self.sources.iter_mut().enumerate() {
            for notice in source.splitter.notices() {
                self.session.notes.broken(file as u16, notice.frame, &notice.why);
            }
            self.session.notes.dropped += source.splitter.drops().unwrap_or(0);
            self.session.notes.ended(source.splitter.ended_us());
            self.session.notes.secrets += source.splitter.secrets().len() as u64;
        }
    }

    fn submit(&mut self, job: Job) {
        self.gathered.push(job);
        if self.workers.is_empty() || self.is_cheap {
            let jobs = std::mem::take(&mut self.gathered);
            return self.read_here(jobs);
        }
        if self.gathered.len() >= GROUP
            && let Some(jobs) = &self.jobs
            && let Err(unsent) = jobs.send(std::mem::take(&mut self.gathered))
        {
            self.read_here(unsent.into_inner());
        }
    }

    fn read_here(&mut self, jobs: Vec<Job>) {
        for job in jobs {
            self.accept(read(job));
        }
    }

    /// Hands on what is ready, and helps reading until at most `most` blocks are under way.
    fn drain(&mut self, most: usize) {
        loop {
            while let Ok(batches) = self.done.try_recv() {
                batches.into_iter().for_each(|batch| self.accept(batch));
            }
            self.hand_on();
            if self.in_flight <= most {
                return;
            }
            if let Ok(jobs) = self.waiting.try_recv() {
                self.read_here(jobs);
            } else if !self.gathered.is_empty() {
                let jobs = std::mem::take(&mut self.gathered);
                self.read_here(jobs);
            } else if let Ok(batches) = self.done.recv() {
                batches.into_iter().for_each(|batch| self.accept(batch));
            } else {
                return; // no reader is left
            }
        }
    }

    fn accept(&mut self, batch: Batch) {
        self.in_flight -= 1;
        self.is_cheap = batch.rtp.len() > 8 * batch.sip.len();
        if let Some(source) = self.sources.get_mut(usize::from(batch.job.file)) {
            source.ready.insert(batch.job.sequence, batch);
            while let Some(batch) = source.ready.remove(&source.taken) {
                source.taken += 1;
                self.session.begin(&batch);
                source.queue.push_back(batch);
            }
        }
    }

    /// Hands items to the session in order of time, as long as no file that could have earlier ones is waiting.
    fn hand_on(&mut self) {
        if let [source] = self.sources.as_mut_slice() {
            let ready = std::mem::take(&mut source.queue);
            for batch in ready {
                for item in &batch.items {
                    self.session.take(&batch, item);
                }
                self.recycle(batch);
            }
        } else {
            while self.hand_on_run() {}
        }
        self.close_ended();
    }

    /// Hands on the earliest file's items up to the next file's time; says whether there may be more.
    fn hand_on_run(&mut self) -> bool {
        let mut earliest: Option<(usize, i64)> = None;
        let mut until = i64::MAX;
        for (index, source) in self.sources.iter_mut().enumerate() {
            match source.next_ts() {
                Some(ts) => match earliest {
                    Some((_, first)) if ts >= first => until = until.min(ts),
                    Some((_, first)) => {
                        until = until.min(first);
                        earliest = Some((index, ts));
                    }
                    None => earliest = Some((index, ts)),
                },
                None if !source.is_exhausted() => return false,
                None => {}
            }
        }
        let Some(source) = earliest.and_then(|(index, _)| self.sources.get_mut(index)) else { return false };
        let Some(batch) = source.queue.front() else { return false };
        for item in batch.items.get(source.next_item..).unwrap_or_default() {
            if item.ts > until {
                break;
            }
            self.session.take(batch, item);
            source.next_item += 1;
        }
        true
    }

    fn close_ended(&mut self) {
        for (file, source) in self.sources.iter_mut().enumerate() {
            if !source.closed && source.is_exhausted() && source.queue.is_empty() {
                source.closed = true;
                self.session.end_file(file as u16);
            }
        }
    }
}

/// Reads a job on a thread of its own, where a panic would be waited for in vain: its block is then one that cannot be read.
fn read_or_refuse(job: Job) -> Batch {
    let (file, sequence, base) = (job.file, job.sequence, job.base);
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| read(job))).unwrap_or_else(|_| Batch::refused(file, sequence, base))
}

impl Source {
    /// Whether every block of an ended file has been queued.
    fn is_exhausted(&self) -> bool {
        self.ended && self.taken == self.given
    }

    /// The time of the next item; drops blocks that are done with.
    fn next_ts(&mut self) -> Option<i64> {
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
    fn cut(&mut self, file: u16, bytes: Bytes) -> Vec<Job> {
        let mut jobs = Vec::new();
        let mut from = 0;
        while !self.rest.is_empty() && from < bytes.len() {
            from = self.join(file, &bytes, from, &mut jobs);
        }
        if from >= bytes.len() {
            return jobs;
        }
        let mut records = Vec::new();
        let rest = bytes.get(from..).unwrap_or_default();
        let used = self.splitter.split(rest, &mut records);
        for record in &mut records {
            record.start += from;
        }
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
