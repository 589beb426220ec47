//! SIP messages to legs, and RTP packets to streams.
//!
//! Theory of operation. A [`row::SipRow`] is a message reduced to what tracking needs; making one is stateless, so
//! that blocks of a capture are read side by side. The [`tracker::Tracker`] takes rows in order of time, finds each
//! one's leg (Call-ID, From tag, hop) and keeps 56 bytes of it. When all is in, [`analysis`] reads each leg's messages
//! once more, as transactions of RFC 3261 section 17, and says what became of it: a [`analysis::LegFacts`].
//!
//! The crate is pure, and its invariant is: the same rows in the same order give the same legs, however the bytes
//! were cut into blocks.

pub mod analysis;
pub mod announced;
pub mod clocks;
pub mod connections;
pub mod departures;
pub mod dtls;
pub mod encrypted;
pub mod flag;
mod hashed;
pub mod ids;
mod intern;
pub mod keepalives;
mod late;
pub mod left_out;
pub mod lookups;
mod near;
pub mod netblock;
pub mod phrases;
pub mod quirk;
pub mod record;
pub mod reports;
pub mod row;
pub mod streams;
pub mod tracker;
pub mod unreached;
