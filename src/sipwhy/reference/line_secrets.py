"""Where a password stands in a line of a log, and the line without it: dial strings, addresses of databases, settings that are echoed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sipwhy.reference.uri_password import without_uri_passwords

HIDDEN = "***"
_COLON_BEFORE_AT = re.compile(r":[^\s:@]*@")
"""A colon and "@" behind it without a blank between them: the last colon before one "@" and that "@" are enough."""
_SIGN = r"(?:[^\s\"<>&,|/']|'(?![\s,;)]|$)|\"(?![\s,;)\]}>]|$))"
"""A sign of a password in a dial string: what parts those ends it, a quotation mark or an apostrophe only where it ends a quotation."""
_USER = r"[^\s/:@\"'<>\[]{0,200}"
"""The user of a URL."""
_BEFORE_HOST = tuple(
    (signs, re.compile(pattern, re.IGNORECASE))
    for signs, pattern in (
        # SIP/user:secret:md5secret:authname@host (channels/chan_sip.c, sip_request_call), IAX2/user:secret@host (channels/chan_iax2.c,
        # parse_dial_string), IAX2,user:secret@host (dundi.conf), sofia/profile/user@host: PJSIP/peer/sip:user@host has none before "@"
        (
            ("sip/", "iax", "h323", "sofia/", "gateway"),
            rf"(\b(?:(?:PJ)?SIP|IAX2?|(?:OO)?H323|sofia/[^\s/]{{1,80}}|gateway)[/,](?!sips?:)[^\s:@/\"<>&,|]{{0,200}}:){_SIGN}{{1,500}}@",
        ),
        # register => peer?transport://user@domain:secret:authuser@host:port/extension (sip.conf, iax.conf)
        (("register",), r"(\bregister\s*=>?\s*(?:[^\s:]{0,80}://)?[^\s:]{0,200}:)[^\s\"]{1,500}@"),
        # "Registration for 'user:secret@host' timed out" (channels/chan_sip.c, sip_reg_timeout, of a name that it could not part)
        (("registration for",), r"(\bRegistration for '(?!sips?:)[^'\s:@]{1,200}:)[^'\s]{1,500}@"),
        # mysql://user:password@host/name (db_url of Kamailio), any other URL too (RFC 3986 section 3.2.1); a port is no password, and
        # "@" behind it stands in the path of what is asked for by HTTP: elsewhere the password may begin as a port does
        (
            ("://",),
            rf"(\b(?:(?:https?|wss?)://{_USER}:(?!\d+(?:[/?]|$))|(?!(?:https?|wss?):)[a-z][a-z0-9+.-]{{0,20}}://{_USER}:))[^\s\"<>]{{1,500}}@",
        ),
    )
)
"""Each with what a line has, in small letters, that it can fit."""
_ARGUMENTS = re.compile(
    r"\b((?:Authenticate|DISA)\(\"[^\"]*\", ?\"|MYSQL\(\"[^\"]*\", ?\"Connect\s+\S+\s+\S+\s+\S+\s+)[^\s\",]+",
    re.IGNORECASE,
)
"""Steps of a dial plan that take a password or a PIN as an argument (apps/app_authenticate.c, app_disa.c, app_mysql.c)."""
_STEPS = ("authenticate(", "disa(", "mysql(")
_OUTCOME = (
    r"(?:(?:\d{3}|Success|Error|Follows|Goodbye|Busy|Cancel|Congestion|ChanUnavail|No ?Answer|Answer(?:ed)?|OK|None|Null|Timeout"
    r"|Timed out|Failed|Failure|Rejected|Declined|Unknown|Invalid|Missing)(?=\.?(?:[\s,;)\]}>\"']|:\s|$))"
    r"|\d{1,6}(?:\.\d{1,6})? ?ms\b|SIP/2\.0 \d{3}\b)"
)
"""What a "response" is that is no answer to a challenge: a status, a result of AMI or of Dial, how long it took."""
_NAMED = re.compile(
    r"([pPsSmMnNrRiIaA](?i:(?<=p)(?:ass(?:word|wd|phrase)(?!:\s+(?:incorrect|invalid|wrong|missing|required|expired|mismatch|rejected)"
    r"(?=\s*(?:$|[.,;)!]|(?:for|from|by|of)\b)))|wd|ass(?=\s*=)"
    r"|in(?=[\"']?\s*(?:=|:\s*[\"']?\d{3}))|(?<!\bsp)in(?=[\"']?\s*:\s*[\"']?\d(?! of \d{1,2}(?!\d))))|(?<=s)ecret|(?<=m)d5_cred"
    r"|(?<=n)once(?!:\s+(?:stale|expired|invalid|missing|unknown|wrong|mismatch)(?:[\s.,;)]|$))"
    rf"|(?<=r)esponse(?![\"']?\s*(?:=>|[=:])\s*[\"']?{_OUTCOME})"
    r"|(?<=i)nline|(?<=a)(?:1-hash|pi[_-]?key)))"
    r"((?<=word) ?(?=\[)|(?<=secret) ?(?=\[)|[\"']?(?:\s*(?:=>|[=:])\s*|\s+value\s*=\s*))(?!\"(?:\*\*\*|…)\")"
    r"(\"(?:[^\"\\]|\\.|\"(?=\w))*(?:\"|\\?$)|'(?:[^']|'(?=\w))*(?:'|$)"
    r"|\[[^\]]*(?:$|\](?:(?=[\])}>]*(?:[\s,;]|$))|(?:[^\s,;\"']|[\"'](?![\s,;)\]}>]|$))*))|(?:[^\s,;\"']|[\"'](?![\s,;)\]}>]|$))+)"
)
"""
secret=..., sip_auth_password=..., "password": "...", Secret: ... (AMI), password [...], <param name="password" value="..."/>.

