//! Large pages for the interpreter's small objects. It takes the memory for them by the megabyte ("arenas"), and a short run writes to
//! all of it for the first time: 3,700 page faults of 4 KB, most of them while modules are loaded.

use std::ffi::c_void;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering::AcqRel, Ordering::Acquire, Ordering::Relaxed};
use std::{mem, ptr};

/// How much is put into large pages: address space alone, no memory before it is written to. What more the interpreter wants it takes
/// as before.
const ROOM: usize = 64 << 20;
/// A large page of x86-64; of `AArch64` with pages of 4 KB, too.
const LARGE: usize = 2 << 20;

/// By the same functions the interpreter takes pieces for the variables of its functions (`DATA_STACK_CHUNK_SIZE` of CPython's pystate.c):
/// three hundred in a short run, each returned when the functions in it have ended. They would leave holes in the large pages.
const CHUNK: usize = 16 << 10;

/// Python's `PyObjectArenaAllocator`: a public type since 3.4, though none of the stable interface.
#[repr(C)]
#[derive(Clone, Copy)]
struct Allocator {
    context: *mut c_void,
    alloc: unsafe extern "C" fn(*mut c_void, usize) -> *mut c_void,
    free: unsafe extern "C" fn(*mut c_void, *mut c_void, usize),
}

type GetOrSet = unsafe extern "C" fn(*mut Allocator);

/// From where arenas are taken now.
struct Room {
    start: *mut u8,
    used: AtomicUsize,
    /// A piece of `CHUNK` bytes that is not needed just now.
    spare: AtomicPtr<c_void>,
    before: Allocator,
}

/// Does nothing where the interpreter has no arenas of this kind, or address space is short. Must be called once.
pub fn in_large_pages() {
    let Some((get, set)) = functions() else { return };
    let Some(start) = room() else { return };
    // SAFETY: what the two take is one structure, which the first fills and the second copies (docs.python.org/3/c-api/memory.html). The
    // new functions hand pieces of the interpreter's own to those that it had before, so that it may be set when arenas are in use; its
    // context lives to the end.
    unsafe {
        let mut before = mem::MaybeUninit::uninit();
        get(before.as_mut_ptr());
        let spare = AtomicPtr::new(ptr::null_mut());
        let room = Box::leak(Box::new(Room { start, used: AtomicUsize::new(0), spare, before: before.assume_init() }));
        set(&mut Allocator { context: ptr::from_mut(room).cast(), alloc, free });
    }
}

fn functions() -> Option<(GetOrSet, GetOrSet)> {
    // SAFETY: dlsym(3) is given texts that end; what Python calls by these names are functions of this type.
    unsafe {
        let get = libc::dlsym(libc::RTLD_DEFAULT, c"PyObject_GetArenaAllocator".as_ptr());
        let set = libc::dlsym(libc::RTLD_DEFAULT, c"PyObject_SetArenaAllocator".as_ptr());
        mem::transmute::<*mut c_void, Option<GetOrSet>>(get).zip(mem::transmute::<*mut c_void, Option<GetOrSet>>(set))
    }
}

/// Address space that begins with a large page.
fn room() -> Option<*mut u8> {
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
    // SAFETY: a new mapping wherever the kernel likes, larger than the room by as much as the next large page may be away; the advice is
    // on addresses within it.
    unsafe {
        let mapped = libc::mmap(ptr::null_mut(), ROOM + LARGE, libc::PROT_READ | libc::PROT_WRITE, flags, -1, 0);
        if mapped == libc::MAP_FAILED {
            return None;
        }
        let start = mapped.cast::<u8>();
        let start = start.add(start.align_offset(LARGE));
        libc::madvise(start.cast(), ROOM, libc::MADV_HUGEPAGE);
        Some(start)
    }
}

unsafe extern "C" fn alloc(context: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: the context is the room that was set beside this function.
    let room = unsafe { &*context.cast::<Room>() };
    if size == CHUNK {
        let spare = room.spare.swap(ptr::null_mut(), AcqRel);
        // SAFETY: these belong to one another.
        return if spare.is_null() { unsafe { (room.before.alloc)(room.before.context, size) } } else { spare };
    }
    let at = room.used.fetch_add(size, Relaxed);
    if at.saturating_add(size) > ROOM {
        // SAFETY: these belong to one another.
        return unsafe { (room.before.alloc)(room.before.context, size) };
    }
    // SAFETY: a piece of the room that nobody was given.
    unsafe { room.start.add(at).cast() }
}

unsafe extern "C" fn free(context: *mut c_void, arena: *mut c_void, size: usize) {
    // SAFETY: as in `alloc`; an arena that lies in the room is from there, each other from whom there was before. It is given back whole.
    unsafe {
        let room = &*context.cast::<Room>();
        if size == CHUNK && room.spare.compare_exchange(ptr::null_mut(), arena, AcqRel, Acquire).is_ok() {
            return;
        }
        if (room.start.addr()..room.start.addr() + ROOM).contains(&arena.addr()) {
            libc::munmap(arena, size);
        } else {
            (room.before.free)(room.before.context, arena, size);
        }
    }
}
