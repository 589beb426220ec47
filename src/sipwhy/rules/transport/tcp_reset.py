"""A TCP connection was reset while a SIP request on it waited for its answer."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import maker, sender
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.silence import is_giving_up
from sipwhy.diagnosis.unacknowledged import lost_segment
from sipwhy.diagnosis.upsets import is_own
from sipwhy.model import AtFault, Call, Evidence, Finding, Leg, NetworkError, Transaction
from sipwhy.model.flag import Flag


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """
    Fires for the first leg whose connection was reset under an open request; a notice if the call got through all the same.

    A call whose BYE was lost that way has not ended at the other side.
    """
    for leg in call.legs:
        reset = next((error for error in leg.errors if error.kind == "tcp-reset" and not is_giving_up(error, leg)), None)
        waiting = _waiting(leg, reset) if reset else None
        if reset is None or waiting is None or lost_segment(leg, scene) or any(is_own(upset, leg) for upset in scene.upsets(leg)):
            continue
        by_peer = reset.reporter == leg.dst.ip
        by_asked = reset.reporter == waiting.first.dst.ip
        unended = by_asked and waiting.method == "BYE" and not _is_ended(call)
        failed = leg.answer is None and call.result not in ("answered", "registered", "unregistered")
        harmed = failed or unended
        fault: AtFault = maker(leg, call, scene) if by_peer else sender(leg, call, scene)
        yield Finding(
            rule=RULE.slug,
            severity="error" if failed else "warning" if unended else "notice",
            confidence="certain",
            at_fault=fault,
            evidence=(proof("request", waiting.first), Evidence(note="reset", file=reset.file, frame=reset.frame)),
            values={
                "resetter": reset.reporter or "",
                "asker": waiting.first.src.ip,
                "peer": str(waiting.first.dst),
                "method": waiting.method,
                "waited": (reset.ts - waiting.first.ts) / 1e6,
            },
            variant="hangup" if unended else "" if by_asked else "own",
            is_cause=harmed,
            at=waiting.first.number,
        )
        return


def _waiting(leg: Leg, reset: NetworkError) -> Transaction | None:
    """The last request before the reset that has no final answer."""
    asked = [one for one in leg.transactions if one.request and one.method != "ACK" and one.final is None and one.first.ts <= reset.ts]
    return asked[-1] if asked else None


def _is_ended(call: Call) -> bool:
    """Whether any BYE of the call was answered: it may have been sent again on a new connection, or from the other side."""
    return any(one.final for leg in call.legs for one in leg.transactions_of("BYE"))


_NOTES_EN = {"request": "this request waits for its answer", "reset": "the connection is reset"}
_NOTES_RU = {"request": "этот запрос ждёт ответа", "reset": "соединение сброшено"}

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
                    "{asker} had sent {method} to {peer} over TCP; {waited:seconds} later the connection was reset from the address of "
                    "{peer}, without an answer. The service crashed or was restarted, it dislikes what it read (another protocol, a "
                    "message too long), or a firewall between forged the reset."
                ),
                fix=(
                    "Read the log of {peer} at that moment: a crash, a restart, a protocol error.",
                    "Is it the right port? A TLS port resets plain SIP.",
                    (
                        "A firewall that inspects SIP or drops idle connections: exempt this one, and let both ends keep it alive "
                        "(Asterisk PJSIP keep_alive_interval in [global], Kamailio tcp_keepalive)."
                    ),
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{resetter} разорвал соединение, пока {method} ждал ответа",
                explanation=(
                    "{asker} отправил {method} на {peer} по TCP; через {waited:seconds} с адреса {peer} пришёл сброс соединения, а ответа "
                    "нет. Сервис упал или перезапущен, ему не понравилось прочитанное (другой протокол, слишком длинное сообщение), либо "
                    "сброс подделал межсетевой экран по пути."
                ),
                fix=(
                    "Посмотрите журнал {peer} за этот момент: падение, перезапуск, ошибка протокола.",
                    "Тот ли это порт? Порт TLS сбрасывает открытый SIP.",
                    (
                        "Если межсетевой экран проверяет SIP или рвёт простаивающие соединения, сделайте исключение, и пусть обе стороны "
                        "их поддерживают (Asterisk PJSIP keep_alive_interval в [global], Kamailio tcp_keepalive)."
                    ),
                ),
                notes=_NOTES_RU,
            ),
        ),
        "hangup": Text(
            en=Words(
                title="BYE was lost with its connection: {resetter} reset it",
                explanation=(
                    "{asker} hung up, and BYE to {peer} was met by a reset of the TCP connection {waited:seconds} later. It was "
                    "not sent again, and no other BYE was answered: for the other side the call goes on. Whoever reset it no longer knew "
                    "the connection: the service was restarted, or a firewall between had forgotten it and forged the reset."
                ),
                fix=(
                    "A firewall or NAT that drops idle connections: let its timeout be longer than the pauses of a call, or exempt SIP.",
                    (
                        "Let both ends keep the connection alive: Asterisk PJSIP keep_alive_interval in [global], Kamailio tcp_keepalive; "
                        "on telephones keep-alive for TCP."
                    ),
                    "Let calls end without BYE too: session timers (RFC 4028), rtp_timeout in Asterisk PJSIP.",
                ),
                notes={"request": "hangs up, and gets no answer", "reset": "the connection is reset"},
            ),
            ru=Words(
                title="BYE пропал вместе с соединением: его сбросил {resetter}",
                explanation=(
                    "{asker} положил трубку, а в ответ на BYE к {peer} через {waited:seconds} пришёл сброс соединения TCP. Повторно BYE не "
                    "отправлен, и ни на какой другой ответа нет: для другой стороны вызов продолжается. Кто сбросил, тот соединения уже не "
                    "помнил: сервис перезапущен, либо межсетевой экран по пути забыл соединение и подделал сброс."
                ),
                fix=(
                    (
                        "Если соединения рвёт межсетевой экран или NAT, пусть его таймаут будет длиннее пауз в вызове, либо "
                        "сделайте исключение для SIP."
                    ),
                    (
                        "Пусть обе стороны поддерживают соединение: Asterisk PJSIP keep_alive_interval в [global], Kamailio tcp_keepalive; "
                        "на телефонах keep-alive для TCP."
                    ),
                    "Пусть вызовы завершаются и без BYE: таймеры сеанса (RFC 4028), rtp_timeout в Asterisk PJSIP.",
                ),
                notes={"request": "кладёт трубку и не получает ответа", "reset": "соединение сброшено"},
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
                notes=_NOTES_EN,
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
                notes=_NOTES_RU,
            ),
        ),
    },
)
