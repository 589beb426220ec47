//! One heap for what a short run keeps, in pages of 2 MB. The only place of this crate with `unsafe` in it.
//!
//! Tables over millions of messages grow by doubling, and the C library gives each large piece to the kernel and takes it back, page
//! for page: on 640 MB of SIP 35,000 faults, a fifteenth of the run, most of all where the machine is a virtual one.
#![allow(unsafe_code, reason = "the C library's heap is not in the standard library")]

use pyo3::prelude::*;

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod arenas;

/// Makes the C library keep what is freed, and grow its heap in large pages; the interpreter takes its small objects from such pages,
/// too. For a process that ends soon: memory is not given back before. The first call counts. Does nothing where the C library is not
/// glibc on Linux, or address space is short.
#[pyfunction]
pub fn keep_one_heap() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    glibc::keep_one_heap();
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod glibc {
    use std::sync::Once;

    /// How far the heap may grow in large pages: address space alone, no memory before it is written to. What lies in it and is freed
    /// is not given back, so that much more than this would be felt in captures of gigabytes.
    const ROOM: i32 = 128 << 20;
    /// Where the room is used up, larger pieces than these are mapped alone: they grow without a copy and leave no hole behind.
    const ALONE: i32 = 4 << 20;
    /// More than the heap has left at its top, so that it must grow.
    const PIECE: usize = 1 << 20;
    /// By how much the C library lets its heap grow otherwise (`DEFAULT_TOP_PAD` of glibc's malloc.c).
    const USUAL: i32 = 128 << 10;
    /// The largest page that a kernel counts in: advice that begins within one is refused (`EINVAL`).
    const PAGE: usize = 64 << 10;

    static ONCE: Once = Once::new();

    pub fn keep_one_heap() {
        ONCE.call_once(|| {
            // SAFETY: mallopt(3) takes numbers alone, each a word. It is not safe beside another thread's mallopt, of which there is none;
            // one that allocates meanwhile goes by the number before or by that after.
            unsafe {
                libc::mallopt(libc::M_MMAP_THRESHOLD, ALONE);
                libc::mallopt(libc::M_TRIM_THRESHOLD, i32::MAX);
                libc::mallopt(libc::M_TOP_PAD, ROOM);
            }
            grow();
            // SAFETY: as above.
            unsafe { libc::mallopt(libc::M_TOP_PAD, USUAL) };
            super::arenas::in_large_pages();
        });
    }

    /// Lets the heap grow by all of its room, and asks for large pages there.
    fn grow() {
        // SAFETY: the piece is freed once, and nothing is written to it. The advice is on addresses between it and the heap's end, mapped
        // or not and whoever's they are: MADV_HUGEPAGE changes none of their bytes (madvise(2)).
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
