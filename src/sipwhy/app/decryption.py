"""What became of TLS, put together for a reader: connections that share one outcome, and whose program keeps their keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sipwhy.calls import CallTable
from sipwhy.diagnosis.report import TlsGroup
from sipwhy.model.connection import Connection, Decryption
from sipwhy.reference.ports import is_sip_port


def tls_groups(table: CallTable, *, has_keys: bool) -> tuple[TlsGroup, ...]:
    """Most important first: what was opened, then what was not; of the latter only connections on ports of SIP."""
    evidence = table.evidence
    found: Iterable[Decryption] = evidence.decryptions if has_keys or evidence.decryptions else _unopened(evidence.connections)
    groups: dict[str, list[Decryption]] = {}
    for one in found:
        if one.outcome == "opened" or is_sip_port(one.server.port):
            groups.setdefault("late" if one.is_late else one.outcome, []).append(one)
    made = [_group(ones, table, is_late=key == "late") for key, ones in groups.items()]
    return tuple(sorted(made, key=lambda group: (group.outcome != "opened", -group.count)))


def _group(ones: list[Decryption], table: CallTable, *, is_late: bool) -> TlsGroup:
    ends = dict.fromkeys(end.ip for one in ones for end in (one.server, one.client))
    platforms = dict.fromkeys(platform for ip in ends if (platform := table.hosts.host(ip).platform))
    refused = sum(one.refused for one in ones)
    return TlsGroup(ones[0].outcome, len(ones), sum(one.has_sip for one in ones), refused, ones[0], tuple(platforms), is_late)


def _unopened(connections: Iterable[Connection]) -> Iterator[Decryption]:
    """Connections that got as far as encryption, when there are no keys at all."""
    for one in connections:
        if one.tls and one.tls.answer and not one.has_broken_off and (one.tls.client.records or one.tls.server.records):
            version, cipher = one.tls.answer.version, one.tls.answer.cipher
            yield Decryption(one.file, one.client, one.server, one.began, "no-keys", version, cipher, 0, 0, has_sip=False, is_late=False)
