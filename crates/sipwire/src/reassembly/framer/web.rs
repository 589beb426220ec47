//! SIP over WebSocket in a stream (RFC 7118): the upgrade, and messages from frames.

use super::start::{Start, sip_line};
use crate::websocket::{self, FrameHeader};

/// The longest message.
pub(super) const MAX_MESSAGE: usize = 4 << 20;

/// Frames of the message being put together.
#[derive(Debug, Default)]
pub(super) struct Web {
    message: Vec<u8>,
    compressed: bool,
    /// Too long or begun before the capture: not kept.
    broken: bool,
}

/// What a data frame came to.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Message {
    /// A SIP message.
    Sip(Vec<u8>),
    /// A message that cannot be read, and why.
    Unreadable(&'static str),
    /// Nothing yet, or a message that is not SIP.
    Nothing,
}

impl Web {
    /// Takes one whole data frame.
    pub(super) fn frame(&mut self, head: &FrameHeader, payload: &[u8]) -> Message {
        if head.opcode != 0 {
            *self = Self { compressed: head.compressed, ..Self::default() };
        }
        if self.message.len() + payload.len() > MAX_MESSAGE {
            self.message = Vec::new();
            self.broken = true;
        }
        if !self.broken {
            websocket::unmask(payload, head.mask, &mut self.message);
        }
        if head.fin { std::mem::take(self).message() } else { Message::Nothing }
    }

    /// A frame was passed over.
    pub(super) fn lose(&mut self) {
        *self = Self { broken: true, ..Self::default() };
    }

    /// How many bytes are held.
    pub(super) fn held(&self) -> usize {
        self.message.len()
    }

    fn message(self) -> Message {
        match self {
            Self { broken: true, .. } => Message::Unreadable("WebSocket message too long"),
            Self { compressed: true, .. } => Message::Unreadable("compressed WebSocket message"),
            Self { message, .. } if sip_line(&message) == Start::Sip => Message::Sip(message),
            _ => Message::Nothing,
        }
    }
}

/// Whether an HTTP header block upgrades the connection to WebSocket (RFC 6455 section 4).
pub(super) fn is_upgrade(block: &[u8]) -> bool {
    block.split(|b| *b == b'\n').any(|line| {
        let line: Vec<u8> = line.iter().take(64).map(u8::to_ascii_lowercase).collect();
        line.strip_prefix(b"upgrade:").is_some_and(|value| value.trim_ascii() == b"websocket")
    })
}
