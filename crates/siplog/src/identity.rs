//! What makes a text a message, and which of two are the same.

use sipwire::sip;
use xxhash_rust::xxh3::xxh3_64;

/// Whether it has what no SIP message lacks altogether, so that a mere mention of one is none.
#[must_use]
pub fn is_sip(head: &sip::Head<'_>) -> bool {
    !(head.via.is_empty() && head.call_id.is_empty() && head.from.is_empty())
}

/// A number for a message, the same for its second telling.
#[must_use]
pub fn identity(head: &sip::Head<'_>) -> u64 {
    let status = match head.start {
        sip::StartLine::Answer { status, .. } => u64::from(status),
        sip::StartLine::Request { .. } => 0,
    };
    let branch = sip::branch(head.via).unwrap_or_default();
    let number = u64::from(head.cseq) << 16 | status << 4 | head.method as u64 & 15;
    xxh3_64(head.call_id) ^ xxh3_64(branch).rotate_left(11) ^ xxh3_64(&number.to_le_bytes())
}
