"""SRTP (RFC 3711) opened with the keys that a description tells (SDES, RFC 4568), or a key log (DTLS-SRTP, RFC 5764)."""
