"""
FreeSWITCH: users of a directory and gateways of a profile, in XML.

    <user id="1001"> <params> <param name="password" value="..."/> or <param name="a1-hash" value="..."/>
    <gateway name="carrier"> <param name="username" .../> <param name="password" .../>

A value with $${variable} stands elsewhere unless the file sets it (<X-PRE-PROCESS cmd="set" data="name=value"/>).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from sipwhy.diagnosis.digest import Account
from sipwhy.sources.accounts.found import Found, NoAccountsError

_DECLARATION = re.compile(r"<\?xml[^>]*\?>|<!DOCTYPE[^>\[]*>", re.IGNORECASE)
_VARIABLE = re.compile(r"\$\$?\{([^}]*)\}")


def from_freeswitch(text: str) -> Found:
    """The accounts; NoAccountsError if it is no XML. Documents that define entities are refused: they could grow without end."""
    if "<!ENTITY" in text.upper():
        raise NoAccountsError("accounts-xml")
    body = _DECLARATION.sub("", text)
    try:
        root = ElementTree.fromstring(f"<all>{body}</all>".encode("utf-8", "replace"))
    except (ElementTree.ParseError, RecursionError, ValueError):
        raise NoAccountsError("accounts-xml") from None
    variables = dict(_variables(root))
    accounts = [*_users(root, variables), *_gateways(root, variables)]
    whole = [account for account in accounts if account is not None]
    return Found(tuple(whole), len(accounts) - len(whole))


def _variables(root: ElementTree.Element) -> Iterator[tuple[str, str]]:
    for element in root.iter():
        if element.tag.lower() == "x-pre-process" and element.get("cmd") == "set":
            name, _, value = (element.get("data") or "").partition("=")
            yield name.strip(), value


def _users(root: ElementTree.Element, variables: Mapping[str, str]) -> Iterator[Account | None]:
    """An account for each user; None where the password stands elsewhere."""
    for domain, user in _with_domains(root):
        params = _params(user)
        name = user.get("id") or ""
        if "password" in params and name:
            yield _account(name, params["password"], variables)
        elif "a1-hash" in params and name:
            yield Account(name, hashes=[params["a1-hash"]], realm=None if "$" in domain else domain)


def _with_domains(root: ElementTree.Element) -> Iterator[tuple[str, ElementTree.Element]]:
    seen = set[int]()
    for domain in root.iter("domain"):
        for user in domain.iter("user"):
            seen.add(id(user))
            yield domain.get("name") or "", user
    yield from (("", user) for user in root.iter("user") if id(user) not in seen)


def _gateways(root: ElementTree.Element, variables: Mapping[str, str]) -> Iterator[Account | None]:
    for gateway in root.iter("gateway"):
        params = _params(gateway)
        name = params.get("auth-username") or params.get("username") or gateway.get("name") or ""
        if "password" in params and name:
            yield _account(name, params["password"], variables)


def _account(name: str, password: str, variables: Mapping[str, str]) -> Account | None:
    known = _VARIABLE.sub(lambda found: variables.get(found[1], found[0]), password)
    return None if _VARIABLE.search(known) else Account(name, known)


def _params(element: ElementTree.Element) -> dict[str, str]:
    return {(param.get("name") or "").lower(): param.get("value") or "" for param in element.iter("param")}
