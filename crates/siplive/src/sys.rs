//! Calls to the Linux kernel: packet sockets and what is known of interfaces. The only place with `unsafe` in it.
#![allow(unsafe_code, reason = "sockets of AF_PACKET and their shared memory are not in the standard library")]

use libc::{c_int, c_void};
use std::ffi::CString;
use std::io::{Error, Result};
use std::mem::{size_of, zeroed};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::sync::atomic::{AtomicU32, Ordering};

/// Ethernet, loopback (linux/if_arp.h).
pub const ETHER: u16 = 1;
pub const LOOPBACK: u16 = 772;

/// A packet socket that takes nothing yet; `whole` with the frame's own header, else from the network layer on.
pub fn socket(whole: bool) -> Result<OwnedFd> {
    let kind = if whole { libc::SOCK_RAW } else { libc::SOCK_DGRAM };
    // SAFETY: no pointers are passed; the number is a fresh descriptor that nobody else owns.
    unsafe {
        let number = libc::socket(libc::AF_PACKET, kind | libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK, 0);
        if number < 0 { Err(Error::last_os_error()) } else { Ok(OwnedFd::from_raw_fd(number)) }
    }
}

/// Makes the socket take packets of an interface by number; 0 is all of them.
pub fn bind(socket: &OwnedFd, interface: u32) -> Result<()> {
    // SAFETY: an all-zero sockaddr_ll is valid, and its true length is passed.
    unsafe {
        let mut address: libc::sockaddr_ll = zeroed();
        address.sll_family = libc::AF_PACKET as u16;
        address.sll_protocol = (libc::ETH_P_ALL as u16).to_be();
        address.sll_ifindex = interface.cast_signed();
        let place = (&raw const address).cast::<libc::sockaddr>();
        told(libc::bind(socket.as_raw_fd(), place, size_of::<libc::sockaddr_ll>() as u32))
    }
}

/// Sets an option of the packet layer.
pub fn set(socket: &OwnedFd, name: c_int, value: c_int) -> Result<()> {
    set_any(socket, libc::SOL_PACKET, name, &value)
}

/// Attaches a filter, one instruction of 8 bytes behind the other (linux/filter.h: sock_filter); an empty one is none.
pub fn filter(socket: &OwnedFd, program: &[u8]) -> Result<()> {
    let mut code: Vec<libc::sock_filter> = program.as_chunks::<8>().0.iter().map(|one| instruction(*one)).collect();
    if code.is_empty() {
        return Ok(());
    }
    let given = libc::sock_fprog { len: code.len() as u16, filter: code.as_mut_ptr() };
    set_any(socket, libc::SOL_SOCKET, libc::SO_ATTACH_FILTER, &given)
}

fn instruction([a, b, jt, jf, k @ ..]: [u8; 8]) -> libc::sock_filter {
    libc::sock_filter { code: u16::from_ne_bytes([a, b]), jt, jf, k: u32::from_ne_bytes(k) }
}

/// Makes an interface by number hand over what is not for this host.
pub fn be_promiscuous(socket: &OwnedFd, interface: u32) -> Result<()> {
    // SAFETY: an all-zero packet_mreq is valid.
    let mut wanted: libc::packet_mreq = unsafe { zeroed() };
    wanted.mr_ifindex = interface.cast_signed();
    wanted.mr_type = libc::PACKET_MR_PROMISC as u16;
    set_any(socket, libc::SOL_PACKET, libc::PACKET_ADD_MEMBERSHIP, &wanted)
}

/// Packets that passed the filter, and those of them that found no room, since this was asked last.
pub fn statistics(socket: &OwnedFd) -> Result<(u32, u32)> {
    let mut found = [0u32; 3];
    let mut len = size_of::<[u32; 3]>() as u32;
    // SAFETY: tpacket_stats_v3 is three u32; the length passed is that of the array.
    unsafe {
        let place = (&raw mut found).cast::<c_void>();
        told(libc::getsockopt(socket.as_raw_fd(), libc::SOL_PACKET, libc::PACKET_STATISTICS, place, &raw mut len))?;
    }
    Ok((found[0], found[1]))
}

/// Takes the socket's error away, so that waiting for it works again.
pub fn take_error(socket: &OwnedFd) {
    let (mut found, mut len) = (0 as c_int, size_of::<c_int>() as u32);
    // SAFETY: both places live as long as the call, and the length is true. That it fails is no matter: it is asked again.
    unsafe {
        libc::getsockopt(socket.as_raw_fd(), libc::SOL_SOCKET, libc::SO_ERROR, (&raw mut found).cast::<c_void>(), &raw mut len);
    }
}

