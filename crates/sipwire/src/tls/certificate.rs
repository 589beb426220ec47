//! What a certificate says of itself (RFC 5280): whose it is, who issued it, from when to when it is valid.

use std::net::IpAddr;

use x509_cert::certificate::{CertificateInner, Raw};
use x509_cert::der::asn1::{Any, ObjectIdentifier};
use x509_cert::der::{Decode, Tag, Tagged};
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::name::Name;

/// X.520 commonName and organizationName.
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const ORGANIZATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");

/// The longest name that is kept, in characters.
const LONGEST: usize = 128;

/// The most names of a certificate that are looked at.
const MOST_NAMES: usize = 1000;

/// The facts of one certificate that a person would look at.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Certificate {
    /// Its common name, else its organization, else all that its subject says.
    pub subject: String,
    /// The same of whoever issued it.
    pub issuer: String,
    /// Whether it names itself as its issuer.
    pub is_self_signed: bool,
    /// From when it is valid, seconds since 1970 UTC.
    pub not_before: i64,
    /// Until when it is valid, seconds since 1970 UTC.
    pub not_after: i64,
    /// The names and addresses that it is for: those of subjectAltName (of a SIP URI its host), else the common name.
    pub names: Vec<String>,
}

impl Certificate {
    /// Reads DER; None if this is no certificate. Nothing is verified.
    #[must_use]
    pub fn read(der: &[u8]) -> Option<Self> {
        let read = CertificateInner::<Raw>::from_der(der).ok()?;
        let (told, validity) = (read.tbs_certificate(), read.tbs_certificate().validity());
        let alternatives = told.get_extension::<SubjectAltName>().ok().flatten();
        let mut names: Vec<String> = alternatives.iter().flat_map(|(_, all)| all.0.iter().take(MOST_NAMES)).filter_map(name).collect();
        if names.is_empty() {
            names.extend(value(told.subject(), COMMON_NAME));
        }
        Some(Self {
            subject: words(told.subject()),
            issuer: words(told.issuer()),
            is_self_signed: told.subject() == told.issuer(),
            not_before: validity.not_before.to_unix_duration().as_secs().cast_signed(),
            not_after: validity.not_after.to_unix_duration().as_secs().cast_signed(),
            names,
        })
    }

    /// Whether it is for `host`, a name or an address as text (RFC 9525 section 6.3; a wildcard stands for one label).
    #[must_use]
    pub fn fits(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.');
        self.names.iter().any(|name| matches(name.trim_end_matches('.'), host))
    }
}

fn matches(name: &str, host: &str) -> bool {
    if name.eq_ignore_ascii_case(host) {
        return true;
    }
    match (name.strip_prefix("*."), host.split_once('.')) {
        (Some(parent), Some((label, rest))) => !label.is_empty() && parent.eq_ignore_ascii_case(rest) && host.parse::<IpAddr>().is_err(),
        _ => false,
    }
}

/// One name of subjectAltName, if it is one that hosts have (RFC 5922 section 7.1 for SIP URIs).
fn name(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::DnsName(name) => Some(short(name.as_str())),
        GeneralName::UniformResourceIdentifier(uri) => {
            let (scheme, host) = uri.as_str().split_once(':')?;
            let host = host.split([';', '?']).next()?;
            (scheme.eq_ignore_ascii_case("sip") && !host.contains('@')).then(|| short(host))
        }
        GeneralName::IpAddress(address) => match address.as_bytes() {
            bytes @ [_, _, _, _] => <[u8; 4]>::try_from(bytes).ok().map(|octets| IpAddr::from(octets).to_string()),
            bytes => <[u8; 16]>::try_from(bytes).ok().map(|octets| IpAddr::from(octets).to_string()),
        },
        _ => None,
    }
}

/// A distinguished name in the words by which people know it.
fn words(name: &Name) -> String {
    value(name, COMMON_NAME).or_else(|| value(name, ORGANIZATION)).unwrap_or_else(|| short(&name.to_string()))
}

fn value(name: &Name, wanted: ObjectIdentifier) -> Option<String> {
    name.iter().find(|part| part.oid == wanted).map(|part| text(&part.value)).filter(|text| !text.is_empty())
}

/// The characters of a directory string, whichever of its types it is (RFC 5280 section 4.1.2.4).
fn text(value: &Any) -> String {
    let bytes = value.value();
    if value.tag() == Tag::BmpString {
        let units: Vec<u16> = bytes.chunks_exact(2).filter_map(|pair| pair.first_chunk()).map(|pair| u16::from_be_bytes(*pair)).collect();
        return short(&String::from_utf16_lossy(&units));
    }
    short(&String::from_utf8_lossy(bytes))
}

fn short(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_wildcard_stands_for_one_label_and_never_for_an_address() {
        for (name, host) in [("pbx.example.com", "PBX.example.com"), ("*.example.com", "sip.example.com"), ("192.0.2.1", "192.0.2.1")] {
            assert!(matches(name, host), "{name} {host}");
        }
        for (name, host) in [
            ("pbx.example.com", "example.com"),
            ("*.example.com", "example.com"),
            ("*.example.com", "a.b.example.com"),
            ("*.0.2.1", "192.0.2.1"),
            ("*.example.com", ".example.com"),
        ] {
            assert!(!matches(name, host), "{name} {host}");
        }
    }
}
