//! DNS messages by UDP, as far as finding SIP servers needs them (RFC 1035 section 4, RFC 2782, RFC 3403).

use crate::Fault;

/// Record type: an IPv4 address.
pub const A: u16 = 1;
/// Record type: another name of the same.
pub const CNAME: u16 = 5;
/// Record type: an IPv6 address.
pub const AAAA: u16 = 28;
/// Record type: the hosts of a service.
pub const SRV: u16 = 33;
/// Record type: the services of a domain.
pub const NAPTR: u16 = 35;

/// Response code: there is no such name.
pub const NO_SUCH_NAME: u8 = 3;

/// The longest name (RFC 1035 section 2.3.4), written with dots.
const LONGEST: usize = 255;

/// The most jumps of a compressed name that are followed.
const MOST_JUMPS: usize = 16;

/// The most records that are looked at.
const MOST_RECORDS: u16 = 64;

/// One query, or the answer to it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Message {
    /// By this an answer is told to its query.
    pub id: u16,
    /// Whether it is an answer.
    pub is_answer: bool,
    /// Whether it was too long for UDP and is to be asked for again by TCP.
    pub is_cut: bool,
    /// The response code: 0 well, 2 server failed, 3 no such name, 5 refused.
    pub code: u8,
    /// The name asked for, in lower case, without the last dot; empty in a refusal that does not repeat the question.
    pub name: Vec<u8>,
    /// The record type asked for.
    pub kind: u16,
    /// How many records of that type the answer holds.
    pub found: u16,
    /// The names that those records lead to (CNAME, SRV and NAPTR), at most four.
    pub targets: Vec<Vec<u8>>,
}

/// The most targets that are kept.
const MOST_TARGETS: usize = 4;

/// Whether what stands where a DNS message might is text, as SIP on port 53 is: a message has its number of questions there,
/// which is never two letters.
#[must_use]
pub fn is_text(bytes: &[u8]) -> bool {
    bytes.first_chunk::<6>().is_some_and(|begin| begin.iter().all(|byte| matches!(byte, b' '..=b'~')))
}

/// Reads a message with exactly one question, which is all that resolvers send, or a refusal that does not repeat it.
pub fn decode(bytes: &[u8]) -> Result<Message, Fault> {
    let Some(([i0, i1, f0, f1, q0, q1, a0, a1, ..], _)) = bytes.split_first_chunk::<12>() else {
        return Err("DNS header cut off");
    };
    let (flags, questions) = (u16::from_be_bytes([*f0, *f1]), u16::from_be_bytes([*q0, *q1]));
    let (id, is_answer, code) = (u16::from_be_bytes([*i0, *i1]), flags & 0x8000 != 0, (flags & 15) as u8);
    if questions == 0 && is_answer && code != 0 {
        return Ok(Message { id, is_answer, code, ..Message::default() });
    }
    if questions != 1 || flags & 0x7800 != 0 {
        return Err("no DNS query with one question");
    }
    let (name, at) = name(bytes, 12).ok_or("DNS name cut off")?;
    let Some([k0, k1, 0, 1]) = bytes.get(at..at + 4) else {
        return Err("no DNS question of class IN");
    };
    let mut message =
        Message { id, is_answer, is_cut: flags & 0x0200 != 0, code, name, kind: u16::from_be_bytes([*k0, *k1]), ..Message::default() };
    if message.is_answer {
        message.take_records(bytes, at + 4, u16::from_be_bytes([*a0, *a1]));
    }
    Ok(message)
}

impl Message {
    /// Reads the answer section as far as it is whole.
    fn take_records(&mut self, bytes: &[u8], mut at: usize, count: u16) {
        for _ in 0..count.min(MOST_RECORDS) {
            let Some((_, head)) = name(bytes, at) else { return };
            let Some(([k0, k1, _, _, _, _, _, _, l0, l1], _)) = bytes.get(head..).and_then(<[u8]>::split_first_chunk) else { return };
            let (kind, start) = (u16::from_be_bytes([*k0, *k1]), head + 10);
            at = start + usize::from(u16::from_be_bytes([*l0, *l1]));
            if at > bytes.len() {
                return;
            }
            self.found += u16::from(kind == self.kind);
            match target(bytes, kind, start) {
                Some((target, end)) if end <= at && !target.is_empty() && self.targets.len() < MOST_TARGETS => self.targets.push(target),
                _ => {}
            }
        }
    }
}

