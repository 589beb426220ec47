//! TLS directions to what can be read in them.

use proptest::prelude::*;
use sipwire::tls::{ClientHello, Reader, Seen, ServerHello, begins};

/// Made by `openssl req -x509` for pbx.lab.test, *.sip.lab.test, 203.0.113.10 and sip:lab.test.
const CERTIFICATE: &[u8] = include_bytes!("certificate.der");

fn counted(width: usize, bytes: &[u8]) -> Vec<u8> {
    let length = (bytes.len() as u32).to_be_bytes();
    [&length[4 - width..], bytes].concat()
}

fn record(kind: u8, bytes: &[u8]) -> Vec<u8> {
    [&[kind, 3, 3][..], &counted(2, bytes)].concat()
}

fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    [&[kind][..], &counted(3, body)].concat()
}

fn extension(kind: u16, value: &[u8]) -> Vec<u8> {
    [&kind.to_be_bytes()[..], &counted(2, value)].concat()
}

fn client_hello() -> Vec<u8> {
    let name = counted(2, &[&[0][..], &counted(2, b"pbx.lab.test")].concat());
    let versions = counted(1, &[0x3a, 0x3a, 3, 4, 3, 3]);
    let protocols = counted(2, &counted(1, b"sip/2"));
    let extensions = [extension(0, &name), extension(0x1a1a, b"x"), extension(43, &versions), extension(16, &protocols)].concat();
    let suites = counted(2, &[0x2a, 0x2a, 0x13, 1, 0x13, 2]);
    message(1, &[&[3, 3][..], &[7; 32], &counted(1, &[9; 32]), &suites, &counted(1, &[0]), &counted(2, &extensions)].concat())
}

fn server_hello(extensions: &[u8]) -> Vec<u8> {
    message(2, &[&[3, 3][..], &[7; 32], &counted(1, &[]), &[0xc0, 0x2f, 0], &counted(2, extensions)].concat())
}

fn certificates(chain: &[&[u8]]) -> Vec<u8> {
    let chain: Vec<u8> = chain.iter().flat_map(|der| counted(3, der)).collect();
    message(11, &counted(3, &chain))
}

fn read_in(pieces: &[&[u8]]) -> Vec<Seen> {
    let (mut reader, mut seen) = (Reader::default(), Vec::new());
    for piece in pieces {
        reader.push(piece, &mut |one| seen.push(one));
    }
    seen
}

/// A server of TLS 1.2 that shows its certificate, asks for one, and sends two records of data.
fn server() -> Vec<u8> {
    let flight = [
        server_hello(&[]),
        certificates(&[CERTIFICATE, b"no certificate"]),
        message(12, &[1; 300]),
        message(13, &[0; 6]),
        message(14, &[]),
    ];
    let flight = flight.concat();
    let (first, rest) = flight.split_at(700);
    [record(22, first), record(22, rest), record(20, &[1]), record(22, &[0xd5; 40]), record(23, &[5; 333]), record(21, &[0x99; 26])]
        .concat()
}

fn hello() -> ClientHello {
    ClientHello { oldest: 0x0303, newest: 0x0304, ciphers: 2, name: Some(b"pbx.lab.test".to_vec()), protocol: Some(b"sip/2".to_vec()) }
}

#[test]
fn a_client_names_versions_server_and_protocol_and_fillers_are_passed_over() {
    assert_eq!(read_in(&[&record(22, &client_hello())]), [Seen::ClientHello(hello())]);
}

#[test]
fn a_server_is_read_up_to_where_it_encrypts_and_counted_behind() {
    let seen = read_in(&[&server()]);
    let [Seen::ServerHello(hello), Seen::Certificates(2, Some(certificate)), Seen::CertificateRequest, rest @ ..] = seen.as_slice() else {
        panic!("{seen:?}");
    };
    assert_eq!(*hello, ServerHello { version: 0x0303, cipher: 0xc02f });
    assert_eq!(
        (certificate.subject.as_str(), certificate.issuer.as_str(), certificate.is_self_signed),
        ("pbx.lab.test", "pbx.lab.test", true)
    );
    assert_eq!((certificate.not_before, certificate.not_after), (1_795_641_416, 1_798_233_416));
    assert_eq!(certificate.names, ["pbx.lab.test", "*.sip.lab.test", "203.0.113.10", "lab.test"]);
    assert!(certificate.fits("PBX.lab.test.") && certificate.fits("a.sip.lab.test") && certificate.fits("203.0.113.10"));
    assert!(!certificate.fits("sip.lab.test") && !certificate.fits("203.0.113.1"));
    assert_eq!(rest, [Seen::ChangeCipher, Seen::Sealed(22, 40), Seen::Sealed(23, 333), Seen::Sealed(21, 26)]);
}

#[test]
fn tls_1_3_says_nothing_behind_its_hello_and_a_hello_again_is_read_though_the_cipher_was_changed() {
    let retry = [0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91]
        .into_iter()
        .chain([0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c]);
    let mut first = server_hello(&extension(43, &[3, 4]));
    first.splice(6..38, retry);
    let bytes = [record(22, &first), record(20, &[1]), record(22, &server_hello(&extension(43, &[3, 4]))), record(23, &[1; 900])].concat();
    let chosen = || Seen::ServerHello(ServerHello { version: 0x0304, cipher: 0xc02f });
    assert_eq!(read_in(&[&bytes]), [chosen(), Seen::ChangeCipher, chosen(), Seen::Sealed(23, 900)]);
}

#[test]
fn an_alert_is_read_before_and_behind_a_change_of_cipher_that_changed_nothing() {
    let bytes = [record(21, &[2, 48]), record(20, &[1]), record(21, &[2, 42])].concat();
    assert_eq!(read_in(&[&bytes]), [Seen::Alert(2, 48), Seen::ChangeCipher, Seen::Alert(2, 42)]);
}

