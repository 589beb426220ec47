"""
Phrases by which products and carriers say more than the status does: in the status line, Reason or Warning.

`EXACT` holds whole reason phrases, `PARTS` words found anywhere in phrase, Reason text or Warning text. Both are compared
in lower case with blanks and punctuation folded (`diagnosis.reading.normalised`). Sources: "seed" is the Russian carriers'
and softswitches' table that this project began with; names of products mean their own source code or manual.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a phrase means; `statuses` empty for any of 400 and above, `methods` empty for any."""

    text: str
    slug: str
    statuses: frozenset[int] = frozenset()
    methods: frozenset[str] = frozenset()
    vendor: str = ""
    source: str = ""


def _row(
    text: str, slug: str, statuses: tuple[int, ...] = (), vendor: str = "", source: str = "seed", *, methods: tuple[str, ...] = ()
) -> Phrase:
    return Phrase(text, slug, frozenset(statuses), frozenset(methods), vendor, source)


_REGISTER = ("REGISTER",)
_INVITE = ("INVITE",)

EXACT: tuple[Phrase, ...] = (
    # Softswitches of Russian carriers (MERA, RTU and kin; CommuniGate Pro), as their users meet them.
    _row("auth error stall nonce", "stale-nonce", (401, 403, 407), "MERA"),
    _row("auth error stale nonce", "stale-nonce", (401, 403, 407), "MERA"),
    _row("expired authorization", "stale-nonce", (401, 403, 407), "MERA"),
    _row("no such user", "unknown-user", (403,), "MERA"),
    _row("you", "unknown-user", (403,), "MERA"),
    _row("caller not registered", "unknown-user", (403,), "MERA"),
    _row("unknown user account", "unknown-user", (403, 404), "CommuniGate Pro"),
    _row("user not found", "unknown-user", (401, 407), "CommuniGate Pro"),
    _row("user disabled", "account-disabled", (403,), "MERA"),
    _row("wrong guess", "wrong-password", (401, 403, 407), "MERA"),
    _row("conflict", "too-many-contacts", (403,), "MERA", methods=_REGISTER),
    _row("you do not have the required right", "caller-id-rejected", (403,), "CommuniGate Pro", methods=_INVITE),
    _row("you do not have the required right", "unknown-user", (403,), "CommuniGate Pro", methods=_REGISTER),
    _row("no license available", "license-exhausted", (403, 480, 503), "MERA"),
    _row("empty route set", "no-route", (403, 480), "MERA"),
    _row("no route", "no-route", (403, 404, 410, 480, 503), "MERA"),
    _row("out of order", "no-route", (404,), "MERA"),
    _row("undefined reason", "no-route", (404,), "MERA"),
    _row("out of look ahead retries", "upstream-unavailable", (403, 480, 503), "MERA"),
    _row("invalid phone number", "number-format-rejected", (403, 404, 480, 484), "MERA"),
    _row("destination not found in client plan", "destination-not-in-plan", (403, 404, 480), "MERA"),
    _row("no money left on rfc account", "insufficient-funds", (402, 403, 480), "MERA"),
    _row("no money left", "insufficient-funds", (402, 403, 480), "MERA"),
    _row("db timeout", "upstream-database-error", (), "MERA"),
    _row("database error", "upstream-database-error", (), "MERA"),
    _row("wrong db response", "upstream-database-error", (), "MERA"),
    _row("codec mismatch", "codec-mismatch", (), "MERA"),
    _row("no codecs match", "codec-mismatch", (), "MERA"),
    _row("no media", "codec-mismatch", (415,), "MERA"),
    _row("private ip address", "private-media-address", (488, 606), "MERA"),
    _row("login timed out", "registrar-unreachable", (408,), "CommuniGate Pro", methods=_REGISTER),
    _row("login timed out", "upstream-timeout", (408,), "CommuniGate Pro", methods=_INVITE),
    _row("call placing quota exceeded", "rate-limit-exceeded", (500, 503, 403), "CommuniGate Pro"),
    _row("account has been moved to a remote system", "account-moved", (500,), "CommuniGate Pro"),
    # Kamailio and OpenSIPS.
    _row("not relaying", "forbidden", (403,), "Kamailio", "kamailio.cfg"),
    _row("relay forbidden", "forbidden", (403,), "OpenSIPS", "opensips.cfg"),
    _row("relaying forbidden", "forbidden", (403,), "OpenSIPS", "opensips.cfg"),
    _row("forbidden auth id", "caller-id-rejected", (403,), "Kamailio", "kamailio.cfg", methods=_INVITE),
    _row("preload route denied", "forbidden", (403,), "Kamailio", "kamailio.cfg"),
    _row("user location not found", "callee-not-registered", (404, 480), "Kamailio", "kamailio.cfg"),
    _row("offline", "callee-not-registered", (404, 480), "Kamailio", "kamailio.cfg"),
    _row("too many contacts", "too-many-contacts", (), "Kamailio", "registrar module"),
    _row("too many registered contacts", "too-many-contacts", (), "Kamailio", "registrar module"),
    _row("regular expression error", "upstream-server-error", (), "Kamailio", "dispatcher"),
    # Asterisk.
    _row("not found in directory", "unknown-number", (404,), "Cisco", "CUCM"),
    _row("user is not registered", "callee-not-registered", (404, 480), "3CX"),
    _row("not registered", "callee-not-registered", (404, 480), "3CX"),
    # FreeSWITCH: hangup causes reach the status line or the Reason text.
    _row("maximum calls in progress", "rate-limit-exceeded", (503,), "FreeSWITCH", "mod_sofia"),
    _row("the maximum number of calls in progress has been reached", "rate-limit-exceeded", (), "FreeSWITCH", "mod_sofia"),
    # Networks that block unwanted calls.
    _row("network blocked", "number-blocked", (603,), "ATIS-1000099", "ATIS-1000099"),
    _row("call blocked", "number-blocked", (603, 608, 403), "", "ATIS-1000099"),
)

