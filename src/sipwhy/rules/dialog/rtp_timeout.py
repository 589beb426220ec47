"""A server hung up because no media came."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof, stream_proof
from sipwhy.diagnosis.reading import words
from sipwhy.diagnosis.timeouts import lack_of_media
from sipwhy.model import Call, Finding
from sipwhy.model.sign import Sign


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on BYE that says so, or that a server sends by itself after as many silent seconds as such timers have."""
    found = lack_of_media(call, scene)
    if found is None:
        return
    bye, stream = found.bye, found.stream
    evidence = [proof("hangup", bye)]
    if stream:
        evidence.insert(0, stream_proof("stopped", stream))
    silent = found.silent is not None and found.silent >= 5
    yield Finding(
        rule=RULE.slug,
        severity="warning" if found.is_guessed else "error",
        confidence=found.confidence,
        at_fault="unknown",
        evidence=tuple(evidence),
        values={
            "server": bye.src.ip,
            "peer": bye.dst.ip,
            "silent": found.silent,
            "words": words(bye) if found.says_so else "",
        },
        variant="guessed" if found.is_guessed else "" if silent else "seen" if found.silent is not None else "said",
        is_cause=True,
        at=bye.number,
    )


_EN = {"stopped": "the last voice that came", "hangup": "hangs up for want of media"}
_RU = {"stopped": "последний голос, который пришёл", "hangup": "разъединяет, не получая голоса"}

