//! TCP connections whose beginning tells why nothing came of them: TLS, WebSocket, and SIP in the open on a TLS port.
//!
//! A connection gets a row with its first bytes, if those look like one of the three. Rows, and what their readers hold,
//! are bounded: connections on ports that are not used for SIP get few, so that a day of web pages pushes out nothing.

mod facts;

pub use facts::{At, Connection, End, Handshake, Side, Speech, Web};

use crate::left_out::LeftOut;
use hashbrown::HashMap;
use sipwire::packet::Socket;
use sipwire::reassembly::{Direction, TcpEvent};
use sipwire::tls::Seen;
use sipwire::{tls, upgrade};

/// The most rows.
const MOST: usize = 1 << 16;

/// The most rows of connections on other ports than those of SIP.
const MOST_ELSEWHERE: usize = 1 << 12;

/// The most bytes that all readers hold.
const MOST_HELD: usize = 16 << 20;

/// The longest HTTP header block.
const LONGEST_BLOCK: usize = 8 << 10;

/// The port of SIP over TLS (RFC 3261 section 19.1.2).
const SIPS: u16 = 5061;

/// The version from which on certificates are encrypted.
const TLS_1_3: u16 = 0x0304;

/// Follows connections and keeps what becomes of them.
#[derive(Default)]
pub struct Connections {
    rows: Vec<Connection>,
    elsewhere: usize,
    open: HashMap<u64, Open>,
    pairs: HashMap<(Socket, Socket), u64>,
    held: usize,
    /// Connections on ports of SIP that found no room.
    pub left_out: LeftOut,
}

/// A connection that is still being read.
#[derive(Default)]
struct Open {
    row: usize,
    client: Half,
    server: Half,
}

/// One direction of it.
#[derive(Default)]
struct Half {
    begun: bool,
    closed: bool,
    tls: Option<tls::Reader>,
    /// Whether anything of it was opened.
    opened: bool,
    /// What reads the handshake messages that were opened.
    inside: Option<tls::Reader>,
    /// The beginning of an HTTP header block.
    block: Option<Vec<u8>>,
}

impl Half {
    fn held(&self) -> usize {
        self.tls.iter().chain(&self.inside).map(tls::Reader::held).sum::<usize>() + self.block.as_ref().map_or(0, Vec::capacity)
    }

    /// Reads no more, and lets go of what is held.
    fn give_up(&mut self) {
        *self = Self { begun: true, closed: self.closed, ..Self::default() };
    }
}

/// One piece of a direction's bytes.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// Number of the connection, never used again.
    pub number: u64,
    /// Who sends to whom.
    pub dir: &'a Direction,
    /// When, and in which packet.
    pub at: At,
    /// The bytes.
    pub bytes: &'a [u8],
}

impl Connections {
    /// Takes the next bytes of a direction. `is_first` says that nothing came before them; `other_is_sip` is what is
    /// known of the other direction.
    pub fn take(&mut self, file: u16, piece: Piece<'_>, is_first: bool, other_is_sip: impl FnOnce() -> bool) {
        if is_first && !self.open.contains_key(&piece.number) {
            self.replace(pair(piece.dir));
            self.begin(file, &piece, other_is_sip);
        }
        let Some(open) = self.open.get_mut(&piece.number) else { return };
        let Some(row) = self.rows.get_mut(open.row) else { return };
        let before = open.client.held() + open.server.held();
        open.take(row, &piece);
        let after = open.client.held() + open.server.held();
        self.held = self.held + after - before;
        if self.held > MOST_HELD {
            self.held -= after;
            open.client.give_up();
            open.server.give_up();
        }
    }

    /// Takes a part of the handshake, or an alert, that was opened: record type `kind`. In TLS 1.3 certificates are there.
    pub fn take_inside(&mut self, piece: Piece<'_>, kind: u8) {
        let Some(open) = self.open.get_mut(&piece.number) else { return };
        let Some(row) = self.rows.get_mut(open.row) else { return };
        let by_client = row.client == piece.dir.src;
        let half = open.half(by_client);
        let Some(shake) = &mut row.tls else { return };
        let is_new = shake.answer.is_some_and(|(_, answer)| answer.version >= TLS_1_3);
        let has_spoken = half.opened; // an alert of who has sent data refuses nothing any more
        self.held -= half.held();
        half.inside.get_or_insert_default().opened(kind, is_new, piece.bytes, &mut |seen| {
            // Hellos within a connection are of another handshake than the one that is judged.
            match seen {
                Seen::Alert(_, description) if has_spoken && description != 0 => {}
                Seen::Certificates(..) | Seen::CertificateRequest | Seen::Alert(..) => shake.take(by_client, piece.at, seen),
                _ => {}
            }
        });
        self.held += half.held();
    }

