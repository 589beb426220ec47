//! TLS and what is in it, for who has the keys: a key log (SSLKEYLOGFILE, RFC 9850) or a server's RSA key.
//!
//! Theory of operation. An [`Opener`] is given the bytes of both directions of one connection, in order and with their
//! holes named. It reads the hellos, finds the secrets of the connection in a [`Keyring`] by the client's random, and from
//! then on opens record by record. Every record is authenticated: what cannot be opened is counted and never guessed.
//! A record that comes before what it needs (a client's early data before ServerHello) waits, bounded.
//!
//! The crate is pure: it holds no file, no socket and no clock. Its invariant: no sequence of bytes makes it panic, and no
//! secret shows itself in a `Debug` text.

mod bytes;
mod cipher;
mod derive;
mod hello;
mod keylog;
mod old;
mod opener;
mod private;
mod records;
mod suite;
mod way;

pub use keylog::{Counts, Keyring};
pub use opener::Opener;
pub use private::{KeyFault, PrivateKey};
pub use records::At;
pub use suite::{Suite, suite};
pub use way::{Content, Plain};

/// What came of a connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[repr(u8)]
pub enum Outcome {
    /// Nothing encrypted came.
    #[default]
    Nothing = 0,
    /// Records were opened.
    Opened = 1,
    /// No secrets of this connection are there.
    NoKey = 2,
    /// Secrets of it are there, and not one record is opened by them.
    WrongKey = 3,
    /// The RSA key cannot help: the keys were agreed by Diffie-Hellman, as always in TLS 1.3.
    Ephemeral = 4,
    /// The keys were sent under another RSA key.
    OtherPrivateKey = 5,
    /// The session goes on from one whose beginning is not in the capture, which an RSA key alone cannot follow.
    Resumed = 6,
    /// A cipher suite that nothing here knows.
    Cipher = 7,
    /// The connection began before the capture: its hellos are not there.
    BegunBefore = 8,
    /// Bytes of its handshake are missing.
    Lost = 9,
}
