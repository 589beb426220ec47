//! A whole description for a reader (RFC 8866): media, codecs, directions, attributes without keys.

use super::lines;
use crate::sip::digits;

/// One format of a media line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Codec {
    /// RTP payload type.
    pub payload_type: u8,
    /// Encoding name from rtpmap, or of the static payload type (RFC 3551 table 4).
    pub name: String,
    /// Clock rate in Hz.
    pub clock: u32,
    /// The fmtp parameters.
    pub fmtp: String,
}

/// One media line with what applies to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Media {
    /// audio, video, image ...
    pub kind: String,
    /// The port; 0 refuses the line (RFC 3264 section 6).
    pub port: u16,
    /// The transport profile.
    pub profile: String,
    /// The address of its own `c=` or the session's.
    pub address: Option<String>,
    /// sendrecv, sendonly, recvonly or inactive.
    pub direction: &'static str,
    /// Its RTP formats.
    pub codecs: Vec<Codec>,
    /// Its formats as written.
    pub formats: Vec<String>,
    /// Its attributes, keys left out.
    pub attributes: Vec<(String, String)>,
}

/// A description.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sdp {
    /// The address of the origin line.
    pub origin_address: Option<String>,
    /// The session identifier of the origin line.
    pub session_id: Option<String>,
    /// The version of the origin line.
    pub version: Option<String>,
    /// The session's connection address.
    pub address: Option<String>,
    /// Its media lines, at most 64.
    pub media: Vec<Media>,
}

/// The most media lines that are kept.
const MOST_MEDIA: usize = 64;

/// Reads a description; whatever is malformed in it is passed over.
#[must_use]
pub fn parse(description: &[u8]) -> Sdp {
    let mut sdp = Sdp::default();
    let (mut direction, mut is_unread) = ("sendrecv", false);
    for (letter, value) in lines(description) {
        let text = String::from_utf8_lossy(value);
        if letter == b'm' {
            let line = media_line(&text, sdp.address.clone(), direction).filter(|_| sdp.media.len() < MOST_MEDIA);
            is_unread = line.is_none();
            sdp.media.extend(line);
            continue;
        }
        if is_unread {
            continue; // it is nobody's, least of all the line's before
        }
        match (letter, sdp.media.last_mut()) {
            (b'o', None) => take_origin(&mut sdp, &text),
            (b'c', None) => sdp.address = connection(&text),
            (b'c', Some(media)) => media.address = connection(&text).or_else(|| media.address.take()),
            (b'a', None) => direction = as_direction(&text).unwrap_or(direction),
            (b'a', Some(media)) => take_attribute(media, &text),
            _ => {}
        }
    }
    for media in &mut sdp.media {
        name_codecs(media);
    }
    sdp
}

fn take_origin(sdp: &mut Sdp, text: &str) {
    let mut words = text.split_ascii_whitespace().skip(1);
    sdp.session_id = words.next().map(str::to_owned);
    sdp.version = words.next().map(str::to_owned);
    sdp.origin_address = words.nth(2).map(str::to_owned);
}

fn connection(text: &str) -> Option<String> {
    text.split_ascii_whitespace().nth(2).and_then(|word| word.split('/').next()).map(str::to_owned)
}

fn media_line(text: &str, address: Option<String>, direction: &'static str) -> Option<Media> {
    let mut words = text.split_ascii_whitespace();
    let (kind, port, profile) = (words.next()?, words.next()?, words.next()?);
    let port = u16::try_from(digits(port.as_bytes())?).ok()?;
    let formats = words.take(64).map(str::to_owned).collect();
    let (kind, profile) = (kind.to_owned(), profile.to_owned());
    Some(Media { kind, port, profile, address, direction, codecs: Vec::new(), formats, attributes: Vec::new() })
}

