"""A device speaks TCP or TLS where nobody listens: refused, and not one SIP message is sent."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.model import Evidence, Finding, NetworkError

_PORTS = range(5060, 5092)
_TLS = 5061


def check(overview: Overview) -> Iterator[Finding]:
    """
    Fires for each device that was refused TCP on a SIP port and never spoke SIP here.

    Telephones try TCP for a large message and fall back to UDP: a refusal is no fault of theirs, they do speak.
    """
    speakers = {host.ip for host in overview.hosts if host.sent}
    refused: dict[tuple[str, str], list[NetworkError]] = {}
    for error in overview.errors:
        if error.kind == "tcp-refused" and error.dst.port in _PORTS and error.src.ip not in speakers:
            refused.setdefault((error.src.ip, str(error.dst)), []).append(error)
    for (asker, peer), errors in refused.items():
        yield Finding(
            rule=RULE.slug,
            severity="error",
            confidence="likely",
            at_fault="caller",
            evidence=tuple(Evidence(note="refused", file=error.file, frame=error.frame) for error in errors[:3]),
            values={"asker": asker, "peer": peer, "times": len(errors), "transport": "TLS" if errors[0].dst.port == _TLS else "TCP"},
        )


RULE = CaptureRule(
    slug="transport-mismatch",
    area="registration",
    check=check,
    looks_at=("errors",),
    references=("RFC 3261 section 18", "RFC 9293 section 3.5.2"),
    texts={
        "": Text(
            en=Words(
                title="{asker} tries TCP on {peer}, and nobody listens there",
                explanation=(
                    "{asker} opened a TCP connection to {peer} {times:count:time|times} and was refused. It sent no SIP message at all: "
                    "its transport is set to {transport}, and the server offers another one only, mostly UDP."
                ),
                fix=(
                    "Set the transport on {asker} to UDP, or to what the server offers.",
                    (
                        "Or let the server listen: Asterisk PJSIP a transport with protocol=tcp and bind=0.0.0.0:5060 (tls: port 5061, a "
                        "certificate), chan_sip tcpenable=yes; FreeSWITCH tls=true, sofia listens on TCP by itself; Kamailio "
                        "listen=tcp:...; then a restart, since reload opens no new transport."
                    ),
                    "See what listens: ss -lntup | grep -E '506[01]'.",
                ),
                notes={
                    "refused": "the connection is refused",
                },
            ),
            ru=Words(
                title="{asker} пробует TCP на {peer}, но там никто не слушает",
                explanation=(
                    "{asker} открывал соединение TCP с {peer} {times:count:раз|раза|раз} и получал отказ. Ни одного SIP-сообщения он не "
                    "отправил: у него выбран транспорт {transport}, а сервер предлагает только другой, чаще всего UDP."
                ),
                fix=(
                    "Поставьте на {asker} транспорт UDP или тот, который есть на сервере.",
                    (
                        "Или откройте его на сервере: Asterisk PJSIP transport с protocol=tcp и bind=0.0.0.0:5060 (tls: порт 5061 и "
                        "сертификат), chan_sip tcpenable=yes; FreeSWITCH tls=true, TCP он слушает сам; Kamailio listen=tcp:...; затем "
                        "перезапуск: по reload новый транспорт не открывается."
                    ),
                    "Посмотрите, что слушает сервер: ss -lntup | grep -E '506[01]'.",
                ),
                notes={
                    "refused": "в соединении отказано",
                },
            ),
        ),
    },
)
