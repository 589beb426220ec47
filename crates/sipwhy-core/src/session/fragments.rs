//! IP fragments: what they make whole, and the messages of which only the beginning came.

use super::{Session, blank_error};
use crate::spill::Spill;
use siptrack::flag::mark;
use siptrack::row::{self, Sighting};
use siptrack::tracker::{NetError, Place};
use sipwire::ip;
use sipwire::packet::{Fragment, Packet, Socket};
use sipwire::reassembly::Datagram;

/// The first fragment of a message whose others never came: where it was seen, where its bytes are kept, what is missing.
#[derive(Clone, Copy)]
pub(super) struct Beginning {
    seen: Sighting,
    place: Place,
    len: usize,
    error: NetError,
}

impl Beginning {
    /// Moves what is kept of it to another store; where that is full it has no bytes any more.
    pub(super) fn move_bytes(&mut self, from: &mut Spill, into: &mut Spill) {
        match from.copy(self.place.base, self.len, into) {
            Some(base) => self.place.base = base,
            None => self.len = 0,
        }
    }
}

/// The most such messages that are kept.
const MOST_BEGINNINGS: usize = 100_000;

/// The most datagrams put together that may stand in each other: each one is a tunnel, of which [`sipwire::link`] allows as many.
const MOST_NESTED: usize = 4;

impl Session {
    pub(super) fn take_fragment(&mut self, fragment: &Fragment<'_>, seen: Sighting, file: u16) {
        let mut whole = self.put_together(fragment, seen, file);
        for nested in 1.. {
            let Some(datagram) = whole.take() else { break };
            match ip::payload(datagram.ip, &datagram.payload, datagram.missing) {
                Ok(Packet::Fragment(_)) if nested >= MOST_NESTED => {
                    self.notes.broken(file, seen.frame, "more than 4 tunnels in each other")
                }
                Ok(Packet::Fragment(inner)) => whole = self.put_together(&inner, seen, file),
                Ok(packet) => self.take_packet(&packet, seen, file),
                Err(fault) => self.notes.broken(file, seen.frame, fault),
            }
        }
        self.take_lost(file);
    }

    fn put_together(&mut self, fragment: &Fragment<'_>, seen: Sighting, file: u16) -> Option<Datagram> {
        self.fragments.get_mut(usize::from(file))?.push(seen.ts, seen.frame, fragment)
    }

    pub(super) fn take_lost(&mut self, file: u16) {
        let Some(fragments) = self.fragments.get_mut(usize::from(file)) else { return };
        for lost in fragments.take_lost() {
            let Some(first) = lost.first.as_deref() else { continue };
            let Ok(Packet::Udp(udp)) = ip::payload(lost.ip, first, u32::from(u16::MAX)) else { continue };
            let mut seen = Sighting { ts: lost.ts_us, frame: lost.frame, ip_id: lost.ip.id, ..Sighting::default() };
            (seen.src, seen.dst) = (Socket { ip: udp.ip.src, port: udp.src_port }, Socket { ip: udp.ip.dst, port: udp.dst_port });
            self.media.clear();
            if row::read(udp.payload, udp.payload, seen, &mut self.media).is_none() {
                continue;
            }
            self.notes.fragment_lost(file, lost.frame);
            self.notes.broken(file, lost.frame, "a SIP message of which IP fragments are missing");
            let error = NetError { kind: 4, ..blank_error(lost.ts_us, file, lost.frame, seen.src, seen.dst) };
            let room = self.beginnings_only.len() < MOST_BEGINNINGS;
            if let Some(base) = room.then(|| self.spill.keep(udp.payload)).flatten() {
                let place = Place { file, node: 0, base, spilled: true };
                self.beginnings_only.push(Beginning { seen, place, len: udp.payload.len(), error });
            }
        }
    }

    /// Takes the messages of which only the beginning came, once all others are taken: until then the rest might have come.
    pub fn take_beginnings(&mut self) {
        let mut beginnings = std::mem::take(&mut self.beginnings_only);
        if beginnings.is_empty() {
            return;
        }
        beginnings.sort_by_key(|one| one.seen.ts);
        let since = self.tracker.messages.len();
        for Beginning { seen, place, len, error } in beginnings {
            let bytes = self.spill.read(place.base, len);
            self.media.clear();
            let Some(mut row) = row::read(&bytes, &bytes, seen, &mut self.media) else { continue };
            (row.quirks, row.media_count) = (0, 0); // what is missing is not the sender's doing
            row.marks |= mark::LARGE;
            self.tracker.take_beginning(&row, &bytes, place, error);
        }
        self.tracker.put_in_place(since);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sipwire::packet::IpInfo;

    const MESSAGE: &[u8] = b"OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n\r\n";

    /// The second fragment of datagram `id`, with its IPv4 header.
    fn second(id: u16, protocol: u8, body: &[u8]) -> Vec<u8> {
        let [l0, l1] = (20 + body.len() as u16).to_be_bytes();
        let [i0, i1] = id.to_be_bytes();
        [&[0x45, 0, l0, l1, i0, i1, 0, 2, 64, protocol, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2][..], body].concat()
    }

    /// A message in a datagram whose last fragment stands in another datagram, whose last fragment stands in another one ...
    fn nested(depth: u16) -> Session {
        let mut session = Session::default();
        session.add_file();
        let [l0, l1] = (8 + MESSAGE.len() as u16).to_be_bytes();
        let mut inner = [&[0x13, 0xc4, 0x13, 0xc5, l0, l1, 0, 0][..], MESSAGE].concat();
        let mut take = |id: u16, protocol: u8, offset: u32, payload: &[u8]| {
            let (src, dst) = (sipwire::packet::Ip::v4([192, 0, 2, 1]), sipwire::packet::Ip::v4([192, 0, 2, 2]));
            let ip = IpInfo { src, dst, id: id.into(), protocol, ..IpInfo::default() };
            let part = Fragment { ip, offset, more: offset == 0, payload, missing: 0 };
            session.take_fragment(&part, Sighting { frame: 9, ..Sighting::default() }, 0);
        };
        for id in 1..=depth {
            let protocol = if id == 1 { 17 } else { 4 };
            let (head, tail) = inner.split_at(16);
            take(id, protocol, 0, head);
            if id == depth {
                take(id, protocol, 16, tail);
            } else {
                inner = second(id, protocol, tail);
            }
        }
        session
    }

    #[test]
    fn what_is_fragmented_within_fragments_is_read_as_deep_as_tunnels_may_go() {
        let told =
            |session: &Session| (session.tracker.messages.len(), session.notes.troubles().map(|one| one.1.to_owned()).collect::<Vec<_>>());
        assert_eq!(told(&nested(4)), (1, Vec::new()));
        for depth in [5, 4000] {
            assert_eq!(told(&nested(depth)), (0, vec!["more than 4 tunnels in each other".to_owned()]), "{depth}");
        }
    }
}
