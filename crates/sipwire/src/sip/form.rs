//! What is asked about the form of one message that somebody looks at: the headers of which rules about form speak.

use super::header::{is, split};
use super::lines::Lines;
use super::start::{StartLine, skip_line_ends, start_line};
use super::value::top_value;
use memchr::memchr;

/// Values of headers as they stand, the first of each name; absent ones are empty.
#[derive(Clone, Debug)]
pub struct Form<'a> {
    /// Its start line.
    pub start: StartLine<'a>,
    /// The header lines with the blank one.
    pub lines: &'a [u8],
    /// What follows the blank line.
    pub after: &'a [u8],
    /// Via: the top value.
    pub via: &'a [u8],
    /// Via: what stands below the top value, line by line.
    pub lower_vias: Vec<&'a [u8]>,
    /// From.
    pub from: &'a [u8],
    /// To.
    pub to: &'a [u8],
    /// Contact: the first line of it.
    pub contact: &'a [u8],
    /// Call-ID.
    pub call_id: &'a [u8],
    /// CSeq.
    pub cseq: &'a [u8],
    /// Max-Forwards.
    pub max_forwards: &'a [u8],
    /// Session-Expires (RFC 4028).
    pub session_expires: &'a [u8],
    /// Min-SE (RFC 4028).
    pub min_se: &'a [u8],
    /// Session-ID (RFC 7989).
    pub session_id: &'a [u8],
    /// Require.
    pub require: &'a [u8],
    /// RSeq (RFC 3262).
    pub rseq: &'a [u8],
    /// Route.
    pub route: &'a [u8],
    /// Record-Route.
    pub record_route: &'a [u8],
    /// P-Asserted-Identity (RFC 3325).
    pub asserted: &'a [u8],
}

/// The most lines of Via below the top one that are looked at.
const MOST_VIAS: usize = 70;

/// Reads `bytes` as one message; `None` if they are none, or end before the blank line.
#[must_use]
pub fn form(bytes: &[u8]) -> Option<Form<'_>> {
    let bytes = skip_line_ends(bytes);
    let end = memchr(b'\n', bytes)?;
    let start = start_line(bytes.get(..end)?)?;
    let rest = bytes.get(end + 1..)?;
    let mut lines = Lines::new(rest);
    let mut form = Form::new(start);
    for line in lines.by_ref() {
        if let Some((name, value)) = split(line) {
            form.take(name, value);
        }
    }
    form.after = lines.rest();
    form.lines = rest.get(..rest.len() - form.after.len())?;
    lines.is_ended().then_some(form)
}

impl<'a> Form<'a> {
    fn new(start: StartLine<'a>) -> Self {
        Self {
            start,
            lines: &[],
            after: &[],
            via: &[],
            lower_vias: Vec::new(),
            from: &[],
            to: &[],
            contact: &[],
            call_id: &[],
            cseq: &[],
            max_forwards: &[],
            session_expires: &[],
            min_se: &[],
            session_id: &[],
            require: &[],
            rseq: &[],
            route: &[],
            record_route: &[],
            asserted: &[],
        }
    }

    fn take(&mut self, name: &[u8], value: &'a [u8]) {
        let known: [(&[u8], &[u8], &mut &'a [u8]); 14] = [
            (b"From", b"f", &mut self.from),
            (b"To", b"t", &mut self.to),
            (b"Call-ID", b"i", &mut self.call_id),
            (b"CSeq", b"", &mut self.cseq),
            (b"Contact", b"m", &mut self.contact),
            (b"Max-Forwards", b"", &mut self.max_forwards),
            (b"Session-Expires", b"x", &mut self.session_expires),
            (b"Min-SE", b"", &mut self.min_se),
            (b"Session-ID", b"", &mut self.session_id),
            (b"Require", b"", &mut self.require),
            (b"RSeq", b"", &mut self.rseq),
            (b"Route", b"", &mut self.route),
            (b"Record-Route", b"", &mut self.record_route),
            (b"P-Asserted-Identity", b"", &mut self.asserted),
        ];
        if is(name, b"Via") || is(name, b"v") {
            return self.take_via(value);
        }
        for (long, short, field) in known {
            if field.is_empty() && (is(name, long) || !short.is_empty() && is(name, short)) {
                *field = value;
            }
        }
    }

    fn take_via(&mut self, value: &'a [u8]) {
        let below = if self.via.is_empty() {
            self.via = top_value(value);
            value.get(self.via.len()..).unwrap_or_default()
        } else {
            value
        };
        if !below.is_empty() && self.lower_vias.len() < MOST_VIAS {
            self.lower_vias.push(below);
        }
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test may fail so")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_of_each_name_counts_and_every_via_below_the_top_one() {
        let raw = b"INVITE sip:b@x SIP/2.0\r\nv: SIP/2.0/UDP a, SIP/2.0/UDP b\r\nVia: SIP/2.0/UDP c\r\nf: one\r\nFrom: two\r\n\r\nbody";
        let form = form(raw).expect("a message");
        assert_eq!((form.via, form.from, form.after), (&b"SIP/2.0/UDP a"[..], &b"one"[..], &b"body"[..]));
        assert_eq!(form.lower_vias, [&b", SIP/2.0/UDP b"[..], b"SIP/2.0/UDP c"]);
        assert!(form.lines.ends_with(b"two\r\n\r\n"));
    }

    #[test]
    fn of_a_message_without_a_blank_line_nothing_is_said() {
        assert!(form(b"INVITE sip:b@x SIP/2.0\r\nVia: x\r\n").is_none());
    }

    proptest! {
        #[test]
        fn any_bytes_can_be_looked_at(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut message = b"SIP/2.0 200 OK\r\n".to_vec();
            message.extend(&bytes);
            message.extend(b"\r\n\r\n");
            prop_assert!(form(&message).is_some_and(|form| form.lines.len() + form.after.len() == message.len() - 16));
        }
    }
}
