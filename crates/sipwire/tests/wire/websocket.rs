//! WebSocket frame headers.

use sipwire::websocket::{FrameHeader, header, unmask};

#[test]
fn a_masked_text_frame_gives_key_and_lengths() {
    let frame = [0x81, 0x85, 1, 2, 3, 4, b'h' ^ 1, b'e' ^ 2, b'l' ^ 3, b'l' ^ 4, b'o' ^ 1];
    let head = header(&frame).unwrap().unwrap();
    let expected = FrameHeader { fin: true, opcode: 1, compressed: false, mask: Some([1, 2, 3, 4]), size: 6, length: 5 };
    assert_eq!(head, expected);
    let mut text = Vec::new();
    unmask(&frame[head.size..], head.mask, &mut text);
    assert_eq!(text, b"hello");
}

#[test]
fn long_frames_have_longer_headers() {
    assert_eq!(header(&[0x02, 126, 1, 0]).unwrap().map(|h| (h.fin, h.size, h.length)), Some((false, 4, 256)));
    assert_eq!(header(&[0xc2, 127, 0, 0, 0, 0, 0, 1, 0, 0]).unwrap().map(|h| (h.compressed, h.size, h.length)), Some((true, 10, 65_536)));
}

#[test]
fn a_header_that_is_not_all_there_asks_for_more() {
    for bytes in [&[][..], &[0x81], &[0x81, 126, 1], &[0x81, 127, 0, 0], &[0x81, 0x85, 1, 2, 3]] {
        assert_eq!(header(bytes), Ok(None));
    }
}

#[test]
fn reserved_bits_and_long_control_frames_are_no_frames() {
    for bytes in [[0x91, 0], [0x83, 0], [0x09, 0], [0x89, 126]] {
        assert!(header(&[bytes[0], bytes[1], 0, 200]).is_err(), "{bytes:?}");
    }
}
