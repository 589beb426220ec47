//! Reasons for a hangup that Q.850 has no cause for, by what products write into Reason (RFC 3326).

use super::value::{contains, digits, parameter};

/// Media stopped coming: FreeSWITCH's own cause 604 (MEDIA_TIMEOUT), or words that say so.
pub const NO_MEDIA: u8 = 250;
/// The call lasted as long as it was allowed to: FreeSWITCH's own cause 602 (ALLOTTED_TIMEOUT), or words that say so.
pub const TIME_IS_UP: u8 = 251;
/// The account had no money left: SIP cause 402, or words that say so.
pub const NO_MONEY: u8 = 252;

/// A SIP status of 400 or above as the reason, and no Q.850 cause that says more: what ended the call was perhaps no person.
pub const FAULT: u8 = 253;
/// Of a CANCEL: another branch of the call was answered (RFC 3326 section 3, `SIP;cause=200`).
pub const ELSEWHERE: u8 = 249;
/// Of a CANCEL: a 6xx of another branch ended the call for all of them (RFC 3261 section 16.7 step 5).
pub const FOR_ALL: u8 = 248;

/// Of a CANCEL: a timer of the calling side ran out, by `SIP;cause=408` or by words that say so.
pub const WAITED: u8 = 247;

/// What a Reason header says beyond Q.850, if it does; `cause` is its Q.850 cause.
#[must_use]
pub fn read(cause: Option<u32>, value: &[u8]) -> Option<u8> {
    let says = |words: &[&[u8]]| words.iter().any(|word| contains(value, word));
    match cause {
        Some(604) => Some(NO_MEDIA),
        Some(602) => Some(TIME_IS_UP),
        None if contains(value, b"sip") && parameter(value, b"cause").and_then(digits) == Some(402) => Some(NO_MONEY),
        _ if !contains(value, b"text") => None,
        _ if says(&[b"rtp", b"media"]) && says(&[b"timeout", b"time out", b"timed out", b"inactiv", b"broken", b"lack of"]) => {
            Some(NO_MEDIA)
        }
        _ if says(&[b"duration", b"call time", b"allotted"]) && says(&[b"limit", b"max", b"exceed", b"allotted"]) => Some(TIME_IS_UP),
        _ if says(&[b"credit", b"balance", b"funds", b"money"])
            && says(&[b"limit", b"exceed", b"exhaust", b"insufficient", b"not enough", b"no ", b"low", b"out of"]) =>
        {
            Some(NO_MONEY)
        }
        _ => None,
    }
}

/// What a SIP status in a value of Reason says of a request that ends a call (RFC 3326 section 2), if it does.
#[must_use]
pub fn by_status(value: &[u8], cancels: bool) -> Option<u8> {
    let status = if contains(value, b"sip") { parameter(value, b"cause").and_then(digits) } else { None };
    if cancels && says_timer(value) {
        return Some(WAITED);
    }
    match status? {
        408 if cancels => Some(WAITED),
        200..300 if cancels => Some(ELSEWHERE),
        400..500 if cancels => None,
        600..700 if cancels => Some(FOR_ALL),
        400..700 => Some(FAULT),
        _ => None,
    }
}

/// Whether the text of a value tells of a timer that ran out: `PROGRESS_TIMEOUT`, `Timeout`, `Timer expired`.
fn says_timer(value: &[u8]) -> bool {
    parameter(value, b"text").is_some_and(|text| TIMERS.iter().any(|word| contains(text, word)))
}

/// Whether a Q.850 cause says nothing of why: unknown, normal unspecified, interworking unspecified.
#[must_use]
pub fn is_unspecific(cause: u32) -> bool {
    matches!(cause, 0 | 31 | 127)
}

const TIMERS: [&[u8]; 5] = [b"timeout", b"time out", b"timed out", b"timer exp", b"timer pop"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_products_write_is_known() {
        for text in ["SIP;cause=200;text=\"RTP Timeout\"", "Q.850;cause=41;text=\"RTP Broken Connection\"", "SIP;text=\"Media inactivity\""]
        {
            assert_eq!(read(Some(41), text.as_bytes()), Some(NO_MEDIA));
        }
        assert_eq!(read(Some(604), b"Q.850;cause=604"), Some(NO_MEDIA));
        assert_eq!(read(None, b"SIP;cause=200;text=\"Max call duration exceeded\""), Some(TIME_IS_UP));
        assert_eq!(read(Some(16), b"Q.850;cause=16;text=\"Normal call clearing\""), None);
        assert_eq!(read(Some(16), b"Q.850;cause=16;text=\"media released\""), None);
        assert_eq!(read(None, b"SIP;cause=402"), Some(NO_MONEY));
        assert_eq!(read(Some(16), b"Q.850;cause=16;text=\"Credit limit exceeded\""), Some(NO_MONEY));
        assert_eq!(read(Some(402), b"Q.850;cause=402"), None);
        assert_eq!(read(None, b"SIP;cause=200;text=\"credited\""), None);
    }
}
