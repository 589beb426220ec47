//! What became of the legs: rows until somebody asks for a column, columns from then on.

use crate::columns::{Column, column};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use siptrack::analysis::LegFacts;

type Make = for<'py> fn(Python<'py>, &[LegFacts]) -> Column<'py>;

/// What became of each leg.
///
/// Whoever asks for one column asks for nearly all of them, and keeps them: rows beside them would hold all of it twice.
pub(super) struct Stories {
    rows: Vec<LegFacts>,
    columns: Vec<(&'static str, &'static str, Py<PyBytes>)>,
}

impl Stories {
    pub(super) fn new(rows: Vec<LegFacts>) -> Self {
        Self { rows, columns: Vec::new() }
    }

    /// A column by name, None if there is none of that name.
    pub(super) fn column<'py>(&mut self, py: Python<'py>, name: &str) -> Option<Column<'py>> {
        if self.columns.is_empty() {
            let rows = std::mem::take(&mut self.rows);
            let made = COLUMNS.iter().map(|(name, make)| (*name, make(py, &rows)));
            self.columns = made.map(|(name, (code, bytes))| (name, code, bytes.unbind())).collect();
        }
        let (_, code, bytes) = self.columns.iter().find(|(known, ..)| *known == name)?;
        Some((code, bytes.bind(py).clone()))
    }

    /// Bits of [`siptrack::quirk`] of one leg; None if there is no such leg.
    pub(super) fn quirks(&mut self, py: Python<'_>, leg: usize) -> Option<u64> {
        let (_, bytes) = self.column(py, "quirks")?;
        let (numbers, _) = bytes.as_bytes().as_chunks();
        numbers.get(leg).map(|number| u64::from_ne_bytes(*number))
    }
}

const COLUMNS: &[(&str, Make)] = &[
    ("messages", |py, rows| column(py, rows, |leg: &LegFacts| leg.messages)),
    ("first_ts", |py, rows| column(py, rows, |leg: &LegFacts| leg.first_ts)),
    ("last_ts", |py, rows| column(py, rows, |leg: &LegFacts| leg.last_ts)),
    ("heard_ts", |py, rows| column(py, rows, |leg: &LegFacts| leg.heard_ts)),
    ("ring_ts", |py, rows| column(py, rows, |leg: &LegFacts| leg.ring_ts)),
    ("answer_ts", |py, rows| column(py, rows, |leg: &LegFacts| leg.answer_ts)),
    ("final_ts", |py, rows| column(py, rows, |leg: &LegFacts| leg.final_ts)),
    ("cancel_ts", |py, rows| column(py, rows, |leg: &LegFacts| leg.cancel_ts)),
    ("bye_ts", |py, rows| column(py, rows, |leg: &LegFacts| leg.bye_ts)),
    ("bye_forward", |py, rows| column(py, rows, |leg: &LegFacts| u8::from(leg.bye_forward))),
    ("status", |py, rows| column(py, rows, |leg: &LegFacts| leg.status)),
    ("final_message", |py, rows| column(py, rows, |leg: &LegFacts| leg.final_message)),
    ("reason", |py, rows| column(py, rows, |leg: &LegFacts| leg.reason)),
    ("q850", |py, rows| column(py, rows, |leg: &LegFacts| leg.q850)),
    ("warning", |py, rows| column(py, rows, |leg: &LegFacts| leg.warning)),
    ("login", |py, rows| column(py, rows, |leg: &LegFacts| leg.login)),
    ("refused", |py, rows| column(py, rows, |leg: &LegFacts| leg.refused)),
    ("offer", |py, rows| column(py, rows, |leg: &LegFacts| leg.offer)),
    ("description", |py, rows| column(py, rows, |leg: &LegFacts| leg.description)),
    ("flags", |py, rows| column(py, rows, |leg: &LegFacts| leg.flags.cast_signed())),
    ("quirks", |py, rows| column(py, rows, |leg: &LegFacts| leg.quirks.cast_signed())),
];
