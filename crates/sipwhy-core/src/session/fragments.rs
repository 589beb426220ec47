//! IP fragments: what they make whole, and the messages of which only the beginning came.

use super::{Session, blank_error};
use crate::spill::Spill;
use siptrack::flag::mark;
use siptrack::row::{self, Sighting};
use siptrack::tracker::{NetError, Place};
use sipwire::ip;
use sipwire::packet::{Fragment, Packet, Socket};

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

impl Session {
    pub(super) fn take_fragment(&mut self, fragment: &Fragment<'_>, seen: Sighting, file: u16) {
        let Some(fragments) = self.fragments.get_mut(usize::from(file)) else { return };
        let whole = fragments.push(seen.ts, seen.frame, fragment);
        if let Some(datagram) = whole {
            match ip::payload(datagram.ip, &datagram.payload, datagram.missing) {
                Ok(packet) => self.take_packet(&packet, seen, file),
                Err(fault) => self.notes.broken(file, seen.frame, fault),
            }
        }
        self.take_lost(file);
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
