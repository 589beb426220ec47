//! TLS as far as it can be read without keys: hellos, certificates before version 1.3, readable alerts, and how many
//! encrypted records there are (RFC 5246, RFC 8446).
//!
//! Theory of operation. Every direction is a row of records, each with its type and length in the open; only what is
//! in them gets encrypted. Before that point they carry handshake messages, which may be divided among records as they
//! like. In TLS 1.3 everything behind ServerHello is encrypted and called application data (type 23), so that a
//! certificate or a refusal of it is seen no more: what is left are lengths and moments, and who hung up.

mod bytes;
mod certificate;
mod hello;
mod reader;
mod record;

pub use certificate::Certificate;
pub use hello::{ClientHello, ServerHello};
pub use reader::{Reader, Seen};
pub use record::begins;

/// The record type of alerts.
pub const ALERT: u8 = 21;
/// The record type of handshake messages.
pub const HANDSHAKE: u8 = 22;
/// The record type of application data, and of everything that TLS 1.3 encrypts.
pub const DATA: u8 = 23;
