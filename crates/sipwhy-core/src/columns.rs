//! Columns of plain numbers as bytes in native order, for numpy's `frombuffer`.

use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// A number type with its numpy name.
pub trait Number: Copy {
    /// The numpy type code.
    const CODE: &'static str;
    /// Its bytes in native order.
    fn append(self, out: &mut Vec<u8>);
}

macro_rules! number {
    ($($kind:ty => $code:literal),*) => {
        $(impl Number for $kind {
            const CODE: &'static str = $code;
            #[inline]
            fn append(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_ne_bytes());
            }
        })*
    };
}

number!(u8 => "u1", u16 => "u2", u32 => "u4", u64 => "u8", i64 => "i8");

/// The numpy type and the bytes of one column.
pub type Column<'py> = (&'static str, Bound<'py, PyBytes>);

/// Makes a column of what `value` takes from each of `rows`.
pub fn column<'py, R, N: Number>(py: Python<'py>, rows: &[R], value: impl Fn(&R) -> N) -> Column<'py> {
    let mut out = Vec::with_capacity(std::mem::size_of_val(rows).min(rows.len() * size_of::<N>()));
    for row in rows {
        value(row).append(&mut out);
    }
    (N::CODE, PyBytes::new(py, &out))
}
