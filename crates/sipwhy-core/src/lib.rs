//! `sipwhy._core`: the Rust core behind a thin Python face.
//!
//! Python chooses files and asks questions. Plain files are read here and not in Python, since fresh buffers for every
//! block cost a tenth of the whole run; everything below this crate touches no file.

mod beginnings;
mod block;
mod buffer;
mod columns;
mod departing;
mod extract;
mod heap;
#[cfg(target_os = "linux")]
mod live;
mod logs;
mod media;
mod messages;
mod notes;
mod numbers;
mod parsed;
mod pipeline;
mod session;
mod spill;
mod streams;
mod tables;
mod windows;

use block::Bytes;
use pipeline::Pipeline;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use siptls::KeyFault;
use std::collections::HashMap;
use std::fs::File;
use std::path::PathBuf;

/// Reads captures block by block and tracks what is in them.
#[pyclass(module = "sipwhy._core")]
struct Tracker {
    pipeline: Option<Pipeline>,
    open: HashMap<usize, File>,
}

/// How many blocks are read before Python is asked again: asking for each would cost a twentieth of reading it.
const BLOCKS: usize = 16;

#[pymethods]
impl Tracker {
    /// `threads`: readers beside the calling thread.
    #[new]
    #[pyo3(signature = (threads = 1))]
    fn new(threads: usize) -> Self {
        Self { pipeline: Some(Pipeline::new(threads.min(16))), open: HashMap::new() }
    }

    /// Adds the lines of a TLS key log; returns how many hold a secret, and how many are none. To be called before any file is added to.
    fn add_key_log(&mut self, data: &[u8]) -> PyResult<(u64, u64)> {
        let counts = self.running()?.session.keys.add_log(data);
        Ok((counts.lines, counts.strange))
    }

    /// Adds a server's RSA key, PEM or DER; returns why it cannot be used: "locked", "not-rsa", "none".
    fn add_private_key(&mut self, data: &[u8]) -> PyResult<Option<&'static str>> {
        Ok(self.running()?.session.keys.add_private(data).err().map(|fault| match fault {
            KeyFault::Locked => "locked",
            KeyFault::NotRsa => "not-rsa",
            KeyFault::None => "none",
        }))
    }

    /// Adds a capture file; returns its index.
    fn add_file(&mut self) -> PyResult<usize> {
        Ok(self.running()?.add_file())
    }

    /// The index of the file whose next bytes are needed; None when every file has ended.
    fn wants(&mut self) -> PyResult<Option<usize>> {
        Ok(self.running()?.wants())
    }

    /// Takes the next bytes of a file; b"" is its end.
    fn feed(&mut self, py: Python<'_>, file: usize, data: PyBackedBytes) -> PyResult<()> {
        let pipeline = self.running()?;
        py.detach(|| pipeline.feed(file, Bytes::Python(data)));
        Ok(())
    }

    /// Opens a plain file of which `pull` is to read.
    fn open_file(&mut self, file: usize, path: PathBuf) -> PyResult<()> {
        self.open.insert(file, File::open(path)?);
        Ok(())
    }

    /// Reads and takes the next bytes of an opened file, several blocks of it as long as it is the one that is wanted; returns how many
    /// there were. At its end it is wanted no more.
    fn pull(&mut self, py: Python<'_>, file: usize) -> PyResult<usize> {
        let pipeline = self.pipeline.as_mut().ok_or_else(ended)?;
        let input = self.open.get_mut(&file).ok_or_else(|| PyValueError::new_err("this file is not open"))?;
        py.detach(|| {
            let mut all = 0;
            for _ in 0..BLOCKS {
                let read = pipeline.pull(file, input)?;
                all += read;
                if read == 0 || pipeline.wants() != Some(file) || pipeline.is_recognised(file) == Some(false) {
                    break;
                }
            }
            Ok(all)
        })
    }

    /// Whether a file is a capture; None while too few bytes are known.
    fn is_recognised(&mut self, file: usize) -> PyResult<Option<bool>> {
        Ok(self.running()?.is_recognised(file))
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
    fn running(&mut self) -> PyResult<&mut Pipeline> {
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
    module.add_class::<departing::Live>()?;
    module.add_class::<tables::Tables>()?;
    module.add_class::<media::Media>()?;
    module.add_class::<logs::LogReader>()?;
    module.add_class::<extract::Extractor>()?;
    module.add_class::<messages::MessageReader>()?;
    module.add_class::<messages::MessageBatch>()?;
    module.add_function(wrap_pyfunction!(messages::capture_head, module)?)?;
    #[cfg(target_os = "linux")]
    module.add_class::<live::Capture>()?;
    module.add_function(wrap_pyfunction!(heap::keep_one_heap, module)?)?;
    module.add_function(wrap_pyfunction!(parsed::parse, module)?)?;
    module.add_function(wrap_pyfunction!(tables::is_unreachable, module)?)?;
    module.add_function(wrap_pyfunction!(beginnings::sip_port, module)?)?;
    Ok(())
}
