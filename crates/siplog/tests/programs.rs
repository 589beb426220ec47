//! What each program writes, and the messages that come out of it.

use siplog::{Output, Reader, Settings};

const REQUEST: &str = "OPTIONS sip:bob@203.0.113.10 SIP/2.0
Via: SIP/2.0/UDP 198.51.100.21:5060;branch=z9hG4bKa1
From: <sip:alice@203.0.113.10>;tag=1
To: <sip:bob@203.0.113.10>
Call-ID: one
CSeq: 1 OPTIONS
Content-Length: 0

";
const ANSWER: &str = "SIP/2.0 200 OK
Via: SIP/2.0/UDP 203.0.113.10:5060;branch=z9hG4bKb1
From: <sip:pbx@203.0.113.10>;tag=3
To: <sip:alice@198.51.100.21>;tag=4
Call-ID: two
CSeq: 7 INVITE
Content-Type: application/sdp
Content-Length: 47

v=0
o=- 1 1 IN IP4 198.51.100.21
s=-
t=0 0
";

fn read(log: &str) -> Output {
    let mut reader = Reader::new(Settings { latest: 1_795_500_000_000_000, ..Settings::default() }, &[]);
    let mut out = Output::default();
    reader.feed(log.as_bytes(), &mut out);
    reader.finish(&mut out);
    out
}

/// The messages as "line src > dst transport", with their bytes as they must be on the wire.
fn summary(log: &str, wanted: &[&str]) -> Vec<String> {
    let out = read(log);
    let on_wire: Vec<String> = wanted.iter().map(|text| text.replace('\n', "\r\n")).collect();
    let got: Vec<String> = out.messages.iter().map(|message| String::from_utf8_lossy(&message.bytes).into_owned()).collect();
    assert_eq!(got, on_wire);
    let socket = |socket: sipwire::packet::Socket| {
        let [a, b, c, d] = socket.ip.as_v4().unwrap_or_default();
        format!("{a}.{b}.{c}.{d}:{}", socket.port)
    };
    let line =
        |message: &siplog::Message| format!("{} {} > {} {}", message.line, socket(message.src), socket(message.dst), message.transport);
    out.messages.iter().map(line).collect()
}

const BOTH: [&str; 2] = ["2 198.51.100.21:5060 > 203.0.113.10:5060 0", "11 198.51.100.21:5060 > 203.0.113.10:5060 0"];

#[test]
fn the_pjsip_logger_with_and_without_carriage_returns() {
    let head = "[2026-11-23 01:12:00.250] VERBOSE[1] res_pjsip_logger.c: <--- Received SIP";
    let log = format!(
        "{head} request ({} bytes) from UDP:198.51.100.21:5060 --->\n{REQUEST}\n{head} response ({} bytes) from UDP:198.51.100.21:5060 --->\n{ANSWER}\n",
        REQUEST.len() + REQUEST.lines().count(),
        ANSWER.len() + ANSWER.lines().count()
    );
    assert_eq!(
        summary(&log, &[REQUEST, ANSWER]),
        ["2 198.51.100.21:5060 > 203.0.113.10:5060 0", "12 198.51.100.21:5060 > 203.0.113.10:5060 0"]
    );
    let kept = log.replace(REQUEST, &REQUEST.replace('\n', "\r\n")).replace(ANSWER, &ANSWER.replace('\n', "\r\n"));
    assert_eq!(summary(&kept, &[REQUEST, ANSWER]).len(), 2);
    assert_eq!(read(&log).messages.iter().map(|message| message.ts).collect::<Vec<_>>(), [Some(1_795_396_320_250_000); 2]);
}

#[test]
fn chan_sip_marks_the_end_and_writes_its_moment_on_the_line_before() {
    let log = format!(
        "[Nov 23 01:12:00] VERBOSE[8404] chan_sip.c: \n<--- SIP read from UDP:198.51.100.21:5060 --->\n{REQUEST}<------------->\n\
         [Nov 23 01:12:01] VERBOSE[8404] chan_sip.c: --- (7 headers 0 lines) ---\n\
         [Nov 23 01:12:01] VERBOSE[8404] chan_sip.c: Retransmitting #1 (no NAT) to 198.51.100.21:5060:\n{}\n---\n",
        REQUEST.replace("198.51.100.21:5060;branch", "203.0.113.10:5060;branch")
    );
    let got = summary(&log, &[REQUEST, &REQUEST.replace("198.51.100.21:5060;branch", "203.0.113.10:5060;branch")]);
    assert_eq!(got, ["3 198.51.100.21:5060 > 203.0.113.10:5060 0", "14 203.0.113.10:5060 > 198.51.100.21:5060 0"]);
    let moments: Vec<_> = read(&log).messages.iter().map(|message| message.ts.unwrap_or_default() / 1_000_000 - 1_795_396_320).collect();
    assert_eq!(moments, [0, 1]);
}

