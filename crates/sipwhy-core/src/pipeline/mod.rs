//! Reads blocks on several threads and hands them on in order: per file as they stand, between files by time.

mod source;

use crate::block::{Batch, Bytes, Job, read};
use crate::buffer::Buffer;
use crate::session::Session;
use crossbeam_channel::{Receiver, Sender, unbounded};
use source::Source;
use std::thread::JoinHandle;

/// All files, the readers' threads, and what they are read into.
pub struct Pipeline {
    /// What has been read.
    pub session: Session,
    sources: Vec<Source>,
    jobs: Option<Sender<Vec<Job>>>,
    waiting: Receiver<Vec<Job>>,
    finished: Sender<Vec<Batch>>,
    done: Receiver<Vec<Batch>>,
    /// How many readers there may be beside the caller's own thread; they start when there is work that is worth it.
    threads: usize,
    workers: Vec<JoinHandle<()>>,
    /// Jobs that are not sent yet.
    gathered: Vec<Job>,
    /// Jobs whose batches have not come back.
    in_flight: usize,
    /// Whether the last whole block was RTP for the most part: it is read in less time than another thread takes to wake. So is the first one.
    /// A record that two blocks share says nothing of its neighbours.
    is_cheap: bool,
    pool: Vec<Buffer>,
}

/// How much is read from a file at once: a block and its rows stay in a core's own cache (measured: 64 KiB to 4 MiB).
const BLOCK: usize = 1 << 17;

/// How many jobs go to a thread at once: waking one costs as much as reading a block of RTP (measured: 1 to 8).
const GROUP: usize = 4;

impl Pipeline {
    /// At most `threads` readers beside the caller's own thread.
    pub fn new(threads: usize) -> Self {
        let (jobs, waiting) = unbounded::<Vec<Job>>();
        let (finished, done) = unbounded::<Vec<Batch>>();
        Self {
            session: Session::default(),
            sources: Vec::new(),
            jobs: Some(jobs),
            waiting,
            finished,
            done,
            threads,
            workers: Vec::new(),
            gathered: Vec::new(),
            in_flight: 0,
            is_cheap: true,
            pool: Vec::new(),
        }
    }

    /// Adds a file; returns its index.
    pub fn add_file(&mut self) -> usize {
        self.session.add_file();
        self.sources.push(Source::new());
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
            source.end();
        } else {
            let jobs = source.cut(file as u16, bytes);
            for secrets in source.new_secrets() {
                self.session.keys.add_log(secrets);
                self.session.embedded.extend_from_slice(secrets);
                self.session.embedded.push(b'\n');
            }
            self.in_flight += jobs.len();
            for job in jobs {
                self.submit(job);
            }
        }
        self.drain(2 * GROUP * (self.workers.len() + 1));
    }

    /// Reads the next bytes of a file that stands open here; says how many.
    pub fn pull(&mut self, file: usize, input: &mut std::fs::File) -> std::io::Result<usize> {
        let mut buffer = self.pool.pop().unwrap_or_else(|| Buffer::new(BLOCK));
        let read = buffer.fill(input)?;
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

    /// Packets that captures say were lost, until now.
    pub fn dropped(&self) -> u64 {
        self.sources.iter().filter_map(|source| source.splitter.drops()).sum()
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
        if self.threads == 0 || self.is_cheap {
            let jobs = std::mem::take(&mut self.gathered);
            return self.read_here(jobs);
        }
        self.start_workers();
        if self.gathered.len() >= GROUP
            && let Some(jobs) = &self.jobs
            && let Err(unsent) = jobs.send(std::mem::take(&mut self.gathered))
        {
            self.read_here(unsent.into_inner());
        }
    }

    fn start_workers(&mut self) {
        for _ in self.workers.len()..self.threads {
            let (waiting, finished) = (self.waiting.clone(), self.finished.clone());
            self.workers.push(std::thread::spawn(move || {
                for jobs in waiting {
                    if finished.send(jobs.into_iter().map(read_or_refuse).collect()).is_err() {
                        return;
                    }
                }
            }));
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
        if !matches!(batch.job.bytes, Bytes::Joined(_)) {
            self.is_cheap = batch.rtp.len() > 8 * batch.sip.len();
        }
        if let Some(source) = self.sources.get_mut(usize::from(batch.job.file)) {
            source.ready.insert(batch.job.sequence, batch);
            while let Some(mut batch) = source.ready.remove(&source.taken) {
                source.taken += 1;
                self.session.begin(&mut batch);
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