    /// Takes what was opened of a direction of TLS: the upgrade to WebSocket is in there.
    pub fn take_plain(&mut self, piece: Piece<'_>) {
        let Some(open) = self.open.get_mut(&piece.number) else { return };
        let Some(row) = self.rows.get_mut(open.row) else { return };
        let half = open.half(row.client == piece.dir.src);
        self.held -= half.held();
        if !half.opened {
            half.opened = true;
            half.block = upgrade::begins(piece.bytes).then(Vec::new);
        }
        half.read_block(row, &piece);
        self.held += half.held();
    }

    /// Bytes of a direction are missing.
    pub fn gap(&mut self, number: u64, dir: &Direction, lost: u32) {
        let Some(open) = self.open.get_mut(&number) else { return };
        let Some(row) = self.rows.get(open.row) else { return };
        let half = open.half(row.client == dir.src);
        self.held -= half.held();
        half.block = None;
        if let Some(reader) = &mut half.tls {
            reader.gap(lost);
        }
        self.held += half.held();
    }

    /// Something happened to a connection; the direction is that of the segment that tells it.
    pub fn event(&mut self, dir: &Direction, at: At, event: TcpEvent) {
        if !matches!(event, TcpEvent::Reset { .. } | TcpEvent::Closed) {
            return;
        }
        let open = self.pairs.get(&pair(dir)).and_then(|number| self.open.get(number));
        if let Some(row) = open.and_then(|open| self.rows.get_mut(open.row)) {
            row.end.get_or_insert(End { at, by_client: row.client == dir.src });
        }
    }

    /// Nothing more comes from a direction.
    pub fn closed(&mut self, number: u64, dir: &Direction) {
        let Some(open) = self.open.get_mut(&number) else { return };
        let Some(row) = self.rows.get(open.row) else { return };
        let half = open.half(row.client == dir.src);
        self.held -= half.held();
        half.give_up();
        half.closed = true;
        if open.client.closed && open.server.closed {
            self.replace(pair(dir));
        }
    }

    /// How many connections are still followed, and how many bytes their readers hold.
    #[must_use]
    pub fn open(&self) -> (usize, usize) {
        (self.open.len(), self.held)
    }

    /// Ends the following of the connection between two sockets, if there is one: another one may come between them.
    fn replace(&mut self, pair: (Socket, Socket)) {
        if let Some(open) = self.pairs.remove(&pair).and_then(|number| self.open.remove(&number)) {
            self.held -= open.client.held() + open.server.held();
        }
    }

    /// What is known of those that began since `since` (µs); the others are followed no more.
    pub fn recent(&mut self, since: i64) -> Vec<Connection> {
        let mut numbers = Vec::with_capacity(self.rows.len());
        let mut kept = 0;
        for row in &self.rows {
            let stays = row.began.ts >= since;
            numbers.push(stays.then_some(kept));
            kept += usize::from(stays);
        }
        self.rows.retain(|row| row.began.ts >= since);
        self.elsewhere = self.rows.iter().filter(|row| !is_sip_port(row.server.port)).count();
        self.open.retain(|_, open| numbers.get(open.row).copied().flatten().map(|new| open.row = new).is_some());
        self.held = self.open.values().map(|open| open.client.held() + open.server.held()).sum();
        let open = &self.open;
        self.pairs.retain(|_, number| open.contains_key(number));
        self.rows.iter().filter(|row| is_of_interest(row)).cloned().collect()
    }

    /// Every connection that was followed, in order of its first bytes; nothing more is taken after this.
    pub fn finish(&mut self) -> Vec<Connection> {
        let mut rows = std::mem::take(&mut self.rows);
        (self.open, self.pairs, self.held) = (HashMap::new(), HashMap::new(), 0);
        rows.retain(is_of_interest);
        rows
    }

    fn begin(&mut self, file: u16, piece: &Piece<'_>, other_is_sip: impl FnOnce() -> bool) {
        let Direction { src, dst } = *piece.dir;
        let speech = speech(piece.bytes);
        let (client, server) = match speech {
            Speech::Tls if is_from_server(piece.bytes) => (dst, src),
            Speech::Tls if piece.bytes.first() == Some(&tls::HANDSHAKE) => (src, dst),
            Speech::Http if asks_for_upgrade(piece.bytes) => (src, dst),
            Speech::Sip if dst.port == SIPS => (src, dst),
            _ => return,
        };
        let elsewhere = !is_sip_port(server.port);
        if self.rows.len() >= MOST || (elsewhere && self.elsewhere >= MOST_ELSEWHERE) {
            if client == src && !elsewhere {
                self.left_out.add(file, piece.at.frame);
            }
            return;
        }
        self.elsewhere += usize::from(elsewhere);
        let client_speaks = if client == src { speech } else { Speech::Silence };
        let client_speaks = if client != src && other_is_sip() { Speech::Sip } else { client_speaks };
        let began = piece.at;
        let row =
            Connection { file, client, server, began, client_speaks, server_speaks: Speech::Silence, tls: None, web: None, end: None };
        self.open.insert(piece.number, Open { row: self.rows.len(), ..Open::default() });
        self.pairs.insert(pair(piece.dir), piece.number);
        self.rows.push(row);
    }
}

