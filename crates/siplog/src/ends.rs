//! Between which sockets a message went, where the log names one of them or none.
//!
//! A server that logs what it sends and receives names the other side only. Its own address stands in the Via of the
//! requests that it sent and of the answers that it received (RFC 3261 section 18.1.1); messages are held back until one
//! such was seen, so that one server has one address from the first line on. What stays unknown is address and port zero.

use crate::address::{self, default_port};
use crate::announce::{Announced, Way};
use sipwire::packet::{Ip, Socket};
use sipwire::sip::{self, Head, StartLine};
use std::collections::HashMap;
use xxhash_rust::xxh3::xxh3_64;

/// A message of a log.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Message {
    /// µs since 1970 UTC; `None` if the log does not say.
    pub ts: Option<i64>,
    /// The number of its first line, from 1.
    pub line: u32,
    /// Sender; zero where it is not known.
    pub src: Socket,
    /// Receiver, likewise.
    pub dst: Socket,
    /// Whether the server sent it or received it, where the log says so.
    pub way: Way,
    /// Its transport, as `sipwire::logged` numbers them.
    pub transport: u8,
    /// Whether the log breaks off within it.
    pub is_cut: bool,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// How much is held back until the log's own address is known.
const MOST_HELD: usize = 4 << 20;
/// How many Call-IDs and transactions are remembered, twice over.
const MOST_KNOWN: usize = 65_536;

/// What a message says of its ends.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    way: Way,
    src: Socket,
    dst: Socket,
    transport: u8,
    /// A number for its Call-ID and the other side.
    call: u64,
    /// Where the request went that it answers, if the log told that without an announcement.
    asked: Socket,
}

/// What is known of a log's own addresses.
#[derive(Debug, Default)]
pub struct Ends {
    held: Vec<(Message, Route)>,
    held_bytes: usize,
    gave_up: bool,
    /// By transport and remote address.
    toward: HashMap<(u8, Ip), Socket>,
    /// By transport.
    own: HashMap<u8, Socket>,
    /// Where requests went that a log without addresses names: (sender, receiver) by transaction.
    asked: Recent<(Socket, Socket)>,
    by_call: Recent<Socket>,
    guess: Option<Socket>,
    aliases: HashMap<Socket, Socket>,
}

impl Ends {
    /// Nothing is known but that some own sockets are others on the wire.
    #[must_use]
    pub fn new(aliases: HashMap<Socket, Socket>) -> Self {
        Self { aliases, ..Self::default() }
    }

    /// What is said of a message's ends, by its announcement and by itself.
    pub fn route(&mut self, announced: &Announced, head: &Head<'_>) -> Route {
        let transport = announced.transport.unwrap_or_else(|| via_transport(head.via));
        let Some(remote) = announced.remote else {
            let (src, dst) = self.by_headers(head, transport);
            return Route { way: Way::Unknown, src, dst, transport, call: 0, asked: Socket::default() };
        };
        if let Some(own) = announced.own {
            return Route { way: Way::Unknown, src: own, dst: remote, transport, call: 0, asked: Socket::default() };
        }
        self.learn(head, announced.way, remote, transport);
        let call = xxh3_64(head.call_id) ^ xxh3_64(&remote.ip.0);
        let (src, dst) = if announced.way == Way::In { (remote, Socket::default()) } else { (Socket::default(), remote) };
        let asked = self.asked.get(transaction(head)).filter(|(src, _)| announced.way == Way::Out && src.ip == remote.ip);
        Route { way: announced.way, src, dst, transport, call, asked: asked.map(|(_, dst)| dst).unwrap_or_default() }
    }

    /// Takes a message and gives those whose ends are now settled, in order.
    pub fn take(&mut self, message: Message, route: Route, out: &mut Vec<Message>) {
        let is_open = self.own.is_empty() && !self.gave_up && (route.way != Way::Unknown || !self.held.is_empty());
        if is_open {
            self.held_bytes += message.bytes.len() + size_of::<(Message, Route)>();
            self.held.push((message, route));
            if self.held_bytes > MOST_HELD {
                self.finish(out);
            }
            return;
        }
        self.release(out);
        let message = self.settled(message, route);
        out.push(message);
    }

    /// Gives what is still held back.
    pub fn finish(&mut self, out: &mut Vec<Message>) {
        self.gave_up = true;
        self.release(out);
    }

    fn release(&mut self, out: &mut Vec<Message>) {
        for (message, route) in std::mem::take(&mut self.held) {
            let message = self.settled(message, route);
            out.push(message);
        }
        self.held_bytes = 0;
    }

