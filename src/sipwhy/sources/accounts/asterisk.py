r"""
Asterisk: pjsip.conf (type=auth), pjsip_wizard.conf, sip.conf and users.conf, templates included.

    [name](template)        settings of the template come first; [name](!) is one; [name](+) adds to a section that is there
    key = value ; comment   a semicolon within a value is written \;

Keys: PJSIP auth: username, password, md5_cred, password_digest, realm; chan_sip: secret, md5secret, remotesecret, username,
defaultuser, auth, register (docs.asterisk.org, res_pjsip; sip.conf.sample of Asterisk 20).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from sipwhy.diagnosis.digest import Account
from sipwhy.sources.accounts.found import Found

_SECTION = re.compile(r"^\s*\[([^\]]+)\]\s*(?:\(([^)]*)\))?")
_SETTING = re.compile(r"^\s*([\w/@.-]+)\s*=>?\s*(.*)$")
_INCLUDE = re.compile(r'^\s*#\s*(?:try)?include\s+["<]?([^">]+?)[">]?\s*$', re.IGNORECASE)
_COMMENT = re.compile(r"(?<!\\);.*$", re.DOTALL)
_REGISTER = re.compile(
    r"^(?:\d+\?)?(?:(?:udp|tcp|tls|ws|wss)://)?(?:[^@~]*~)?(?P<user>[^:@]+)(?:@[^:@]+)?:(?P<secret>[^:@]*)(?::(?P<auth>[^@]*))?@",
    re.IGNORECASE,
)
"""register => [peer?][transport://]user[@domain]:secret[:authuser]@host[:port][/extension][~expiry]"""
_AUTH = re.compile(r"^([^:@#]+)([:#])([^@]+)@(.+)$")
"""auth = user:secret@realm, or user#md5secret@realm"""


class _Section(Struct):
    name: str
    settings: list[tuple[str, str]] = field(default_factory=list)
    is_template: bool = False

    def get(self, key: str) -> str:
        """The last value of a key, as Asterisk takes it."""
        return next((value for name, value in reversed(self.settings) if name == key), "")

    def every(self, key: str) -> Iterator[str]:
        """Every value of a key."""
        return (value for name, value in self.settings if name == key)


def from_asterisk(text: str) -> Found:
    """The accounts in a configuration file of Asterisk."""
    sections, includes = _sections(text)
    accounts = [account for section in sections if not section.is_template for account in _accounts(section)]
    return Found(tuple(accounts), 0, tuple(includes))


def _sections(text: str) -> tuple[list[_Section], list[str]]:
    sections, templates, includes = list[_Section](), dict[str, _Section](), list[str]()
    current: _Section | None = None
    for line in _without_block_comments(text).split("\n"):
        if found := _INCLUDE.match(line):
            includes.append(found[1])
        elif found := _SECTION.match(line):
            current = _opened(found[1].strip(), found[2] or "", sections, templates)
        elif current is not None and (found := _SETTING.match(_COMMENT.sub("", line))):
            current.settings.append((found[1].lower(), found[2].strip().replace("\\;", ";")))
    return sections, includes


def _opened(name: str, options: str, sections: list[_Section], templates: dict[str, _Section]) -> _Section:
    """The section that a heading begins, with what its templates say."""
    words = [word.strip() for word in options.split(",") if word.strip()]
    if "+" in words and (known := next((one for one in reversed(sections) if one.name == name), None)):
        return known
    made = _Section(name, is_template="!" in words)
    for word in words:
        if word in templates:
            made.settings.extend(templates[word].settings)
    sections.append(made)
    templates[name] = made
    return made


def _without_block_comments(text: str) -> str:
    """`;-- ... --;` taken out; `;---` begins an ordinary comment."""
    return re.sub(r";--(?!-).*?--;", "", text, flags=re.DOTALL)


def _accounts(section: _Section) -> Iterator[Account]:
    user = section.get("username") or section.get("defaultuser") or section.get("authuser") or section.name
    if section.get("type").lower() == "auth":
        yield from _of_auth(section, user)
        return
    for way in ("inbound_auth", "outbound_auth"):
        if password := section.get(f"{way}/password"):
            yield Account(section.get(f"{way}/username") or section.name, password, realm=section.get(f"{way}/realm"))
    for key in ("secret", "remotesecret"):
        if password := section.get(key):
            yield from (Account(name, password) for name in dict.fromkeys((section.name, user)))
    if known := section.get("md5secret"):
        yield from (Account(name, hashes=[known]) for name in dict.fromkeys((section.name, user)))
    for value in section.every("register"):
        if found := _REGISTER.match(value):
            yield Account(found["auth"] or found["user"], found["secret"])
    for value in section.every("auth"):
        if found := _AUTH.match(value):
            is_plain = found[2] == ":"
            yield Account(found[1], found[3] if is_plain else None, () if is_plain else [found[3]], found[4])


def _of_auth(section: _Section, user: str) -> Iterator[Account]:
    """A section of type auth: a password, or H(user:realm:password) as md5_cred or password_digest = ALGORITHM:hash."""
    password = section.get("password")
    hashes = [section.get("md5_cred"), *(value.rpartition(":")[2] for value in section.every("password_digest"))]
    known = [value.strip() for value in hashes if value]
    if password or known:
        yield Account(user, password or None, known, section.get("realm") if known else None)
