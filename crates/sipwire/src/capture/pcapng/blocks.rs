//! What the pcapng blocks say (draft-ietf-opsawg-pcapng section 4).

use super::super::log::Log;
use super::super::options::{double, half, options, word};
use super::super::time::Clock;
use super::super::{Record, Secrets};
use super::{Head, kind};

/// The most bytes of secrets that are kept of one file.
const MAX_SECRETS: usize = 16 << 20;

/// The most interfaces of one section that are kept apart.
const MAX_INTERFACES: usize = 65_536;

/// The section being read, and what stays of those before.
#[derive(Debug, Default)]
pub(super) struct Section {
    /// Byte order of the section.
    pub(super) big: bool,
    interfaces: Vec<Interface>,
    first_interface: u32,
    earlier_drops: Option<u64>,
    ended_us: Option<i64>,
    last_us: i64,
    secrets: Vec<Secrets>,
    secret_bytes: usize,
}

#[derive(Clone, Copy, Debug)]
struct Interface {
    link: u16,
    snaplen: u32,
    clock: Clock,
    drops: Option<u64>,
}

/// The fields that all packet blocks share.
struct Packet {
    interface: u32,
    ticks: Option<u64>,
    caplen: u32,
    origlen: u32,
    start: usize,
}

impl Section {
    /// Reads one block with `body` (which begins at `offset` of the data); packets go to `out`.
    #[inline]
    pub(super) fn block(&mut self, head: &Head, body: &[u8], offset: usize, out: &mut Vec<Record>, log: &mut Log) {
        match head.kind {
            kind::PACKET => self.packet(self.enhanced(body), body, offset, out, log),
            kind::SIMPLE_PACKET => self.packet(self.simple(body), body, offset, out, log),
            kind::OLD_PACKET => self.packet(self.old(body), body, offset, out, log),
            kind::SECTION => self.begin(head.big),
            kind::INTERFACE => self.interface(body, log),
            kind::STATISTICS => self.statistics(body),
            kind::SECRETS => self.keep_secrets(body, log),
            // Wireshark shows an entry of the systemd journal as a packet.
            kind::JOURNAL => _ = log.next_frame(),
            _ => {}
        }
    }

    /// The decryption secrets met so far.
    pub(super) fn secrets(&self) -> &[Secrets] {
        &self.secrets
    }

    /// The drops that all interfaces report together.
    pub(super) fn drops(&self) -> Option<u64> {
        let now = self.interfaces.iter().filter_map(|interface| interface.drops);
        self.earlier_drops.into_iter().chain(now).reduce(u64::saturating_add)
    }

    fn begin(&mut self, big: bool) {
        self.big = big;
        self.earlier_drops = self.drops();
        self.first_interface = self.first_interface.saturating_add(self.interfaces.len() as u32);
        self.interfaces.clear();
    }

    fn interface(&mut self, body: &[u8], log: &mut Log) {
        let Some(([l0, l1, _, _, s0, s1, s2, s3], rest)) = body.split_first_chunk() else {
            return log.upcoming("interface block cut off");
        };
        if self.interfaces.len() >= MAX_INTERFACES {
            return log.upcoming("more than 65536 interfaces in one section");
        }
        let mut clock = Clock::default();
        for (code, value) in options(rest, self.big) {
            match (code, value) {
                (9, [resolution, ..]) => clock.set_resolution(*resolution),
                (14, value) => {
                    let seconds = value.first_chunk().map_or(0, |b| double(self.big, *b));
                    clock.set_offset(seconds.cast_signed());
                }
                _ => {}
            }
        }
        self.interfaces.push(Interface {
            link: half(self.big, [*l0, *l1]),
            snaplen: word(self.big, [*s0, *s1, *s2, *s3]),
            clock,
            drops: None,
        });
    }

    #[inline]
    fn enhanced(&self, body: &[u8]) -> Option<Packet> {
        let [i0, i1, i2, i3, h0, h1, h2, h3, l0, l1, l2, l3, c0, c1, c2, c3, o0, o1, o2, o3] = *body.first_chunk()?;
        let high = word(self.big, [h0, h1, h2, h3]);
        let low = word(self.big, [l0, l1, l2, l3]);
        Some(Packet {
            interface: word(self.big, [i0, i1, i2, i3]),
            ticks: Some(u64::from(high) << 32 | u64::from(low)),
            caplen: word(self.big, [c0, c1, c2, c3]),
            origlen: word(self.big, [o0, o1, o2, o3]),
            start: 20,
        })
    }

