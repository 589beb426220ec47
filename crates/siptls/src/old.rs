//! Keys of TLS 1.2 and before (RFC 5246 sections 6.3 and 8.1, RFC 7627 for the extended master secret).

use crate::cipher::{Cipher, Keys, sizes};
use crate::derive::{digest, prf};
use crate::hello::ServerHello;
use crate::keylog::Random;
use crate::suite::Suite;

/// Bytes of a master secret.
const MASTER: usize = 48;

/// The master secret of a premaster secret; `transcript` are the handshake messages up to ClientKeyExchange.
pub(crate) fn master(suite: &Suite, client: &Random, server: &ServerHello, premaster: &[u8], transcript: &[u8]) -> Vec<u8> {
    if server.has_extended_master {
        let hash = digest(server.version, suite.prf(), transcript);
        return prf(server.version, suite.prf(), premaster, b"extended master secret", &[&hash], MASTER);
    }
    prf(server.version, suite.prf(), premaster, b"master secret", &[client, &server.random], MASTER)
}

/// The cipher of the client's direction, and that of the server's.
pub(crate) fn ciphers(suite: &Suite, client: &Random, server: &ServerHello, master: &[u8]) -> Option<(Cipher, Cipher)> {
    let (mac, key, iv) = sizes(suite, server.version);
    let block = prf(server.version, suite.prf(), master, b"key expansion", &[&server.random, client], 2 * (mac + key + iv));
    let mut rest = block.as_slice();
    let mut take = |count| rest.split_at_checked(count).map(|(taken, left)| (rest = left, taken).1);
    let (mac_c, mac_s, key_c, key_s, iv_c, iv_s) = (take(mac)?, take(mac)?, take(key)?, take(key)?, take(iv)?, take(iv)?);
    let made = |mac, key, iv| Cipher::old(suite, server.version, &Keys { mac, key, iv }, server.is_mac_outside);
    Some((made(mac_c, key_c, iv_c)?, made(mac_s, key_s, iv_s)?))
}
