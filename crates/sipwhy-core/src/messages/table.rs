//! Messages that are handed to Python together, and to whoever reads Arrow.

use super::columns::{Columns, TRANSPORTS, schema};
use super::rows::{Rows, Seen};
use crate::extract::address;
use arrow_array::RecordBatchIterator;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule};
use sipwire::logged::flag;
use sipwire::packet::Socket;
use std::sync::Arc;

/// (ts, source, its port, destination, its port, transport, node, direction, whether it is a copy, raw)
type Told = (i64, Option<String>, Option<u16>, Option<String>, Option<u16>, String, Option<String>, Option<String>, bool, Vec<u8>);

/// Some messages in order of arrival, numbered from `first` on.
#[pyclass(module = "sipwhy._core")]
pub struct MessageBatch {
    rows: Arc<Rows>,
    first: u64,
}

/// So many rows, and so many bytes of messages, go to one Arrow batch.
const MOST_ROWS: usize = 16_384;
const MOST_BYTES: usize = 64 << 20;

#[pymethods]
impl MessageBatch {
    /// Messages that were told one by one: ts (µs since 1970 UTC), source, its port, destination, its port, transport, node,
    /// direction, whether it is a copy, raw. ValueError if a source or destination is no address.
    #[staticmethod]
    fn told(messages: Vec<Told>) -> PyResult<Self> {
        let mut rows = Rows::default();
        for (ts, src, src_port, dst, dst_port, transport, node, direction, is_copy, raw) in messages {
            let transport = TRANSPORTS.iter().position(|name| *name == transport).unwrap_or(0) as u8;
            let flags = from_direction(direction.as_deref()) | if is_copy { flag::COPY } else { 0 };
            let seen = Seen { ts, src: socket(src, src_port)?, dst: socket(dst, dst_port)?, transport, flags };
            rows.push(seen, node.unwrap_or_default().as_bytes(), &raw);
        }
        Ok(Self::of(rows))
    }

    /// Reads what `records` wrote. ValueError if it is something else.
    #[staticmethod]
    fn read(py: Python<'_>, data: &[u8]) -> PyResult<Self> {
        py.detach(|| Rows::read(data)).map(Self::of).map_err(PyValueError::new_err)
    }

    /// The messages as records of a capture file of sipwhy's own link type.
    fn records<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &py.detach(|| self.rows.write(self.first)))
    }

    /// The number of the first message.
    #[getter]
    fn first(&self) -> u64 {
        self.first
    }

    /// Numbers the messages from `first` on.
    #[setter]
    fn set_first(&mut self, first: u64) {
        self.first = first;
    }

    /// How many bytes the messages have.
    #[getter]
    fn size(&self) -> usize {
        self.rows.size()
    }

    /// The earliest and the latest time, µs since 1970 UTC; None if there is no message.
    fn span(&self) -> Option<(i64, i64)> {
        let times = || self.rows.all().iter().map(|row| row.seen.ts);
        Some((times().min()?, times().max()?))
    }

    /// The messages later than `ts` (µs since 1970 UTC).
    fn after(&self, ts: i64) -> Self {
        let mut later = Rows::default();
        for row in self.rows.all().iter().filter(|row| row.seen.ts > ts) {
            later.push(row.seen, self.rows.node(row), self.rows.raw(row));
        }
        Self::of(later)
    }

    /// Adds all of `other` at the end.
    fn extend(&mut self, other: &Self) {
        Arc::make_mut(&mut self.rows).extend(&other.rows);
    }

    fn __len__(&self) -> usize {
        self.rows.all().len()
    }

    /// The messages in order of time as an Arrow stream (C data interface).
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(&self, py: Python<'py>, requested_schema: Option<Py<PyAny>>) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema; // a wish, which may be passed over
        let (rows, first, schema) = (Arc::clone(&self.rows), self.first, schema());
        let (of, order, mut from) = (Arc::clone(&schema), py.detach(|| self.rows.order()), 0);
        let batches = std::iter::from_fn(move || {
            let left = order.get(from..).unwrap_or_default();
            let places = left.get(..chunk(&rows, left)).unwrap_or_default();
            from += places.len();
            (!places.is_empty()).then(|| Columns::of(&rows, places, first).finish(&of))
        });
        let stream = FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new(batches, schema)));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }
}

impl MessageBatch {
    pub(super) fn of(rows: Rows) -> Self {
        Self { rows: Arc::new(rows), first: 1 }
    }
}

/// What tells its direction comes from a server's log.
fn from_direction(direction: Option<&str>) -> u8 {
    match direction {
        Some("sent") => flag::SENT,
        Some("received") => flag::RECEIVED,
        _ => flag::CAPTURED,
    }
}

fn socket(ip: Option<String>, port: Option<u16>) -> PyResult<Socket> {
    let known = |text: String| address(&text).ok_or_else(|| PyValueError::new_err(format!("not an IP address: {text:?}")));
    Ok(Socket { ip: ip.map(known).transpose()?.unwrap_or_default(), port: port.unwrap_or_default() })
}

/// How many of the rows at `places` go to one Arrow batch.
fn chunk(rows: &Rows, places: &[u32]) -> usize {
    let (mut count, mut bytes) = (0, 0);
    for &place in places.iter().take(MOST_ROWS) {
        bytes += rows.all().get(place as usize).map_or(0, |row| rows.raw(row).len());
        if count > 0 && bytes > MOST_BYTES {
            break;
        }
        count += 1;
    }
    count
}