#[test]
fn the_logs_own_address_is_that_of_its_vias_from_the_first_message_on() {
    let log = format!("<--- SIP read from UDP:198.51.100.21:5060 --->\n{REQUEST}<--- SIP read from UDP:198.51.100.21:5060 --->\n{ANSWER}");
    assert_eq!(summary(&log, &[REQUEST, ANSWER]), BOTH);
    let alone = summary(
        &format!("<--- SIP read from UDP:198.51.100.21:5060 --->\n{}", REQUEST.replace("bob@203.0.113.10 SIP", "bob@pbx SIP")),
        &[&REQUEST.replace("bob@203.0.113.10 SIP", "bob@pbx SIP")],
    );
    assert_eq!(alone, ["2 198.51.100.21:5060 > 0.0.0.0:0 0"]);
}

#[test]
fn sofia_indents_what_it_writes() {
    let stroke = format!("   {}\n", "-".repeat(72));
    let body: String = ANSWER.lines().map(|line| format!("   {line}\n")).collect();
    let bytes = ANSWER.len() + ANSWER.lines().count();
    let log = format!(
        "2026-11-23 01:11:59.000000 [NOTICE] switch_channel.c:926 New\nrecv {bytes} bytes from tcp/[198.51.100.21]:5070 at 01:12:00.250000:\n{stroke}{body}{stroke}"
    );
    assert_eq!(summary(&log, &[ANSWER]), ["4 198.51.100.21:5070 > 203.0.113.10:5060 1"]);
    assert_eq!(read(&log).messages.first().and_then(|message| message.ts), Some(1_795_396_320_250_000));
}

#[test]
fn pjsua_sngrep_ngrep_baresip_sipp_and_sipdump() {
    let bytes = REQUEST.len() + REQUEST.lines().count();
    let pjsua = format!(
        "01:12:00.603  pjsua_core.c  .RX {bytes} bytes Request msg OPTIONS/cseq=1 (rdata0x1) from UDP 198.51.100.21:5060:\n{REQUEST}--end msg--\n"
    );
    let sngrep = format!("2026/11/23 01:12:00.250000 198.51.100.21:5060 -> 203.0.113.10:5060\n{REQUEST}");
    let dotted = REQUEST.replace('\n', ".\n");
    let ngrep = format!("U 2026/11/23 01:12:00.250000 198.51.100.21:5060 -> 203.0.113.10:5060 #1\n{dotted}");
    let baresip = format!("#\nUDP 198.51.100.21:5060 -> 203.0.113.10:5060\n{REQUEST}\n");
    let sipp = format!("{}2026-11-23 01:12:00.250000\nUDP message received [{bytes}] bytes :\n\n{REQUEST}", "-".repeat(47));
    let dump = format!(
        "time: 1795396320.250000\nproto: udp ipv4\nsrcip: 198.51.100.21\nsrcport: 5060\ndstip: 203.0.113.10\ndstport: 5060\n~~~~~~~~~~~~~~~~~~~~\n{REQUEST}||||||||||||||||||||\n"
    );
    for (log, line) in [(pjsua, 2), (sngrep, 2), (ngrep, 2), (baresip, 3), (sipp, 4), (dump, 8)] {
        assert_eq!(summary(&log, &[REQUEST]), [format!("{line} 198.51.100.21:5060 > 203.0.113.10:5060 0")], "{log}");
    }
}

