//! SIP messages (RFC 3261): recognising one, reading the few fields that tracking needs, or all of it.

pub mod contacts;
mod faults;
mod form;
pub mod hangup;
mod head;
mod header;
mod lines;
mod mask;
mod message;
mod method;
mod newlines;
mod short;
mod start;
mod value;

pub use form::{Form, form};
pub use head::{Head, scan};
pub use message::{Header, Message, parse};
pub use method::Method;
pub(crate) use newlines::Newlines;
pub(crate) use short::position;
pub use start::{Start, StartLine, begins, start_line};
pub use value::{branch, contact_host, digits, from_contact_host, hostport, pairs, parameter, tag, top_value, uri, user};
