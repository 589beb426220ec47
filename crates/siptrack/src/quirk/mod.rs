//! What is odd about a leg, as bits (`sipwhy.model.quirk` holds the same): by them rules about form and agreement are
//! asked only where they can hit. A bit is a suspicion; the rule that seeks it decides.

mod agreement;
mod form;
mod look;
mod story;

pub use agreement::{Noticed, Said, refused_offer, said};
pub use form::of_row;
pub use look::Look;
pub use story::of_transactions;

/// A mandatory header is missing.
pub const HEADER_MISSING: u64 = 1;
/// CSeq cannot be read.
pub const CSEQ_ODD: u64 = 1 << 1;
/// The method of CSeq is not that of the request.
pub const CSEQ_METHOD: u64 = 1 << 2;
/// Content-Length is not the length of the body, or is missing on a stream.
pub const LENGTH: u64 = 1 << 3;
/// A control character stands in a header.
pub const CONTROL: u64 = 1 << 4;
/// From, To or Contact stands without angle brackets and has something of its own.
pub const BARE_URI: u64 = 1 << 5;
/// A request without Max-Forwards.
pub const NO_HOPS: u64 = 1 << 6;
/// Max-Forwards is no number up to 70.
pub const HOPS_ODD: u64 = 1 << 7;
/// Max-Forwards is nearly used up.
pub const FEW_HOPS: u64 = 1 << 8;
/// The branch of a request does not begin with the cookie.
pub const NO_COOKIE: u64 = 1 << 9;
/// INVITE or SUBSCRIBE, or its 2xx, without Contact.
pub const NO_CONTACT: u64 = 1 << 10;
/// A 1xx demands 100rel and has no RSeq.
pub const NO_RSEQ: u64 = 1 << 11;
/// A reliable 1xx came.
pub const RELIABLE: u64 = 1 << 12;
/// Session-Expires or Min-SE is odd.
pub const TIMER_ODD: u64 = 1 << 13;
/// Session-ID is not of the form of RFC 7989.
pub const SESSION_ID_ODD: u64 = 1 << 14;
/// A message has Identity.
pub const IDENTITY: u64 = 1 << 15;
/// An INVITE tells how its caller was verified.
pub const VERSTAT: u64 = 1 << 16;
/// The first request has Record-Route.
pub const ROUTE_ASKED: u64 = 1 << 17;
/// An answer has Record-Route.
pub const ROUTE_ANSWERED: u64 = 1 << 18;
/// A request within the dialog lacks the Route that Record-Route asked for.
pub const NO_ROUTE: u64 = 1 << 19;
/// The leg begins with a request within a dialog.
pub const STRAY: u64 = 1 << 20;
/// An answer has formats that were not offered.
pub const FORMATS: u64 = 1 << 21;
/// The direction of an answer does not fit the offer's.
pub const DIRECTION: u64 = 1 << 22;
/// An answer refuses the audio that was offered.
pub const REFUSED: u64 = 1 << 23;
/// An answer has not as many media lines as its offer.
pub const LINES: u64 = 1 << 24;
/// Profile, keys or roles of an answer do not fit the offer's.
pub const PROFILE: u64 = 1 << 25;
/// IPv4 and IPv6 are mixed.
pub const FAMILY: u64 = 1 << 26;
/// Audio is announced at 0.0.0.0.
pub const ZERO_ADDRESS: u64 = 1 << 27;
/// One side still holds the call when the leg ends.
pub const HELD: u64 = 1 << 28;
/// T.38 was offered.
pub const FAX: u64 = 1 << 29;
/// A description changed and its version did not.
pub const VERSION: u64 = 1 << 30;
/// A side names other audio formats than before.
pub const CODECS_CHANGED: u64 = 1 << 31;
/// ICE or rtcp-mux of offer and answer do not fit.
pub const EXTRAS: u64 = 1 << 32;
/// An attempt has a To tag.
pub const TO_TAG: u64 = 1 << 33;
/// An ACK that fits no INVITE.
pub const ACK_STRAY: u64 = 1 << 34;
/// A reliable 1xx and no PRACK that was taken.
pub const NO_PRACK: u64 = 1 << 35;
/// CSeq does not rise.
pub const CSEQ_ORDER: u64 = 1 << 36;
/// It rang and nothing ended that.
pub const LEFT_RINGING: u64 = 1 << 37;
/// INVITE got no 100 and nothing else for half a second.
pub const NO_TRYING: u64 = 1 << 38;
/// Status and Q.850 cause contradict each other.
pub const CAUSE: u64 = 1 << 39;
/// BYE was refused.
pub const BYE_REFUSED: u64 = 1 << 40;
/// The call was answered without any description.
pub const NO_SDP: u64 = 1 << 41;
/// The 2xx made the offer and the ACK has no answer, or INVITE made it and the 2xx has none.
pub const LATE_OFFER: u64 = 1 << 42;
/// Max-Forwards is not lower than on the leg before.
pub const HOPS_KEPT: u64 = 1 << 43;
/// One INVITE came by twice with different branches.
pub const CAME_TWICE: u64 = 1 << 44;
/// An inner address is shown outside.
pub const INNER_ADDRESS: u64 = 1 << 45;
/// 422 came.
pub const INTERVAL: u64 = 1 << 46;
/// The 2xx of an INVITE was sent after its CANCEL.
pub const CROSSED: u64 = 1 << 47;
/// A Contact may name something to which nobody can send.
pub const ODD_CONTACT: u64 = 1 << 48;
/// An answer has another Via on top than the request before it.
pub const VIA_CHANGED: u64 = 1 << 49;
/// A UDP message is larger than what a packet of a usual tunnel holds.
pub const OVERSIZE: u64 = 1 << 50;
