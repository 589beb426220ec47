//! The bytes of one direction to records (RFC 8446 section 5.1), and its place in them after a hole.

/// Length of a record header.
pub(crate) const HEADER: usize = 5;

/// The longest record: 2^14 bytes and what the ciphers of TLS 1.2 may add (RFC 5246 section 6.2.3).
const LONGEST: usize = (1 << 14) + 2048;

/// For each byte that came so many may be decrypted in vain in search of a record's beginning,
const TRIED: usize = 4;
/// and so many at once.
const MOST_TRIED: usize = 1 << 20;

/// Change of cipher.
pub(crate) const CHANGE_CIPHER: u8 = 20;
/// An alert.
pub(crate) const ALERT: u8 = 21;
/// Handshake messages.
pub(crate) const HANDSHAKE: u8 = 22;
/// Application data, and everything that TLS 1.3 encrypts.
pub(crate) const DATA: u8 = 23;

/// When something was seen, and in which packet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct At {
    /// µs since 1970 UTC.
    pub ts: i64,
    /// The packet's number in its file.
    pub frame: u32,
}

/// One whole record; its moment is that of its last byte.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) at: At,
    pub(crate) header: [u8; HEADER],
    pub(crate) body: Vec<u8>,
    /// Whether a place in the stream is only taken for its beginning: it is one if it can be opened.
    pub(crate) is_guess: bool,
}

impl Record {
    pub(crate) fn kind(&self) -> u8 {
        self.header[0]
    }
}

/// Cuts the bytes of one direction into records.
#[derive(Debug, Default)]
pub(crate) struct Records {
    held: Vec<u8>,
    /// How many of them are done with; they go once nothing more can be cut, for many small records may come at once.
    from: usize,
    /// Bytes still to come of a record that has a hole.
    skip: usize,
    is_lost: bool,
    at: At,
    /// Bytes that guesses may still have decrypted in vain: each one is tried with several keys and numbers.
    room: usize,
}

impl Records {
    /// Takes the next bytes.
    pub(crate) fn push(&mut self, at: At, bytes: &[u8]) {
        self.at = at;
        self.room = (self.room + bytes.len().saturating_mul(TRIED)).min(MOST_TRIED);
        let skipped = self.skip.min(bytes.len());
        self.skip -= skipped;
        self.held.extend_from_slice(bytes.get(skipped..).unwrap_or_default());
    }

    /// `lost` bytes are missing here; 0 means that nobody knows how many.
    pub(crate) fn gap(&mut self, lost: u32) {
        let lost = lost as usize;
        let left = if self.is_lost { 0 } else { self.left() };
        (self.held, self.from) = (Vec::new(), 0);
        if (1..=left).contains(&lost) {
            self.skip = left - lost;
        } else {
            (self.skip, self.is_lost) = (0, true);
        }
    }

    /// The next whole record.
    pub(crate) fn next(&mut self) -> Option<Record> {
        let record = self.cut();
        if record.is_none() {
            self.held.drain(..self.from);
            self.from = 0;
        }
        record
    }

    fn cut(&mut self) -> Option<Record> {
        loop {
            let header: [u8; HEADER] = *self.rest().first_chunk()?;
            let Some(length) = length(header) else {
                self.is_lost = true;
                self.pass(1);
                self.search();
                continue;
            };
            let body = self.rest().get(HEADER..HEADER + length)?.to_vec();
            if !self.is_lost {
                self.pass(HEADER + length);
            } else if length > self.room {
                self.pass(usize::MAX); // what looks like a beginning at every few bytes is none
                return None;
            }
            return Some(Record { at: self.at, header, body, is_guess: self.is_lost });
        }
    }

    /// Says whether the guess handed out last was right.
    pub(crate) fn settle(&mut self, guess: &Record, is_right: bool) {
        let used = if is_right { HEADER + guess.body.len() } else { 1 };
        self.is_lost = !is_right;
        if !is_right {
            self.room = self.room.saturating_sub(guess.body.len());
        }
        self.pass(used);
        if !is_right {
            self.search();
        }
    }

