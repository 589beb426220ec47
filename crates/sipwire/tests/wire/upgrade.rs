//! HTTP header blocks by which connections become WebSockets, whole, in pieces and hostile.

use proptest::prelude::*;
use sipwire::upgrade::read;

fn a_line() -> impl Strategy<Value = Vec<u8>> {
    let ends = prop::sample::select(vec![&b"\r\n"[..], b"\n", b"\r\r\n", b""]);
    let lines = prop_oneof![
        Just(b"GET /ws HTTP/1.1".to_vec()),
        Just(b"HTTP/1.1 101 Switching Protocols".to_vec()),
        Just(b"HTTP/1.1 99999999999999999999 x".to_vec()),
        Just(b"Upgrade: foo, WebSocket".to_vec()),
        Just(b"Sec-WebSocket-Protocol:sip".to_vec()),
        "Sec-WebSocket-Protocol: [a-z,]{0,300}".prop_map(String::into_bytes),
        "GET /[a-z]{0,400} HTTP/1.1".prop_map(String::into_bytes),
        prop::collection::vec(any::<u8>(), 0..40),
        Just(Vec::new()),
    ];
    (lines, ends).prop_map(|(line, end)| [&line[..], end].concat())
}

proptest! {
    /// A block is read once its empty line is there, and nothing behind it changes what it says.
    #[test]
    fn a_block_is_over_at_its_empty_line_and_not_before(lines in prop::collection::vec(a_line(), 0..12)) {
        let bytes = lines.concat();
        let whole = read(&bytes);
        for end in 0..=bytes.len() {
            let due = whole.clone().filter(|(_, length)| *length <= end);
            prop_assert_eq!(read(&bytes[..end]), due);
        }
        if let Some((found, length)) = whole {
            prop_assert!(found.target.len() <= 200 && found.protocols.len() <= 200);
            prop_assert!(bytes[..length].ends_with(b"\n"));
            prop_assert!(found.status == 0 || bytes.starts_with(b"HTTP/") || bytes[..length].trim_ascii_start().starts_with(b"HTTP/"));
        }
    }
}
