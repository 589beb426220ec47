//! One block of a TPACKET_V3 ring as bytes (linux/if_packet.h: tpacket_block_desc, tpacket3_hdr, sockaddr_ll).

/// One packet of a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Packet<'a> {
    /// ns since 1970 UTC.
    pub ts_ns: u64,
    /// Its length on the wire.
    pub len: u32,
    /// What was kept of it.
    pub bytes: &'a [u8],
    /// The tag that the kernel took out of it: protocol and control information (IEEE 802.1Q).
    pub vlan: Option<(u16, u16)>,
    /// Number of the interface that saw it.
    pub interface: i32,
    /// Hardware type of that interface (ARPHRD).
    pub hardware: u16,
    /// Whether this host sent it.
    pub is_outgoing: bool,
    /// What it carries (EtherType).
    pub protocol: u16,
}

/// Where a block's number of packets stands, its first packet's offset, and its length in use.
const COUNT: usize = 12;
const FIRST: usize = 16;
/// Length of a packet's header, behind which its socket address stands.
const HEADER: usize = 48;
const ADDRESS: usize = 20;
/// A tag was taken out; its protocol is known.
const VLAN_VALID: u32 = 0x10;
const VLAN_TPID_VALID: u32 = 0x40;
const DOT1Q: u16 = 0x8100;
const OUTGOING: u8 = 4;

/// The packets of `block`, in order. A block that does not hold what it says ends early.
pub fn packets(block: &[u8]) -> Packets<'_> {
    let count = u32_at(block, COUNT).unwrap_or(0);
    let at = u32_at(block, FIRST).map_or(usize::MAX, |first| first as usize);
    Packets { block, at, left: count }
}

/// How many packets `block` says that it holds.
#[must_use]
pub fn count(block: &[u8]) -> u32 {
    u32_at(block, COUNT).unwrap_or(0)
}

/// An iterator over the packets of a block.
pub struct Packets<'a> {
    block: &'a [u8],
    at: usize,
    left: u32,
}

impl<'a> Iterator for Packets<'a> {
    type Item = Packet<'a>;

    fn next(&mut self) -> Option<Packet<'a>> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        let header = self.block.get(self.at..)?;
        let found = packet(header);
        match u32_at(header, 0)? {
            0 => self.left = 0,
            next => self.at = self.at.checked_add(next as usize)?,
        }
        found
    }
}