#[test]
fn syslog_folds_a_message_into_one_line_or_puts_its_head_before_each() {
    let head = "Nov 23 01:12:00 vm asterisk[2721]: ";
    let announcement = format!(
        "VERBOSE[1]: res_pjsip_logger.c:1 f: <--- Received SIP request ({} bytes) from UDP:198.51.100.21:5060 --->",
        REQUEST.len() + 8
    );
    let folded = format!("{head}{announcement}#012{}\n", REQUEST.replace('\n', "#015#012"));
    let split: String = format!("{announcement}\n{REQUEST}")
        .lines()
        .map(|line| format!("{head}{line}\nNov 23 01:12:00 vm cron[9]: something else\n"))
        .collect();
    let indented: String = format!("{announcement}\n{REQUEST}")
        .lines()
        .enumerate()
        .map(|(at, line)| if at == 0 { format!("{head}{line}\n") } else { format!("{:35}{line}\n", "") })
        .collect();
    assert_eq!(summary(&folded, &[REQUEST]), ["1 198.51.100.21:5060 > 203.0.113.10:5060 0"]);
    assert_eq!(summary(&split, &[REQUEST]), ["3 198.51.100.21:5060 > 203.0.113.10:5060 0"]);
    assert_eq!(summary(&indented, &[REQUEST]), ["2 198.51.100.21:5060 > 203.0.113.10:5060 0"]);
}

#[test]
fn xlog_writes_words_before_the_start_line() {
    let log = format!(
        "Nov 23 01:12:00 vm kamailio[1]: INFO: <script>: 198.51.100.21:5060 -> 203.0.113.10:5060 {}\n",
        REQUEST.replace('\n', "#015#012")
    );
    assert_eq!(summary(&log, &[REQUEST]), ["1 198.51.100.21:5060 > 203.0.113.10:5060 0"]);
}

#[test]
fn words_may_stand_on_the_first_of_the_lines_that_were_folded() {
    let log = format!("Nov 23 01:12:00 vm kamailio[1]: INFO: <script>: sent to bob:#012{}\n", REQUEST.replace('\n', "#015#012"));
    assert_eq!(summary(&log, &[REQUEST]), ["1 198.51.100.21:5060 > 203.0.113.10:5060 0"]);
}

#[test]
fn the_ends_of_lines_may_be_blanks() {
    let flat = |text: &str| text.trim_end().replace("\n\n", " ").replace('\n', " ");
    let pjsua = format!(
        "01:12:00.603 pjsua_core.c .RX 9 bytes Request msg OPTIONS/cseq=1 (rdata0x1) from UDP 198.51.100.21:5060: {}\n",
        flat(REQUEST)
    );
    assert_eq!(summary(&pjsua, &[REQUEST]), ["1 198.51.100.21:5060 > 203.0.113.10:5060 0"]);
    let both = format!("{}\n{}\n", flat(REQUEST), flat(ANSWER));
    assert_eq!(summary(&both, &[REQUEST, ANSWER]).len(), 2);
}

#[test]
fn a_message_of_which_the_log_says_nothing_is_placed_by_its_own_headers() {
    let answer =
        "SIP/2.0 200 OK\nVia: SIP/2.0/UDP 198.51.100.21:5060;branch=z9hG4bKa1\nCall-ID: one\nCSeq: 1 OPTIONS\nContent-Length: 0\n\n";
    let log = format!("request:\n{REQUEST}\nresponse:\n{answer}");
    assert_eq!(
        summary(&log, &[REQUEST, answer]),
        ["2 198.51.100.21:5060 > 203.0.113.10:5060 0", "12 203.0.113.10:5060 > 198.51.100.21:5060 0"]
    );
}

#[test]
fn the_history_beside_the_logger_is_a_second_telling() {
    let logger = format!("<--- Received SIP request ({} bytes) from UDP:198.51.100.21:5060 --->\n{REQUEST}\n", REQUEST.len() + 8);
    let history = format!("<--- History Entry 0 Received from 198.51.100.21:5060 at 1795396320 --->\n{REQUEST}\n");
    assert_eq!(read(&format!("{logger}{history}")).messages.len(), 1);
    let again = history.replace("Entry 0", "Entry 1");
    assert_eq!(read(&format!("{history}{again}")).messages.len(), 2, "a retransmission");
    assert_eq!(read(&format!("{history}{again}{history}{again}{history}")).messages.len(), 2, "printed once more");
    assert_eq!(read(&format!("{history}{}", history.replace("320 --->", "380 --->"))).messages.len(), 2, "of another history");
    assert_eq!(read(&history).messages.first().and_then(|message| message.ts), Some(1_795_396_320_000_000));
}

