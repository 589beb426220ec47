//! One heap for what a short run keeps, in pages of 2 MB. The only place of this crate with `unsafe` in it.
//!
//! Tables over millions of messages grow by doubling, and the C library gives each large piece to the kernel and takes it back, page
//! for page: on 640 MB of SIP 35,000 faults, a fifteenth of the run, most of all where the machine is a virtual one.
#![allow(unsafe_code, reason = "the C library's heap is not in the standard library")]

use pyo3::prelude::*;

/// Makes the C library keep what is freed, and grow its heap in large pages. For a process that ends soon: memory is not given back
/// before. What Python keeps its small objects in is taken from there, too, from now on. The first call counts. Does nothing where the C library is not glibc on Linux, or address space is short.
#[pyfunction]
pub fn keep_one_heap() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    glibc::keep_one_heap();
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod glibc {
    use super::arenas;
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
    /// A large page, on the processors that have such: what stands before the first of them is brought in small ones, but at once.
    const LARGE: usize = 2 << 20;

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
            let (start, end) = grow();
            // SAFETY: as above.
            unsafe { libc::mallopt(libc::M_TOP_PAD, USUAL) };
            arenas::take_from(start, end);
        });
    }

    /// Lets the heap grow by all of its room, and asks for large pages there; says where that is.
    fn grow() -> (usize, usize) {
        // SAFETY: the piece is freed once, and nothing is written to it. The advice is on addresses between it and the heap's end, mapped
        // or not and whoever's they are: MADV_HUGEPAGE and MADV_POPULATE_WRITE change none of their bytes (madvise(2)).
        unsafe {
            let piece = libc::malloc(PIECE);
            let (start, end) = ((piece as usize).next_multiple_of(PAGE), libc::sbrk(0) as usize);
            let is_there = !piece.is_null() && start < end;
            if is_there {
                libc::madvise(start as *mut libc::c_void, end - start, libc::MADV_HUGEPAGE);
                let small = start.next_multiple_of(LARGE).min(end) - start;
                libc::madvise(start as *mut libc::c_void, small, libc::MADV_POPULATE_WRITE);
            }
            libc::free(piece);
            if is_there { (start, end) } else { (0, 0) }
        }
    }
}

/// What Python asks for whenever its small objects need more room: a megabyte each time, page by page new.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod arenas {
    use libc::{c_char, c_void};
    use std::sync::OnceLock;

    /// `PyObjectArenaAllocator` (docs.python.org/3/c-api/memory.html).
    #[repr(C)]
    #[derive(Clone, Copy)]
    struct Allocator {
        ctx: *mut c_void,
        alloc: Option<unsafe extern "C" fn(*mut c_void, usize) -> *mut c_void>,
        free: Option<unsafe extern "C" fn(*mut c_void, *mut c_void, usize)>,
    }

    /// The allocator that was there before, and from where to where the heap has large pages.
    struct Before {
        allocator: Allocator,
        start: usize,
        end: usize,
    }

    // SAFETY: the context belongs to the allocator, which Python calls from any thread that holds the interpreter, and so do we.
    unsafe impl Send for Before {}
    // SAFETY: as above.
    unsafe impl Sync for Before {}

    static BEFORE: OnceLock<Before> = OnceLock::new();

    /// Has arenas taken from the heap, as long as they fall between these addresses. Python says nothing against another allocator while
    /// arenas of the first are there: each is freed by whoever made it. Where this Python has no such door, nothing changes.
    pub fn take_from(start: usize, end: usize) {
        let (Some(get), Some(set)) = (door(c"PyObject_GetArenaAllocator".as_ptr()), door(c"PyObject_SetArenaAllocator".as_ptr())) else {
            return;
        };
        let mut allocator = Allocator { ctx: std::ptr::null_mut(), alloc: None, free: None };
        // SAFETY: both take a pointer to this structure, and copy from it or to it (Python's C API since 3.4). The interpreter is held.
        unsafe {
            get(&raw mut allocator);
            if allocator.alloc.is_none() || allocator.free.is_none() || BEFORE.set(Before { allocator, start, end }).is_err() {
                return;
            }
            let mut ours = Allocator { ctx: std::ptr::null_mut(), alloc: Some(alloc), free: Some(free) };
            set(&raw mut ours);
        }
    }

    type Door = unsafe extern "C" fn(*mut Allocator);

    /// A function of Python that the stable ABI, to which this module keeps, does not promise.
    fn door(name: *const c_char) -> Option<Door> {
        // SAFETY: the name ends with a zero; what is found under it has this type in every version of Python that has it.
        unsafe { std::mem::transmute::<*mut c_void, Option<Door>>(libc::dlsym(libc::RTLD_DEFAULT, name)) }
    }

    unsafe extern "C" fn alloc(_: *mut c_void, size: usize) -> *mut c_void {
        let Some(before) = BEFORE.get() else { return std::ptr::null_mut() };
        // SAFETY: what is outside the large pages is freed at once, and never used; otherwise this is a call like Python's own.
        unsafe {
            let arena = libc::malloc(size);
            if (before.start..before.end.saturating_sub(size)).contains(&(arena as usize)) {
                return arena;
            }
            libc::free(arena);
            before.allocator.alloc.map_or(std::ptr::null_mut(), |alloc| alloc(before.allocator.ctx, size))
        }
    }

    unsafe extern "C" fn free(_: *mut c_void, arena: *mut c_void, size: usize) {
        let Some(before) = BEFORE.get() else { return };
        // SAFETY: between these addresses is the C library's heap alone, so that an arena there came from `alloc`; another one did not.
        unsafe {
            if (before.start..before.end).contains(&(arena as usize)) {
                libc::free(arena);
            } else if let Some(free) = before.allocator.free {
                free(before.allocator.ctx, arena, size);
            }
        }
    }
}
