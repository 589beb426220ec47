//! Bytes of files that are read again in order: fetched from Python a large piece at a time.

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;

/// How much is fetched at once.
const PIECE: usize = 1 << 22;

/// A piece of each file, the last one that was needed.
pub struct Windows<'f, 'py> {
    fetch: &'f Bound<'py, PyAny>,
    pieces: Vec<Option<(u64, PyBackedBytes)>>,
}

impl<'f, 'py> Windows<'f, 'py> {
    /// `fetch(file, offset, length)` gives the bytes of a file; fewer where it ends.
    pub fn new(fetch: &'f Bound<'py, PyAny>) -> Self {
        Self { fetch, pieces: Vec::new() }
    }

    /// Some bytes of a file; fewer if it has become shorter.
    pub fn bytes(&mut self, file: u16, offset: u64, length: usize) -> PyResult<&[u8]> {
        let place = usize::from(file);
        if self.pieces.len() <= place {
            self.pieces.resize_with(place + 1, || None);
        }
        let Some(piece) = self.pieces.get_mut(place) else { return Ok(&[]) };
        if !piece.as_ref().is_some_and(|(start, bytes)| holds(*start, bytes.len(), offset, length)) {
            *piece = Some((offset, self.fetch.call1((file, offset, PIECE.max(length)))?.extract()?));
        }
        let Some((start, bytes)) = piece else { return Ok(&[]) };
        let from = (offset - *start) as usize;
        let rest = bytes.get(from..).unwrap_or_default();
        Ok(rest.get(..length).unwrap_or(rest))
    }
}

fn holds(start: u64, size: usize, offset: u64, length: usize) -> bool {
    offset >= start && offset - start + length as u64 <= size as u64
}
