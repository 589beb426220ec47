//! Lines that may have been cut off, and messages and lines around them that were not.

use siplog::{LogLine, Output, Reader, Settings};

fn read(log: &str, marker: &str) -> Output {
    let mut reader = Reader::new(Settings { latest: 1_795_500_000_000_000, ..Settings::default() }, &[marker.as_bytes().to_vec()]);
    let mut out = Output::default();
    reader.feed(log.as_bytes(), &mut out);
    reader.finish(&mut out);
    out
}

fn texts(lines: &[LogLine]) -> Vec<String> {
    lines.iter().map(|line| String::from_utf8_lossy(&line.text).into_owned()).collect()
}

fn options(call: &str) -> String {
    format!(
        "OPTIONS sip:bob@203.0.113.10 SIP/2.0\r\nVia: SIP/2.0/UDP 198.51.100.21:5060;branch=z9hG4bK{call}\r\nCall-ID: {call}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
    )
}

/// What tcpdump -x prints of a datagram.
fn in_hexadecimal(payload: &[u8]) -> String {
    let length = |more: usize| u16::try_from(payload.len() + more).unwrap_or_default().to_be_bytes();
    let mut packet = vec![0x45, 0];
    packet.extend(length(28));
    packet.extend([0, 1, 0, 0, 64, 17, 0, 0, 198, 51, 100, 21, 203, 0, 113, 10, 0x13, 0xc4, 0x13, 0xc4]);
    packet.extend(length(8));
    packet.extend([0, 0]);
    packet.extend(payload);
    let pairs = |chunk: &[u8]| chunk.chunks(2).map(|pair| pair.iter().map(|byte| format!("{byte:02x}")).collect()).collect::<Vec<String>>();
    packet.chunks(16).enumerate().map(|(at, chunk)| format!("\t0x{:04x}:  {}\n", at * 16, pairs(chunk).join(" "))).collect()
}

#[test]
fn each_packet_in_hexadecimal_has_the_moment_and_the_line_before_it() {
    let head = |second: u8| format!("2026-11-23 10:57:{second}.866575 IP 198.51.100.21.5060 > 203.0.113.10.5060: UDP, length 200");
    let packet = |second: u8, call: &str| format!("{}\n{}", head(second), in_hexadecimal(options(call).as_bytes()));
    let out = read(&(packet(32, "a") + &packet(33, "b")), "none");
    let times: Vec<_> = out.messages.iter().map(|message| message.ts.unwrap_or_default()).collect();
    let lines: Vec<_> = out.messages.iter().map(|message| message.line).collect();
    let second = u32::try_from(packet(32, "a").lines().count()).unwrap_or_default() + 1;
    assert_eq!(lines, [1, second]);
    assert_eq!(times.iter().map(|ts| ts - times[0]).collect::<Vec<_>>(), [0, 1_000_000]);
    assert_ne!(times[0], 0);
}

#[test]
fn the_two_lines_of_tcpdump_before_a_packet_are_no_cut_one() {
    let head = "10:57:32.866575 IP (tos 0x0, ttl 64, id 54321, offset 0, flags [DF], proto UDP (17), length 430)";
    let packet = |call: &str| {
        format!("{head}\n    198.51.100.21.5070 > 203.0.113.10.5080: SIP, length: 402\n\t{}", options(call).replace("\r\n", "\n\t"))
    };
    let out = read(&format!("{}\n{}\n{}\n", packet("a"), packet("b"), packet("c")), "none");
    let ports: Vec<_> = out.messages.iter().map(|message| (message.src.port, message.dst.port)).collect();
    assert_eq!(ports, [(5070, 5080); 3]);
}

#[test]
fn what_stands_before_a_message_on_its_line_is_told_with_it() {
    let folded = format!(
        "2026-11-23T01:12:00.250000+00:00 pbx asterisk[99]: VERBOSE[1] res_pjsip_logger.c: <--- Received SIP request (190 bytes) from UDP:198.51.100.21:5070 --->#012{}",
        options("a").replace("\r\n", "#015#012")
    );
    let out = read(&format!("{folded}\n"), "none");
    let told: Vec<_> = out.messages.iter().map(|message| (message.src.port, message.ts.is_some(), message.line)).collect();
    assert_eq!(told, [(5070, true, 1)]);
}

#[test]
fn each_line_of_docker_has_its_own_time() {
    let line = |second: u8| {
        format!(
            r#"{{"log":"NOTICE[{second}] chan_sip.c: Peer '1001' is now UNREACHABLE!  Last qualify: 12\n","stream":"stdout","time":"2026-11-23T01:12:0{second}.000000000Z"}}"#
        )
    };
    let out = read(&format!("{}\n{}\n{}\n", line(1), line(3), line(7)), "UNREACHABLE");
    let times: Vec<_> = out.lines.iter().map(|line| line.ts.unwrap_or_default()).collect();
    assert_eq!(times.iter().map(|ts| (ts - times[0]) / 1_000_000).collect::<Vec<_>>(), [0, 2, 6]);
}

#[test]
fn a_line_of_a_console_does_not_go_on_the_one_before_it() {
    let entry = "[2026-11-23 01:12:00] NOTICE[1] chan_sip.c: Peer '1001' is now Lagged. (2000ms / 2000ms)";
    for next in [
        "Scheduling destruction of SIP dialog 'one' in 32000 ms (Method: REGISTER)",
        "Really destroying SIP dialog 'one' Method: REGISTER",
        "Content-Type: application/sdp",
        "Found RTP audio format 8",
        "localhost*CLI> sip show peers",
    ] {
        let out = read(&format!("{entry}\n{next}\n{entry}\n{next}\n"), "Lagged");
        assert_eq!(texts(&out.lines), [&entry[44..], &entry[44..]], "{next}");
    }
}

#[test]
fn lines_of_any_length_and_bytes_are_read_in_time() {
    for piece in [" [1", " [Mar 17 10:47:15] NOTICE[", "0x0000:  ", "\t0x0000:  4500 ", "[Mar 17 10:47:15] NOTICE[1]: a ", "\u{fffd}"] {
        let long = piece.repeat(10_000_000 / piece.len());
        let began = std::time::Instant::now();
        let _ = read(&format!("{long}\n{long}\n"), "none");
        assert!(began.elapsed().as_secs() < 20, "{piece}");
    }
}
