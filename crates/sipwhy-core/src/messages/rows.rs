//! Messages side by side: where and when each was seen, and its bytes.

use super::CUT_OFF;
use sipwire::Fault;
use sipwire::logged::{self, Logged};
use sipwire::packet::Socket;

/// Where and when one message was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// µs since 1970 UTC.
    pub ts: i64,
    /// Sender.
    pub src: Socket,
    /// Receiver.
    pub dst: Socket,
    /// As in [`Logged::transport`].
    pub transport: u8,
    /// Bits of [`logged::flag`].
    pub flags: u8,
}

/// One message among others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where and when it was seen.
    pub seen: Seen,
    /// How many bytes its capture point's name has, which stands before the message.
    node: u8,
    at: usize,
    len: usize,
}

/// Some messages in order of arrival.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    rows: Vec<Row>,
    bytes: Vec<u8>,
}

impl Rows {
    /// Adds one message.
    pub fn push(&mut self, seen: Seen, node: &[u8], raw: &[u8]) {
        let node = node.get(..255).unwrap_or(node);
        self.bytes.extend_from_slice(node);
        self.rows.push(Row { seen, node: node.len() as u8, at: self.bytes.len(), len: raw.len() });
        self.bytes.extend_from_slice(raw);
    }

    /// Adds one message as a record tells it.
    pub fn push_logged(&mut self, ts: i64, logged: &Logged<'_>) {
        let Logged { src, dst, transport, flags, .. } = *logged;
        self.push(Seen { ts, src, dst, transport, flags }, logged.node, logged.payload);
    }

    /// Adds all of `others`.
    pub fn extend(&mut self, others: &Self) {
        let before = self.bytes.len();
        self.bytes.extend_from_slice(&others.bytes);
        self.rows.extend(others.rows.iter().map(|row| Row { at: row.at + before, ..*row }));
    }

    /// The rows.
    pub fn all(&self) -> &[Row] {
        &self.rows
    }

    /// The places of the rows in order of time; equal times keep the order of arrival.
    pub fn order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.rows.len() as u32).collect();
        let ts = |place: &u32| self.rows.get(*place as usize).map_or(0, |row| row.seen.ts);
        if !self.rows.is_sorted_by_key(|row| row.seen.ts) {
            order.sort_by_key(ts);
        }
        order
    }

    /// How many bytes the messages have.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// The bytes of one message.
    pub fn raw(&self, row: &Row) -> &[u8] {
        self.bytes.get(row.at..row.at.saturating_add(row.len)).unwrap_or_default()
    }

    /// The name of its capture point.
    pub fn node(&self, row: &Row) -> &[u8] {
        self.bytes.get(row.at.saturating_sub(usize::from(row.node))..row.at).unwrap_or_default()
    }

    /// The messages as records of a capture file of our own link type; the first is number `first`.
    pub fn write(&self, first: u64) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.bytes.len() + self.rows.len() * 72);
        for (number, row) in (first..).zip(&self.rows) {
            let (node, payload) = (self.node(row), self.raw(row));
            let Seen { ts, src, dst, transport, flags } = row.seen;
            logged::write(&mut out, ts, &Logged { line: number as u32, transport, src, dst, flags, node, payload });
        }
        out
    }

    /// Reads such records again.
    pub fn read(mut data: &[u8]) -> Result<Self, Fault> {
        let mut rows = Self::default();
        while let Some((head, rest)) = data.split_first_chunk::<16>() {
            let number = |at: usize| head.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes);
            let (seconds, micros, length) = (number(0), number(4), number(8));
            let (record, after) = rest.split_at_checked(length as usize).ok_or(CUT_OFF)?;
            let logged = logged::read(record).ok_or("a record is none of a message")?;
            rows.push_logged(i64::from(seconds) * 1_000_000 + i64::from(micros), &logged);
            data = after;
        }
        if data.is_empty() { Ok(rows) } else { Err(CUT_OFF) }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail so")]
mod tests {
    use super::*;
    use sipwire::packet::Ip;

    fn two() -> Rows {
        let mut rows = Rows::default();
        let socket = Socket { ip: Ip::v4([192, 0, 2, 1]), port: 5060 };
        rows.push(
            Seen { ts: 1_795_396_320_250_000, src: socket, transport: 1, flags: 3, ..Seen::default() },
            b"edge",
            b"OPTIONS sip:a SIP/2.0\r\n\r\n",
        );
        rows.push(Seen { ts: 7, dst: socket, ..Seen::default() }, b"", b"SIP/2.0 200 OK\r\n\r\n");
        rows
    }

    #[test]
    fn what_was_written_is_read_again() {
        let rows = two();
        assert_eq!(Rows::read(&rows.write(1)).unwrap(), rows);
        assert_eq!((rows.node(&rows.rows[0]), rows.node(&rows.rows[1])), (&b"edge"[..], &b""[..]));
    }

    #[test]
    fn a_record_that_breaks_off_is_told() {
        let bytes = two().write(1);
        for cut in 1..bytes.len() {
            let read = Rows::read(&bytes[..cut]);
            assert!(read.is_err() || read.is_ok_and(|rows| rows.rows.len() == 1), "{cut}");
        }
    }

    #[test]
    fn some_behind_others_keep_their_bytes() {
        let mut rows = two();
        rows.extend(&two());
        assert_eq!(rows.raw(&rows.rows[3]), two().raw(&two().rows[1]));
        assert_eq!(rows.node(&rows.rows[2]), b"edge");
    }
}
