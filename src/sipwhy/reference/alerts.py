"""TLS alerts by number: their names, and which of them are about certificates (RFC 8446 section 6, RFC 5246 section 7.2)."""

from __future__ import annotations

ALERTS: dict[int, str] = {
    0: "close_notify",
    10: "unexpected_message",
    20: "bad_record_mac",
    21: "decryption_failed",
    22: "record_overflow",
    30: "decompression_failure",
    40: "handshake_failure",
    41: "no_certificate",
    42: "bad_certificate",
    43: "unsupported_certificate",
    44: "certificate_revoked",
    45: "certificate_expired",
    46: "certificate_unknown",
    47: "illegal_parameter",
    48: "unknown_ca",
    49: "access_denied",
    50: "decode_error",
    51: "decrypt_error",
    60: "export_restriction",
    70: "protocol_version",
    71: "insufficient_security",
    80: "internal_error",
    86: "inappropriate_fallback",
    90: "user_canceled",
    100: "no_renegotiation",
    109: "missing_extension",
    110: "unsupported_extension",
    111: "certificate_unobtainable",
    112: "unrecognized_name",
    113: "bad_certificate_status_response",
    114: "bad_certificate_hash_value",
    115: "unknown_psk_identity",
    116: "certificate_required",
    120: "no_application_protocol",
}
"""IANA, "TLS Alerts", older ones included."""

EXPIRED, REVOKED, UNKNOWN_CA = 45, 44, 48
HANDSHAKE_FAILURE, INSUFFICIENT_SECURITY, UNRECOGNIZED_NAME, CERTIFICATE_REQUIRED = 40, 71, 112, 116

OF_CERTIFICATES = frozenset({42, 43, REVOKED, EXPIRED, 46, UNKNOWN_CA, 113, 114})
"""By these one side refuses the certificate that the other has shown."""
OF_VERSIONS = frozenset({70, 86})
HARMLESS = frozenset({0, 90, 100})
"""Farewells, and what no handshake fails of."""


def alert_name(number: int) -> str:
    """An alert's name with its number: "unknown_ca (48)"."""
    return f"{ALERTS[number]} ({number})" if number in ALERTS else str(number)
