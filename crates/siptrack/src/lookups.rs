//! DNS queries by which SIP servers are found (RFC 3263): what was asked, by whom, and what came of it.
//!
//! Only names that tell of SIP are kept: services and what they lead to, NAPTR, and hosts that call themselves sip, pbx
//! and the like. ENUM (RFC 6116) is left out: that most numbers are not in it is its normal state.

use crate::left_out::LeftOut;
use hashbrown::{HashMap, HashSet};
use sipwire::dns::{self, Message};
use sipwire::packet::{Ip, Socket};
use std::collections::VecDeque;

/// The most lookups that are kept.
const MOST: usize = 20_000;

/// The most queries that wait for their answer.
const MOST_WAITING: usize = 16_384;

/// The most names that are known to belong to SIP.
const MOST_NAMES: usize = 20_000;

/// How soon a resolver asks again for want of an answer, µs: later it is a new lookup.
const AGAIN: i64 = 15_000_000;

/// How long an answer may take and still be one, µs: resolvers give up long before.
const PATIENCE: i64 = 60_000_000;

/// One name and record type that one host asked for, all its attempts together.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// The file.
    pub file: u16,
    /// Who asked.
    pub client: Ip,
    /// The name, in lower case.
    pub name: Vec<u8>,
    /// The record type.
    pub kind: u16,
    /// How often it was asked for.
    pub asked: u32,
    /// How many of the queries were answered.
    pub answered: u32,
    /// The server asked last.
    pub server: Ip,
    /// The first query: µs, frame.
    pub first: (i64, u32),
    /// The last query: µs, frame.
    pub last: (i64, u32),
    /// The last answer: µs, frame; 0 if none came.
    pub answer: (i64, u32),
    /// The response code of the last answer; [`UNANSWERED`] without one.
    pub code: u8,
    /// Whether an answer ever held a record of the type asked for.
    pub found: bool,
    /// The longest time from a query, or from the first of a row that was not answered, to the answer, µs.
    pub slowest: i64,
    /// When the row of queries began that waits for an answer, µs.
    since: Option<i64>,
    /// What the last answer leads to.
    pub targets: Vec<Vec<u8>>,
}

/// The response code of a lookup without an answer.
pub const UNANSWERED: u8 = 255;

/// By what a query and its answer are told to belong together.
type Query = (Socket, Socket, u16);

/// Puts queries and answers together.
#[derive(Default)]
pub struct Lookups {
    rows: Vec<Lookup>,
    by_name: HashMap<(Ip, u16, Vec<u8>), usize>,
    waiting: HashMap<Query, (usize, i64)>,
    order: VecDeque<(Query, i64)>,
    names: HashSet<Vec<u8>>,
    /// Queries for names that found no room.
    pub left_out: LeftOut,
}

impl Lookups {
    /// Takes one message, sent by `src` to `dst`.
    pub fn take(&mut self, file: u16, (ts, frame): (i64, u32), (src, dst): (Socket, Socket), message: Message) {
        if message.is_answer {
            self.take_answer((ts, frame), (dst, src, message.id), message);
        } else {
            self.take_query(file, (ts, frame), (src, dst, message.id), message);
        }
    }

    /// Every lookup, in order of the first query; nothing more is taken after this.
    pub fn finish(&mut self) -> Vec<Lookup> {
        std::mem::take(&mut self.rows)
    }

    /// Those that were asked for since `since` (µs); the others are forgotten.
    pub fn recent(&mut self, since: i64) -> Self {
        let mut numbers = Vec::with_capacity(self.rows.len());
        let mut kept = 0;
        for row in &self.rows {
            let stays = row.last.0 >= since;
            numbers.push(stays.then_some(kept));
            kept += usize::from(stays);
        }
        let number = |row: usize| numbers.get(row).copied().flatten();
        self.rows.retain(|row| row.last.0 >= since);
        self.by_name.retain(|_, row| number(*row).map(|new| *row = new).is_some());
        self.waiting.retain(|_, (row, _)| number(*row).map(|new| *row = new).is_some());
        Self { rows: self.rows.clone(), left_out: std::mem::take(&mut self.left_out), ..Self::default() }
    }

