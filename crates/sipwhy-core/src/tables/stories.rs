//! What became of the legs: rows until somebody asks for a column, columns from then on.

use crate::columns::{Number, fill};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyMemoryView, PySlice};
use siptrack::analysis::LegFacts;

/// The numpy type of a column and its bytes, a part of those of all.
pub(super) type Part<'py> = (&'static str, Bound<'py, PyAny>);

/// What became of each leg.
///
/// Whoever asks for one column asks for nearly all of them, and keeps them: rows beside them would hold all of it twice. So all are
/// made at once, one behind another in one piece of memory, and of a few rows each at a time: rows are far larger than what is near
/// the processor, and each is brought there once instead of once for every column.
pub(super) struct Stories {
    rows: Vec<LegFacts>,
    count: usize,
    made: Option<Py<PyBytes>>,
}

impl Stories {
    pub(super) fn new(rows: Vec<LegFacts>) -> Self {
        Self { count: rows.len(), rows, made: None }
    }

    /// A column by name, None if there is none of that name.
    pub(super) fn column<'py>(&mut self, py: Python<'py>, name: &str) -> PyResult<Option<Part<'py>>> {
        let Some((kind, start)) = self.place(name) else { return Ok(None) };
        let whole = PyMemoryView::from(self.made(py)?.bind(py))?;
        let (start, end) = (start.cast_signed(), (start + self.count * kind.size).cast_signed());
        Ok(Some((kind.code, whole.get_item(PySlice::new(py, start, end, 1))?)))
    }

    /// Bits of [`siptrack::quirk`] of one leg; None if there is no such leg.
    pub(super) fn quirks(&mut self, py: Python<'_>, leg: usize) -> PyResult<Option<u64>> {
        let Some((_, start)) = self.place("quirks").filter(|_| leg < self.count) else { return Ok(None) };
        let bytes = self.made(py)?.bind(py).as_bytes();
        let (numbers, _) = bytes.get(start..).unwrap_or_default().as_chunks();
        Ok(numbers.get(leg).map(|number| u64::from_ne_bytes(*number)))
    }

    /// A column by name, and where it begins in the memory of all.
    fn place(&self, name: &str) -> Option<(&'static Kind, usize)> {
        let at = COLUMNS.iter().position(|kind| kind.name == name)?;
        let before = COLUMNS.iter().take(at).map(|kind| kind.room(self.count)).sum();
        Some((COLUMNS.get(at)?, before))
    }

    fn made(&mut self, py: Python<'_>) -> PyResult<&Py<PyBytes>> {
        let made = match self.made.take() {
            Some(made) => made,
            None => together(py, std::mem::take(&mut self.rows))?,
        };
        Ok(self.made.insert(made))
    }
}

/// All columns of `rows`, one behind another.
fn together(py: Python<'_>, rows: Vec<LegFacts>) -> PyResult<Py<PyBytes>> {
    let room = COLUMNS.iter().map(|kind| kind.room(rows.len())).sum();
    let write = |out: &mut [u8]| {
        let (mut rest, mut columns) = (out, Vec::with_capacity(COLUMNS.len()));
        for kind in COLUMNS {
            let (column, behind) = rest.split_at_mut(kind.room(rows.len()));
            columns.push((kind, column));
            rest = behind;
        }
        for (tile, near) in rows.chunks(AT_ONCE).enumerate() {
            for (kind, column) in &mut columns {
                let begin = tile * AT_ONCE * kind.size;
                (kind.fill)(column.get_mut(begin..).unwrap_or_default(), near);
            }
        }
        Ok(())
    };
    Ok(PyBytes::new_with(py, room, write)?.unbind())
}

/// How many rows are near the processor at once.
const AT_ONCE: usize = 64;
/// Where a column may begin: at a multiple of the largest number.
const ALIGNED: usize = 8;

/// One column: its name, its numpy type with the bytes of a number, and what writes some rows' numbers.
struct Kind {
    name: &'static str,
    code: &'static str,
    size: usize,
    fill: fn(&mut [u8], &[LegFacts]),
}

impl Kind {
    /// The bytes that a column of so many rows takes.
    fn room(&self, rows: usize) -> usize {
        (rows * self.size).next_multiple_of(ALIGNED)
    }
}

macro_rules! columns {
    ($($name:literal: $kind:ty = $value:expr),* $(,)?) => {
        &[$(Kind { name: $name, code: <$kind>::CODE, size: size_of::<$kind>(), fill: |out, rows| fill::<LegFacts, $kind>(out, rows, $value) }),*]
    };
}

const COLUMNS: &[Kind] = columns! {
    "messages": u32 = |leg| leg.messages,
    "first_ts": i64 = |leg| leg.first_ts,
    "last_ts": i64 = |leg| leg.last_ts,
    "heard_ts": i64 = |leg| leg.heard_ts,
    "ring_ts": i64 = |leg| leg.ring_ts,
    "answer_ts": i64 = |leg| leg.answer_ts,
    "final_ts": i64 = |leg| leg.final_ts,
    "cancel_ts": i64 = |leg| leg.cancel_ts,
    "bye_ts": i64 = |leg| leg.bye_ts,
    "bye_forward": u8 = |leg| u8::from(leg.bye_forward),
    "status": u16 = |leg| leg.status,
    "final_message": u32 = |leg| leg.final_message,
    "reason": u16 = |leg| leg.reason,
    "q850": u8 = |leg| leg.q850,
    "warning": u16 = |leg| leg.warning,
    "login": u16 = |leg| leg.login,
    "refused": u32 = |leg| leg.refused,
    "offer": u32 = |leg| leg.offer,
    "description": u8 = |leg| leg.description,
    "forwarded": u8 = |leg| u8::from(leg.forwarded),
    "flags": i64 = |leg| leg.flags.cast_signed(),
    "quirks": i64 = |leg| leg.quirks.cast_signed(),
};
