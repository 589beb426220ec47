//! What was noticed, as bits: of a message ([`mark`]) and of a leg (the rest; `sipwhy.model.flag` holds the same).

/// Bits of one message.
pub mod mark {
    /// It carries credentials.
    pub const CREDENTIALS: u16 = 1;
    /// A challenge in it says stale=true.
    pub const STALE: u16 = 1 << 1;
    /// It carries a session description.
    pub const SDP: u16 = 1 << 2;
    /// Its sipfrag body tells of a status of 400 or above.
    pub const FRAG_FAILED: u16 = 1 << 3;
    /// Its Contact names an unreachable address.
    pub const PRIVATE_CONTACT: u16 = 1 << 4;
    /// Its session description names an unreachable address.
    pub const PRIVATE_MEDIA: u16 = 1 << 5;
    /// Its session description asks for SRTP.
    pub const SECURE: u16 = 1 << 6;
    /// Its form is broken.
    pub const MALFORMED: u16 = 1 << 7;
    /// It has a To tag.
    pub const IN_DIALOG: u16 = 1 << 8;
    /// It has Session-Expires.
    pub const TIMER: u16 = 1 << 9;
    /// It went to a private address from one that is public.
    pub const TO_PRIVATE: u16 = 1 << 10;
    /// Its UDP datagram is larger than RFC 3261 section 18.1.1 advises.
    pub const LARGE: u16 = 1 << 11;
    /// It came from the side that began the leg.
    pub const FORWARD: u16 = 1 << 12;
    /// It is another capture's copy of a packet.
    pub const COPY: u16 = 1 << 13;
    /// It is a retransmission.
    pub const REPEAT: u16 = 1 << 14;
    /// Its bytes are not in the file as they stand, but with the reader.
    pub const SPILLED: u16 = 1 << 15;
}

/// Bits of a message's description, and one of where it comes from.
pub mod description {
    /// It announces audio at a port.
    pub const AUDIO: u8 = 1;
    /// It knows telephone events (RFC 4733).
    pub const EVENTS: u8 = 1 << 1;
    /// The message stands in a text log, which may have changed blanks and knows less of its time than a capture.
    pub const LOGGED: u8 = 1 << 2;
}

/// A 401 or 407 came.
pub const CHALLENGED: u64 = 1;
/// Credentials were sent.
pub const CREDENTIALS: u64 = 1 << 1;
/// Credentials were answered by 401, 407 or 403.
pub const REFUSED_CREDENTIALS: u64 = 1 << 2;
/// A challenge said stale=true.
pub const STALE: u64 = 1 << 3;
/// 18x came, but for 181, which says only that the call is forwarded.
pub const RANG: u64 = 1 << 4;
/// 18x came with a session description.
pub const EARLY_MEDIA: u64 = 1 << 5;
/// CANCEL was sent.
pub const CANCELLED: u64 = 1 << 6;
/// 2xx answered the first request.
pub const ANSWERED: u64 = 1 << 7;
/// ACK followed the 2xx.
pub const ACKED: u64 = 1 << 8;
/// The 2xx to an INVITE was repeated.
pub const ANSWER_REPEATED: u64 = 1 << 9;
/// BYE was sent.
pub const BYE: u64 = 1 << 10;
/// BYE got no final answer in its time.
pub const BYE_UNANSWERED: u64 = 1 << 11;
/// A re-INVITE or UPDATE got a final answer of 300 or above that is no challenge.
pub const IN_DIALOG_REJECTED: u64 = 1 << 12;
/// REFER was sent.
pub const REFER: u64 = 1 << 13;
/// The transfer failed.
pub const TRANSFER_FAILED: u64 = 1 << 14;
/// A request was repeated.
pub const REPEATED: u64 = 1 << 15;
/// A request outside a dialog got no answer at all in its time.
pub const UNANSWERED: u64 = 1 << 16;
/// The first request got 100 and nothing more.
pub const ONLY_TRYING: u64 = 1 << 17;
/// The network reported an error about it.
pub const NETWORK_ERROR: u64 = 1 << 18;
/// It began before the capture.
pub const STARTS_LATE: u64 = 1 << 19;
/// It was not over when the capture ended.
pub const OPEN: u64 = 1 << 20;
/// A Contact names an unreachable address.
pub const PRIVATE_CONTACT: u64 = 1 << 21;
/// A session description names an unreachable address.
pub const PRIVATE_MEDIA: u64 = 1 << 22;
/// A session description asks for SRTP.
pub const SECURE_MEDIA: u64 = 1 << 23;
/// 3xx came.
pub const REDIRECTED: u64 = 1 << 25;
/// A request within the dialog other than BYE got no final answer in its time.
pub const IN_DIALOG_UNANSWERED: u64 = 1 << 26;
/// Session-Expires was agreed, and BYE came when it had nearly run out.
pub const SESSION_TIMER: u64 = 1 << 27;
/// A message of it is malformed.
pub const MALFORMED: u64 = 1 << 28;
/// A request went to a private address from a public one.
pub const TO_PRIVATE: u64 = 1 << 29;
/// A message of it was fragmented and never whole, or too large for the way.
pub const FRAGMENT_LOST: u64 = 1 << 30;
/// A re-INVITE or UPDATE was sent.
pub const REINVITE: u64 = 1 << 31;
/// A large UDP message.
pub const LARGE: u64 = 1 << 32;
/// Challenged more than once, and no credentials were ever sent.
pub const WITHOUT_CREDENTIALS: u64 = 1 << 33;
/// The last REGISTER asked to remove the binding (expiry 0).
pub const UNREGISTER: u64 = 1 << 34;
/// It has a request other than ACK.
pub const HAS_REQUEST: u64 = 1 << 35;
/// It has an answer.
pub const HAS_ANSWER: u64 = 1 << 36;
/// ACK followed an answer of 300 or above.
pub const REFUSAL_ACKED: u64 = 1 << 48;
/// The called side's BYE carried credentials: the calling side had challenged it.
pub const BYE_LOGIN: u64 = 1 << 49;
/// A TCP segment with a message of it was sent again and again and never acknowledged.
pub const SEGMENT_LOST: u64 = 1 << 50;
/// It failed at a host that could not look up, or not connect to, whom it was to ask next; or its own connection came to
/// nothing.
pub const TROUBLE_BEHIND: u64 = 1 << 37;
/// Its TCP connection was reset while it waited for an answer.
pub const CONNECTION_RESET: u64 = 1 << 38;
/// Its first request was also seen between other addresses, unchanged by any proxy: on the other side of a NAT.
pub const TRANSLATED: u64 = 1 << 39;
