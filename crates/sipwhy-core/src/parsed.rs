//! One message for Python, parsed when somebody looks at it.

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use sipwire::sdp;
use sipwire::sip::{self, StartLine};

/// (payload type, name, clock, fmtp)
type Codec = (u8, String, u32, String);
/// (kind, port, profile, address, direction, codecs, formats, attributes)
type Media = (String, u16, String, Option<String>, &'static str, Vec<Codec>, Vec<String>, Vec<(String, String)>);
/// (origin address, session id, version, address, media)
type Sdp = (Option<String>, Option<String>, Option<String>, Option<String>, Vec<Media>);
/// (method, status, reason, request uri, headers, body, faults, sdp)
type Parsed<'py> =
    (String, Option<u16>, Option<String>, Option<String>, Vec<(String, String)>, Bound<'py, PyBytes>, Vec<&'static str>, Option<Sdp>);

/// Parses one SIP message; None if the bytes do not begin like one.
#[pyfunction]
pub fn parse<'py>(py: Python<'py>, data: &[u8]) -> Option<Parsed<'py>> {
    let message = sip::parse(data)?;
    let (method, status, reason, uri) = match message.start {
        StartLine::Request { method, uri } => (text(method), None, None, Some(text(uri))),
        StartLine::Answer { status, reason } => {
            let cseq = message.header("CSeq").unwrap_or_default();
            let method = cseq.split(u8::is_ascii_whitespace).rfind(|word| !word.is_empty()).unwrap_or_default();
            (text(method), Some(status), Some(text(reason)), None)
        }
    };
    let headers = message.headers.iter().map(|header| (text(&header.name), text(&header.value))).collect();
    let description = message.header("Content-Type").is_some().then(|| sdp::find(message.body)).flatten();
    let sdp = description.map(|description| described(sdp::parse(description)));
    Some((method, status, reason, uri, headers, PyBytes::new(py, message.body), message.faults, sdp))
}

fn described(sdp: sdp::Sdp) -> Sdp {
    let media = sdp.media.into_iter().map(|media| {
        let codecs = media.codecs.into_iter().map(|codec| (codec.payload_type, codec.name, codec.clock, codec.fmtp)).collect();
        (media.kind, media.port, media.profile, media.address, media.direction, codecs, media.formats, media.attributes)
    });
    (sdp.origin_address, sdp.session_id, sdp.version, sdp.address, media.collect())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
