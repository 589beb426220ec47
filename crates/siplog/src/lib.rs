//! Text logs of SIP servers, clients and tools to the SIP messages in them, and to their other lines.
//!
//! The crate is pure: bytes in, values out; it opens no file and reads no clock. Its invariants: no text makes it panic, the
//! same text gives the same values however it is cut into pieces, and what it keeps is bounded, however long the text.

pub mod address;
pub mod announce;
pub mod clock;
mod dissection;
mod docker;
mod dump;
mod embedded;
mod ends;
mod flattened;
mod glued;
pub mod head;
mod hexdump;
mod identity;
mod line;
mod marks;
mod message;
mod mixed;
mod output;
mod paste;
mod reader;
pub mod stamp;
mod undated;
mod wrapped;

pub use announce::Way;
pub use clock::Settings;
pub use ends::Message;
pub use output::{Counts, LogLine, Output};
pub use reader::Reader;