fn packet(header: &[u8]) -> Option<Packet<'_>> {
    let (seconds, nanos) = (u32_at(header, 4)?, u32_at(header, 8)?);
    let (kept, len, status) = (u32_at(header, 12)? as usize, u32_at(header, 16)?, u32_at(header, 20)?);
    let start = usize::from(u16_at(header, 24)?);
    let address = header.get(HEADER..HEADER + ADDRESS)?;
    let vlan = (status & VLAN_VALID != 0).then(|| {
        let protocol = if status & VLAN_TPID_VALID != 0 { u16_at(header, 36) } else { None };
        (protocol.unwrap_or(DOT1Q), u32_at(header, 32).unwrap_or(0) as u16)
    });
    Some(Packet {
        ts_ns: u64::from(seconds) * 1_000_000_000 + u64::from(nanos),
        len,
        bytes: header.get(start..start.checked_add(kept)?)?,
        vlan,
        interface: u32_at(address, 4)?.cast_signed(),
        hardware: u16_at(address, 8)?,
        is_outgoing: address.get(10) == Some(&OUTGOING),
        protocol: u16::from_be_bytes([*address.get(2)?, *address.get(3)?]),
    })
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_ne_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_ne_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail so")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Seconds, nanoseconds, bytes, and the tag that was taken out.
    type Frame = (u32, u32, Vec<u8>, Option<(u16, u16)>);

    /// A block as the kernel lays it out: frames one behind the other, each with its header and address.
    fn block(frames: &[Frame]) -> Vec<u8> {
        let mut block = vec![0u8; 48];
        block[12..16].copy_from_slice(&(frames.len() as u32).to_ne_bytes());
        block[16..20].copy_from_slice(&48u32.to_ne_bytes());
        for (place, (seconds, nanos, bytes, vlan)) in frames.iter().enumerate() {
            let size = (HEADER + ADDRESS + 14 + bytes.len()).next_multiple_of(16);
            let next = if place + 1 == frames.len() { 0 } else { size as u32 };
            let status = if vlan.is_some() { 1 | VLAN_VALID | VLAN_TPID_VALID } else { 1 };
            let mut frame = Vec::new();
            for word in [next, *seconds, *nanos, bytes.len() as u32, bytes.len() as u32 + 7, status] {
                frame.extend_from_slice(&word.to_ne_bytes());
            }
            frame.extend_from_slice(&82u16.to_ne_bytes());
            frame.extend_from_slice(&96u16.to_ne_bytes());
            let (protocol, tag) = vlan.unwrap_or_default();
            frame.extend_from_slice(&0u32.to_ne_bytes());
            frame.extend_from_slice(&u32::from(tag).to_ne_bytes());
            frame.extend_from_slice(&protocol.to_ne_bytes());
            frame.resize(HEADER, 0);
            frame.extend_from_slice(&17u16.to_ne_bytes());
            frame.extend_from_slice(&0x0800u16.to_be_bytes());
            frame.extend_from_slice(&3i32.to_ne_bytes());
            frame.extend_from_slice(&1u16.to_ne_bytes());
            frame.extend_from_slice(&[4, 6]);
            frame.resize(82, 0);
            frame.extend_from_slice(bytes);
            frame.resize(size, 0);
            block.extend_from_slice(&frame);
        }
        block
    }

    #[test]
    fn every_packet_of_a_block_comes_back_with_its_time_and_its_tag() {
        let block = block(&[(1, 5, b"one".to_vec(), None), (2, 999_999_999, b"three".to_vec(), Some((0x88a8, 0x2007)))]);
        let found: Vec<Packet<'_>> = packets(&block).collect();
        assert_eq!((found[0].ts_ns, found[0].bytes, found[0].len, found[0].vlan), (1_000_000_005, &b"one"[..], 10, None));
        assert_eq!((found[1].ts_ns, found[1].vlan), (2_999_999_999, Some((0x88a8, 0x2007))));
        assert_eq!((found[1].interface, found[1].hardware, found[1].is_outgoing, found[1].protocol), (3, 1, true, 0x0800));
        assert_eq!((found.len(), count(&block)), (2, 2));
    }

    proptest! {
        #[test]
        fn frames_come_back_as_they_were_laid(frames in prop::collection::vec((0u32..99, 0u32..1_000_000_000, prop::collection::vec(any::<u8>(), 0..99)), 0..20)) {
            let given: Vec<_> = frames.iter().map(|(seconds, nanos, bytes)| (*seconds, *nanos, bytes.clone(), None)).collect();
            let laid = block(&given);
            let found: Vec<Vec<u8>> = packets(&laid).map(|packet| packet.bytes.to_vec()).collect();
            prop_assert_eq!(found, frames.into_iter().map(|frame| frame.2).collect::<Vec<_>>());
        }

        /// Whatever stands in a block: no packet reaches out of it, and there are no more than it can hold.
        #[test]
        fn any_bytes_are_read_without_harm(mut bytes in prop::collection::vec(any::<u8>(), 0..400), at in 0usize..400, value: u8) {
            prop_assert!(packets(&bytes).count() <= bytes.len());
            let mut good = block(&[(1, 1, bytes.clone(), None), (1, 2, vec![7; 9], None)]);
            let at = at % good.len();
            good[at] = value;
            prop_assert!(packets(&good).all(|packet| packet.bytes.len() <= good.len()));
            bytes.truncate(at);
            prop_assert!(packets(&bytes).count() <= bytes.len());
        }
    }
}
