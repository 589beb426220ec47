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

    #[test]
    fn carrier_nat_is_private_and_documentation_networks_are_not() {
        for octets in [[10, 0, 0, 1], [172, 31, 0, 1], [192, 168, 1, 1], [100, 64, 0, 1], [127, 0, 0, 1]] {
            assert!(is_unreachable(&Ip::v4(octets)));
        }
        for octets in [[198, 51, 100, 1], [203, 0, 113, 1], [172, 32, 0, 1], [100, 128, 0, 1], [8, 8, 8, 8]] {
            assert!(!is_unreachable(&Ip::v4(octets)));
        }
    }
}
