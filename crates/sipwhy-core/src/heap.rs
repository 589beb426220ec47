//! One heap for what a short run keeps, in pages of 2 MB. The only place of this crate with `unsafe` in it.
//!
//! Tables over millions of messages grow by doubling, and the C library gives each large piece to the kernel and takes it back, page
//! for page: on 640 MB of SIP 35,000 faults, a fifteenth of the run, most of all where the machine is a virtual one.
#![allow(unsafe_code, reason = "the C library's heap is not in the standard library")]

use pyo3::prelude::*;

/// Makes the C library keep what is freed, and grow its heap in large pages. For a process that ends soon: memory is not given back
/// before. The first call counts. Does nothing where the C library is not glibc on Linux, or address space is short.
#[pyfunction]
pub fn keep_one_heap() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    glibc::keep_one_heap();
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod glibc {
    use std::sync::Once;

    /// How far the heap may grow in large pages: address space alone, no memory before it is written to.
    const ROOM: i32 = 1 << 30;
    /// Larger pieces than these are mapped alone as ever: the heap's room would not do for them.
    const ALONE: i32 = ROOM / 4;
    /// The most that glibc took before 2.35 (`HEAP_MAX_SIZE / 2` of its arena.c).
    const ALONE_OLD: i32 = 32 << 20;
    /// More than the heap has left at its top, so that it must grow.
    const PIECE: usize = 1 << 20;
    /// By how much the C library lets its heap grow otherwise (`DEFAULT_TOP_PAD` of glibc's malloc.c).
    const USUAL: i32 = 128 << 10;
    /// Pages as the kernel counts them; a larger page would only begin the advice a little early.
    const PAGE: usize = 4096;

    static ONCE: Once = Once::new();

    pub fn keep_one_heap() {
        ONCE.call_once(|| {
            // SAFETY: mallopt(3) takes numbers alone, under malloc's own lock.
            unsafe {
                if libc::mallopt(libc::M_MMAP_THRESHOLD, ALONE) == 0 {
                    libc::mallopt(libc::M_MMAP_THRESHOLD, ALONE_OLD);
                }
                libc::mallopt(libc::M_TRIM_THRESHOLD, i32::MAX);
                libc::mallopt(libc::M_TOP_PAD, ROOM);
            }
            grow();
            // SAFETY: as above.
            unsafe { libc::mallopt(libc::M_TOP_PAD, USUAL) };
        });
    }

    /// Lets the heap grow by all of its room, and asks for large pages there.
    fn grow() {
        // SAFETY: the piece is freed once, and nothing is written to it; the advice is on addresses between it and the heap's end, which
        // are the C library's and mapped, and changes none of their bytes (madvise(2), MADV_HUGEPAGE); where they are not, it is refused.
        unsafe {
            let piece = libc::malloc(PIECE);
            let (start, end) = ((piece as usize).next_multiple_of(PAGE), libc::sbrk(0) as usize);
            if !piece.is_null() && start < end {
                libc::madvise(start as *mut libc::c_void, end - start, libc::MADV_HUGEPAGE);
            }
            libc::free(piece);
        }
    }
}
