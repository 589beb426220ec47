"""A TCP connection was reset while a SIP request on it waited for its answer."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import maker, sender
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.upsets import is_own
from sipwhy.model import AtFault, Call, Evidence, Finding, Leg, NetworkError, Transaction
from sipwhy.model.flag import Flag


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires for the first leg whose connection was reset under an open request; a notice if the call got through all the same."""
    for leg in call.legs:
        reset = next((error for error in leg.errors if error.kind == "tcp-reset"), None)
        waiting = _waiting(leg, reset) if reset else None
        if reset is None or waiting is None or any(is_own(upset, leg) for upset in scene.upsets(leg)):
            continue
        harmed = leg.answer is None and call.result not in ("answered", "registered", "unregistered")
        by_peer = reset.reporter == leg.dst.ip
        fault: AtFault = maker(leg, call, scene) if by_peer else sender(leg, call, scene)
        yield Finding(
            rule=RULE.slug,
            severity="error" if harmed else "notice",
            confidence="certain",
            at_fault=fault,
            evidence=(proof("request", waiting.first), Evidence(note="reset", file=reset.file, frame=reset.frame)),
            values={
                "resetter": reset.reporter or "",
                "asker": leg.src.ip,
                "peer": str(leg.dst),
                "method": waiting.method,
                "waited": (reset.ts - waiting.first.ts) / 1e6,
            },
            variant="" if by_peer else "own",
            is_cause=harmed,
            at=waiting.first.number,
        )
        return


def _waiting(leg: Leg, reset: NetworkError) -> Transaction | None:
    """The last request before the reset that has no final answer."""
    asked = [one for one in leg.transactions if one.request and one.method != "ACK" and one.final is None and one.first.ts <= reset.ts]
    return asked[-1] if asked else None


RULE = Rule(
    slug="tcp-reset",
    area="transport",
    seeks=Seeks(kinds=frozenset({"call", "registration", "options", "subscription", "message"}), flags=Flag.CONNECTION_RESET),
    check=check,
    references=("RFC 9293 section 3.5.2", "RFC 3261 section 18.4"),
    texts={
        "": Text(
            en=Words(
                title="{resetter} tore down the connection while {method} waited for its answer",
                explanation=(
                    "{asker} had sent {method} to {peer} over TCP; {waited:seconds} later the connection was reset from "
                    "the address of {peer}, without an answer. The service crashed or was restarted, it dislikes what it "
                    "read (another protocol, a message too long), or a firewall between forged the reset."
                ),
                fix=(
                    "Read the log of {peer} at that moment: a crash, a restart, a protocol error.",
                    "Is it the right port? A TLS port resets plain SIP.",
                    (
                        "A firewall that inspects SIP or drops idle connections: exempt this one, and let both ends keep "
                        "it alive (Asterisk PJSIP keep_alive_interval in [global], Kamailio tcp_keepalive)."
                    ),
                ),
                notes={"request": "this request waits for its answer", "reset": "the connection is reset"},
            ),
            ru=Words(
                title="{resetter} разорвал соединение, пока {method} ждал ответа",
                explanation=(
                    "{asker} отправил {method} на {peer} по TCP; через {waited:seconds} с адреса {peer} пришёл сброс "
                    "соединения, а ответа нет. Сервис упал или перезапущен, ему не понравилось прочитанное (другой "
                    "протокол, слишком длинное сообщение), либо сброс подделал межсетевой экран по пути."
                ),
                fix=(
                    "Посмотрите журнал {peer} за этот момент: падение, перезапуск, ошибка протокола.",
                    "Тот ли это порт? Порт TLS сбрасывает открытый SIP.",
                    (
                        "Если межсетевой экран проверяет SIP или рвёт простаивающие соединения, сделайте исключение, и "
                        "пусть обе стороны их поддерживают (Asterisk PJSIP keep_alive_interval в [global], Kamailio "
                        "tcp_keepalive)."
                    ),
                ),
                notes={"request": "этот запрос ждёт ответа", "reset": "соединение сброшено"},
            ),
        ),
        "own": Text(
            en=Words(
                title="{resetter} tore down its own connection while {method} waited for its answer",
                explanation=(
                    "{asker} had sent {method} to {peer} over TCP and reset the connection itself {waited:seconds} later, "
                    "before an answer came: its program ended, or would not wait longer."
                ),
                fix=(
                    "Read the log of {asker} at that moment.",
                    "If {peer} takes that long, see why it does: a capture there, its log.",
                ),
                notes={"request": "this request waits for its answer", "reset": "the connection is reset"},
            ),
            ru=Words(
                title="{resetter} сам разорвал соединение, пока {method} ждал ответа",
                explanation=(
                    "{asker} отправил {method} на {peer} по TCP и через {waited:seconds} сам сбросил соединение, не дождавшись ответа: его "
                    "программа закончила работу или дольше ждать не стала."
                ),
                fix=(
                    "Посмотрите журнал {asker} за этот момент.",
                    "Если {peer} отвечает так долго, выясните почему: дамп на нём, его журнал.",
                ),
                notes={"request": "этот запрос ждёт ответа", "reset": "соединение сброшено"},
            ),
        ),
    },
)