#[test]
fn lines_outside_messages_are_given_with_their_heads_if_they_hold_a_marker() {
    let mut reader = Reader::new(Settings::default(), &[b"Wrong password".to_vec()]);
    let mut out = Output::default();
    let line = "[2026-11-23 01:12:00] NOTICE[8404][C-00000007] chan_sip.c: Registration from 'x' failed for 'y' - Wrong password\n";
    reader.feed(format!("nothing\n{line}Wrong password in a message is not meant:\n{REQUEST}").as_bytes(), &mut out);
    reader.finish(&mut out);
    let first = out.lines.first().cloned().unwrap_or_default();
    assert_eq!((out.lines.len(), first.offset, first.line, first.ts), (2, 8, 2, Some(1_795_396_320_000_000)));
    let words: Vec<_> =
        [first.level, first.thread, first.source, first.tag].iter().map(|word| String::from_utf8_lossy(word).into_owned()).collect();
    assert_eq!(words, ["NOTICE", "8404", "chan_sip.c", "C-00000007"]);
    assert!(first.text.starts_with(b"Registration from"));
    let counts = reader.counts();
    assert_eq!((counts.lines, counts.in_messages, counts.with_head, counts.marked, counts.unknown), (11, 8, 1, 2, 2));
}

#[test]
fn audiocodes_writes_a_message_on_one_line_and_a_moment_behind_it() {
    let fold = |text: &str| format!("{}#012 #012 ", text.trim_end().replace('\n', "#012"));
    let line = |number: u32, way: &str, text: &str| {
        format!(
            "Nov 26 07:00:01 10.1.1.1  [S={number}] [SID=2a4f1c:15:770] (N 89201) ---- {way} SIPInterface #0 (LAN) UDP TO(#12) SocketID(4) ---- #012{}[Time:26-11@07:00:01.123]\n",
            fold(text)
        )
    };
    let log = line(1, "Incoming SIP Message from 198.51.100.21:5060 to", REQUEST)
        + "Nov 26 07:00:01 10.1.1.1  [S=2] [SID=2a4f1c:15:770] (N 1) SBCRoutesIterator: Next route found [Time:26-11@07:00:01.124]\n";
    assert_eq!(summary(&log, &[REQUEST]), ["1 198.51.100.21:5060 > 203.0.113.10:5060 0"]);
}

#[test]
fn a_console_without_moments_is_a_log_where_it_tells_something() {
    let is_log = |text: &str| {
        let mut reader = Reader::new(Settings::default(), &[b"Executing [".to_vec()]);
        let mut out = Output::default();
        reader.feed(text.as_bytes(), &mut out);
        reader.finish(&mut out);
        reader.counts().is_log()
    };
    assert!(is_log(
        "  == Setting global variable\n    -- Executing [102@from-internal:1] Dial(\"PJSIP/101-00000000\", \"PJSIP/102\") in new stack\n"
    ));
    assert!(!is_log("  == A heading\n    -- a comment\n"));
}

/// `text` with `front` before each line.
fn behind(front: &str, text: &str) -> String {
    text.lines().map(|line| format!("{front}{line}\n")).collect()
}

#[test]
fn every_line_may_wear_the_same_prefix() {
    let consoles = [
        ("I/phone (15978): ", "I/phone (15978): sending\n"),
        ("2026-11-23 01:12:00.250 2110-2110/org.example I/Phone: ", ""),
        ("11-23 01:12:00.250  2110  2110 I Phone: ", ""),
        ("[Nov 23 01:12:00] ", ""),
        ("pbx-1  | ", ""),
        ("2551\t", ""),
        ("          ", "what was sent:\n"),
        ("> ", "> On Monday somebody wrote:\n>\n"),
    ];
    for (front, before) in consoles {
        let log = format!("{before}{}other words\n{}", behind(front, REQUEST), behind(front, ANSWER));
        let (one, two) = (1 + before.lines().count(), 10 + before.lines().count());
        let lines = [format!("{one} 198.51.100.21:5060 > 203.0.113.10:5060 0"), format!("{two} 0.0.0.0:0 > 203.0.113.10:5060 0")];
        assert_eq!(summary(&log, &[REQUEST, ANSWER]), lines, "{front}");
        assert_eq!(summary(&log.replace(&format!("{front}\n"), &format!("{}\n", front.trim_end())), &[REQUEST, ANSWER]), lines, "{front}");
    }
    let log = format!(
        "[Nov 23 01:12:00] \n[Nov 23 01:12:00] <--- SIP read from UDP:198.51.100.21:5060 --->\n{}",
        behind("[Nov 23 01:12:00] ", REQUEST)
    );
    assert_eq!(summary(&log, &[REQUEST]), ["3 198.51.100.21:5060 > 203.0.113.10:5060 0"]);
}

