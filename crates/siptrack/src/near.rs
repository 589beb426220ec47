//! Asks the memory for what will be read soon, so that it is there by then: legs and their messages lie all over it.

/// Has `value` brought near; nothing waits for it, and nothing comes of it but time.
#[inline]
#[allow(unsafe_code, reason = "a prefetch has no safe door")]
pub(crate) fn bring<T>(value: &T) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        let first: *const i8 = std::ptr::from_ref(value).cast();
        // SAFETY: a prefetch reads nothing and cannot fault, whatever the address; every x86_64 processor has it.
        unsafe {
            _mm_prefetch::<_MM_HINT_T0>(first);
            if size_of::<T>() > 16 {
                _mm_prefetch::<_MM_HINT_T0>(first.wrapping_add(size_of::<T>() - 1)); // what is smaller stands in one line
            }
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = value;
}
