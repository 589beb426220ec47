//! Several rings, emptied by one thread into a queue of pieces of pcapng.

use crate::block::Packet;
use crate::pcapng::{self, ETHERNET};
use crate::ring::{ANY, Ring};
use crate::sys;
use crate::waiting::{Piece, Waiting};
use std::collections::{HashMap, VecDeque};
use std::io::Result;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How packets are taken.
#[derive(Clone, Debug)]
pub struct Options {
    /// Bytes of each interface's ring.
    pub ring: usize,
    /// Bytes that may wait for whoever takes them.
    pub queue: usize,
    /// Whether packets are wanted that are not for this host.
    pub promiscuous: bool,
    /// The filter in the user's words.
    pub filter: String,
    /// The longest packet that is kept.
    pub snaplen: u32,
    /// Who writes: it is told in the head of the section.
    pub program: String,
}

/// What an interface's packets have come to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct State {
    /// Its name.
    pub name: String,
    /// Whether it is there and up.
    pub is_up: bool,
    /// Packets that passed the kernel's filter.
    pub received: u64,
    /// Those of them that found no room in the ring.
    pub dropped: u64,
}

/// All counts.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Counts {
    /// Of each interface.
    pub states: Vec<State>,
    /// Packets taken out of the rings.
    pub taken: u64,
    /// Packets that found no room in the queue.
    pub refused: u64,
}

#[derive(Default)]
struct Queue {
    pieces: VecDeque<Piece>,
    bytes: usize,
    counts: Counts,
}