    /// How many bytes are held.
    pub(crate) fn held(&self) -> usize {
        self.held.len()
    }

    /// The bytes that are not done with.
    fn rest(&self) -> &[u8] {
        self.held.get(self.from..).unwrap_or_default()
    }

    fn pass(&mut self, count: usize) {
        self.from = self.from.saturating_add(count).min(self.held.len());
    }

    /// Goes to the next place where a record may begin.
    fn search(&mut self) {
        let may_begin =
            |rest: &[u8]| rest.first_chunk().map_or(matches!(rest, [20..=23, 3, ..] | [20..=23]), |head| length(*head).is_some());
        let rest = self.rest();
        let place = (0..rest.len()).find(|at| rest.get(*at..).is_some_and(may_begin));
        self.pass(place.unwrap_or(usize::MAX));
    }

    /// Bytes that are missing of the record that has begun.
    fn left(&self) -> usize {
        let begun = self.rest().first_chunk().and_then(|header| length(*header)).map(|length| HEADER + length - self.rest().len());
        self.skip.max(begun.unwrap_or(0))
    }
}

fn length(header: [u8; HEADER]) -> Option<usize> {
    let [20..=23, 3, 0..=4, high, low] = header else { return None };
    Some(usize::from(u16::from_be_bytes([high, low]))).filter(|length| *length <= LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many bytes are handed out as guesses that turn out wrong.
    fn tried_in_vain(stream: &[u8]) -> usize {
        let mut records = Records::default();
        records.gap(0);
        let mut tried = 0;
        for piece in stream.chunks(1460) {
            records.push(At::default(), piece);
            while let Some(guess) = records.next() {
                assert!(guess.is_guess);
                tried += guess.body.len();
                records.settle(&guess, false);
            }
        }
        tried
    }

    #[test]
    fn a_stream_in_which_a_record_seems_to_begin_everywhere_costs_little_to_search() {
        let stream: Vec<u8> = [23, 3, 3, 0x40, 0].into_iter().cycle().take(1 << 20).collect();
        assert!(tried_in_vain(&stream) <= TRIED * stream.len());
    }

    #[test]
    fn a_record_that_comes_in_pieces_behind_a_hole_is_found() {
        let stream: Vec<u8> = [23, 3, 3, 0x20, 0].into_iter().chain([7; 0x2000]).collect();
        for length in [1, 100, 1460] {
            let mut records = Records::default();
            records.gap(0);
            let mut found = Vec::new();
            for piece in stream.chunks(length) {
                records.push(At::default(), piece);
                while let Some(guess) = records.next() {
                    found.push(guess.body.len());
                    records.settle(&guess, true);
                }
            }
            assert_eq!(found, [0x2000], "pieces of {length}");
        }
    }

    #[test]
    fn however_small_records_are_many_of_them_at_once_are_cut_in_one_walk() {
        let stream: Vec<u8> = [23, 3, 3, 0, 0].into_iter().cycle().take(1 << 20).collect();
        for is_right in [true, false] {
            let mut records = Records::default();
            if !is_right {
                records.gap(0);
            }
            records.push(At::default(), &stream);
            let mut cut = 0;
            while let Some(record) = records.next() {
                cut += 1;
                if record.is_guess {
                    records.settle(&record, is_right);
                }
            }
            assert_eq!((cut, records.held()), (stream.len() / 5, stream.len() % 5));
        }
    }

    #[test]
    fn the_beginning_is_found_again_after_a_hole() {
        let mut records = Records::default();
        records.gap(0);
        let mut stream = vec![1; 40_000];
        stream.extend([23, 3, 3, 0, 4, 9, 9, 9, 9]);
        for piece in stream.chunks(1460) {
            records.push(At::default(), piece);
        }
        let guess = records.next();
        assert!(guess.as_ref().is_some_and(|guess| guess.is_guess && guess.body.len() == 4));
        if let Some(guess) = guess {
            records.settle(&guess, true);
        }
        records.push(At::default(), &[21, 3, 3, 0, 1, 7]);
        assert!(records.next().is_some_and(|record| !record.is_guess));
    }
}
