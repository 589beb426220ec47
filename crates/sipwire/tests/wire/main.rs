//! Tests of the readers from capture file to message, each file named for what it tests.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test may fail so, and its name is its description"
)]

mod build;
mod capture;
mod dns;
mod fragments;
mod framer;
mod hep;
mod hostile;
mod link;
mod streams;
mod tls;
mod unacked;
mod upgrade;
mod websocket;
