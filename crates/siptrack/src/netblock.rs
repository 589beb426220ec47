//! Whether an address can be reached from elsewhere (RFC 6890; documentation networks count as public, since labs use
//! them as such, and carrier NAT of RFC 6598 as private).

use sipwire::packet::Ip;

/// Whether nobody outside its own network can send to `ip`: private, carrier NAT, loopback, link-local, unspecified.
#[must_use]
pub fn is_unreachable(ip: &Ip) -> bool {
    match ip.as_v4() {
        Some([0 | 10 | 127, ..] | [192, 168, ..] | [169, 254, ..]) => true,
        Some([172, second, ..]) => (16..32).contains(&second),
        Some([100, second, ..]) => (64..128).contains(&second),
        Some(_) => false,
        None => is_unreachable_v6(ip),
    }
}

/// Whether a host that `text` begins with is surely no address that [`is_unreachable`] is true of: of most their first digits
/// tell it.
#[must_use]
#[inline]
pub fn begins_reachable(text: &[u8]) -> bool {
    match text {
        [b'1', b'0', ..] | [b'1', b'2', b'7', ..] | [b'1', b'6', b'9', ..] | [b'1', b'7', b'2', ..] => false,
        [b'1', b'9', b'2', b'.', rest @ ..] => !matches!(rest, [b'0', b'0'..=b'9', ..] | [b'1', b'6', ..]),
        [b'1'..=b'9', ..] => true,
        _ => false,
    }
}

/// Whether `ip` is 0.0.0.0 or ::, which loggers write for their own address and phones for hold.
#[must_use]
pub fn is_unspecified(ip: &Ip) -> bool {
    ip.as_v4() == Some([0; 4]) || ip.0 == [0; 16]
}

fn is_unreachable_v6(ip: &Ip) -> bool {
    let [first, second, ..] = ip.0;
    let [head @ .., last] = &ip.0;
    let loopback = *last <= 1 && head.iter().all(|byte| *byte == 0);
    loopback || first & 0xfe == 0xfc || (first == 0xfe && second & 0xc0 == 0x80)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sipwire::sdp::numeric_ip;

    proptest! {
        #[test]
        fn no_address_whose_first_digits_say_that_it_can_be_reached_cannot(
            head in prop::sample::select(vec!["10.", "100.", "127.", "12.", "169.254.", "172.", "192.168.", "192.", "192.0", "192.00168.", "1", "0", "f", "::", ""]),
            tail in "[0-9]{0,3}[.:]?[0-9a-f]{1,3}[.:]{0,2}[0-9]{0,3}(\\.[0-9]{1,3})?",
        ) {
            let text = format!("{head}{tail}");
            let hidden = numeric_ip(text.as_bytes()).is_some_and(|ip| is_unreachable(&ip));
            prop_assert!(!hidden || !begins_reachable(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn carrier_nat_is_private_and_documentation_networks_are_not() {
        for octets in [[10, 0, 0, 1], [172, 31, 0, 1], [192, 168, 1, 1], [100, 64, 0, 1], [127, 0, 0, 1]] {
            assert!(is_unreachable(&Ip::v4(octets)));
        }
        for octets in [[198, 51, 100, 1], [203, 0, 113, 1], [172, 32, 0, 1], [100, 128, 0, 1], [8, 8, 8, 8]] {
            assert!(!is_unreachable(&Ip::v4(octets)));
        }
        for text in [&b"198.51.100.1"[..], b"203.0.113.1", b"192.0.2.1", b"8.8.8.8", b"120.1.1.1", b"9"] {
            assert!(begins_reachable(text));
        }
    }
}
