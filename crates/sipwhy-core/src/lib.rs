//! `sipwhy._core`: the Rust core behind a thin Python face. Python reads files and asks; nothing here opens one.

mod block;
mod columns;
mod notes;
mod parsed;
mod pipeline;
mod session;
mod spill;
mod streams;
mod tables;

use pipeline::Pipeline;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;

/// Reads captures block by block and tracks what is in them.
#[pyclass(module = "sipwhy._core")]
struct Tracker {
    pipeline: Option<Pipeline>,
}

#[pymethods]
impl Tracker {
    /// `threads`: readers beside the calling thread.
    #[new]
    #[pyo3(signature = (threads = 1))]
    fn new(threads: usize) -> Self {
        Self { pipeline: Some(Pipeline::new(threads.min(16))) }
    }

    /// Adds a capture file; returns its index.
    fn add_file(&mut self) -> PyResult<usize> {
        Ok(self.open()?.add_file())
    }

    /// The index of the file whose next bytes are needed; None when every file has ended.
    fn wants(&mut self) -> PyResult<Option<usize>> {
        Ok(self.open()?.wants())
    }

    /// Takes the next bytes of a file; b"" is its end.
    fn feed(&mut self, py: Python<'_>, file: usize, data: PyBackedBytes) -> PyResult<()> {
        let pipeline = self.open()?;
        py.detach(|| pipeline.feed(file, data));
        Ok(())
    }

    /// Whether a file is a capture; None while too few bytes are known.
    fn is_recognised(&mut self, file: usize) -> PyResult<Option<bool>> {
        Ok(self.open()?.is_recognised(file))
    }

    /// Ends the reading and returns what was found; the tracker is of no more use then.
    fn finish(&mut self, py: Python<'_>) -> PyResult<tables::Tables> {
        let mut pipeline = self.pipeline.take().ok_or_else(ended)?;
        Ok(py.detach(|| {
            pipeline.finish();
            tables::Tables::new(std::mem::take(&mut pipeline.session))
        }))
    }
}

impl Tracker {
    fn open(&mut self) -> PyResult<&mut Pipeline> {
        self.pipeline.as_mut().ok_or_else(ended)
    }
}

fn ended() -> PyErr {
    PyValueError::new_err("this tracker has finished")
}

#[pymodule]
fn _core(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<Tracker>()?;
    module.add_class::<tables::Tables>()?;
    module.add_function(wrap_pyfunction!(parsed::parse, module)?)?;
    module.add_function(wrap_pyfunction!(tables::is_unreachable, module)?)?;
    Ok(())
}
