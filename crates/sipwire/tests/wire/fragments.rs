//! IP fragments to datagrams.

use proptest::prelude::*;
use sipwire::packet::{Fragment, Ip, IpInfo};
use sipwire::reassembly::Fragments;

use crate::build::{A, B};

fn fragment(id: u32, offset: u32, more: bool, payload: &[u8]) -> Fragment<'_> {
    let ip = IpInfo { src: Ip::v4(A), dst: Ip::v4(B), id, protocol: 17, ..IpInfo::default() };
    Fragment { ip, offset, more, payload, missing: 0 }
}

#[test]
fn two_fragments_in_either_order_make_the_datagram() {
    for flip in [false, true] {
        let mut parts = [fragment(1, 0, true, b"01234567"), fragment(1, 8, false, b"89")];
        if flip {
            parts.reverse();
        }
        let mut fragments = Fragments::new();
        assert_eq!(fragments.push(0, 1, &parts[0]), None);
        let datagram = fragments.push(5, 2, &parts[1]).unwrap();
        assert_eq!((&datagram.payload[..], datagram.missing, datagram.ip.id), (&b"0123456789"[..], 0, 1));
        fragments.finish();
        assert_eq!(fragments.take_lost(), []);
    }
}

#[test]
fn a_message_whose_second_fragment_never_comes_is_given_as_lost() {
    let mut fragments = Fragments::new();
    fragments.push(1_000, 3, &fragment(1, 0, true, b"INVITE s"));
    fragments.push(2_000, 4, &fragment(1, 16, false, b"end"));
    fragments.push(31_001_000, 5, &fragment(2, 0, true, b"other..."));
    let lost = fragments.take_lost();
    assert_eq!(lost.len(), 1);
    assert_eq!((lost[0].ts_us, lost[0].frame, lost[0].have, lost[0].total), (1_000, 3, 11, Some(19)));
    assert_eq!(lost[0].first.as_deref(), Some(&b"INVITE s"[..]));
    fragments.finish();
    assert_eq!(fragments.take_lost()[0].total, None);
}

#[test]
fn what_came_first_stays_where_fragments_overlap() {
    let mut fragments = Fragments::new();
    fragments.push(0, 1, &fragment(1, 8, true, b"BBBBBBBB"));
    fragments.push(0, 2, &fragment(1, 0, true, b"aaaaaaaaaaaaaaaaaaaaaaaa"));
    let datagram = fragments.push(0, 3, &fragment(1, 16, false, b"cccccccccc")).unwrap();
    assert_eq!(datagram.payload, b"aaaaaaaaBBBBBBBBaaaaaaaacc");
}

#[test]
fn fragments_captured_twice_make_one_datagram_and_nothing_is_lost() {
    let (first, second) = (fragment(1, 0, true, b"01234567"), fragment(1, 8, false, b"89"));
    let mut fragments = Fragments::new();
    let whole = [first, first, second, second].iter().filter_map(|f| fragments.push(10, 1, f)).count();
    fragments.finish();
    assert_eq!((whole, fragments.take_lost().len()), (1, 0));
}

#[test]
fn an_identification_used_again_makes_another_datagram() {
    let mut fragments = Fragments::new();
    for ts in [0, 5_000_000, 100_000_000] {
        assert_eq!(fragments.push(ts, 1, &fragment(1, 0, true, b"01234567")), None);
        assert!(fragments.push(ts, 2, &fragment(1, 8, false, b"89")).is_some());
    }
}

#[test]
fn what_is_lost_under_an_identification_used_again_is_told_with_its_own_frame() {
    let mut fragments = Fragments::new();
    fragments.push(0, 1, &fragment(1, 0, true, b"01234567"));
    fragments.push(0, 2, &fragment(1, 8, false, b"89"));
    fragments.push(5_000_000, 77, &fragment(1, 0, true, b"INVITE s"));
    fragments.finish();
    let lost = fragments.take_lost();
    assert_eq!((lost.len(), lost[0].ts_us, lost[0].frame), (1, 5_000_000, 77));
}

#[test]
fn bytes_that_the_capture_cut_off_are_counted_as_missing() {
    let mut fragments = Fragments::new();
    fragments.push(0, 1, &Fragment { missing: 4, ..fragment(1, 0, true, b"0123") });
    let datagram = fragments.push(0, 2, &fragment(1, 8, false, b"89")).unwrap();
    assert_eq!((&datagram.payload[..], datagram.missing), (&b"0123"[..], 6));
}

#[test]
fn a_fragment_that_would_make_more_than_ip_can_carry_is_refused() {
    let mut fragments = Fragments::new();
    fragments.push(0, 1, &fragment(1, 0, true, b"01234567"));
    assert_eq!(fragments.push(0, 2, &fragment(1, 65_528, false, &[0; 16])), None);
    let datagram = fragments.push(0, 3, &fragment(1, 8, false, b"89")).unwrap();
    assert_eq!(datagram.payload, b"0123456789"); // what lay beyond did not tell a length
}

#[test]
fn memory_stays_bounded() {
    let mut fragments = Fragments::new();
    let mut lost = 0;
    for id in 0..20_000 {
        fragments.push(0, id, &fragment(id, 8, true, &[0; 1480]));
        lost += fragments.take_lost().len();
    }
    assert!(lost >= 20_000 - 4096, "{lost}");
}

proptest! {
    #[test]
    fn any_order_and_doubling_gives_the_original(
        bytes in prop::collection::vec(any::<u8>(), 1..400),
        cuts in prop::collection::vec(1_usize..20, 1..40),
        order in prop::collection::vec(any::<prop::sample::Index>(), 0..60),
    ) {
        let mut parts = Vec::new();
        let mut at = 0;
        for cut in cuts.iter().cycle() {
            let end = (at + cut * 8).min(bytes.len());
            parts.push(fragment(3, at as u32, end < bytes.len(), &bytes[at..end]));
            at = end;
            if at == bytes.len() { break; }
        }
        let shuffled: Vec<_> = order.iter().map(|index| parts[index.index(parts.len())]).chain(parts.clone()).collect();
        let mut fragments = Fragments::new();
        let first = shuffled.iter().find_map(|f| fragments.push(0, 1, f));
        prop_assert_eq!(first.map(|datagram| datagram.payload), Some(bytes));
    }

    #[test]
    fn arbitrary_fragments_do_no_harm(parts in prop::collection::vec((0_u32..3, 0_u32..70_000, any::<bool>(), 0_usize..80, any::<u8>(), any::<i32>()), 0..80)) {
        let mut fragments = Fragments::new();
        for (id, offset, more, length, missing, ts) in parts {
            let payload = vec![1; length];
            let part = Fragment { missing: u32::from(missing), ..fragment(id, offset, more, &payload) };
            fragments.push(i64::from(ts), 1, &part);
        }
        fragments.finish();
        for lost in fragments.take_lost() {
            prop_assert!(lost.first.map_or(0, |bytes| bytes.len()) <= lost.have as usize);
        }
    }
}
