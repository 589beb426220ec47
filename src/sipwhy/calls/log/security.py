"""
Events of Asterisk's security log (main/security_events.c).

Account and Session-ID are a stranger's to choose, and are written as they came: quotation marks in them end nothing. The
last LocalAddress of the line is the server's own; what follows the answer to a challenge is not looked at.
"""

from __future__ import annotations

from collections.abc import Mapping

from sipwhy.model.log_event import LogEvent
from sipwhy.model.log_line import LogLine

_KINDS = {
    "InvalidAccountID": "unknown-user",
    "ChallengeResponseFailed": "wrong-password",
    "InvalidPassword": "wrong-password",
    "FailedACL": "acl-denied",
    "UnexpectedAddress": "acl-denied",
    "InvalidTransport": "transport-not-allowed",
    "AuthMethodNotAllowed": "authentication-error",
    "RequestNotAllowed": "forbidden",
    "RequestNotSupported": "forbidden",
    "RequestBadFormat": "malformed",
    "SessionLimit": "overloaded",
    "MemoryLimit": "overloaded",
    "LoadAverageLimit": "overloaded",
    "SuccessfulAuth": "login-accepted",
    "ChallengeSent": "challenged",
}
_ACLS = {
    "registrar_attempt_exceeds_maximum_configured_contacts": "too-many-contacts",
    "registrar_attempt_without_configured_aors": "no-aor",
    "registrar_requested_aor_not_found": "no-aor",
    "registrar_invalid_uri_in_to_received": "malformed",
    "registrar_invalid_contacts_provided": "malformed",
    "no_extension_match": "unknown-number",
    "domain_must_match": "forbidden",
}
"""What `ACLName` says where it is no list's name (res/res_pjsip_registrar.c, channels/chan_sip.c)."""
_UNKNOWN = "<unknown>"
"""The account of an endpoint that does not exist: PJSIP challenges it all the same (res/res_pjsip/security_events.c)."""


def security_event(line: LogLine, fields: Mapping[str, str]) -> LogEvent | None:
    """The event of a line of the security log; None if it is about no SIP (the manager interface writes there too)."""
    service, event = fields.get("service", ""), fields.get("event", "")
    if service not in ("SIP", "PJSIP") or event not in _KINDS:
        return None
    account, acl = fields.get("account", ""), _named("ACLName", fields.get("rest", ""))
    kind = _ACLS.get(acl, _KINDS[event]) if event == "FailedACL" else _KINDS[event]
    if account == _UNKNOWN:
        account, kind = "", "unknown-user" if kind == "wrong-password" else kind
    is_number = service == "SIP" and kind == "unknown-number"
    return LogEvent(
        kind=kind,
        line=line,
        vendor="asterisk-pjsip" if service == "PJSIP" else "asterisk-chan-sip",
        call_id=fields.get("session", "") if service == "PJSIP" else "",
        account="" if is_number else account,
        extension=account if is_number else "",
        address=fields.get("host", ""),
        port=int(fields.get("port", "0")) if len(fields.get("port", "0")) < 6 else 0,
        reason=event,
        is_account_sure=service == "PJSIP",
        facts={"event": event, "transport": fields.get("transport", "")} | ({"acl": acl} if acl else {}),
    )


def _named(name: str, rest: str) -> str:
    _, found, value = rest.partition(f'{name}="')
    return value.partition('"')[0] if found else ""