PARTS: tuple[Phrase, ...] = (
    _row("caller id not allowed", "caller-id-rejected", (), "", "carriers"),
    _row("caller id not verified", "caller-id-rejected", (), "", "carriers"),
    _row("caller id", "caller-id-rejected", (403, 480, 488, 500, 503, 603), "", "carriers"),
    _row("callerid", "caller-id-rejected", (403, 480, 500, 503, 603), "", "carriers"),
    _row("invalid cli", "caller-id-rejected", (), "", "carriers"),
    _row("cli not", "caller-id-rejected", (), "", "carriers"),
    _row("wrong cli", "caller-id-rejected", (), "", "carriers"),
    _row("cli is", "caller-id-rejected", (), "", "carriers"),
    _row("cli rejected", "caller-id-rejected", (), "", "carriers"),
    _row("invalid ani", "caller-id-rejected", (), "", "carriers"),
    _row("a number not", "caller-id-rejected", (), "", "carriers"),
    _row("invalid a number", "caller-id-rejected", (), "", "carriers"),
    _row("anumber", "caller-id-rejected", (), "", "carriers"),
    _row("invalid from", "caller-id-rejected", (), "", "carriers"),
    _row("from number not", "caller-id-rejected", (), "", "carriers"),
    _row("unverified caller", "caller-id-rejected", (), "", "carriers"),
    _row("calling number", "caller-id-rejected", (403, 480, 500, 503, 603), "", "carriers"),
    _row("calling party not", "caller-id-rejected", (), "", "carriers"),
    _row("anonymous call", "caller-id-rejected", (), "", "carriers"),
    _row("insufficient funds", "insufficient-funds", (), "", "carriers"),
    _row("insufficient balance", "insufficient-funds", (), "", "carriers"),
    _row("insufficient credit", "insufficient-funds", (), "", "carriers"),
    _row("not enough money", "insufficient-funds", (), "", "carriers"),
    _row("not enough balance", "insufficient-funds", (), "", "carriers"),
    _row("out of credit", "insufficient-funds", (), "", "carriers"),
    _row("no credit", "insufficient-funds", (), "", "carriers"),
    _row("low balance", "insufficient-funds", (), "", "carriers"),
    _row("no money", "insufficient-funds", (), "", "carriers"),
    _row("balance exhausted", "insufficient-funds", (), "", "carriers"),
    _row("license", "license-exhausted", (403, 480, 486, 500, 503, 603), "", "3CX and others"),
    _row("licence", "license-exhausted", (403, 480, 486, 500, 503, 603), "", "3CX and others"),
    _row("cps limit", "rate-limit-exceeded", (), "", "carriers"),
    _row("cps exceeded", "rate-limit-exceeded", (), "", "carriers"),
    _row("calls per second", "rate-limit-exceeded", (), "", "carriers"),
    _row("rate limit", "rate-limit-exceeded", (), "", "carriers"),
    _row("too many calls", "rate-limit-exceeded", (), "", "carriers"),
    _row("too many requests", "rate-limit-exceeded", (), "", "carriers"),
    _row("too many channels", "rate-limit-exceeded", (), "", "carriers"),
    _row("channel limit", "rate-limit-exceeded", (), "", "carriers"),
    _row("call limit", "rate-limit-exceeded", (), "", "carriers"),
    _row("capacity exceeded", "rate-limit-exceeded", (), "", "carriers"),
    _row("concurrent call", "rate-limit-exceeded", (), "", "carriers"),
    _row("simultaneous call", "rate-limit-exceeded", (), "", "carriers"),
    _row("max channels", "rate-limit-exceeded", (), "", "carriers"),
    _row("maximum channels", "rate-limit-exceeded", (), "", "carriers"),
    _row("quota exceeded", "rate-limit-exceeded", (), "", "carriers"),
    _row("limit exceeded", "rate-limit-exceeded", (403, 480, 486, 500, 503, 603), "", "carriers"),
    _row("account disabled", "account-disabled", (), "", "carriers"),
    _row("account is disabled", "account-disabled", (), "", "carriers"),
    _row("account suspended", "account-disabled", (), "", "carriers"),
    _row("account blocked", "account-disabled", (), "", "carriers"),
    _row("account inactive", "account-disabled", (), "", "carriers"),
    _row("user is disabled", "account-disabled", (), "", "carriers"),
    _row("subscriber blocked", "account-disabled", (), "", "carriers"),
    _row("not in acl", "acl-denied", (), "", "servers"),
    _row("ip not allowed", "acl-denied", (), "", "servers"),
    _row("ip address not allowed", "acl-denied", (), "", "servers"),
    _row("unknown ip", "acl-denied", (), "", "servers"),
    _row("unauthorized ip", "acl-denied", (), "", "servers"),
    _row("not trusted", "acl-denied", (403,), "", "servers"),
    _row("wrong password", "wrong-password", (), "", "servers"),
    _row("invalid password", "wrong-password", (), "", "servers"),
    _row("bad password", "wrong-password", (), "", "servers"),
    _row("authentication failed", "wrong-password", (401, 403, 407), "", "servers"),
    _row("authentication failure", "wrong-password", (401, 403, 407), "", "servers"),
    _row("unknown user", "unknown-user", (401, 403, 404, 407), "", "servers", methods=_REGISTER),
    _row("user unknown", "unknown-user", (401, 403, 404, 407), "", "servers", methods=_REGISTER),
    _row("max contacts", "too-many-contacts", (), "", "servers", methods=_REGISTER),
    _row("maximum contacts", "too-many-contacts", (), "", "servers", methods=_REGISTER),
    _row("max registrations", "too-many-contacts", (), "", "servers", methods=_REGISTER),
    _row("do not disturb", "do-not-disturb", (), "", "phones"),
    _row("dnd", "do-not-disturb", (480, 486, 600, 603), "", "phones"),
    _row("user not registered", "callee-not-registered", (404, 408, 480, 503), "FreeSWITCH", "hangup cause USER_NOT_REGISTERED"),
    _row("subscriber absent", "callee-not-registered", (404, 408, 480, 503), "FreeSWITCH", "Q.850 cause 20"),
    _row("user offline", "callee-not-registered", (404, 480), "", "servers"),
    _row("no registered contacts", "callee-not-registered", (404, 480), "", "servers"),
    _row("destination not allowed", "destination-not-in-plan", (), "", "carriers"),
    _row("destination blocked", "destination-not-in-plan", (), "", "carriers"),
    _row("destination barred", "destination-not-in-plan", (), "", "carriers"),
    _row("international calls", "destination-not-in-plan", (403, 480, 603), "", "carriers"),
    _row("outgoing calls barred", "destination-not-in-plan", (), "", "Q.850 cause 52"),
    _row("not in tariff", "destination-not-in-plan", (), "", "carriers"),
    _row("no route to destination", "no-route", (403, 480, 500, 502, 503), "FreeSWITCH", "NO_ROUTE_DESTINATION"),
    _row("no gateway", "no-route", (), "", "servers"),
    _row("no destinations", "no-route", (), "Kamailio", "dispatcher"),
    _row("no destination available", "no-route", (), "Kamailio", "dispatcher"),
    _row("invalid number format", "number-format-rejected", (), "", "carriers"),
    _row("invalid number", "number-format-rejected", (403, 480, 484, 500, 503), "", "Q.850 cause 28"),
    _row("number format", "number-format-rejected", (), "", "carriers"),
    _row("e 164", "number-format-rejected", (403, 404, 480, 484, 500), "", "carriers"),
    _row("srtp", "srtp-mismatch", (488, 606, 415, 406), "", "servers"),
    _row("encryption", "srtp-mismatch", (488, 606, 403, 494), "", "servers"),
    _row("database", "upstream-database-error", (480, 500, 503, 504), "", "servers"),
    _row("private ip", "private-media-address", (488, 606), "", "servers"),
    _row("blocked by", "number-blocked", (403, 603, 607, 608), "", "carriers"),
    _row("blacklist", "number-blocked", (), "", "carriers"),
    _row("spam", "number-blocked", (403, 603, 607, 608), "", "carriers"),
)