RULE = Rule(
    slug="rtp-timeout",
    area="dialog",
    seeks=Seeks(signs=Sign.HUNG_UP_FOR_MEDIA, either=Seeks(results=frozenset({"answered"}), signs=Sign.STOPPED)),
    check=check,
    references=("RFC 3326", "ITU-T Q.850"),
    texts={
        "": Text(
            en=Words(
                title="{server} hung up: no voice had come from {peer} for {silent:seconds}",
                explanation=(
                    "Voice from {peer} ended, and {silent:seconds} later {server} hung up by itself, as its timer for RTP is set to. What "
                    "is to be found is why the voice ended; the hang-up only follows."
                ),
                fix=(
                    "Find out why voice ended: capture at {peer}; a NAT or firewall that closed, a mute key, a telephone that lost its "
                    "network.",
                    (
                        "A telephone that sends nothing on mute or on hold: lengthen the timer. Asterisk PJSIP rtp_timeout and "
                        "rtp_timeout_hold, chan_sip rtptimeout and rtpholdtimeout; FreeSWITCH media_timeout (rtp-timeout-sec of old)."
                    ),
                    "Comfort noise on the telephone, or no silence suppression there (VAD off), keeps such timers quiet.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{server} разъединил вызов: от {peer} {silent:seconds} не было голоса",
                explanation=(
                    "Голос от {peer} оборвался, и через {silent:seconds} {server} сам разъединил вызов по своему таймеру RTP. Искать надо, "
                    "почему пропал голос: разрыв — лишь следствие."
                ),
                fix=(
                    (
                        "Выясните, почему пропал голос: снимите дамп у {peer}; закрылся NAT или межсетевой экран, нажата кнопка отключения "
                        "микрофона, телефон потерял сеть."
                    ),
                    (
                        "Если телефон молчит при отключённом микрофоне или на удержании, увеличьте таймер: Asterisk PJSIP rtp_timeout и "
                        "rtp_timeout_hold, chan_sip rtptimeout и rtpholdtimeout; FreeSWITCH media_timeout (раньше rtp-timeout-sec)."
                    ),
                    "Выключите на телефоне подавление тишины (VAD) или включите комфортный шум.",
                ),
                notes=_RU,
            ),
        ),
        "guessed": Text(
            en=Words(
                title="{server} hung up {silent:seconds} after the last voice from {peer}, maybe by a timer for RTP",
                explanation=(
                    "Voice from {peer} ended, and {silent:seconds} later {server} hung up by itself. Timers for RTP are often set to as "
                    "many seconds, but nothing in the messages says so, and one call may end then by chance."
                ),
                fix=(
                    (
                        "Look the timer up at {server}: Asterisk PJSIP rtp_timeout and rtp_timeout_hold, chan_sip rtptimeout; FreeSWITCH "
                        'media_timeout. Its log names the reason: Asterisk writes of "RTP activity".'
                    ),
                    "If it is the timer, find out why voice ended: capture at {peer}.",
                    "If it is not, look what else ends calls there: the dial plan, somebody at the console, a limit of time.",
                ),
                notes=_EN | {"hangup": "hangs up by itself"},
            ),
            ru=Words(
                title="{server} разъединил вызов через {silent:seconds} после последнего голоса от {peer}: возможно, по таймеру RTP",
                explanation=(
                    "Голос от {peer} оборвался, и через {silent:seconds} {server} сам разъединил вызов. Таймеры RTP часто ставят на "
                    "столько же секунд, но в сообщениях об этом ничего нет, а один вызов мог кончиться в такой момент и случайно."
                ),
                fix=(
                    (
                        "Посмотрите таймер на {server}: Asterisk PJSIP rtp_timeout и rtp_timeout_hold, chan_sip rtptimeout; FreeSWITCH "
                        "media_timeout. Причину называет его журнал: Asterisk пишет «RTP activity»."
                    ),
                    "Если дело в таймере, выясните, почему пропал голос: снимите дамп у {peer}.",
                    "Если нет, смотрите, что ещё там завершает вызовы: диалплан, завершение вручную, предел длительности.",
                ),
                notes=_RU | {"hangup": "разъединяет сам"},
            ),
        ),
        "said": Text(
            en=Words(
                title="{server} hung up for want of voice from {peer}",
                explanation=(
                    "BYE of {server} says so: {words}. Voice itself does not pass this capture point, so that it cannot be seen here when "
                    "and why it ended."
                ),
                fix=(
                    "Capture with RTP at {server}: since when does nothing come from {peer}?",
                    "Let the firewall before {server} pass UDP to its RTP ports, and look at the address for voice that {peer} was given.",
                    (
                        "A telephone that sends nothing on mute or on hold: lengthen the timer. Asterisk PJSIP rtp_timeout and "
                        "rtp_timeout_hold, chan_sip rtptimeout; FreeSWITCH media_timeout."
                    ),
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{server} разъединил вызов: от {peer} не было голоса",
                explanation=(
                    "Так сказано в BYE от {server}: {words}. Сам голос через эту точку съёма не проходит, поэтому здесь не видно, когда и "
                    "почему он пропал."
                ),
                fix=(
                    "Снимите дамп вместе с RTP на {server}: с какого момента от {peer} ничего не приходит?",
                    (
                        "Разрешите на межсетевом экране перед {server} UDP на его порты RTP и проверьте, какой адрес для голоса получил "
                        "{peer}."
                    ),
                    (
                        "Если телефон молчит при отключённом микрофоне или на удержании, увеличьте таймер: Asterisk PJSIP rtp_timeout и "
                        "rtp_timeout_hold, chan_sip rtptimeout; FreeSWITCH media_timeout."
                    ),
                ),
                notes=_RU,
            ),
        ),
        "seen": Text(
            en=Words(
                title="{server} hung up for want of voice, though voice from {peer} came past here",
                explanation=(
                    "BYE of {server} says that no media came: {words}. Yet voice from {peer} passed this capture point until the end. It "
                    "is lost between here and {server}, or {server} throws it away: another source, another key, another payload type."
                ),
                fix=(
                    "Capture on {server} itself: do the packets arrive?",
                    "If they do: Asterisk strictrtp in rtp.conf, SRTP keys, codec of the packets.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{server} разъединил вызов, не получая голоса, хотя голос от {peer} здесь проходил",
                explanation=(
                    "В BYE от {server} сказано, что голоса нет: {words}. Однако через точку съёма голос от {peer} шёл до самого конца. Он "
                    "теряется между ней и {server}, или {server} его отбрасывает: не тот источник, ключ или тип нагрузки."
                ),
                fix=(
                    "Снимите дамп на самом {server}: доходят ли пакеты?",
                    "Если доходят: strictrtp в rtp.conf Asterisk, ключи SRTP, кодек пакетов.",
                ),
                notes=_RU,
            ),
        ),
    },
)
