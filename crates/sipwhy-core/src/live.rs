//! Packets of interfaces for Python: pieces of pcapng as they come.

use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use siplive::Options;
use std::time::Duration;

/// Takes packets of interfaces.
#[pyclass(module = "sipwhy._core")]
pub struct Capture(siplive::Capture);

/// (bytes, packets, time of the last one in µs)
type Piece<'py> = (Bound<'py, PyBytes>, u32, i64);
/// (of each interface: name, is up, received, dropped), taken, refused
type Counts = (Vec<(String, bool, u64, u64)>, u64, u64);

#[pymethods]
impl Capture {
    /// Opens interfaces by name ("any" is all of them), each with a filter of instructions of 8 bytes; OSError with the interface
    /// as its file name if that cannot be done.
    #[new]
    #[pyo3(signature = (interfaces, promiscuous = false, ring = 32 << 20, queue = 128 << 20, description = String::new(), program = String::new()))]
    fn new(
        interfaces: Vec<(String, Vec<u8>)>,
        promiscuous: bool,
        ring: usize,
        queue: usize,
        description: String,
        program: String,
    ) -> PyResult<Self> {
        let options = Options { ring, queue, promiscuous, filter: description, snaplen: SNAPLEN, program };
        siplive::Capture::open(&interfaces, options).map(Self).map_err(|(name, error)| {
            let number = error.raw_os_error().unwrap_or_default();
            PyOSError::new_err((number, error.to_string(), name))
        })
    }

    /// Begins to empty the rings; needs no rights.
    fn start(&mut self) -> PyResult<()> {
        self.0.start().map_err(PyErr::from)
    }

    /// The next blocks of pcapng, waited for so many seconds: the bytes, how many packets are in them, the time of the last one (µs; 0:
    /// they say how to read packets). None if nothing came.
    fn read<'py>(&self, py: Python<'py>, patience: f64) -> Option<Piece<'py>> {
        let patience = Duration::from_secs_f64(patience.clamp(0.0, 60.0));
        let piece = py.detach(|| self.0.read(patience))?;
        Some((PyBytes::new(py, &piece.bytes), piece.packets, piece.last_us))
    }

    /// Of each interface its name, whether it is there and up, packets that passed the filter, those of them that the kernel dropped;
    /// packets taken, and those that found no room here.
    fn counts(&self) -> Counts {
        let counts = self.0.counts();
        let states = counts.states.into_iter().map(|one| (one.name, one.is_up, one.received, one.dropped)).collect();
        (states, counts.taken, counts.refused)
    }

    /// Takes no more; what was taken can still be read.
    fn stop(&mut self, py: Python<'_>) {
        py.detach(|| self.0.stop());
    }
}

/// Everything is kept of a packet.
const SNAPLEN: u32 = 1 << 18;