    /// The obsolete packet block: like the enhanced one, with a short interface number.
    fn old(&self, body: &[u8]) -> Option<Packet> {
        let packet = self.enhanced(body)?;
        let interface = half(self.big, *body.first_chunk()?);
        Some(Packet { interface: u32::from(interface), ..packet })
    }

    /// The simple packet block: of the first interface, without a time.
    fn simple(&self, body: &[u8]) -> Option<Packet> {
        let origlen = word(self.big, *body.first_chunk()?);
        let snaplen = match self.interfaces.first()?.snaplen {
            0 => u32::MAX,
            snaplen => snaplen,
        };
        let there = u32::try_from(body.len() - 4).unwrap_or(u32::MAX);
        Some(Packet { interface: 0, ticks: None, caplen: origlen.min(snaplen).min(there), origlen, start: 4 })
    }

    #[inline]
    fn packet(&mut self, packet: Option<Packet>, body: &[u8], offset: usize, out: &mut Vec<Record>, log: &mut Log) {
        let frame = log.next_frame();
        let Some(packet) = packet else {
            return log.note(frame, "packet block cut off".to_owned());
        };
        let Some(interface) = self.interfaces.get(packet.interface as usize) else {
            return log.note(frame, format!("packet of interface {}, which the file does not describe", packet.interface));
        };
        if packet.caplen as usize > body.len() - packet.start {
            return log.note(frame, format!("packet claims {} bytes, more than its block holds", packet.caplen));
        }
        if let Some(ticks) = packet.ticks {
            self.last_us = interface.clock.micros(ticks);
        }
        out.push(Record {
            ts_us: self.last_us,
            frame,
            link: interface.link,
            interface: self.first_interface.saturating_add(packet.interface),
            start: offset + packet.start,
            caplen: packet.caplen,
            origlen: packet.origlen.max(packet.caplen),
        });
    }

    /// When the capture ended, by its statistics; None if they do not say.
    pub(super) fn ended_us(&self) -> Option<i64> {
        self.ended_us
    }

    /// Interface statistics: isb_endtime (3), isb_ifdrop (5) and isb_osdrop (7).
    fn statistics(&mut self, body: &[u8]) {
        let big = self.big;
        let Some(([i0, i1, i2, i3, ..], rest)) = body.split_first_chunk::<12>() else {
            return;
        };
        let Some(interface) = self.interfaces.get_mut(word(big, [*i0, *i1, *i2, *i3]) as usize) else {
            return;
        };
        let drops = options(rest, big)
            .filter(|(code, _)| matches!(code, 5 | 7))
            .filter_map(|(_, value)| Some(double(big, *value.first_chunk()?)))
            .reduce(u64::saturating_add);
        interface.drops = drops.or(interface.drops);
        let ended = options(rest, big).find(|(code, _)| *code == 3).and_then(|(_, value)| value.first_chunk());
        if let Some([h0, h1, h2, h3, l0, l1, l2, l3]) = ended {
            let (high, low) = (word(big, [*h0, *h1, *h2, *h3]), word(big, [*l0, *l1, *l2, *l3]));
            self.ended_us = self.ended_us.max(Some(interface.clock.micros(u64::from(high) << 32 | u64::from(low))));
        }
    }

    fn keep_secrets(&mut self, body: &[u8], log: &mut Log) {
        let Some(([k0, k1, k2, k3, l0, l1, l2, l3], rest)) = body.split_first_chunk() else {
            return log.upcoming("secrets block cut off");
        };
        let length = word(self.big, [*l0, *l1, *l2, *l3]) as usize;
        let bytes = rest.get(..length).unwrap_or(rest);
        // 64: what keeping even an empty block costs.
        if self.secret_bytes + bytes.len() + 64 > MAX_SECRETS {
            return log.upcoming("more than 16 MiB of decryption secrets");
        }
        self.secret_bytes += bytes.len() + 64;
        self.secrets.push(Secrets { kind: word(self.big, [*k0, *k1, *k2, *k3]), bytes: bytes.to_vec() });
    }
}
