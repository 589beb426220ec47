"""A server shows inner addresses of its network to the outside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import author
from sipwhy.diagnosis.meaning import proof
from sipwhy.model import Call, Finding, Message
from sipwhy.model.flag import Flag
from sipwhy.model.headers import host_of, uri_of
from sipwhy.model.quirk import Quirk
from sipwhy.reference.networks import is_hidden

_SENT_BY = re.compile(r"^\S+\s+\[?([^\];:\s]+)")
_SERVERS = ("pbx", "proxy", "trunk")


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on an INVITE between public addresses, sent by a server, with hidden addresses in it; telephones behind NAT always do so."""
    for leg in call.legs:
        for request in leg.requests:
            if request.method != "INVITE" or is_hidden(request.src.ip) or is_hidden(request.dst.ip):
                continue
            shown = dict(_shown(request)) if scene.host(request.src.ip).role in _SERVERS else {}
            if shown:
                yield Finding(
                    rule=RULE.slug,
                    severity="info",
                    confidence="certain",
                    at_fault=author(request, leg, call, scene),
                    evidence=(proof("request", request),),
                    values={
                        "sender": request.src.ip,
                        "receiver": request.dst.ip,
                        "headers": tuple(shown),
                        "addresses": tuple(dict.fromkeys(shown.values())),
                    },
                    at=request.number,
                )
                return


def _shown(request: Message) -> Iterator[tuple[str, str]]:
    """Each header with a hidden address in it, and that address."""
    for value in request.values("Via")[1:]:
        found = _SENT_BY.match(value)
        if found and is_hidden(found[1]):
            yield "Via", found[1]
    for name in ("Record-Route", "Contact"):
        for value in request.values(name):
            host = host_of(uri_of(value))
            if host and is_hidden(host[0]):
                yield name, host[0]
    named = (request.call_id or "").rpartition("@")[2].split(":")[0]
    if is_hidden(named):
        yield "Call-ID", named
    for address in (request.sdp.origin_address, *(media.address for media in request.sdp.media)) if request.sdp else ():
        if address and is_hidden(address):
            yield "SDP", address


RULE = Rule(
    slug="topology-leak",
    area="routing",
    seeks=Seeks(quirks=Quirk.INNER_ADDRESS, either=Seeks(flags=Flag.PRIVATE_CONTACT | Flag.PRIVATE_MEDIA)),
    check=check,
    aside=True,
    references=("RFC 5853 section 3.1", "RFC 3323 section 5"),
    texts={
        "": Text(
            en=Words(
                title="{sender} shows inner addresses to {receiver}: {addresses:list}",
                explanation=(
                    "They stand in {headers:list}. That harms no call by itself, but tells strangers how the network is built, and some "
                    "carriers refuse it."
                ),
                fix=(
                    "Hide them: Kamailio topoh or topos, OpenSIPS topology_hiding(); an SBC does it in its profiles.",
                    (
                        "On a PBX behind NAT enter the external address: Asterisk external_signaling_address, external_media_address and "
                        "local_net; FreeSWITCH ext-sip-ip and ext-rtp-ip."
                    ),
                ),
                notes={"request": "inner addresses go outside"},
            ),
            ru=Words(
                title="{sender} показывает {receiver} внутренние адреса: {addresses:list}",
                explanation=(
                    "Они стоят в {headers:list}. Самому вызову это не мешает, но посторонним видно устройство сети, а некоторые операторы "
                    "такое отвергают."
                ),
                fix=(
                    "Скройте их: в Kamailio topoh или topos, в OpenSIPS topology_hiding(); на SBC это есть в профилях.",
                    (
                        "На АТС за NAT задайте внешний адрес: Asterisk external_signaling_address, external_media_address и local_net; "
                        "FreeSWITCH ext-sip-ip и ext-rtp-ip."
                    ),
                ),
                notes={"request": "внутренние адреса уходят наружу"},
            ),
        )
    },
)
