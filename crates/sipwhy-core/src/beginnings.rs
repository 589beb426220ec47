//! How connections began and how servers were looked up, as rows for Python; and what of it befell which leg.

use crate::session::Session;
use crate::streams::Sealed;
use crate::tables::ip_text;
use pyo3::prelude::*;
use siptrack::analysis::{ByHop, Hop, LegFacts, Trouble, mark_hops, mark_troubles, place_resets, place_segments};
use siptrack::connections::{At, Connection, Handshake, Side, Speech, is_sip_port};
use siptrack::dtls::Shaken;
use siptrack::keepalives::Kept;
use siptrack::lookups::Lookup;
use siptrack::tracker::NetError;
use sipwire::packet::Socket;

type SocketRow = (String, u16);
/// When, and in which frame.
type Moment = (i64, u32);
/// (finished, records, the first, its length, length of the last, last said, alert: level and description, sealed alert)
type SideRow = (bool, u32, Moment, u16, u16, Moment, Option<(Moment, u8, u8)>, Option<Moment>);
/// (when, oldest version, newest, cipher suites, name, protocol)
type HelloRow = (Moment, u16, u16, u16, Option<String>, Option<String>);
/// (when, version, cipher)
type AnswerRow = (Moment, u16, u16);
/// (when, subject, issuer, self-signed, not before, not after: seconds since 1970, names, fits the name asked for)
type CertificateRow = (Moment, String, String, bool, i64, i64, Vec<String>, Option<bool>);
/// (hello, answer, chain, certificate, certificate asked for, client's certificates, client, server)
type TlsRow = (Option<HelloRow>, Option<AnswerRow>, usize, Option<CertificateRow>, Option<Moment>, Option<usize>, SideRow, SideRow);
/// (target, protocols offered, answer: when, status, protocol)
type WebRow = (String, String, Option<(Moment, u16, String)>);
/// (when, by the client)
type EndRow = (Moment, bool);
/// (file, client, server, began, client speaks, server speaks, TLS, WebSocket, end)
pub type ConnectionRow = (u16, SocketRow, SocketRow, Moment, u8, u8, Option<TlsRow>, Option<WebRow>, Option<EndRow>);
/// (file, client, name, type, asked, answered, server, first, last, answer, (code, found, slowest), targets)
pub type LookupRow = (u16, String, String, u16, u32, u32, String, Moment, Moment, Moment, (u8, bool, i64), Vec<String>);

/// Whether SIP is usually spoken on a port.
#[pyfunction(name = "is_sip_port")]
pub fn sip_port(port: u16) -> bool {
    is_sip_port(port)
}

/// Tells the legs of a finished session what befell their hosts and their connections.
pub fn place_troubles(session: &mut Session, facts: &mut [LegFacts], lookups: &[Lookup]) {
    let troubles = troubles(session, lookups);
    let tracker = &mut session.tracker;
    mark_troubles(&tracker.legs, facts, troubles);
    let ips = &tracker.ips;
    let hop = |one: &Socket, other: &Socket| Some(((ips.known(one.ip)?, one.port), (ips.known(other.ip)?, other.port)));
    let open = session.beginnings.iter().filter(|one| one.client_speaks == Speech::Sip && one.is_doubtful());
    let open: Vec<Hop> = open.filter_map(|one| hop(&one.client, &one.server)).collect();
    if tracker.errors.iter().any(|error| error.kind == UNACKED) {
        let on_hop = |error: &NetError| hop(&error.src, &error.dst);
        place_segments((&tracker.legs, &tracker.messages), facts, &mut tracker.errors, on_hop);
    }
    if open.is_empty() && !tracker.errors.iter().any(|error| error.kind == RESET) {
        return;
    }
    let by_hop = ByHop::new(&tracker.legs);
    mark_hops(&by_hop, facts, open);
    place_resets(&by_hop, (&tracker.legs, &tracker.messages), facts, &mut tracker.errors, |error| hop(&error.src, &error.dst));
}

/// A TCP reset, and a segment never acknowledged, as in `NetError::kind`.
const RESET: u8 = 2;
const UNACKED: u8 = 5;