    /// How many queries wait for their answer.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.len().max(self.order.len())
    }

    fn take_query(&mut self, file: u16, at: (i64, u32), query: Query, message: Message) {
        if !self.is_about_sip(&message) {
            return;
        }
        let (client, server) = (query.0.ip, query.1.ip);
        let key = (client, message.kind, message.name);
        let row = match self.by_name.get(&key) {
            Some(row) => *row,
            None if self.rows.len() >= MOST => return self.left_out.add(file, at.1),
            None => {
                self.rows.push(Lookup::new(file, client, server, key.2.clone(), key.1, at));
                self.by_name.insert(key, self.rows.len() - 1);
                self.rows.len() - 1
            }
        };
        if let Some(lookup) = self.rows.get_mut(row) {
            lookup.since = lookup.since.filter(|_| at.0 - lookup.last.0 <= AGAIN).or(Some(at.0));
            lookup.asked += 1;
            (lookup.server, lookup.last) = (server, at);
        }
        self.waiting.insert(query, (row, at.0));
        self.order.push_back((query, at.0));
        self.forget(at.0);
    }

    fn take_answer(&mut self, at: (i64, u32), query: Query, message: Message) {
        let Some(&(row, _)) = self.waiting.get(&query) else { return };
        let Some(lookup) = self.rows.get_mut(row).filter(|lookup| lookup.is_answered_by(&message)) else { return };
        self.waiting.remove(&query);
        lookup.answered += 1;
        lookup.answer = at;
        lookup.code = message.code;
        lookup.found |= message.found > 0 || message.is_cut;
        lookup.slowest = lookup.slowest.max(lookup.since.take().map_or(0, |since| at.0 - since));
        lookup.targets.clone_from(&message.targets);
        for target in &message.targets {
            self.know(target);
        }
    }

    /// Whether a name has to do with SIP; what services are asked of, and what they lead to, is remembered.
    fn is_about_sip(&mut self, message: &Message) -> bool {
        let name = message.name.as_slice();
        match message.kind {
            dns::NAPTR if !is_enum(name) => {
                self.know(name);
                true
            }
            dns::SRV => {
                let domain = of_service(name);
                if let Some(domain) = domain {
                    self.know(domain);
                }
                domain.is_some()
            }
            dns::A | dns::AAAA => self.names.contains(name) || calls_itself_sip(name),
            _ => false,
        }
    }

    fn know(&mut self, name: &[u8]) {
        if self.names.len() < MOST_NAMES && !self.names.contains(name) {
            self.names.insert(name.to_vec());
        }
    }

    /// Forgets queries that nobody will answer any more.
    fn forget(&mut self, now: i64) {
        while let Some((query, since)) = self.order.front() {
            if self.order.len() <= MOST_WAITING && now - since <= PATIENCE {
                return;
            }
            if self.waiting.get(query).is_some_and(|(_, asked)| asked == since) {
                self.waiting.remove(query);
            }
            self.order.pop_front();
        }
    }
}

impl Lookup {
    /// Whether an answer with the number of its query is one: to another question it is a stray, and a refusal may repeat none.
    fn is_answered_by(&self, answer: &Message) -> bool {
        let is_bare = answer.name.is_empty() && answer.kind == 0;
        is_bare || (self.name == answer.name && self.kind == answer.kind)
    }

    fn new(file: u16, client: Ip, server: Ip, name: Vec<u8>, kind: u16, at: (i64, u32)) -> Self {
        Self {
            file,
            client,
            name,
            kind,
            asked: 0,
            answered: 0,
            server,
            first: at,
            last: at,
            answer: (0, 0),
            code: UNANSWERED,
            found: false,
            slowest: 0,
            since: None,
            targets: Vec::new(),
        }
    }
}

/// The domain of a SIP service: of "_sip._udp.example.com" what follows the two labels.
fn of_service(name: &[u8]) -> Option<&[u8]> {
    let mut labels = name.splitn(3, |b| *b == b'.');
    match (labels.next()?, labels.next()?, labels.next()?) {
        (b"_sip" | b"_sips", b"_udp" | b"_tcp" | b"_tls" | b"_sctp" | b"_ws" | b"_wss", domain) => Some(domain),
        _ => None,
    }
}

/// A number in ENUM: single digits as labels.
fn is_enum(name: &[u8]) -> bool {
    name.split(|b| *b == b'.').take(3).all(|label| matches!(label, [b'0'..=b'9']))
}

/// What hosts that speak SIP are usually called: "sip.example.com", "pbx2.example.com".
fn calls_itself_sip(name: &[u8]) -> bool {
    let label = name.split(|b| *b == b'.').next().unwrap_or_default();
    let word = label.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let word = label.get(..word).unwrap_or_default();
    matches!(
        word,
        b"sip"
            | b"sips"
            | b"siptrunk"
            | b"pbx"
            | b"ippbx"
            | b"voip"
            | b"sbc"
            | b"trunk"
            | b"asterisk"
            | b"freeswitch"
            | b"kamailio"
            | b"opensips"
            | b"registrar"
            | b"ims"
            | b"pcscf"
    )
}