#[test]
fn a_client_without_a_certificate_sends_none() {
    assert_eq!(read_in(&[&record(22, &certificates(&[]))]), [Seen::Certificates(0, None)]);
}

#[test]
fn what_is_lost_inside_encrypted_bytes_does_no_harm_and_elsewhere_ends_the_reading() {
    let bytes = [record(23, &[0; 100]), record(23, &[0; 7])].concat();
    let (mut reader, mut seen) = (Reader::default(), Vec::new());
    reader.push(&bytes[..20], &mut |one| seen.push(one));
    reader.gap(60);
    reader.push(&bytes[80..], &mut |one| seen.push(one));
    assert_eq!(seen, [Seen::Sealed(23, 100), Seen::Sealed(23, 7)]);
    reader.gap(1);
    assert!(reader.is_over());
}

#[test]
fn where_a_stream_begins_anew_the_place_in_it_is_lost() {
    let mut reader = Reader::default();
    reader.push(&record(23, &[0; 100])[..20], &mut |_| {});
    reader.gap(0);
    assert!(reader.is_over());
}

#[test]
fn what_is_no_tls_is_given_up_at_once() {
    let mut reader = Reader::default();
    reader.push(b"REGISTER sip:a SIP/2.0\r\n", &mut |_| panic!("nothing is seen in it"));
    assert!(reader.is_over() && reader.held() == 0);
    assert!(!begins(b"REGISTER") && begins(&[22]) && begins(&record(22, &client_hello())));
}

#[test]
fn an_endless_message_is_not_held() {
    let mut reader = Reader::default();
    let mut bytes = record(22, &[&[11, 0xff, 0xff, 0xff][..], &[0; 16_000]].concat());
    for _ in 0..1000 {
        reader.push(&bytes, &mut |_| {});
        bytes = record(22, &[0; 16_000]);
    }
    assert!(reader.held() < 100_000);
}

proptest! {
    #[test]
    fn however_the_bytes_are_divided_the_same_is_seen(cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..40)) {
        let bytes = [record(22, &client_hello()), server()].concat();
        let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len())).collect();
        places.extend([0, bytes.len()]);
        places.sort_unstable();
        let pieces: Vec<&[u8]> = places.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
        prop_assert_eq!(read_in(&pieces), read_in(&[&bytes]));
    }

    #[test]
    fn arbitrary_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read_in(&[&bytes]);
        read_in(&[&record(22, &bytes)]);
        read_in(&[&record(22, &message(11, &counted(3, &counted(3, &bytes))))]);
    }

    /// Whatever was altered: what is seen in a beginning is seen in the whole too, and division changes nothing.
    #[test]
    fn altered_bytes_show_the_same_in_pieces_and_no_more_in_a_part(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 1..20),
    ) {
        let mut bytes = [record(22, &client_hello()), server()].concat();
        for (place, value) in flips {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        let whole = read_in(&[&bytes]);
        let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len())).collect();
        prop_assert!(whole.starts_with(&read_in(&[&bytes[..places[0]]])));
        places.extend([0, bytes.len()]);
        places.sort_unstable();
        let pieces: Vec<&[u8]> = places.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
        prop_assert_eq!(read_in(&pieces), whole);
    }

    /// Bytes lost inside an encrypted record are not needed; any other loss ends the reading with what was seen until then.
    #[test]
    fn a_loss_shows_nothing_that_was_not_there(from in any::<prop::sample::Index>(), lost in 0_usize..800) {
        let bytes = server();
        let whole = read_in(&[&bytes]);
        let from = from.index(bytes.len());
        let until = (from + lost).min(bytes.len());
        let (mut reader, mut seen) = (Reader::default(), Vec::new());
        reader.push(&bytes[..from], &mut |one| seen.push(one));
        reader.gap((until - from) as u32);
        reader.push(&bytes[until..], &mut |one| seen.push(one));
        let same = if reader.is_over() { whole.starts_with(&seen) } else { whole == seen };
        prop_assert!(same, "{seen:?}");
    }

    /// However hostile, a reader holds no more than the longest message and what a vector grows by.
    #[test]
    fn what_is_held_is_bounded(records in prop::collection::vec((prop::sample::select(vec![20_u8, 21, 22, 23]), any::<[u8; 8]>(), 0_usize..16_000), 0..40)) {
        let mut reader = Reader::default();
        for (kind, head, length) in records {
            let bytes = record(kind, &[&head[..], &vec![head[0]; length]].concat());
            reader.push(&bytes, &mut |_| {});
            prop_assert!(reader.held() <= 2 * (64 << 10) + 64, "{}", reader.held());
            prop_assert!(!reader.is_over() || reader.held() == 0);
        }
    }

    /// What somebody with keys opened is read like what stood in the open, and as bounded.
    #[test]
    fn what_was_opened_does_no_harm(pieces in prop::collection::vec((prop::sample::select(vec![21_u8, 22, 23]), any::<bool>(), prop::collection::vec(any::<u8>(), 0..400)), 0..30)) {
        let mut reader = Reader::default();
        reader.opened(22, true, &[11, 0, 0, 9, 0, 0, 0, 5, 0, 0, 0, 0, 0], &mut |seen| assert_eq!(seen, Seen::Certificates(1, None)));
        for (kind, is_new, bytes) in pieces {
            reader.opened(kind, is_new, &bytes, &mut |_| {});
            prop_assert!(reader.held() <= 2 * (64 << 10) + 64, "{}", reader.held());
        }
    }
}