#[test]
fn linphone_and_tcpdump_announce_what_follows() {
    let linphone = format!(
        "2026-11-23 01:12:00:250 [belle-sip] MESSAGE channel [0x7]: message sent to [UDP://203.0.113.10:5070], size: [9] bytes\n{REQUEST}\n"
    );
    assert_eq!(summary(&linphone, &[REQUEST]), ["2 198.51.100.21:5060 > 203.0.113.10:5070 0"]);
    let tcpdump = format!(
        "01:12:00.250000 IP 192.0.2.7.4000 > 203.0.113.10.sip: SIP: OPTIONS sip:bob@203.0.113.10 SIP/2.0\nE....j@.@..+...PU{REQUEST}\n"
    );
    assert_eq!(summary(&tcpdump, &[REQUEST]), ["2 192.0.2.7:4000 > 203.0.113.10:5060 0"]);
    let feeds = format!("01:12:00.250000 IP pbx.sip > 10.0.0.1.5060: UDP, length 9\nE..+....@...\n..4\n...c...x..{REQUEST}");
    assert_eq!(summary(&feeds, &[REQUEST]), ["4 198.51.100.21:5060 > 203.0.113.10:5060 0"]);
    let decoded = format!(
        "01:12:00.250000 IP (tos 0x0, ttl 64)\n    192.0.2.7.4000 > 203.0.113.10.5060: [udp sum ok] SIP, length: 9\n{}",
        behind("\t", REQUEST)
    );
    assert_eq!(summary(&decoded, &[REQUEST]), ["3 192.0.2.7:4000 > 203.0.113.10:5060 0"]);
}

#[test]
fn wireshark_takes_packets_apart_and_they_are_put_together_again() {
    let log = "Frame 4: 512 bytes on wire (4096 bits), 512 bytes captured
    Arrival Time: Nov 23, 2026 03:12:00.250000000 CET
    Epoch Arrival Time: 1795396320.250000000
Ethernet II, Src: x, Dst: y
Internet Protocol Version 4, Src: 203.0.113.10, Dst: 198.51.100.21
User Datagram Protocol, Src Port: 5060, Dst Port: 5070
Session Initiation Protocol (200)
    Status-Line: SIP/2.0 200 OK
        Status-Code: 200
        [Resent Packet: False]
    Message Header
        Via: SIP/2.0/UDP 203.0.113.10:5060;branch=z9hG4bKb1
            Transport: UDP
            Sent-by Address: 203.0.113.10
        From: <sip:pbx@203.0.113.10>;tag=3
            SIP from address: sip:pbx@203.0.113.10
        To: <sip:alice@198.51.100.21>;tag=4
        Call-ID: two
        [Generated Call-ID: two]
        CSeq: 7 INVITE
            Sequence Number: 7
        Content-Type: application/sdp
        Content-Length: 47
    Message Body
        Session Description Protocol
            Session Description Protocol Version (v): 0
            Owner/Creator, Session Id (o): - 1 1 IN IP4 198.51.100.21
                Owner Username: -
            Session Name (s): -
            Time Description, active time (t): 0 0
                Session Start Time: 0
            [Generated Call-ID: two]

Session Initiation Protocol (OPTIONS)
    Request-Line: OPTIONS sip:bob@203.0.113.10 SIP/2.0
    Message Header
    Via: SIP/2.0/UDP 198.51.100.21:5060;branch=z9hG4bKa1
    From: <sip:alice@203.0.113.10>;tag=1
    To: <sip:bob@203.0.113.10>
    Call-ID: one
    CSeq: 1 OPTIONS
    Content-Length: 0
";
    let got = summary(log, &[ANSWER, REQUEST]);
    assert_eq!(got.first().map(String::as_str), Some("8 203.0.113.10:5060 > 198.51.100.21:5070 0"));
    assert_eq!(read(log).messages.first().and_then(|message| message.ts), Some(1_795_396_320_250_000));
}

