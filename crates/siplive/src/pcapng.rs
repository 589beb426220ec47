//! Blocks of pcapng (draft-ietf-opsawg-pcapng sections 4.1 to 4.3 and 4.6), in this machine's byte order.

/// IEEE 802.3 Ethernet.
pub const ETHERNET: u16 = 1;
/// A packet that begins with its IPv4 or IPv6 header.
pub const RAW: u16 = 101;

const SECTION: u32 = 0x0a0d_0d0a;
const INTERFACE: u32 = 1;
const STATISTICS: u32 = 5;
const PACKET: u32 = 6;

/// Begins a section; `program` is who writes it.
pub fn section(out: &mut Vec<u8>, program: &str) {
    let at = begin(out, SECTION);
    out.extend_from_slice(&0x1a2b_3c4du32.to_ne_bytes());
    out.extend_from_slice(&1u16.to_ne_bytes());
    out.extend_from_slice(&0u16.to_ne_bytes());
    out.extend_from_slice(&u64::MAX.to_ne_bytes()); // its length is not known
    option(out, 4, program.as_bytes());
    end_options(out);
    end(out, at);
}

/// Announces an interface, its times in ns; `filter` is what it was told to keep.
pub fn interface(out: &mut Vec<u8>, name: &str, link: u16, snaplen: u32, filter: &str) {
    let at = begin(out, INTERFACE);
    out.extend_from_slice(&link.to_ne_bytes());
    out.extend_from_slice(&0u16.to_ne_bytes());
    out.extend_from_slice(&snaplen.to_ne_bytes());
    option(out, 2, name.as_bytes());
    option(out, 9, &[9]);
    if !filter.is_empty() {
        option(out, 11, &[&[0], filter.as_bytes()].concat());
    }
    end_options(out);
    end(out, at);
}

/// One packet: `parts` are its bytes, one behind the other, `len` its length on the wire, `outgoing` whether this host sent it.
pub fn packet(out: &mut Vec<u8>, interface: u32, ts_ns: u64, len: u32, parts: [&[u8]; 3], outgoing: bool) {
    let at = begin(out, PACKET);
    let kept: usize = parts.iter().map(|part| part.len()).sum();
    for word in [interface, (ts_ns >> 32) as u32, ts_ns as u32, kept as u32, len] {
        out.extend_from_slice(&word.to_ne_bytes());
    }
    for part in parts {
        out.extend_from_slice(part);
    }
    pad(out);
    option(out, 2, &(if outgoing { 2u32 } else { 1 }).to_ne_bytes());
    end_options(out);
    end(out, at);
}

/// What became of an interface's packets until `ts_ns`: received, and dropped for want of room.
pub fn statistics(out: &mut Vec<u8>, interface: u32, ts_ns: u64, received: u64, dropped: u64) {
    let at = begin(out, STATISTICS);
    for word in [interface, (ts_ns >> 32) as u32, ts_ns as u32] {
        out.extend_from_slice(&word.to_ne_bytes());
    }
    option(out, 4, &received.to_ne_bytes());
    option(out, 5, &dropped.to_ne_bytes());
    end_options(out);
    end(out, at);
}

fn begin(out: &mut Vec<u8>, kind: u32) -> usize {
    let at = out.len();
    out.extend_from_slice(&kind.to_ne_bytes());
    out.extend_from_slice(&[0; 4]);
    at
}

fn end(out: &mut Vec<u8>, at: usize) {
    let len = ((out.len() - at + 4) as u32).to_ne_bytes();
    if let Some(place) = out.get_mut(at + 4..at + 8) {
        place.copy_from_slice(&len);
    }
    out.extend_from_slice(&len);
}

fn option(out: &mut Vec<u8>, code: u16, value: &[u8]) {
    let value = value.get(..usize::from(u16::MAX)).unwrap_or(value);
    out.extend_from_slice(&code.to_ne_bytes());
    out.extend_from_slice(&(value.len() as u16).to_ne_bytes());
    out.extend_from_slice(value);
    pad(out);
}

fn end_options(out: &mut Vec<u8>) {
    out.extend_from_slice(&[0; 4]);
}

fn pad(out: &mut Vec<u8>) {
    out.resize(out.len().next_multiple_of(4), 0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever is written: blocks are whole words, and both their lengths are theirs.
        #[test]
        fn blocks_stand_one_behind_the_other(bytes in prop::collection::vec(any::<u8>(), 0..99), name in ".{0,40}", ts: u64) {
            let mut out = Vec::new();
            section(&mut out, &name);
            interface(&mut out, &name, ETHERNET, 99, &name);
            packet(&mut out, 0, ts, 200, [&bytes, b"12", &bytes], true);
            statistics(&mut out, 0, ts, 5, 6);
            let (mut at, mut kinds) = (0, Vec::new());
            while at < out.len() {
                let word = |at: usize| u32::from_ne_bytes([out[at], out[at + 1], out[at + 2], out[at + 3]]);
                kinds.push(word(at));
                let len = word(at + 4) as usize;
                prop_assert_eq!(len % 4, 0);
                prop_assert_eq!(word(at + len - 4) as usize, len);
                at += len;
            }
            prop_assert_eq!((at, kinds), (out.len(), vec![SECTION, INTERFACE, PACKET, STATISTICS]));
        }
    }
}
