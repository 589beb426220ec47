//! Reading a SIP message in a stream to its end, wherever that is.

use super::head::{Head, find_end};
use super::start::{Start, find_sip, is_usual, sip_line, start};
use super::{Framed, FramedKind, Framer, Reading, Step, View, is_blank};

/// The longest header block.
const MAX_HEAD: usize = 256 << 10;

/// The longest body.
const MAX_BODY: usize = 4 << 20;

impl Framer {
    /// Reads on in a SIP message.
    pub(super) fn sip(&mut self, view: View<'_>, mut reading: Reading, out: &mut Vec<Framed>) -> Step {
        if reading.head.is_none() {
            let end = find_end(view.data, &mut reading.scanned);
            reading.head = end.and_then(|end| view.data.get(..end)).map(Head::read);
        }
        self.reading = Some(reading);
        let Some(head) = reading.head else {
            if view.data.len() <= MAX_HEAD {
                return Step::Wait;
            }
            self.reading = None;
            self.found = true; // SIP it is, if oversized: search on without end
            self.note(view, "SIP header block longer than 256 KiB skipped");
            return self.search(view);
        };
        if head.body.is_some_and(|body| body > MAX_BODY) {
            self.note(view, "SIP body longer than 4 MiB skipped");
            return self.emit(view, head.end, out);
        }
        match length(view, &head) {
            Some(length) => self.emit(view, length, out),
            None => Step::Wait,
        }
    }

    fn emit(&mut self, view: View<'_>, length: usize, out: &mut Vec<Framed>) -> Step {
        self.reading = None;
        let bytes = view.data.get(..length).unwrap_or(view.data).to_vec();
        out.push(self.framed(view, length, FramedKind::Sip, bytes));
        Step::Used(length)
    }

    /// Ends the message being read where the bytes end.
    pub(super) fn break_off(&mut self) {
        let held = std::mem::take(&mut self.held);
        let mut at = 0;
        while let (Some(Reading { head: Some(head), .. }), Some(data)) = (self.reading, held.get(at..)) {
            let end = find_sip(data, head.end).filter(|_| !head.nested).unwrap_or(data.len());
            let mut out = std::mem::take(&mut self.broken_off);
            self.emit(View { data, at, fresh: None }, end, &mut out);
            at += end;
            self.read_on(held.get(at..).unwrap_or_default());
            self.broken_off = out;
        }
        if self.reading.take().is_some() {
            self.note(View { data: &[], at: held.len(), fresh: None }, "SIP message broken off inside its header block");
        }
        self.skip = 0;
        self.marks.pass(held.len());
    }

    /// Takes up the message that begins at `data`, if one does.
    fn read_on(&mut self, data: &[u8]) {
        if sip_line(data) == Start::Sip {
            let head = find_end(data, &mut 0).and_then(|end| data.get(..end)).map(Head::read);
            self.reading = Some(Reading { scanned: 0, head });
        }
    }
}

/// The length of the message with this header block; None if more bytes are needed.
fn length(view: View<'_>, head: &Head) -> Option<usize> {
    let View { data, fresh, .. } = view;
    let claimed = head.end + head.body.unwrap_or_default();
    let Some(following) = data.get(claimed..) else {
        let next = fresh.filter(|fresh| *fresh >= head.end && !head.nested)?;
        return (data.get(next..).map(sip_line) == Some(Start::Sip)).then_some(next);
    };
    if fits(following) {
        return Some(claimed);
    }
    let inside = find_sip(data, head.end).filter(|next| *next < claimed && !head.nested);
    if inside.is_some() {
        return inside;
    }
    match following {
        _ if sip_line(following) == Start::Sip => Some(claimed),
        // Text goes on: Content-Length is missing or too small.
        [b' '..=b'~', ..] => Some(find_sip(data, claimed).unwrap_or(data.len())),
        _ => Some(claimed),
    }
}

/// Whether this may follow a message whose length is right.
fn fits(following: &[u8]) -> bool {
    match following {
        [] => true,
        [first, ..] if is_blank(*first) => true,
        _ => match start(following) {
            Start::Sip => is_usual(following),
            other => matches!(other, Start::More | Start::Hep(_)),
        },
    }
}