#[test]
fn what_a_paste_spoils_is_mended() {
    let doubled = REQUEST.replace('\n', "\n\n");
    assert_eq!(summary(&format!("got: {doubled}the end\n"), &[REQUEST]).len(), 1, "an empty line behind every line");
    assert_eq!(summary(&format!("{}\n\nthe end\n", ANSWER.replace('\n', "\n\n")), &[ANSWER]).len(), 1);
    let glued = ANSWER.replace("\n\nv=0", "\nv=0");
    assert_eq!(summary(&format!("{glued}```\nand then {REQUEST}"), &[ANSWER, REQUEST]).len(), 2, "no empty line before the body");
    let without = ANSWER.split("v=0").next().unwrap_or_default();
    assert_eq!(read(&format!("{without}{REQUEST}")).messages.len(), 2, "the body was left out");
    let edited = ANSWER.replace("Content-Length: 47", "Content-Length: 470");
    assert_eq!(summary(&format!("{edited}\nand then it said\n{REQUEST}"), &[&edited, REQUEST]).len(), 2, "its length is another one");
    let signs = REQUEST.replace('<', "&lt;").replace('>', "&gt;");
    assert_eq!(summary(&signs, &[REQUEST]).len(), 1);
}

#[test]
fn lines_that_a_mail_program_cut_in_two_are_joined() {
    let long = "Authorization: Digest username=\"alice\", realm=\"pbx\", nonce=\"0a1b2c3d4e5f\", uri=\"sip:203.0.113.10\", response=\"00112233445566778899\"";
    let whole = REQUEST.replace("Call-ID: one", &format!("{long}\nCall-ID: one"));
    for cut in [" nonce=", "e5f\", uri"] {
        let at = long.find(cut).unwrap_or_default() + if cut.starts_with(' ') { 1 } else { 0 };
        let (front, rest) = long.split_at(at);
        let log = whole.replace(long, &format!("{front}\n{rest}"));
        assert_eq!(summary(&log, &[&whole]).len(), 1, "{log}");
    }
    let via = REQUEST.replace("UDP 198", "UDP \n198");
    assert_eq!(summary(&via, &[REQUEST]).len(), 1);
}

#[test]
fn the_logs_own_address_is_known_from_a_request_that_it_answers() {
    let request = REQUEST.replace("bob@203.0.113.10 SIP", "bob@203.0.113.10:5080 SIP");
    let answer =
        "SIP/2.0 200 OK\nVia: SIP/2.0/UDP 198.51.100.21:5060;branch=z9hG4bKa1\nCall-ID: one\nCSeq: 1 OPTIONS\nContent-Length: 0\n\n";
    let log = format!("{request}\n<--- Transmitting SIP response (99 bytes) to UDP:198.51.100.21:5060 --->\n{answer}");
    assert_eq!(summary(&log, &[&request, answer])[1..], ["11 203.0.113.10:5080 > 198.51.100.21:5060 0"]);
}

#[test]
fn a_body_that_nobody_pasted_is_as_it_was_sent() {
    for text in ["> quoted once", ">> and twice", "<entity>&lt;sip:a@b&gt;</entity>", "[a@b](mailto:a@b)"] {
        let message = format!(
            "MESSAGE sip:bob@203.0.113.10 SIP/2.0\nVia: SIP/2.0/UDP 198.51.100.21:5060;branch=z9hG4bKm1\nCall-ID: m\nCSeq: 1 MESSAGE\n\
             Content-Type: text/plain\nContent-Length: {}\n\n{text}\n",
            text.len() + 2
        );
        assert_eq!(summary(&format!("{message}{REQUEST}"), &[&message, REQUEST]).len(), 2, "{text}");
    }
}

#[test]
fn a_log_goes_on_behind_a_packet_that_somebody_put_into_it() {
    let packet = "Session Initiation Protocol (OPTIONS)\n    Request-Line: OPTIONS sip:bob@203.0.113.10 SIP/2.0\n    Message Header\n";
    let log = format!("{packet}        Call-ID: zero\n[Nov 23 01:12:00] and then\n{REQUEST}");
    assert_eq!(read(&log).messages.len(), 2);
}

