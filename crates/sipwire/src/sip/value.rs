//! Parts of header values: parameters, tags, URIs and their users (RFC 3261 sections 19.1 and 25.1).

use super::mask::mask;
use super::short::{first_of, holds, last};
use memchr::{memchr, memchr2};

/// The first of several comma-separated values in a line; commas in quotes and angle brackets do not count.
#[must_use]
#[inline]
pub fn top_value(value: &[u8]) -> &[u8] {
    if !holds(value, b',') {
        return value;
    }
    top_of_many(value)
}

fn top_of_many(value: &[u8]) -> &[u8] {
    let (mut quoted, mut escaped, mut depth) = (false, false, 0i32);
    for (at, &byte) in value.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'<' => depth += 1,
            b'>' => depth -= 1,
            b',' if depth <= 0 => return value.get(..at).unwrap_or(value).trim_ascii_end(),
            _ => {}
        }
    }
    value
}

/// The comma-separated values of a line, empty ones left out; commas in quotes and angle brackets do not count.
pub(crate) fn values(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = line;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let value = top_value(rest);
        let behind = rest.get(value.len()..).unwrap_or_default();
        rest = memchr(b',', behind).and_then(|comma| behind.get(comma + 1..)).unwrap_or_default();
        Some(value.trim_ascii())
    })
    .filter(|value| !value.is_empty())
}

/// The header parameter `name` (lower case) of `value`, without quotes; parameters inside `<...>` are the URI's.
#[must_use]
pub fn parameter<'a>(value: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let mut rest = behind_uri(value);
    while let Some(at) = semicolon(rest) {
        rest = rest.get(at + 1..)?.trim_ascii_start();
        let Some(found) = rest.get(..name.len()) else { continue };
        if !found.eq_ignore_ascii_case(name) {
            continue;
        }
        let after = rest.get(name.len()..).unwrap_or_default().trim_ascii_start();
        match after.first() {
            Some(b'=') => return Some(word(after.get(1..)?.trim_ascii_start())),
            None | Some(b';' | b',') => return Some(&[]),
            _ => {}
        }
    }
    None
}

/// Where the first semicolon stands that is not in a quoted text.
fn semicolon(text: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + memchr2(b';', b'"', text.get(from..)?)?;
        if text.get(at) == Some(&b';') {
            return Some(at);
        }
        from = at + closing_quote(text.get(at..)?)? + 1;
    }
}

/// What follows the URI in angle brackets, all of it where there are none; a parameter may hold brackets of its own
/// (`+sip.instance="<urn:uuid:...>"`).
fn behind_uri(value: &[u8]) -> &[u8] {
    let from = match value.first() {
        Some(b'"') => closing_quote(value).unwrap_or(0),
        _ => 0,
    };
    let rest = value.get(from..).unwrap_or_default();
    match memchr2(b'<', b';', rest) {
        Some(open) if rest.get(open) == Some(&b'<') => {
            let inner = rest.get(open..).unwrap_or_default();
            memchr(b'>', inner).and_then(|end| inner.get(end + 1..)).unwrap_or_default()
        }
        _ => value,
    }
}

/// The names and values of a challenge or of credentials (RFC 7616), values without quotes, in order.
pub fn pairs(value: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = value;
    std::iter::from_fn(move || {
        let (left, right) = rest.split_at_checked(first_of(rest, b'=', b'=')?)?;
        let left = left.trim_ascii_end();
        let start = left.iter().rposition(|b| matches!(b, b' ' | b',' | b'\t')).map_or(0, |place| place + 1);
        let right = right.get(1..)?.trim_ascii_start();
        let (found, after) = match right.strip_prefix(b"\"") {
            Some(inner) => inner.split_at_checked(closing_quote(right).map_or(inner.len(), |end| end - 1))?,
            None => right.split_at_checked(memchr(b',', right).unwrap_or(right.len()))?,
        };
        rest = after.get(1..).unwrap_or_default();
        Some((left.get(start..).unwrap_or_default(), found.trim_ascii_end()))
    })
}

/// The `tag` of a From or To value.
#[must_use]
#[inline]
pub fn tag(value: &[u8]) -> Option<&[u8]> {
    let rest = match last(value, b'>') {
        Some(end) => value.get(end + 1..)?,
        None => value,
    };
    if let Some(tail) = rest.strip_prefix(b";tag=") {
        return Some(word(tail));
    }
    if rest.is_empty() { None } else { odd_tag(value, rest) }
}