impl Open {
    /// The half of what the client sends, or of what the server does.
    fn half(&mut self, by_client: bool) -> &mut Half {
        if by_client { &mut self.client } else { &mut self.server }
    }

    fn take(&mut self, row: &mut Connection, piece: &Piece<'_>) {
        let by_client = row.client == piece.dir.src;
        let half = self.half(by_client);
        if !half.begun {
            half.begun = true;
            let speaks = speech(piece.bytes);
            *(if by_client { &mut row.client_speaks } else { &mut row.server_speaks }) = speaks;
            half.tls = (speaks == Speech::Tls).then(tls::Reader::default);
            half.block = (speaks == Speech::Http).then(Vec::new);
        }
        if let Some(reader) = &mut half.tls {
            let shake = row.tls.get_or_insert_default();
            reader.push(piece.bytes, &mut |seen| shake.take(by_client, piece.at, seen));
        }
        half.read_block(row, piece);
    }
}

impl Half {
    /// Reads the HTTP header block once it is whole.
    fn read_block(&mut self, row: &mut Connection, piece: &Piece<'_>) {
        let Some(block) = &mut self.block else { return };
        let room = LONGEST_BLOCK.saturating_sub(block.len());
        block.extend_from_slice(piece.bytes.get(..room).unwrap_or(piece.bytes));
        let found = upgrade::read(block);
        if found.is_some() || block.len() >= LONGEST_BLOCK {
            self.block = None;
        }
        let Some((found, _)) = found else { return };
        if found.status == 0 && found.is_websocket {
            row.web = Some(Box::new(Web { target: found.target, offered: found.protocols, answer: None }));
        } else if let (1.., Some(web)) = (found.status, &mut row.web) {
            web.answer = Some((piece.at, found.status, found.protocols));
        }
    }
}

/// Not so what is left of HTTP without WebSocket: whether that was meant is known only at the end of its header block.
fn is_of_interest(row: &Connection) -> bool {
    row.tls.is_some() || row.web.is_some() || row.client_speaks == Speech::Sip
}

/// What bytes at the start of a direction are.
fn speech(bytes: &[u8]) -> Speech {
    match bytes {
        [] => Speech::Silence,
        _ if tls::begins(bytes) => Speech::Tls,
        _ if upgrade::begins(bytes) => Speech::Http,
        _ if is_sip(bytes) => Speech::Sip,
        _ => Speech::Other,
    }
}

fn is_sip(bytes: &[u8]) -> bool {
    let line = bytes.get(..bytes.len().min(200)).unwrap_or_default();
    let method = line.iter().take_while(|b| b.is_ascii_uppercase()).count();
    line.starts_with(b"SIP/2.0 ") || (method >= 3 && line.get(method..).is_some_and(|rest| rest.starts_with(b" sip")))
}

/// Whether an HTTP request has an Upgrade header among its first bytes: one for a page gets no row at all.
fn asks_for_upgrade(bytes: &[u8]) -> bool {
    let name = b"\nupgrade:";
    bytes.starts_with(b"GET") && bytes.get(..LONGEST_BLOCK).unwrap_or(bytes).windows(name.len()).any(|part| part.eq_ignore_ascii_case(name))
}

/// Whether a first record is a server's: ServerHello or an alert.
fn is_from_server(bytes: &[u8]) -> bool {
    matches!(bytes, [tls::ALERT, ..] | [tls::HANDSHAKE, _, _, _, _, 2, ..])
}

/// Ports on which SIP is spoken: RFC 3261 section 19.1.2 and those beside; WebSocket of Asterisk, FreeSWITCH and Kamailio.
#[must_use]
pub fn is_sip_port(port: u16) -> bool {
    matches!(port, 5060..=5091 | 5160 | 5161 | 7443 | 8088 | 8089)
}

fn pair(dir: &Direction) -> (Socket, Socket) {
    if dir.src <= dir.dst { (dir.src, dir.dst) } else { (dir.dst, dir.src) }
}