#[test]
fn tcpdump_in_hexadecimal_is_a_packet() {
    let bytes = REQUEST.replace('\n', "\r\n").into_bytes();
    let length = |more: usize| u16::try_from(bytes.len() + more).unwrap_or_default().to_be_bytes();
    let mut packet = vec![0x45, 0];
    packet.extend(length(28));
    packet.extend([0, 1, 0, 0, 64, 17, 0, 0, 198, 51, 100, 21, 203, 0, 113, 10, 0x13, 0xc4, 0x13, 0xc4]);
    packet.extend(length(8));
    packet.extend([0, 0]);
    packet.extend(&bytes);
    let hex = |chunk: &[u8]| chunk.chunks(2).map(|pair| pair.iter().map(|byte| format!("{byte:02x}")).collect()).collect::<Vec<String>>();
    let lines: Vec<String> =
        packet.chunks(16).enumerate().map(|(at, chunk)| format!("\t0x{:04x}:  {}  ........", at * 16, hex(chunk).join(" "))).collect();
    let head = "10:57:32.866575 IP 198.51.100.21.5060 > 203.0.113.10.5060: UDP, length 200";
    let want = ["1 198.51.100.21:5060 > 203.0.113.10:5060 0"];
    assert_eq!(summary(&format!("{head}\n{}\n", lines.join("\n")), &[REQUEST]), want);
    assert_eq!(summary(&format!("{}\n", lines.join("\n")), &[REQUEST])[0].split_once(' ').map(|parts| parts.1), Some(&want[0][2..]));
}

#[test]
fn a_packet_of_wireshark_ends_where_the_log_goes_on_without_moments() {
    let packet = "Session Initiation Protocol (OPTIONS)
    Request-Line: OPTIONS sip:bob@203.0.113.10 SIP/2.0
    Message Header
        Via: SIP/2.0/UDP 198.51.100.21:5060;branch=z9hG4bKa1
        From: <sip:alice@203.0.113.10>;tag=1
        Call-ID: one
        CSeq: 1 OPTIONS
";
    let out = lines_with(&format!("{packet}NOTICE[1] chan_sip.c: Peer 'x' is now UNREACHABLE!\n"), "is now");
    assert_eq!((out.messages.len(), out.lines.len()), (1, 1));
}

fn lines_with(log: &str, marker: &str) -> Output {
    let mut reader = Reader::new(Settings { latest: 1_795_500_000_000_000, ..Settings::default() }, &[marker.as_bytes().to_vec()]);
    let mut out = Output::default();
    reader.feed(log.as_bytes(), &mut out);
    reader.finish(&mut out);
    out
}

const CUT: &str = "[2026-11-23 01:12:00] NOTICE[1] chan_sip.c: Registration from '<sip:1001@203.0.113.10>' failed for '198.51.100.21:5060' - Wrong password";

#[test]
fn a_line_that_a_terminal_cut_at_its_last_column_is_one() {
    for width in [80, 100, 120] {
        let pieces: Vec<&str> = CUT.as_bytes().chunks(width).filter_map(|piece| std::str::from_utf8(piece).ok()).collect();
        let log = format!("{}\n[2026-11-23 01:12:01] NOTICE[1] chan_sip.c: short\n{}\n", pieces.join("\n"), pieces.join("\n"));
        let out = lines_with(&log, "failed for");
        let texts: Vec<_> = out.lines.iter().map(|line| String::from_utf8_lossy(&line.text).into_owned()).collect();
        assert_eq!(texts, [&CUT[44..], &CUT[44..]], "{width}");
        assert_eq!(out.lines[0].line, 1);
    }
}

#[test]
fn a_line_that_a_mail_cut_between_words_is_one() {
    let log = CUT.replace("203.0.113.10>' ", "203.0.113.10>'\n");
    assert_eq!(String::from_utf8_lossy(&lines_with(&log, "Wrong password").lines[0].text), &CUT[44..]);
}

#[test]
fn lines_of_a_log_that_was_not_cut_stay_apart() {
    let wide = format!("[2026-11-23 01:12:00] NOTICE[1] chan_sip.c: {}", "x".repeat(200));
    let log = format!("{wide}\n{}\nNOTICE failed for\n    -- failed for nothing\n", &CUT[..80]);
    assert_eq!(lines_with(&log, "failed for").lines.len(), 2);
    let console = format!("{}\n    -- Called PJSIP/1001\n", &CUT[..80]);
    assert_eq!(lines_with(&console, "Called ").lines[0].text, b"    -- Called PJSIP/1001");
}
