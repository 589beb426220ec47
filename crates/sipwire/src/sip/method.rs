//! Request methods, as small numbers.

/// A request method (IANA "SIP Methods"); the discriminants are stable and shared with Python.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[repr(u8)]
pub enum Method {
    /// No method could be read.
    #[default]
    None = 0,
    /// RFC 3261.
    Ack = 1,
    /// RFC 3261.
    Bye = 2,
    /// RFC 3261.
    Cancel = 3,
    /// RFC 6086.
    Info = 4,
    /// RFC 3261.
    Invite = 5,
    /// RFC 3428.
    Message = 6,
    /// RFC 6665.
    Notify = 7,
    /// RFC 3261.
    Options = 8,
    /// RFC 3262.
    Prack = 9,
    /// RFC 3903.
    Publish = 10,
    /// RFC 3515.
    Refer = 11,
    /// RFC 3261.
    Register = 12,
    /// RFC 6665.
    Subscribe = 13,
    /// RFC 3311.
    Update = 14,
    /// Any other token.
    Other = 15,
}

impl Method {
    /// The method of this token; methods are case-sensitive (RFC 3261 section 7.1).
    #[must_use]
    #[inline]
    pub fn of(token: &[u8]) -> Self {
        match token {
            b"ACK" => Self::Ack,
            b"BYE" => Self::Bye,
            b"CANCEL" => Self::Cancel,
            b"INFO" => Self::Info,
            b"INVITE" => Self::Invite,
            b"MESSAGE" => Self::Message,
            b"NOTIFY" => Self::Notify,
            b"OPTIONS" => Self::Options,
            b"PRACK" => Self::Prack,
            b"PUBLISH" => Self::Publish,
            b"REFER" => Self::Refer,
            b"REGISTER" => Self::Register,
            b"SUBSCRIBE" => Self::Subscribe,
            b"UPDATE" => Self::Update,
            b"" => Self::None,
            _ => Self::Other,
        }
    }
}