fn troubles(session: &Session, lookups: &[Lookup]) -> Vec<Trouble> {
    let known = |ip| session.tracker.ips.known(ip);
    let connections =
        session.beginnings.iter().filter(|one| one.is_doubtful()).filter_map(|one| Some((known(one.client.ip)?, one.began.ts)));
    // a telephone refuses on the port from which it had registered, whichever that is
    let refused = session.tracker.errors.iter().filter(|error| error.kind == 1 || (error.kind == 3 && is_sip_port(error.dst.port)));
    let refused = refused.filter_map(|error| Some((known(error.src.ip)?, error.ts)));
    let lost = lookups.iter().filter(|lookup| !lookup.found);
    let lost = lost
        .filter_map(|lookup| Some((known(lookup.client)?, lookup)))
        .flat_map(|(ip, lookup)| [(ip, lookup.first.0), (ip, lookup.last.0)]);
    connections.chain(refused).chain(lost).collect()
}

/// A connection as Python takes it.
pub fn connection_row(one: &Connection) -> ConnectionRow {
    (
        one.file,
        socket(&one.client),
        socket(&one.server),
        moment(one.began),
        one.client_speaks as u8,
        one.server_speaks as u8,
        one.tls.as_deref().map(tls_row),
        one.web.as_deref().map(|web| {
            let answer = web.answer.as_ref().map(|(at, status, protocol)| (moment(*at), *status, text(protocol)));
            (text(&web.target), text(&web.offered), answer)
        }),
        one.end.map(|end| (moment(end.at), end.by_client)),
    )
}

/// (file, client, server, began, outcome, version, cipher, records opened, records refused, has SIP, its keys came too late)
pub type SealedRow = (u16, SocketRow, SocketRow, Moment, u8, u16, u16, u32, u32, bool, bool);

/// A TLS connection for which there may be keys.
pub fn sealed_row(one: &Sealed) -> SealedRow {
    let ((version, cipher), (opened, refused)) = (one.chosen, one.counts);
    let (client, server) = (socket(&one.client), socket(&one.server));
    (one.file, client, server, moment(one.began), one.outcome as u8, version, cipher, opened, refused, one.has_sip, one.is_late)
}

/// (src, dst, count, first, last)
pub type KeptRow = (SocketRow, SocketRow, u32, i64, i64);

/// Keep-alives between two sockets.
pub fn kept_row(kept: &Kept) -> KeptRow {
    (socket(&kept.src), socket(&kept.dst), kept.count, kept.first_ts, kept.last_ts)
}

/// (file, frame, src, dst, packets, hellos, sealed, first, last, alert: level, description, file and frame)
pub type ShakenRow = (u16, u32, SocketRow, SocketRow, u32, u32, u32, i64, i64, Option<(u8, u8, u16, u32)>);

/// What one socket sent to another of DTLS.
pub fn shaken_row(one: &Shaken) -> ShakenRow {
    let (file, frame) = one.place;
    let alert = one.alert.map(|(level, what)| (level, what, one.alert_place.0, one.alert_place.1));
    (file, frame, socket(&one.src), socket(&one.dst), one.count, one.hellos, one.sealed, one.first_ts, one.last_ts, alert)
}

/// A question to DNS and what came of it.
pub fn lookup_row(one: &Lookup) -> LookupRow {
    (
        one.file,
        ip_text(&one.client),
        text(&one.name),
        one.kind,
        one.asked,
        one.answered,
        ip_text(&one.server),
        one.first,
        one.last,
        one.answer,
        (one.code, one.found, one.slowest),
        one.targets.iter().map(|target| text(target)).collect(),
    )
}

fn tls_row(shake: &Handshake) -> TlsRow {
    let hello = shake.hello.as_ref().map(|(at, hello)| {
        let (name, protocol) = (hello.name.as_deref().map(text), hello.protocol.as_deref().map(text));
        (moment(*at), hello.oldest, hello.newest, hello.ciphers, name, protocol)
    });
    let certificate = shake.certificate.as_ref().map(|(at, one, fits)| {
        let (subject, issuer) = (one.subject.clone(), one.issuer.clone());
        (moment(*at), subject, issuer, one.is_self_signed, one.not_before, one.not_after, one.names.clone(), *fits)
    });
    (
        hello,
        shake.answer.map(|(at, answer)| (moment(at), answer.version, answer.cipher)),
        shake.chain,
        certificate,
        shake.asked.map(moment),
        shake.given,
        side_row(&shake.client),
        side_row(&shake.server),
    )
}

fn side_row(side: &Side) -> SideRow {
    (
        side.finished,
        side.records,
        moment(side.first),
        side.first_length,
        side.last_length,
        moment(side.last),
        side.alert.map(|(at, level, description)| (moment(at), level, description)),
        side.sealed_alert.map(moment),
    )
}

fn socket(socket: &Socket) -> SocketRow {
    (ip_text(&socket.ip), socket.port)
}

fn moment(at: At) -> Moment {
    (at.ts, at.frame)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