fn take_attribute(media: &mut Media, text: &str) {
    if let Some(direction) = as_direction(text) {
        media.direction = direction;
    }
    let (name, value) = text.split_once(':').unwrap_or((text, ""));
    let value = match name {
        "crypto" => value.split_ascii_whitespace().take(2).collect::<Vec<_>>().join(" "),
        "ice-pwd" | "key-mgmt" => String::new(),
        _ => value.to_owned(),
    };
    if media.attributes.len() < 256 {
        media.attributes.push((name.to_owned(), value));
    }
}

fn as_direction(text: &str) -> Option<&'static str> {
    ["sendrecv", "sendonly", "recvonly", "inactive"].into_iter().find(|known| *known == text)
}

fn name_codecs(media: &mut Media) {
    if !media.profile.contains("RTP") {
        return;
    }
    let mut codecs = Vec::new();
    for format in &media.formats {
        let Ok(payload_type) = format.parse::<u8>() else { continue };
        let (name, clock) = rtpmap(media, format).or_else(|| static_type(payload_type)).unwrap_or_default();
        let fmtp = attribute_of(media, "fmtp", format).unwrap_or_default().to_owned();
        codecs.push(Codec { payload_type, name, clock, fmtp });
    }
    media.codecs = codecs;
}

fn attribute_of<'m>(media: &'m Media, name: &str, format: &str) -> Option<&'m str> {
    let mut found = media.attributes.iter().filter(|(key, _)| key == name);
    found.find_map(|(_, value)| value.strip_prefix(format)?.strip_prefix(' ')).map(str::trim)
}

fn rtpmap(media: &Media, format: &str) -> Option<(String, u32)> {
    let (name, rest) = attribute_of(media, "rtpmap", format)?.split_once('/')?;
    Some((name.to_owned(), digits(rest.as_bytes())?))
}

/// Static payload types (RFC 3551 tables 4 and 5).
fn static_type(payload_type: u8) -> Option<(String, u32)> {
    let (name, clock) = match payload_type {
        0 => ("PCMU", 8000),
        3 => ("GSM", 8000),
        4 => ("G723", 8000),
        8 => ("PCMA", 8000),
        9 => ("G722", 8000),
        10 | 11 => ("L16", 44100),
        13 => ("CN", 8000),
        15 => ("G728", 8000),
        18 => ("G729", 8000),
        26 => ("JPEG", 90000),
        31 => ("H261", 90000),
        34 => ("H263", 90000),
        _ => return None,
    };
    Some((name.to_owned(), clock))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codecs_are_named_by_rtpmap_or_by_the_static_table_and_keys_stay_out() {
        let sdp = parse(b"v=0\r\no=- 1 2 IN IP4 192.0.2.9\r\nc=IN IP4 192.0.2.1\r\na=sendonly\r\nm=audio 4000 RTP/SAVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:secret\r\n");
        let media = &sdp.media[0];
        assert_eq!((media.codecs[0].name.as_str(), media.codecs[1].name.as_str()), ("PCMA", "telephone-event"));
        assert_eq!((media.direction, media.codecs[1].fmtp.as_str()), ("sendonly", "0-16"));
        assert!(!format!("{sdp:?}").contains("secret"));
        assert_eq!(sdp.origin_address.as_deref(), Some("192.0.2.9"));
    }

    #[test]
    fn what_stands_under_a_line_that_cannot_be_read_is_not_the_line_s_before() {
        let sdp =
            parse(b"v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 8\r\nm=video x RTP/AVP 99\r\nc=IN IP4 192.0.2.2\r\na=inactive\r\n");
        assert_eq!(sdp.media.len(), 1);
        assert_eq!((sdp.media[0].direction, sdp.media[0].address.as_deref()), ("sendrecv", Some("192.0.2.1")));
        let many = format!("v=0\r\n{}a=inactive\r\n", "m=audio 4000 RTP/AVP 8\r\n".repeat(MOST_MEDIA + 1));
        assert_eq!(parse(many.as_bytes()).media.last().map(|media| media.direction), Some("sendrecv"));
    }
}