The first letter stands apart since a set of letters is sought much faster than words are. What is not known to be something else is a
secret: a "response" that is no `_OUTCOME`, a nonce about which nothing is said, a word that goes on behind its brackets or quotation marks.
"""
_NAMES = ("pass", "pwd", "pin", "secret", "md5_cred", "nonce", "response", "inline", "a1-hash", "api")
"""What a line has, in small letters, in which `_NAMED` can find anything."""
_HASHES = re.compile(r"\b((?:Key|H?A1(?:[_-]hash)?)\s*[:=]\s*\"?)[0-9a-f]{32,64}\b", re.IGNORECASE)
"""The answer to AMI's challenge (main/manager.c), and H(A1), which is as good as the password (RFC 2617 section 3.2.2.2)."""
_TOKEN = re.compile(r"\b(Authorization[\"']?\s*[:=]\s*[\"']?(?:Basic|Bearer)\s+)[^\s\"',;]+", re.IGNORECASE)
"""What is a password as it stands (RFC 7617, RFC 6750)."""


def without_passwords(line: str) -> str:
    """The line with three asterisks for each password that stands before a host: in a URI, a URL, a dial string, a register line."""
    if "@" not in line or not _COLON_BEFORE_AT.search(line):
        return line  # all that follows wants that
    line = without_uri_passwords(line)
    lower = line.lower()
    for signs, pattern in _BEFORE_HOST:
        if _has(lower, signs):
            line = pattern.sub(rf"\1{HIDDEN}@", line)
    return line


def without_secrets(line: str) -> str:
    """The same, and three asterisks for what a name, or a step of the dial plan, makes known as a secret."""
    return without_named_secrets(without_passwords(line))


def without_named_secrets(line: str) -> str:
    """The same of a line whose passwords before a host are out already."""
    lower = line.lower()
    if '("' in line and _has(lower, _STEPS):
        line = _ARGUMENTS.sub(rf"\1{HIDDEN}", line)
        lower = line.lower()
    if "key" in lower or "a1" in lower:
        line = _HASHES.sub(rf"\1{HIDDEN}", line)
    if "authorization" in lower:
        line = _TOKEN.sub(rf"\1{HIDDEN}", line)
    return _NAMED.sub(rf"\1\2{HIDDEN}", line) if _has(lower, _NAMES) else line


def _has(line: str, words: Sequence[str]) -> bool:
    """Whether a line has one of some words; a generator would take three times as long, for every line of a log."""
    for word in words:  # noqa: SIM110  # see above
        if word in line:
            return True
    return False
