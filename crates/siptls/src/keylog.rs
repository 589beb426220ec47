//! Key logs (SSLKEYLOGFILE, RFC 9850): lines of `LABEL CLIENT_RANDOM SECRET` in hexadecimal.

use std::collections::HashMap;
use std::fmt;

use crate::private::PrivateKey;

/// What names a connection: the random of its ClientHello.
pub(crate) type Random = [u8; 32];

/// The longest secret: that of SHA-512.
const LONGEST_SECRET: usize = 64;

/// The most sessions that are remembered.
const MOST_SESSIONS: usize = 65_536;

/// The longest line that is read.
const LONGEST_LINE: usize = 4096;

/// The secrets of one connection.
#[derive(Clone, Default)]
pub(crate) struct Secrets {
    /// The master secret, before TLS 1.3.
    pub(crate) master: Option<Box<[u8]>>,
    /// Those of TLS 1.3, by their place in [`LABELS`].
    pub(crate) traffic: [Option<Box<[u8]>>; LABELS.len()],
}

/// Labels of TLS 1.3 (RFC 9850 section 2.1), in the order in which a connection uses them.
pub(crate) const LABELS: [&[u8]; 5] = [
    b"CLIENT_EARLY_TRAFFIC_SECRET",
    b"CLIENT_HANDSHAKE_TRAFFIC_SECRET",
    b"SERVER_HANDSHAKE_TRAFFIC_SECRET",
    b"CLIENT_TRAFFIC_SECRET_0",
    b"SERVER_TRAFFIC_SECRET_0",
];
/// Labels that are known and of no use to records; secrets behind a key update are derived.
const OTHERS: [&[u8]; 4] = [b"EXPORTER_SECRET", b"EARLY_EXPORTER_SECRET", b"ECH_SECRET", b"ECH_CONFIG"];

/// How much of a key log was understood.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Lines that hold a secret.
    pub lines: u64,
    /// Lines that are neither a secret nor a comment.
    pub strange: u64,
}

/// All keys that are there.
#[derive(Clone, Default)]
pub struct Keyring {
    by_random: HashMap<Random, Secrets>,
    by_session: HashMap<Vec<u8>, Box<[u8]>>,
    /// Premaster secrets by the first bytes of how they were sent under an RSA key.
    by_exchange: HashMap<[u8; 8], Box<[u8]>>,
    pub(crate) private: Vec<PrivateKey>,
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keyring({} connections, {} sessions, {} RSA keys)", self.by_random.len(), self.by_session.len(), self.private.len())
    }
}

impl Keyring {
    /// Adds the lines of a key log.
    pub fn add_log(&mut self, text: &[u8]) -> Counts {
        let mut counts = Counts::default();
        for line in text.split(|b| matches!(b, b'\n' | b'\r')).map(<[u8]>::trim_ascii) {
            if line.is_empty() || line.starts_with(b"#") {
                continue;
            }
            let is_known = line.len() <= LONGEST_LINE && self.add_line(line).is_some();
            *(if is_known { &mut counts.lines } else { &mut counts.strange }) += 1;
        }
        counts
    }

    /// Adds the private key of a server.
    pub fn add_private(&mut self, key: PrivateKey) {
        self.private.push(key);
    }

