//! RTCP: sender and receiver reports (RFC 3550 section 6.4) and the loss that extended reports tell (RFC 3611 section 4.7).

/// One report block: what its sender says about a stream that it receives.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Block {
    /// The stream's source; 0 where the reporter never heard one.
    pub ssrc: u32,
    /// Share lost since its last report, in 256ths.
    pub fraction: u8,
    /// Packets lost since the stream began; below 0 if more came than were sent (duplicates).
    pub lost: i32,
    /// The highest sequence number it got, extended by its wraps.
    pub highest: u32,
    /// Interarrival jitter in units of the codec's clock.
    pub jitter: u32,
    /// The middle of the time in the last sender report that it got of this source (LSR); 0 if none.
    pub echo: u32,
    /// How long ago that was, in 65536ths of a second (DLSR).
    pub held: u32,
}

/// What one datagram of RTCP says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Reports {
    /// Who reports.
    pub sender: u32,
    /// How many packets it says it has sent itself; `None` from a mere receiver.
    pub sent: Option<u32>,
    /// The middle of the time in its sender report, which the other side echoes.
    pub stamp: Option<u32>,
    /// Its report blocks, at most 31 in a packet; the first [`MOST`] are kept.
    pub blocks: [Block; MOST],
    /// How many of `blocks` there are.
    pub count: usize,
    /// The worst share lost in the network, and the worst discarded by the jitter buffer, that VoIP metrics tell, in 256ths.
    pub metrics: Option<(u8, u8)>,
}

/// The most report blocks that are kept of a datagram: a telephone hears one or two sources.
pub const MOST: usize = 4;

impl Reports {
    /// The blocks.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        self.blocks.get(..self.count).unwrap_or_default()
    }

    fn push(&mut self, block: Block) {
        if let Some(place) = self.blocks.get_mut(self.count) {
            *place = block;
            self.count += 1;
        }
    }
}

/// Whether `payload` may be RTCP by its first bytes: version 2 and a type of 200 to 207 (RFC 5761 section 4).
#[must_use]
#[inline]
pub fn looks_like(payload: &[u8]) -> bool {
    matches!(payload, [first, 200..=207, ..] if first & 0xc0 == 0x80)
}

/// Reads a datagram as a compound packet. `None` unless it is valid to its last byte (RFC 3550 appendix A.2): encrypted
/// ones (RFC 3711) are not, for they end with an index and a tag.
///
/// A report without blocks tells that nobody was heard since the last one, as one with the source 0 does: there is a block for each
/// source heard (RFC 3550 section 6.4), and Asterisk sends none until it hears somebody.
#[must_use]
pub fn decode(payload: &[u8]) -> Option<Reports> {
    let mut found = Reports::default();
    let mut rest = payload;
    let mut any = false;
    while let [first, kind, high, low, ..] = rest {
        let length = 4 + 4 * usize::from(u16::from_be_bytes([*high, *low]));
        if first & 0xc0 != 0x80 || !(192..=213).contains(kind) {
            return None;
        }
        let (packet, behind) = rest.split_at_checked(length)?;
        if !any {
            found.sender = word(packet, 4)?;
        }
        match kind {
            200 => {
                found.stamp = Some(word(packet, 10)?);
                found.sent = Some(word(packet, 20)?);
                take_blocks(&mut found, packet.get(28..)?, first & 0x1f)?;
            }
            201 => take_blocks(&mut found, packet.get(8..)?, first & 0x1f)?,
            207 => take_metrics(&mut found, packet.get(8..).unwrap_or_default()),
            _ => {}
        }
        any = true;
        rest = behind;
    }
    if found.count == 0 && payload.get(1).is_some_and(|kind| matches!(kind, 200 | 201)) {
        found.push(Block::default());
    }
    (any && rest.is_empty() && payload.get(1).is_some_and(|kind| matches!(kind, 200 | 201 | 207))).then_some(found)
}

fn take_blocks(found: &mut Reports, bytes: &[u8], count: u8) -> Option<()> {
    for at in 0..usize::from(count) {
        let block = bytes.get(24 * at..24 * at + 24)?;
        let lost = word(block, 4)?;
        found.push(Block {
            ssrc: word(block, 0)?,
            fraction: (lost >> 24) as u8,
            lost: ((lost << 8) as i32) >> 8,
            highest: word(block, 8)?,
            jitter: word(block, 12)?,
            echo: word(block, 16)?,
            held: word(block, 20)?,
        });
    }
    Some(())
}

/// The VoIP metrics blocks (type 7) of an extended report; others are passed over.
fn take_metrics(found: &mut Reports, mut bytes: &[u8]) {
    while let [kind, _, high, low, ..] = bytes {
        let length = 4 + 4 * usize::from(u16::from_be_bytes([*high, *low]));
        if let (7, Some([lost, discarded])) = (*kind, bytes.get(8..10)) {
            let (before, discarded_before) = found.metrics.unwrap_or_default();
            found.metrics = Some((before.max(*lost), discarded_before.max(*discarded)));
        }
        bytes = bytes.get(length..).unwrap_or_default();
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|word| u32::from_be_bytes(*word))
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test may fail so")]
mod tests {
    use super::*;

    /// A receiver report about source 9: a quarter lost lately, `lost` in all.
    fn report(lost: i32) -> Vec<u8> {
        let mut packet = vec![0x81, 201, 0, 7, 0, 0, 0, 5, 0, 0, 0, 9];
        packet.extend(((64u32 << 24) | (lost as u32 & 0x00ff_ffff)).to_be_bytes());
        packet.extend([0, 1, 0, 2, 0, 0, 0, 80, 0, 0, 0, 0, 0, 0, 0, 0]);
        packet
    }

    #[test]
    fn a_receiver_report_is_read() {
        let found = decode(&report(12)).expect("RTCP");
        assert_eq!((found.sender, found.sent), (5, None));
        assert_eq!(found.blocks(), [Block { ssrc: 9, fraction: 64, lost: 12, highest: 0x0001_0002, jitter: 80, echo: 0, held: 0 }]);
        assert_eq!(decode(&report(-3)).expect("RTCP").blocks()[0].lost, -3);
    }

    #[test]
    fn a_compound_packet_is_read_to_its_end() {
        let mut packet = vec![0x80, 200, 0, 6, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 77, 0, 0, 0, 0];
        packet.extend([0x80, 207, 0, 10, 0, 0, 0, 5, 7, 0, 0, 8, 0, 0, 0, 9, 13, 25]);
        packet.extend([0; 26]);
        let found = decode(&packet).expect("RTCP");
        assert_eq!((found.sent, found.blocks(), found.metrics), (Some(77), &[Block::default()][..], Some((13, 25))));
        packet.push(0);
        assert_eq!(decode(&packet), None);
    }

    #[test]
    fn a_report_without_blocks_tells_that_nobody_is_heard() {
        let empty = [0x80, 201, 0, 1, 0, 0, 0, 5];
        assert_eq!(decode(&empty).expect("RTCP").blocks(), [Block::default()]);
        let metrics_only = [0x80, 207, 0, 1, 0, 0, 0, 5];
        assert_eq!(decode(&metrics_only).expect("RTCP").blocks(), []);
    }

    #[test]
    fn encrypted_and_cut_packets_are_not_read() {
        let mut secret = report(1);
        secret.extend([0x80, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        assert_eq!(decode(&secret), None);
        assert_eq!(decode(&report(1)[..20]), None);
        assert!(looks_like(&secret) && !looks_like(&[0x80, 8, 0, 0]));
    }
}