/// The name that a record leads to, and where it ends.
fn target(bytes: &[u8], kind: u16, start: usize) -> Option<(Vec<u8>, usize)> {
    let at = match kind {
        CNAME => start,
        SRV => start + 6,
        NAPTR => {
            let text = |at: usize| Some(at + 1 + usize::from(*bytes.get(at)?));
            text(text(text(start + 4)?)?)?
        }
        _ => return None,
    };
    name(bytes, at)
}

/// A name that begins at `at`, in lower case with dots, and where what follows it begins.
fn name(bytes: &[u8], mut at: usize) -> Option<(Vec<u8>, usize)> {
    let (mut name, mut end, mut jumps) = (Vec::new(), None, 0);
    loop {
        match *bytes.get(at)? {
            0 => return Some((name, end.unwrap_or(at + 1))),
            high @ 0xc0.. => {
                let low = *bytes.get(at + 1)?;
                end.get_or_insert(at + 2);
                at = usize::from(high & 0x3f) << 8 | usize::from(low);
                jumps += 1;
                if jumps > MOST_JUMPS {
                    return None;
                }
            }
            length @ ..64 => {
                let label = bytes.get(at + 1..at + 1 + usize::from(length))?;
                if !name.is_empty() {
                    name.push(b'.');
                }
                name.extend(label.iter().map(u8::to_ascii_lowercase));
                at += 1 + label.len();
                if name.len() > LONGEST {
                    return None;
                }
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(name: &str) -> Vec<u8> {
        let mut out = Vec::new();
        for label in name.split('.') {
            out.push(label.len() as u8);
            out.extend(label.bytes());
        }
        out.push(0);
        out
    }

    fn message(flags: u16, name: &str, kind: u16, records: &[(u16, Vec<u8>)]) -> Vec<u8> {
        let mut out = vec![0x12, 0x34];
        for number in [flags, 1, records.len() as u16, 0, 0] {
            out.extend(number.to_be_bytes());
        }
        out.extend(labels(name));
        out.extend(kind.to_be_bytes());
        out.extend([0, 1]);
        for (kind, data) in records {
            out.extend([0xc0, 12]);
            out.extend(kind.to_be_bytes());
            out.extend([0, 1, 0, 0, 0, 60]);
            out.extend((data.len() as u16).to_be_bytes());
            out.extend(data);
        }
        out
    }

    #[test]
    fn a_query_and_its_answer_share_name_type_and_number() {
        let query = decode(&message(0x0100, "_SIP._udp.Example.com", SRV, &[])).unwrap_or_default();
        assert_eq!((query.id, query.is_answer, query.kind), (0x1234, false, SRV));
        assert_eq!(query.name, b"_sip._udp.example.com");
        let target = [&[0, 1, 0, 2, 0x13, 0xc4][..], &labels("sbc.example.net")].concat();
        let answer = decode(&message(0x8180, "_sip._udp.example.com", SRV, &[(SRV, target)])).unwrap_or_default();
        assert_eq!((answer.is_answer, answer.code, answer.found), (true, 0, 1));
        assert_eq!(answer.targets, [b"sbc.example.net".to_vec()]);
    }

    #[test]
    fn what_a_service_record_leads_to_is_found_behind_its_texts() {
        let data = [&[0, 1, 0, 1, 1, b's', 7][..], b"SIP+D2U", &[0], &labels("_sip._udp.example.com")].concat();
        let answer = decode(&message(0x8180, "example.com", NAPTR, &[(NAPTR, data)])).unwrap_or_default();
        assert_eq!(answer.targets, [b"_sip._udp.example.com".to_vec()]);
    }

    #[test]
    fn a_name_that_points_to_itself_is_refused() {
        let mut bytes = message(0x8183, "a", A, &[]);
        bytes[12] = 0xc0;
        bytes[13] = 12;
        assert_eq!(decode(&bytes), Err("DNS name cut off"));
    }

    #[test]
    fn no_such_name_is_told_from_no_such_record() {
        let codes = [0x8183, 0x8180].map(|flags| decode(&message(flags, "sip.example.com", A, &[])).map(|m| (m.code, m.found)));
        assert_eq!(codes, [Ok((NO_SUCH_NAME, 0)), Ok((0, 0))]);
    }
}