    /// Whether there is nothing that could open anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_random.is_empty() && self.by_session.is_empty() && !self.opens_exchanges()
    }

    /// Whether the log has a line of the connection with this client random.
    #[must_use]
    pub fn knows(&self, random: &[u8; 32]) -> bool {
        self.by_random.contains_key(random)
    }

    pub(crate) fn secrets(&self, random: &Random) -> Option<&Secrets> {
        self.by_random.get(random)
    }

    /// The master secret of a session that goes on (RFC 5246 section 7.4.1.2), by its identifier or ticket.
    pub(crate) fn session(&self, id: &[u8]) -> Option<&[u8]> {
        self.by_session.get(id).filter(|_| !id.is_empty()).map(AsRef::as_ref)
    }

    /// Whether a secret that a client sends under a server's RSA key could be read.
    pub(crate) fn opens_exchanges(&self) -> bool {
        !self.private.is_empty() || !self.by_exchange.is_empty()
    }

    /// The premaster secret that a client sent so.
    pub(crate) fn premaster(&self, encrypted: &[u8]) -> Option<Vec<u8>> {
        let logged = encrypted.first_chunk().and_then(|first| self.by_exchange.get(first)).map(|secret| secret.to_vec());
        logged.or_else(|| self.private.iter().find_map(|key| key.premaster(encrypted)))
    }

    /// Keeps the master secret of a session by its identifier or ticket, for one that goes on with it.
    pub(crate) fn remember(&mut self, id: &[u8], master: &[u8]) {
        if !id.is_empty() && self.by_session.len() < MOST_SESSIONS {
            self.by_session.insert(id.to_vec(), master.into());
        }
    }

    fn add_line(&mut self, line: &[u8]) -> Option<()> {
        let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        let (label, name, secret) = (words.next()?, words.next()?, words.next()?);
        if label == b"RSA" && !name.contains(&b':') {
            self.by_exchange.insert(hex(name)?.try_into().ok()?, hex(secret)?.into());
            return Some(());
        }
        if label == b"RSA" {
            let id = name.strip_prefix(b"Session-ID:")?;
            let master = secret.strip_prefix(b"Master-Key:")?;
            self.by_session.insert(hex(id)?, hex(master)?.into());
            return Some(());
        }
        let random: Random = hex(name)?.try_into().ok()?;
        let secret = hex(secret)?.into_boxed_slice();
        if label == b"CLIENT_RANDOM" {
            self.by_random.entry(random).or_default().master = Some(secret);
            return Some(());
        }
        if let Some(place) = LABELS.iter().position(|known| *known == label) {
            *self.by_random.entry(random).or_default().traffic.get_mut(place)? = Some(secret);
            return Some(());
        }
        let is_later = [&b"CLIENT_TRAFFIC_SECRET_"[..], b"SERVER_TRAFFIC_SECRET_"].iter().any(|first| label.starts_with(first));
        (is_later || OTHERS.contains(&label)).then_some(())
    }
}

fn hex(text: &[u8]) -> Option<Vec<u8>> {
    if text.is_empty() || text.len() % 2 == 1 || text.len() > 2 * LONGEST_SECRET {
        return None;
    }
    let digit = |b: u8| char::from(b).to_digit(16);
    text.chunks(2)
        .map(|pair| match *pair {
            [high, low] => Some((digit(high)? << 4 | digit(low)?) as u8),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RANDOM: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    #[test]
    fn lines_are_known_by_their_labels_and_what_is_no_line_is_counted() {
        let text = format!(
            "# a comment\r\nCLIENT_RANDOM {RANDOM} {}\nCLIENT_TRAFFIC_SECRET_0 {RANDOM} AABB\nEXPORTER_SECRET {RANDOM} aabb\n\n\
             CLIENT_RANDOM zz aa\nSOMETHING {RANDOM} aa\nRSA Session-ID:0a0b Master-Key:{}\nCLIENT_RANDOM {RANDOM}\n\
             RSA 0001020304050607 0303\n",
            "ab".repeat(48),
            "cd".repeat(48)
        );
        let mut ring = Keyring::default();
        assert_eq!(ring.add_log(text.as_bytes()), Counts { lines: 5, strange: 3 });
        let random: Random = std::array::from_fn(|at| at as u8);
        let secrets = ring.secrets(&random).cloned().unwrap_or_default();
        assert_eq!(secrets.master.as_deref(), Some(&[0xab; 48][..]));
        assert_eq!(secrets.traffic[3].as_deref(), Some(&[0xaa, 0xbb][..]));
        assert_eq!(ring.session(&[10, 11]), Some(&[0xcd; 48][..]));
    }

    #[test]
    fn no_secret_shows_itself() {
        let mut ring = Keyring::default();
        ring.add_log(format!("CLIENT_RANDOM {RANDOM} {}", "ab".repeat(48)).as_bytes());
        assert_eq!(format!("{ring:?}"), "Keyring(1 connections, 0 sessions, 0 RSA keys)");
    }
}
