//! Where the keys of a connection come from: a key log, an RSA key, or the session that it goes on with.

use super::*;

impl Opener {
    /// A direction of TLS 1.2 becomes encrypted.
    pub(super) fn seal_old(&mut self, way: usize, ring: &mut Keyring) {
        let (Some(hello), Some(chosen), Some(suite)) = (&self.hello, &self.chosen, &self.suite) else {
            return self.give_up(Outcome::Lost);
        };
        let logged = ring.secrets(&hello.random).and_then(|secrets| secrets.master.as_deref());
        let logged = logged.or_else(|| ring.session(&chosen.session));
        let master = logged.map_or_else(|| self.master.clone(), <[u8]>::to_vec);
        if master.is_empty() {
            let reason = self.why_no_key(ring, chosen.cipher);
            return self.give_up(reason);
        }
        let made = old::ciphers(suite, &hello.random, chosen, &master);
        if ring.opens_exchanges() {
            ring.remember(&chosen.session, &master);
        }
        self.master = master;
        let is_client = self.client == Some(way);
        if let Some(one) = self.ways.get_mut(way) {
            one.seal(made.map(|(client, server)| if is_client { client } else { server }));
        }
    }

    /// A direction of TLS 1.3 becomes encrypted.
    pub(super) fn seal_new(&mut self, way: usize, ring: &Keyring) {
        let (Some(hello), Some(chosen), Some(suite)) = (&self.hello, &self.chosen, &self.suite) else {
            return self.give_up(Outcome::Lost);
        };
        let own: &[u8] = if self.client == Some(way) { b"CLIENT" } else { b"SERVER" };
        let Some(secrets) = ring.secrets(&hello.random) else {
            let reason = self.why_no_key(ring, chosen.cipher);
            return self.give_up(reason);
        };
        let named = LABELS.iter().zip(&secrets.traffic).filter(|(label, _)| label.starts_with(own));
        let found: Vec<Vec<u8>> = named.filter_map(|(_, secret)| secret.as_deref().map(<[u8]>::to_vec)).collect();
        if found.is_empty() {
            return self.give_up(Outcome::NoKey);
        }
        if let Some(one) = self.ways.get_mut(way) {
            one.chain(suite, found.into_iter());
        }
    }

    /// The client sends the secret; an RSA key opens it if it was sent under that key.
    pub(super) fn key_exchange(&mut self, body: &[u8], ring: &Keyring) {
        self.has_exchanged = true;
        let (Some(hello), Some(chosen), Some(suite)) = (&self.hello, &self.chosen, &self.suite) else { return };
        if !suite.by_rsa || !ring.opens_exchanges() {
            return;
        }
        let encrypted = Bytes(body).vector16().unwrap_or(body); // SSL 3.0 and some after it leave the length out
        if let Some(premaster) = ring.premaster(encrypted) {
            self.master = old::master(suite, &hello.random, chosen, &premaster, &self.transcript);
        }
        self.transcript = Vec::new();
    }

    /// A ticket stands for the session, so that one that goes on with it is known (RFC 5077).
    pub(super) fn remember_ticket(&self, body: &[u8], ring: &mut Keyring) {
        let mut bytes = Bytes(body);
        if let (Some(_), Some(ticket)) = (bytes.take(4), bytes.vector16())
            && !self.master.is_empty()
        {
            ring.remember(ticket, &self.master);
        }
    }

    fn why_no_key(&self, ring: &Keyring, cipher: u16) -> Outcome {
        let is_new = self.chosen.as_ref().is_some_and(|chosen| chosen.version >= TLS_1_3);
        if ring.private.is_empty() {
            return Outcome::NoKey;
        }
        if is_new || !is_by_rsa(cipher) {
            return Outcome::Ephemeral;
        }
        if self.has_exchanged { Outcome::OtherPrivateKey } else { Outcome::Resumed }
    }
}