    /// Learns the log's own address from a message that names it.
    fn learn(&mut self, head: &Head<'_>, way: Way, remote: Socket, transport: u8) {
        let (is_request, uri) = match head.start {
            StartLine::Request { uri, .. } => (true, uri),
            StartLine::Answer { .. } => (false, &b""[..]),
        };
        if is_request == (way == Way::Out) {
            if let Some(own) = sent_by(head.via, transport).filter(|own| *own != remote && own.port != 0) {
                self.own.entry(transport).or_insert(own);
                if self.toward.len() < MOST_KNOWN {
                    self.toward.insert((transport, remote.ip), own);
                }
            }
        } else if is_request && self.guess.is_none() {
            self.guess = numeric(uri, transport).filter(|own| own.ip != remote.ip);
        }
    }

    fn settled(&mut self, message: Message, route: Route) -> Message {
        let Route { way, mut src, mut dst, transport, call, asked } = route;
        if way != Way::Unknown {
            let remote = if way == Way::In { src } else { dst };
            let own = self.by_call.get(call).unwrap_or_else(|| self.own_toward(transport, remote));
            let own = if own == Socket::default() { asked } else { own };
            if own != Socket::default() {
                self.by_call.put(call, own);
            }
            *(if way == Way::In { &mut dst } else { &mut src }) = self.aliases.get(&own).copied().unwrap_or(own);
        }
        Message { src, dst, way, transport, ..message }
    }

    fn own_toward(&self, transport: u8, remote: Socket) -> Socket {
        let known = self.toward.get(&(transport, remote.ip)).or_else(|| self.own.get(&transport));
        let elsewhere = || self.own.values().min().map(|own| Socket { ip: own.ip, port: default_port(transport) });
        known.copied().or_else(elsewhere).or(self.guess).unwrap_or_default()
    }

    /// The ends by the message alone: an answer goes back where its request came from (RFC 3261 section 18.2.2).
    fn by_headers(&mut self, head: &Head<'_>, transport: u8) -> (Socket, Socket) {
        let key = transaction(head);
        let back = responds_to(head.via, transport).unwrap_or_default();
        match head.start {
            StartLine::Request { uri, .. } => {
                let ends = (back, numeric(uri, transport).unwrap_or_default());
                self.asked.put(key, ends);
                ends
            }
            StartLine::Answer { .. } => match self.asked.get(key) {
                Some((src, dst)) => (dst, src),
                None => (Socket::default(), back),
            },
        }
    }
}

/// A number for the transaction.
fn transaction(head: &Head<'_>) -> u64 {
    xxh3_64(head.call_id) ^ xxh3_64(sip::branch(head.via).unwrap_or(head.via)).rotate_left(7)
}

/// The transport that a Via names.
fn via_transport(via: &[u8]) -> u8 {
    let word = via.split(|byte| *byte == b'/').nth(2).unwrap_or_default().trim_ascii_start();
    let end = word.iter().take_while(|byte| byte.is_ascii_graphic()).count();
    word.get(..end).and_then(address::transport).unwrap_or(address::UDP)
}

/// The numeric address that a Via names as its sender's.
fn sent_by(via: &[u8], transport: u8) -> Option<Socket> {
    let after = via.split(|byte| *byte == b'/').nth(2)?.trim_ascii_start();
    let gap = after.iter().position(|byte| matches!(byte, b' ' | b'\t'))?;
    address::socket(after.get(gap..)?.trim_ascii_start(), default_port(transport)).map(|(socket, _)| socket)
}

/// Where an answer to a request with this Via goes.
fn responds_to(via: &[u8], transport: u8) -> Option<Socket> {
    let sent_by = sent_by(via, transport);
    let received = sip::parameter(via, b"received").and_then(address::ip);
    let port = sip::parameter(via, b"rport").and_then(sip::digits).and_then(|port| u16::try_from(port).ok());
    let ip = received.or(sent_by.map(|socket| socket.ip))?;
    Some(Socket { ip, port: port.or(sent_by.map(|socket| socket.port)).unwrap_or_else(|| default_port(transport)) })
}

/// The socket of a URI whose host is in figures.
fn numeric(uri: &[u8], transport: u8) -> Option<Socket> {
    let (host, port) = sip::hostport(uri)?;
    Some(Socket { ip: address::ip(host)?, port: if port == 0 { default_port(transport) } else { port } })
}

/// The last so many values by key.
#[derive(Debug)]
pub struct Recent<V> {
    young: HashMap<u64, V>,
    old: HashMap<u64, V>,
}

impl<V> Default for Recent<V> {
    fn default() -> Self {
        Self { young: HashMap::new(), old: HashMap::new() }
    }
}

impl<V: Copy> Recent<V> {
    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: u64) -> Option<V> {
        self.young.get(&key).or_else(|| self.old.get(&key)).copied()
    }

    /// Keeps a value.
    pub fn put(&mut self, key: u64, value: V) {
        if self.young.len() >= MOST_KNOWN {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, value);
    }
}