/// The tag where it does not follow the URI at once; `rest` is what stands behind the last angle bracket.
#[cold]
fn odd_tag<'a>(value: &'a [u8], rest: &'a [u8]) -> Option<&'a [u8]> {
    match rest.trim_ascii_start().first()? {
        b';' => parameter(rest, b"tag"),
        _ => parameter(value, b"tag"), // that bracket stood in a parameter
    }
}

/// The branch of a Via value.
#[must_use]
#[inline]
pub fn branch(via: &[u8]) -> Option<&[u8]> {
    let mut semicolons = via.first_chunk::<64>().map_or(0, |chunk| mask(chunk, b';'));
    while semicolons != 0 {
        let name = via.get(semicolons.trailing_zeros() as usize + 1..)?;
        if let Some(tail) = name.strip_prefix(b"branch=") {
            return Some(word(tail));
        }
        semicolons &= semicolons - 1;
    }
    parameter(via, b"branch")
}

/// The URI of a From, To or Contact value: between the angle brackets, or up to the first `;`.
#[must_use]
pub fn uri(value: &[u8]) -> &[u8] {
    let open = match value.first() {
        Some(b'"') => closing_quote(value).and_then(|end| Some(end + memchr(b'<', value.get(end..)?)?)),
        _ => bracket(value),
    };
    let found = match open {
        Some(open) => {
            let inner = value.get(open + 1..).unwrap_or_default();
            inner.get(..memchr(b'>', inner).unwrap_or(inner.len())).unwrap_or_default()
        }
        None => value.get(..memchr(b';', value).unwrap_or(value.len())).unwrap_or_default(),
    };
    found.trim_ascii()
}

/// Where the angle bracket of an address opens; one behind the parameters of an address without brackets is none.
fn bracket(value: &[u8]) -> Option<usize> {
    let place = memchr2(b'<', b';', value)?;
    match value.split_at_checked(place)? {
        (_, [b'<', ..]) => Some(place),
        (address, _) if address.contains(&b':') => None,
        _ => memchr(b'<', value),
    }
}

/// The user part of a sip, sips or tel URI, without password and user parameters; `None` if it has none.
#[must_use]
pub fn user(uri: &[u8]) -> Option<&[u8]> {
    let colon = memchr(b':', uri)?;
    let (scheme, rest) = (uri.get(..colon)?, uri.get(colon + 1..)?);
    let user = if scheme.eq_ignore_ascii_case(b"tel") { rest } else { rest.get(..memchr(b'@', rest)?)? };
    let end = user.iter().position(|b| matches!(b, b';' | b':')).unwrap_or(user.len());
    let user = user.get(..end)?;
    (!user.is_empty()).then_some(user)
}

/// Host (without brackets) and port of a sip or sips URI, 0 if no port is written.
#[must_use]
pub fn hostport(uri: &[u8]) -> Option<(&[u8], u16)> {
    let rest = uri.get(memchr(b':', uri)? + 1..)?;
    let rest = memchr(b'@', rest).and_then(|at| rest.get(at + 1..)).unwrap_or(rest);
    let end = rest.iter().position(|b| matches!(b, b';' | b'?' | b'>')).unwrap_or(rest.len());
    let rest = rest.get(..end)?;
    let (host, port) = match rest.strip_prefix(b"[") {
        Some(inner) => {
            let close = memchr(b']', inner)?;
            (inner.get(..close)?, inner.get(close + 1..)?.strip_prefix(b":"))
        }
        None => match memchr(b':', rest) {
            Some(colon) => (rest.get(..colon)?, rest.get(colon + 1..)),
            None => (rest, None),
        },
    };
    let port = port.and_then(digits).and_then(|n| u16::try_from(n).ok()).unwrap_or(0);
    (!host.is_empty()).then_some((host, port))
}

/// The host of the URI in a Contact value; what nearly every Contact looks like, `<sip:user@host:port`, is told at once.
#[must_use]
#[inline]
pub fn contact_host(value: &[u8]) -> Option<&[u8]> {
    plain_contact_host(value).or_else(|| hostport(uri(value)).map(|(host, _)| host))
}