/// Interfaces whose packets are taken.
pub struct Capture {
    /// Until the thread has them.
    rings: Mutex<Option<Vec<Ring>>>,
    options: Options,
    shared: Arc<(Mutex<Queue>, Condvar)>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Capture {
    /// Opens interfaces, each with its filter; needs CAP_NET_RAW. Nothing is taken out of the rings before [`Capture::start`].
    ///
    /// The error comes with the name of the interface that it is about.
    pub fn open(interfaces: &[(String, Vec<u8>)], options: Options) -> std::result::Result<Self, (String, std::io::Error)> {
        let mut rings = Vec::new();
        for (name, program) in interfaces {
            let ring = Ring::open(name, program, options.ring, options.promiscuous);
            rings.push(ring.map_err(|error| (name.clone(), error))?);
        }
        let mut queue = Queue::default();
        queue.counts.states = states(&rings);
        let shared = Arc::new((Mutex::new(queue), Condvar::new()));
        Ok(Self { rings: Mutex::new(Some(rings)), options, shared, stop: Arc::default(), thread: None })
    }

    /// Starts the thread that empties the rings; it needs no rights.
    pub fn start(&mut self) -> Result<()> {
        let waiting = self.rings.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        let Some(rings) = waiting else { return Ok(()) };
        let pump = Pump::new(rings, self.options.clone(), self.shared.clone(), self.stop.clone());
        self.thread = Some(std::thread::Builder::new().name("capture".into()).spawn(move || pump.run())?);
        Ok(())
    }

    /// The next piece, waited for as long as `patience`.
    #[must_use]
    pub fn read(&self, patience: Duration) -> Option<Piece> {
        let (queue, changed) = &*self.shared;
        let guard = queue.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = changed.wait_timeout_while(guard, patience, |queue| queue.pieces.is_empty());
        let (mut guard, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let piece = guard.pieces.pop_front()?;
        guard.bytes -= piece.bytes.len();
        Some(piece)
    }

    /// What the packets have come to, as of the last quarter of a second.
    #[must_use]
    pub fn counts(&self) -> Counts {
        lock(&self.shared).counts.clone()
    }

    /// Takes no more packets; what has been taken can still be read.
    pub fn stop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Capture {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The thread's own.
struct Pump {
    rings: Vec<Ring>,
    options: Options,
    shared: Arc<(Mutex<Queue>, Condvar)>,
    stop: Arc<AtomicBool>,
    /// Number of the announced interface by ring and kernel's number.
    announced: HashMap<(usize, i32), u32>,
    count: u32,
    looked: Instant,
    /// When the counts were written last, and what they were.
    counted: (Instant, Vec<State>),
}

/// So many interfaces have a number of their own: where each container brings a new one, those after them are all "any".
const MOST_ANNOUNCED: usize = 4096;
/// How often counts are taken and interfaces looked at.
const LOOK: Duration = Duration::from_millis(250);
/// How often counts are written down.
const TELL: Duration = Duration::from_secs(1);
const WAIT: i32 = 100;
/// How long packets of several rings wait for earlier ones of the others, ns: a ring keeps a block until it has waited 60 ms.
const BEHIND: u64 = 150_000_000;

impl Pump {
    fn new(rings: Vec<Ring>, options: Options, shared: Arc<(Mutex<Queue>, Condvar)>, stop: Arc<AtomicBool>) -> Self {
        Self {
            rings,
            options,
            shared,
            stop,
            announced: HashMap::new(),
            count: 0,
            looked: Instant::now(),
            counted: (Instant::now(), Vec::new()),
        }
    }

    fn run(mut self) {
        let mut head = Vec::new();
        pcapng::section(&mut head, &self.options.program);
        self.send(Piece { bytes: head, packets: 0, last_us: 0 });
        let mut waiting = Waiting::default();
        loop {
            let is_last = self.stop.load(Ordering::Relaxed);
            let errors = sys::wait(&self.rings.iter().map(|ring| &ring.socket).collect::<Vec<_>>(), if is_last { 0 } else { WAIT });
            for (ring, has_error) in self.rings.iter().zip(errors) {
                if has_error {
                    sys::take_error(&ring.socket);
                }
            }
            self.drain(&mut waiting);
            self.emit(&mut waiting, is_last);
            if is_last || self.looked.elapsed() >= LOOK {
                self.look();
                self.tell_counts(is_last);
            }
            if is_last {
                return;
            }
        }
    }

    fn drain(&mut self, waiting: &mut Waiting) {
        let mut rings = std::mem::take(&mut self.rings);
        let mut taken = 0;
        for (index, ring) in rings.iter_mut().enumerate() {
            let (name, link) = (ring.name.clone(), ring.link);
            taken += ring.drain(|packet| {
                if let Some(number) = self.number(index, &name, link, packet) {
                    waiting.take(number, link, packet);
                }
            });
        }
        self.rings = rings;
        lock(&self.shared).counts.taken += taken;
    }

    /// The announced number of a packet's interface, which is announced now if it was not; None for what is not IP where
    /// the link's own header is missing: nobody could tell what it is.
    fn number(&mut self, ring: usize, name: &str, link: u16, packet: &Packet<'_>) -> Option<u32> {
        if link != ETHERNET && !matches!(packet.protocol, 0x0800 | 0x86dd) {
            return None;
        }
        let key = (ring, if name == ANY { known_as(&self.announced, (ring, packet.interface)) } else { 0 });
        if let Some(number) = self.announced.get(&key) {
            return Some(*number);
        }
        let own = if key.1 == 0 { None } else { sys::name(key.1) };
        let mut bytes = Vec::new();
        pcapng::interface(&mut bytes, own.as_deref().unwrap_or(name), link, self.options.snaplen, &self.options.filter);
        self.send(Piece { bytes, packets: 0, last_us: 0 });
        self.announced.insert(key, self.count);
        self.count += 1;
        Some(self.count - 1)
    }

    fn emit(&mut self, waiting: &mut Waiting, is_last: bool) {
        let until = if is_last || self.rings.len() == 1 { u64::MAX } else { now_ns().saturating_sub(BEHIND) };
        for piece in waiting.pieces(until, self.rings.len() > 1) {
            self.send(piece);
        }
    }

    fn send(&self, piece: Piece) {
        let mut queue = lock(&self.shared);
        if piece.packets > 0 && queue.bytes + piece.bytes.len() > self.options.queue {
            queue.counts.refused += u64::from(piece.packets);
            return;
        }
        queue.bytes += piece.bytes.len();
        queue.pieces.push_back(piece);
        self.shared.1.notify_one();
    }

    /// Writes down what each interface has lost, if that has changed.
    fn tell_counts(&mut self, is_last: bool) {
        let now = states(&self.rings);
        if !is_last && (self.counted.0.elapsed() < TELL || now == self.counted.1) {
            return;
        }
        let (mut bytes, ts) = (Vec::new(), now_ns());
        for (index, state) in now.iter().enumerate() {
            let numbers = self.announced.iter().filter(|((ring, _), _)| *ring == index).map(|(_, number)| *number);
            if let Some(number) = numbers.min() {
                pcapng::statistics(&mut bytes, number, ts, state.received, state.dropped);
            }
        }
        self.counted = (Instant::now(), now);
        if !bytes.is_empty() {
            self.send(Piece { bytes, packets: 0, last_us: (ts / 1000).cast_signed() });
        }
    }

    fn look(&mut self) {
        self.looked = Instant::now();
        for ring in &mut self.rings {
            ring.count();
            ring.look();
        }
        lock(&self.shared).counts.states = states(&self.rings);
    }
}

fn states(rings: &[Ring]) -> Vec<State> {
    let state = |ring: &Ring| State { name: ring.name.clone(), is_up: ring.is_up, received: ring.received, dropped: ring.dropped };
    rings.iter().map(state).collect()
}

fn lock(shared: &(Mutex<Queue>, Condvar)) -> MutexGuard<'_, Queue> {
    shared.0.lock().unwrap_or_else(PoisonError::into_inner)
}

fn now_ns() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as u64)
}

/// By which number of the kernel an interface is announced; 0 if it is announced as "any", for those before it were too many.
fn known_as(announced: &HashMap<(usize, i32), u32>, one: (usize, i32)) -> i32 {
    if announced.contains_key(&one) || announced.len() < MOST_ANNOUNCED { one.1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_many_interfaces_come_and_go_few_are_announced() {
        let mut announced = HashMap::new();
        let mut names = Vec::new();
        for interface in 1..100_000 {
            names.push(known_as(&announced, (0, interface)));
            let count = announced.len() as u32;
            announced.entry((0, names[names.len() - 1])).or_insert(count);
        }
        assert_eq!(announced.len(), MOST_ANNOUNCED + 1);
        assert_eq!((names[4095], names[4096], names[99_998]), (4096, 0, 0));
        assert_eq!(known_as(&announced, (0, 17)), 17);
    }
}