/// Waits until one of the sockets has something, or an error; whether each has an error.
pub fn wait(sockets: &[&OwnedFd], milliseconds: i32) -> Vec<bool> {
    let entry = |socket: &&OwnedFd| libc::pollfd { fd: socket.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    let mut all: Vec<libc::pollfd> = sockets.iter().map(entry).collect();
    // SAFETY: the array and its length are true.
    unsafe { libc::poll(all.as_mut_ptr(), all.len() as libc::nfds_t, milliseconds) };
    all.iter().map(|one| one.revents & libc::POLLERR != 0).collect()
}

/// The number of an interface by name.
pub fn number(name: &str) -> Option<u32> {
    let name = CString::new(name).ok()?;
    // SAFETY: the string ends with a zero.
    let found = unsafe { libc::if_nametoindex(name.as_ptr()) };
    (found != 0).then_some(found)
}

/// The name of an interface by number.
pub fn name(number: i32) -> Option<String> {
    let mut place = [0u8; libc::IF_NAMESIZE];
    // SAFETY: the place is as long as the call needs it.
    let found = unsafe { libc::if_indextoname(u32::try_from(number).ok()?, place.as_mut_ptr().cast()) };
    let end = place.iter().position(|byte| *byte == 0)?;
    if found.is_null() { None } else { Some(String::from_utf8_lossy(place.get(..end)?).into_owned()) }
}

/// Whether an interface is up, and its hardware type (ARPHRD); None if there is none of that name.
pub fn state(socket: &OwnedFd, name: &str) -> Option<(bool, u16)> {
    if name.len() >= libc::IFNAMSIZ {
        return None;
    }
    // SAFETY: an all-zero ifreq is valid, its name ends with a zero, and each call fills the member that is read after it.
    unsafe {
        let mut asked: libc::ifreq = zeroed();
        for (place, byte) in asked.ifr_name.iter_mut().zip(name.bytes()) {
            *place = byte as libc::c_char;
        }
        told(libc::ioctl(socket.as_raw_fd(), libc::SIOCGIFFLAGS as _, &raw mut asked)).ok()?;
        let is_up = c_int::from(asked.ifr_ifru.ifru_flags) & libc::IFF_UP != 0;
        told(libc::ioctl(socket.as_raw_fd(), libc::SIOCGIFHWADDR as _, &raw mut asked)).ok()?;
        Some((is_up, asked.ifr_ifru.ifru_hwaddr.sa_family))
    }
}

/// The memory that a socket's ring of `blocks` blocks shares with the kernel.
pub struct Shared {
    start: *mut u8,
    size: usize,
    block: usize,
}

// SAFETY: the memory belongs to this value alone; the kernel and it take turns block by block, as the status says.
unsafe impl Send for Shared {}

/// Who owns a block (linux/if_packet.h).
const KERNEL: u32 = 0;
const USER: u32 = 1;
/// Where a block's status stands.
const STATUS: usize = 8;
/// How long a block waits for more packets, ms.
const RETIRE: u32 = 60;
const FRAME: u32 = 2048;

impl Shared {
    /// Makes the ring of a socket whose version is TPACKET_V3.
    pub fn new(socket: &OwnedFd, block: usize, blocks: usize) -> Result<Self> {
        let size = block * blocks;
        // SAFETY: an all-zero tpacket_req3 is valid.
        let mut wanted: libc::tpacket_req3 = unsafe { zeroed() };
        (wanted.tp_block_size, wanted.tp_block_nr) = (block as u32, blocks as u32);
        (wanted.tp_frame_size, wanted.tp_frame_nr) = (FRAME, (size / FRAME as usize) as u32);
        wanted.tp_retire_blk_tov = RETIRE;
        set_any(socket, libc::SOL_PACKET, libc::PACKET_RX_RING, &wanted)?;
        let rights = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: the kernel chooses the place; the size is that of the ring just made.
        let start = unsafe { libc::mmap(std::ptr::null_mut(), size, rights, libc::MAP_SHARED, socket.as_raw_fd(), 0) };
        if start == libc::MAP_FAILED {
            return Err(Error::last_os_error());
        }
        Ok(Self { start: start.cast(), size, block })
    }

    /// A block, if the kernel has handed it over.
    pub fn block(&self, index: usize) -> Option<&[u8]> {
        if self.status(index)?.load(Ordering::Acquire) & USER == 0 {
            return None;
        }
        // SAFETY: the block lies within the mapping, and the kernel does not touch it until `give_back`, which needs `&mut self`.
        Some(unsafe { std::slice::from_raw_parts(self.start.add(index * self.block), self.block) })
    }

    /// Hands a block back to the kernel.
    pub fn give_back(&mut self, index: usize) {
        if let Some(status) = self.status(index) {
            status.store(KERNEL, Ordering::Release);
        }
    }

    fn status(&self, index: usize) -> Option<&AtomicU32> {
        if (index + 1) * self.block > self.size {
            return None;
        }
        // SAFETY: within the mapping, on a multiple of 4, and only ever used as an atomic here.
        Some(unsafe { AtomicU32::from_ptr(self.start.add(index * self.block + STATUS).cast()) })
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        // SAFETY: what was mapped is unmapped, once.
        unsafe { libc::munmap(self.start.cast(), self.size) };
    }
}

fn set_any<T>(socket: &OwnedFd, level: c_int, name: c_int, value: &T) -> Result<()> {
    let place = std::ptr::from_ref(value).cast::<c_void>();
    // SAFETY: the value lives as long as the call, and its true size is passed.
    told(unsafe { libc::setsockopt(socket.as_raw_fd(), level, name, place, size_of::<T>() as u32) })
}

fn told(status: c_int) -> Result<()> {
    if status < 0 { Err(Error::last_os_error()) } else { Ok(()) }
}