/// A Contact value `<sip:...>` from where its host begins.
#[must_use]
#[inline]
pub fn from_contact_host(value: &[u8]) -> Option<&[u8]> {
    let rest = value.strip_prefix(b"<sip:")?;
    let at = first_of(rest, b'@', b'>')?;
    match rest.split_at_checked(at)? {
        (_, [b'@', host @ ..]) => Some(host),
        _ => Some(rest),
    }
}

#[inline]
fn plain_contact_host(value: &[u8]) -> Option<&[u8]> {
    let host = from_contact_host(value)?;
    let end = host.iter().position(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'.' | b'-'))?;
    let is_plain = end > 0 && matches!(host.get(end), Some(b':' | b'>' | b';' | b'?'));
    if is_plain { host.get(..end) } else { None }
}

/// The number that `bytes` begin with, blanks before it skipped; `None` if there is none or it exceeds 32 bits.
#[must_use]
#[inline]
pub fn digits(bytes: &[u8]) -> Option<u32> {
    let bytes = bytes.trim_ascii_start();
    let mut number = u32::from(digit(*bytes.first()?)?);
    for digit in bytes.iter().skip(1).map_while(|byte| digit(*byte)) {
        number = number.checked_mul(10)?.checked_add(u32::from(digit))?;
    }
    Some(number)
}

#[inline]
fn digit(byte: u8) -> Option<u8> {
    let digit = byte.wrapping_sub(b'0');
    (digit < 10).then_some(digit)
}

/// `value` without blanks and line ends around it; what nearly every header line looks like is told at once.
#[inline]
pub(crate) fn trimmed(value: &[u8]) -> &[u8] {
    match value {
        [b' ', inner @ .., b'\r', b'\n'] if is_tight(inner) => inner,
        _ => value.trim_ascii(),
    }
}

#[inline]
fn is_tight(inner: &[u8]) -> bool {
    matches!((inner.first(), inner.last()), (Some(first), Some(last)) if *first > b' ' && *last > b' ')
}

/// Whether `needle` (lower case) occurs in `value` whatever its case; for short values.
pub(crate) fn contains(value: &[u8], needle: &[u8]) -> bool {
    let Some(&first) = needle.first() else { return true };
    let mut rest = value;
    while let Some(at) = memchr2(first, first.to_ascii_uppercase(), rest) {
        rest = rest.get(at..).unwrap_or_default();
        match rest.get(..needle.len()) {
            Some(window) if window.eq_ignore_ascii_case(needle) => return true,
            Some(_) => rest = rest.get(1..).unwrap_or_default(),
            None => return false,
        }
    }
    false
}

#[inline(always)] // it is called where a tag or a branch was found: a call costs as much as the word
fn word(rest: &[u8]) -> &[u8] {
    if rest.first() == Some(&b'"') {
        return quoted(rest);
    }
    let end = first_of(rest, b';', b',').unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default().trim_ascii_end()
}

/// What stands within the quotes that `value` begins with; all of it if they are not closed.
#[cold]
fn quoted(value: &[u8]) -> &[u8] {
    value.get(1..closing_quote(value).unwrap_or(value.len())).unwrap_or_default()
}

