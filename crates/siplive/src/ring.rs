//! One socket with its ring: an interface by name, or all of them.

use crate::block::{Packet, count, packets};
use crate::pcapng::{ETHERNET, RAW};
use crate::sys::{self, ETHER, LOOPBACK, Shared};
use std::io::{Error, Result};
use std::os::fd::OwnedFd;

/// The name that stands for all interfaces.
pub const ANY: &str = "any";

/// Bytes of one block: the largest packet that segmentation offload makes fits many times.
const BLOCK: usize = 1 << 20;

/// A ring, what it counts, and whether its interface is there.
pub struct Ring {
    /// The interface; [`ANY`] for all of them.
    pub name: String,
    /// The link type of its packets.
    pub link: u16,
    /// Packets that passed the kernel's filter, those that found no room included.
    pub received: u64,
    /// Packets that found no room in the ring.
    pub dropped: u64,
    /// Whether the interface is there and up.
    pub is_up: bool,
    /// Its socket.
    pub socket: OwnedFd,
    shared: Shared,
    next: usize,
    blocks: usize,
    bound: u32,
    promiscuous: bool,
}

impl Ring {
    /// Opens the interface `name`, with a ring of `size` bytes. Errors are the kernel's: ENODEV if there is none of that name.
    pub fn open(name: &str, program: &[u8], size: usize, promiscuous: bool) -> Result<Self> {
        let any = name == ANY;
        let probe = sys::socket(true)?;
        let (is_up, hardware) = if any { (true, 0) } else { sys::state(&probe, name).ok_or_else(missing)? };
        let whole = matches!(hardware, ETHER | LOOPBACK);
        let socket = if whole { probe } else { sys::socket(false)? };
        sys::set(&socket, libc::PACKET_VERSION, libc::tpacket_versions::TPACKET_V3 as i32)?;
        sys::filter(&socket, program)?;
        let blocks = (size / BLOCK).max(2);
        let shared = Shared::new(&socket, BLOCK, blocks)?;
        let link = if whole { ETHERNET } else { RAW };
        let name = name.to_owned();
        let mut ring = Self { name, link, received: 0, dropped: 0, is_up, socket, shared, next: 0, blocks, bound: 0, promiscuous };
        ring.bind(if any { 0 } else { sys::number(&ring.name).ok_or_else(missing)? })?;
        Ok(ring)
    }

    /// Gives the packets that have come to `take`, one ring full of them at the most; returns how many there were.
    pub fn drain(&mut self, mut take: impl FnMut(&Packet<'_>)) -> u64 {
        let mut taken = 0;
        for _ in 0..self.blocks {
            let Some(block) = self.shared.block(self.next) else { break };
            // What this host sends to itself comes twice; the one that arrives is kept, as libpcap does it.
            packets(block).filter(|packet| !(packet.hardware == LOOPBACK && packet.is_outgoing)).for_each(|packet| take(&packet));
            taken += u64::from(count(block));
            self.shared.give_back(self.next);
            self.next = (self.next + 1) % self.blocks;
        }
        taken
    }

    /// Asks the kernel for its counts.
    pub fn count(&mut self) {
        if let Ok((received, dropped)) = sys::statistics(&self.socket) {
            self.received += u64::from(received);
            self.dropped += u64::from(dropped);
        }
    }

    /// Looks whether the interface is there; one that comes back is taken from again.
    pub fn look(&mut self) {
        if self.name == ANY {
            return;
        }
        let state = sys::state(&self.socket, &self.name);
        if let (Some(_), Some(number)) = (state, sys::number(&self.name))
            && number != self.bound
            && self.bind(number).is_err()
        {
            self.is_up = false; // it has gone again: the next look tells
            return;
        }
        self.is_up = state.is_some_and(|(is_up, _)| is_up);
    }

    fn bind(&mut self, number: u32) -> Result<()> {
        sys::bind(&self.socket, number)?;
        self.bound = number;
        if self.promiscuous && number != 0 {
            sys::be_promiscuous(&self.socket, number)?;
        }
        Ok(())
    }
}

fn missing() -> Error {
    Error::from_raw_os_error(libc::ENODEV)
}
