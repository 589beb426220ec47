//! Columns of plain numbers as bytes in native order, for numpy's `frombuffer`.

use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// A number type with its numpy name.
pub trait Number: Copy {
    /// The numpy type code.
    const CODE: &'static str;
    /// Writes its bytes in native order to the beginning of `out`.
    fn write(self, out: &mut [u8]);
}

macro_rules! number {
    ($($kind:ty => $code:literal),*) => {
        $(impl Number for $kind {
            const CODE: &'static str = $code;
            #[inline]
            fn write(self, out: &mut [u8]) {
                if let Some(place) = out.first_chunk_mut() {
                    *place = self.to_ne_bytes();
                }
            }
        })*
    };
}

number!(u8 => "u1", u16 => "u2", u32 => "u4", u64 => "u8", i64 => "i8");

/// The numpy type and the bytes of one column.
pub type Column<'py> = (&'static str, Bound<'py, PyBytes>);

/// Makes a column of what `value` takes from each of `rows`; a panic where there is no memory for it, as [`PyBytes::new`] has it.
#[allow(clippy::expect_used, reason = "no memory ends the program elsewhere, too")]
pub fn column<'py, R, N: Number>(py: Python<'py>, rows: &[R], value: impl Fn(&R) -> N) -> Column<'py> {
    let write = |out: &mut [u8]| {
        fill(out, rows, value);
        Ok(())
    };
    (N::CODE, PyBytes::new_with(py, rows.len() * size_of::<N>(), write).expect("memory for a column"))
}

/// Writes what `value` takes from each of `rows` to `out`, one behind another.
pub fn fill<R, N: Number>(out: &mut [u8], rows: &[R], value: impl Fn(&R) -> N) {
    for (place, row) in out.chunks_exact_mut(size_of::<N>()).zip(rows) {
        value(row).write(place);
    }
}