/// Where the quoted text ends that `value` begins with (RFC 3261 section 25.1: a backslash takes the next byte along).
pub(super) fn closing_quote(value: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += first_of(value.get(at..)?, b'"', b'\\')?;
        if value.get(at) == Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_tag_is_read_behind_the_uri_and_not_within_it() {
        assert_eq!(tag(b"\"A\" <sip:a@b;tag=no>;tag=yes"), Some(&b"yes"[..]));
        assert_eq!(tag(b"sip:a@b;tag=76341"), Some(&b"76341"[..]));
        assert_eq!(tag(b"<sip:a@b> ; x=1 ; TAG = q"), Some(&b"q"[..]));
        assert_eq!(tag(b"<sip:a@b>"), None);
    }

    #[test]
    fn a_parameter_may_hold_brackets_of_its_own() {
        for contact in [
            &b"\"a <b>; x\" <sip:1@a;expires=1>;+sip.instance=\"<urn:uuid:7>\";expires=60"[..],
            b"<sip:1@a>;+sip.instance=\"<urn:uuid:7>\";expires=60",
            b"sip:1@a;+sip.instance=\"<urn:uuid:7>\";expires=60",
        ] {
            assert_eq!(parameter(contact, b"+sip.instance"), Some(&b"<urn:uuid:7>"[..]));
            assert_eq!(parameter(contact, b"expires"), Some(&b"60"[..]));
        }
        assert_eq!(parameter(b"<sip:1@a;expires=1>", b"expires"), None);
        assert_eq!(parameter(b"<sip:1@a;expires=1", b"expires"), None);
    }

    #[test]
    fn what_stands_in_a_quoted_text_is_no_parameter_and_no_bracket() {
        assert_eq!(parameter(b"Q.850;text=\"a;cause=3\";cause=16", b"cause"), Some(&b"16"[..]));
        assert_eq!(parameter(b"Q.850;text=\"a \\\"b\\\";cause=3\";cause=16", b"cause"), Some(&b"16"[..]));
        assert_eq!(parameter(b"SIP;text=\"say \\\"no\\\"\";cause=3", b"text"), Some(&b"say \\\"no\\\""[..]));
        assert_eq!(parameter(b"SIP;text=\"open;cause=3", b"cause"), None);
        assert_eq!(tag(b"<sip:a@b>;tag=1;note=\"a>b\""), Some(&b"1"[..]));
        assert_eq!(tag(b"<sip:a@b>;note=\"a;tag=2>b\";tag=1"), Some(&b"1"[..]));
        let realm = b"Digest realm=\"the \\\"x=y\\\" realm\", nonce=\"n\"";
        assert_eq!(pairs(realm).map(|(name, _)| name).collect::<Vec<_>>(), [&b"realm"[..], b"nonce"]);
    }

    #[test]
    fn the_uri_of_a_value_without_brackets_ends_before_its_parameters() {
        assert_eq!(uri(b"sip:1@a;+sip.instance=\"<urn:uuid:7>\""), b"sip:1@a");
        assert_eq!(uri(b"sip:1@a"), b"sip:1@a");
        assert_eq!(uri(b"Jo;hn <sip:1@a;x>;y"), b"sip:1@a;x");
        assert_eq!(contact_host(b"sip:1@a.example;+sip.instance=\"<urn:uuid:7>\""), Some(&b"a.example"[..]));
    }

    #[test]
    fn pairs_of_challenges_are_found_in_any_case_and_order() {
        let asked = b"Digest REALM = \"a, b=c\", nonce=\"x\",algorithm=SHA-256 , qop=\"auth\"";
        let found: Vec<_> = pairs(asked).collect();
        assert_eq!(found[0], (&b"REALM"[..], &b"a, b=c"[..]));
        assert_eq!(found[2..], [(&b"algorithm"[..], &b"SHA-256"[..]), (&b"qop"[..], &b"auth"[..])]);
        assert_eq!(pairs(b"realm=\"").collect::<Vec<_>>(), [(&b"realm"[..], &b""[..])]);
        assert_eq!(pairs(b"no pair at all").count(), 0);
    }

    #[test]
    fn users_and_hosts_of_uris() {
        assert_eq!(user(uri(b"\"x <y>\" <sip:1001;cpc=1:pw@host:5062;ob>;q=1")), Some(&b"1001"[..]));
        assert_eq!(user(b"tel:+7495;ext=1"), Some(&b"+7495"[..]));
        assert_eq!(user(b"sip:host"), None);
        assert_eq!(hostport(b"sips:a@[2001:db8::1]:5062;lr"), Some((&b"2001:db8::1"[..], 5062)));
        assert_eq!(hostport(b"sip:10.0.0.1"), Some((&b"10.0.0.1"[..], 0)));
    }

    #[test]
    fn the_top_value_ends_at_a_real_comma() {
        assert_eq!(top_value(b"\"a,b\" <sip:c,d@e>, <sip:f>"), b"\"a,b\" <sip:c,d@e>");
    }

    proptest! {
        #[test]
        fn the_host_of_a_contact_is_that_of_its_uri(inside in "[a1.:@;?\\[\\]<> \\-\"]{0,12}", closed in any::<bool>()) {
            let contact = format!("<sip:{inside}{}", if closed { ">;q=1" } else { "" });
            prop_assert_eq!(contact_host(contact.as_bytes()), hostport(uri(contact.as_bytes())).map(|(host, _)| host));
        }
    }
}
