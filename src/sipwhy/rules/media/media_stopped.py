"""Voice ended long before the call did."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.direct import Past, past_server
from sipwhy.diagnosis.meaning import proof, stream_proof
from sipwhy.diagnosis.offers import has_fax
from sipwhy.diagnosis.reading import cancel_of
from sipwhy.diagnosis.streams import is_gappy
from sipwhy.diagnosis.talk import OTHER, SIDES, Described, person
from sipwhy.diagnosis.timeouts import lack_of_media
from sipwhy.diagnosis.voice_times import Stretch, feeders, first_lost, is_short
from sipwhy.model import Call, Confidence, Finding
from sipwhy.model.finding import weaker
from sipwhy.model.flag import Flag
from sipwhy.model.sign import Sign
from sipwhy.reference import hearing

_NEAR = 3_000_000
_CROSSING = 500_000
"""How long after the end of a hold its music may still come: packets that cross the message, µs."""
_GREETING = 60.0
"""Seconds after the answer within which a mailbox or an information line has said what it has to say."""
_PATIENCE = 30.0
"""Seconds of silence after which people have hung up: who stays on longer is muted, listens to a conference, or is no person."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where voice to a side ended for no reason in SIP (no hold, no transfer), or when it was sent past the server."""
    lack = lack_of_media(call, scene)
    if lack and not lack.is_guessed:
        return  # that says more: the silence, and who hung up for it
    found = [stretch for side in SIDES if (stretch := first_lost(call, side, _has_stopped))]
    found = [stretch for stretch in found if not is_gappy(stretch.last) and not _is_explained(call, stretch)]
    if found:
        yield _finding(call, scene, max(found, key=lambda one: one.silent or 0.0), is_all=len(found) == len(SIDES))
    elif past := past_server(call, scene):
        yield _of_change(call, past)


def _has_stopped(stretch: Stretch) -> bool:
    return (stretch.silent or 0.0) >= hearing.STOPPED and not is_short(stretch)


def _is_explained(call: Call, stretch: Stretch) -> bool:
    """Whether the speaker put it on hold or lost the call, another leg ended when the voice did, or a transfer or T.38 was asked for."""
    at, own = stretch.last.last_ts, stretch.talk.leg
    if _holds(stretch) or _has_lost_the_call(stretch):
        return True
    if any(m.method == "REFER" and m.ts <= at + _NEAR for m in call.messages):
        return True
    if any(has_fax(m) for m in call.messages if m.ts <= at + _NEAR):
        return True
    byes = (t.first.ts for leg in call.legs if leg is not own for t in leg.transactions_of("BYE"))
    return any(bye <= at + _NEAR for bye in byes)


def _holds(stretch: Stretch) -> bool:
    """
    Whether the speaker put the listener on hold as its voice ended, and did not come back long before the end.

    "sendonly" lets it send music (RFC 3264 section 8.4); many telephones have none and send nothing.
    """
    talk, at = stretch.talk, stretch.last.last_ts
    said = [one for one in talk.described if one.side == OTHER[stretch.side] and one.message.ts > talk.answer.ts]
    held = [one for one in said if abs(one.message.ts - at) <= _NEAR and one.audio and one.audio.direction == "sendonly"]
    back = [one for one in said if held and one.message.ts > held[0].message.ts and one.audio and one.audio.direction == "sendrecv"]
    return bool(held) and not any((talk.until - one.message.ts) / 1e6 >= hearing.STOPPED for one in back)


def _hold(stretch: Stretch) -> tuple[Described | None, Described | None]:
    """The hold that the speaker was in as its voice ended or right then, if any, and what ended it afterwards, if anything."""
    talk, at = stretch.talk, stretch.last.last_ts
    said = [one for one in talk.described if one.side == OTHER[stretch.side] and one.audio and one.message.ts > talk.answer.ts]
    before = [one for one in said if one.message.ts <= at]
    if before and _is_back(before[-1]) and at - before[-1].message.ts <= _CROSSING:
        at = before.pop().message.ts - 1
    held = None
    for one in reversed(before):  # a refresh (RFC 4028) repeats the hold: the first of them began it
        if not _is_hold(one):
            break
        held = one
    held = held or next((one for one in said if at < one.message.ts <= at + _NEAR and _is_hold(one)), None)
    since = max(held.message.ts, at) if held else 0
    return held, next((one for one in said if held and one.message.ts > since and _is_back(one)), None)


def _is_hold(one: Described) -> bool:
    return one.audio is not None and one.audio.direction == "sendonly"


def _is_back(one: Described) -> bool:
    return one.speaks and one.listens


def _has_lost_the_call(stretch: Stretch) -> bool:
    """Whether the speaker answered 481 to a change of the call later on: `dialog-unknown` tells that, and its silence follows from it."""
    asked = stretch.talk.leg.transactions_of("INVITE", "UPDATE", "INFO")
    return any(t.final and t.final.status == 481 and t.final.src.ip == stretch.speaker and t.first.ts > stretch.last.last_ts for t in asked)


def _may_record(call: Call, scene: Scene, stretch: Stretch) -> bool:
    """Whether a server that was called itself may be taking a message: after its greeting it listens, and most send nothing then."""
    bye, after = stretch.talk.bye, (stretch.last.last_ts - stretch.talk.answer.ts) / 1e6
    is_server = scene.host(stretch.speaker).role == "pbx" or (call.callee or "").startswith("*")
    alone = all(one.answer is None for one in call.legs if one is not stretch.talk.leg)  # nobody else it called was ever on the line
    own = is_server and alone and stretch.side == "first"
    return own and bye is not None and bye.src.ip == stretch.listener and after <= _GREETING


def _mute(call: Call, stretch: Stretch) -> str:
    """Who speaks; the host itself where it cancelled whom it had called and answered in their place: they were never on the line."""
    others = [one for one in call.legs if one is not stretch.talk.leg]
    took_over = stretch.side == "first" and any(map(cancel_of, others)) and all(one.answer is None for one in others)
    return stretch.speaker if took_over else person(call, OTHER[stretch.side]) or stretch.speaker


def _finding(call: Call, scene: Scene, stretch: Stretch, *, is_all: bool) -> Finding:
    last = stretch.last
    goes_on = [s for s in stretch.back if s.last_ts - last.last_ts >= hearing.STOPPED * 1e6]
    is_fed = any(stream.last_ts - last.last_ts >= hearing.STOPPED * 1e6 for stream in feeders(call, stretch))
    is_borne = (stretch.silent or 0.0) > _PATIENCE and not is_fed
    confidence: Confidence = "likely" if (goes_on or is_fed) and not is_borne else "possible"
    bye = stretch.talk.bye
    # Where no voice went the other way, an announcement may have ended; where both ended, something happened.
    held, back = _hold(stretch)
    records = _may_record(call, scene, stretch) and not is_fed and not held
    is_weak = is_borne or (confidence == "possible" and not is_all) or records or bool(held and not back)
    alone = "recording" if records else "both" if is_all and not goes_on else ""
    variant = "passed-on" if is_fed else ("resumed" if back else "held") if held else alone
    return Finding(
        rule=RULE.slug,
        severity="notice" if is_weak else "error" if confidence == "likely" else "warning",
        confidence=weaker(confidence, stretch.talk.leg.confidence),
        at_fault="pbx" if is_fed else "unknown",
        evidence=(
            *((proof("held", held.message),) if held and not is_fed else ()),
            stream_proof("stopped", last),
            *((proof("resumed", back.message),) if back and not is_fed else ()),
            *((proof("hangup", bye),) if bye else ()),
        ),
        values={
            "deaf": person(call, stretch.side) or stretch.listener,
            "mute": _mute(call, stretch),
            "speaker": stretch.speaker,
            "listener": stretch.listener,
            "after": (last.last_ts - stretch.talk.answer.ts) / 1e6,
            "silent": stretch.silent,
            **({"since": (held.message.ts - stretch.talk.answer.ts) / 1e6} if held else {}),
            **({"until": (back.message.ts - stretch.talk.answer.ts) / 1e6} if back else {}),
        },
        variant=variant,
        is_cause=not is_weak,
        at=max((m.number for m in stretch.talk.leg.messages if m.ts <= last.last_ts), default=stretch.talk.answer.number),
    )


def _of_change(call: Call, past: Past) -> Finding:
    talk, moved = past.talk, past.move.message
    return Finding(
        rule=RULE.slug,
        severity="error" if past.before else "warning",
        confidence=weaker("likely" if past.before else "possible", talk.leg.confidence),
        at_fault="unknown",
        evidence=(proof("moved", moved), stream_proof("sent", past.sent)),
        values={
            "deaf": person(call, past.side) or talk.host(past.side).ip,
            "mute": person(call, OTHER[past.side]) or past.sent.dst.ip,
            "server": moved.src.ip,
            "listener": talk.host(past.side).ip,
            "speaker": past.sent.dst.ip,
            "sent": past.sent.packets,
            "after": (moved.ts - talk.answer.ts) / 1e6,
        },
        variant="direct",
        is_cause=True,
        at=moved.number,
    )


_EN = {
    "stopped": "the voice that ended",
    "held": "puts the call on hold",
    "resumed": "the hold ends here",
    "hangup": "hung up only here",
    "moved": "voice is to go directly from here on",
    "sent": "voice to the new address",
}
_RU = {
    "stopped": "голос, который оборвался",
    "held": "ставит вызов на удержание",
    "resumed": "здесь удержание снято",
    "hangup": "разъединение только здесь",
    "moved": "с этого момента голос идёт напрямую",
    "sent": "голос на новый адрес",
}

RULE = Rule(
    slug="media-stopped",
    area="media",
    seeks=Seeks(
        results=frozenset({"answered"}),
        signs=Sign.STOPPED,
        either=Seeks(results=frozenset({"answered"}), flags=Flag.REINVITE, with_rtp=True),
    ),
    check=check,
    needs=("rtp",),
    felt=("", "both", "passed-on", "resumed"),
    references=("RFC 3264 sections 8.3.1 and 8.4", "RFC 3550"),
    texts={
        "": Text(
            en=Words(
                title="{deaf} stopped hearing {mute} {after:seconds} after the answer",
                explanation=(
                    "Voice from {speaker} ended {after:seconds} after the answer, and the call went on for {silent:seconds}. No message "
                    "put it on hold or moved it then, and {speaker} had not paused like that before."
                ),
                fix=(
                    "Ask whether somebody pressed the mute key: some telephones send nothing then.",
                    "Capture at {speaker}: does voice still leave it? If it does, a NAT or firewall closed on the way (UDP timeout).",
                    "Compare with other calls at that moment: a link or a program may have failed.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{deaf} перестал слышать {mute} через {after:seconds} после ответа",
                explanation=(
                    "Голос от {speaker} оборвался через {after:seconds} после ответа, а вызов продолжался ещё {silent:seconds}. Ни одно "
                    "сообщение в это время не ставило его на удержание и не переводило, и раньше таких пауз {speaker} не делал."
                ),
                fix=(
                    "Спросите, не нажимал ли кто-нибудь кнопку отключения микрофона: некоторые телефоны тогда ничего не отправляют.",
                    "Снимите дамп у {speaker}: выходит ли голос? Если выходит, по пути закрылся NAT или межсетевой экран (таймаут UDP).",
                    "Сравните с другими вызовами в этот момент: мог отказать канал или программа.",
                ),
                notes=_RU,
            ),
        ),
        "held": Text(
            en=Words(
                title="{mute} held the call, and what {deaf} heard meanwhile ended {silent:seconds} before the call did",
                explanation=(
                    "{since:seconds} after the answer {speaker} put the call on hold and went on sending (sendonly: music, as a rule). "
                    "That ended {after:seconds} after the answer; the call was never resumed, and {deaf} heard nothing for "
                    "{silent:seconds}. Who hears silence on hold takes the call for lost."
                ),
                fix=(
                    "Look at the music on hold of {speaker}: a file that ends and is not repeated, a source that broke off.",
                    "Ask {mute} whether the call was to be resumed: a telephone that failed at that sends nothing any more.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{mute} держал вызов на удержании, и то, что слышал {deaf}, оборвалось за {silent:seconds} до конца вызова",
                explanation=(
                    "Через {since:seconds} после ответа {speaker} поставил вызов на удержание и продолжал передавать (sendonly: обычно "
                    "это музыка). Она оборвалась через {after:seconds} после ответа, с удержания вызов так и не сняли, и {deaf} ничего не "
                    "слышал {silent:seconds}. Тишину на удержании принимают за обрыв."
                ),
                fix=(
                    "Проверьте музыку на удержании у {speaker}: файл кончился и не повторяется, оборвался источник.",
                    "Спросите {mute}, пытались ли вернуться к разговору: телефон, у которого это не вышло, больше ничего не передаёт.",
                ),
                notes=_RU,
            ),
        ),
        "resumed": Text(
            en=Words(
                title="{deaf} did not hear {mute} again after the call had been on hold",
                explanation=(
                    "{speaker} put the call on hold {since:seconds} after the answer and resumed it {until:seconds} after the answer. "
                    "Its voice had ended {after:seconds} after the answer and did not come back in the {silent:seconds} until the end."
                ),
                fix=(
                    "Capture at {speaker}: does voice leave it once the hold ends? If not, it failed to resume: its log, its firmware.",
                    "If it leaves, a NAT or firewall closed on the way while nothing was sent: let it send on hold, too (music).",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="После удержания {deaf} больше не слышал {mute}",
                explanation=(
                    "{speaker} поставил вызов на удержание через {since:seconds} после ответа и снял с него через {until:seconds} после "
                    "ответа. Голос от него оборвался через {after:seconds} после ответа и не вернулся за {silent:seconds} до конца вызова."
                ),
                fix=(
                    "Снимите дамп у {speaker}: выходит ли голос после снятия с удержания? Если нет, смотрите его журнал и прошивку.",
                    (
                        "Если выходит, пока ничего не передавалось, по пути закрылся NAT или межсетевой экран: пусть передаёт и на "
                        "удержании (музыка, keepalive)."
                    ),
                ),
                notes=_RU,
            ),
        ),
        "recording": Text(
            en=Words(
                title="{speaker} fell silent {after:seconds} after the answer: it may have been taking a message",
                explanation=(
                    "{speaker} took the call itself and its voice ended {after:seconds} after the answer; {deaf} hung up {silent:seconds} "
                    "later. A mailbox that records what is said sends nothing meanwhile, as a rule. Of a menu or a conference the silence "
                    "would be a fault."
                ),
                fix=(
                    "Ask what number that is: of a mailbox nothing is to be done.",
                    "Else look into the log of {speaker} at that moment: a sound file that is missing, an application that ended.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="Через {after:seconds} после ответа {speaker} замолчал: возможно, записывал сообщение",
                explanation=(
                    "{speaker} ответил на вызов сам и перестал передавать голос через {after:seconds} после ответа; ещё через "
                    "{silent:seconds} {deaf} положил трубку. Голосовая почта, пока записывает сообщение, обычно ничего не передаёт. "
                    "Для меню или конференции такая тишина была бы неисправностью."
                ),
                fix=(
                    "Выясните, что это за номер: если голосовая почта, делать ничего не нужно.",
                    "Если нет, смотрите журнал {speaker} за этот момент: не нашёлся звуковой файл, завершилось приложение.",
                ),
                notes=_RU,
            ),
        ),
        "both": Text(
            en=Words(
                title="All voice ended {after:seconds} after the answer, {silent:seconds} before the call did",
                explanation=(
                    "Voice both ways ended {after:seconds} after the answer, while the call went on for {silent:seconds}. No message "
                    "explains it. Either the network failed for both, or voice no longer passed this capture point."
                ),
                fix=(
                    "Compare with other calls at that moment: did all voice end?",
                    "If media were to go directly between the telephones (directmedia, bypass), capture there.",
                    "Look at the log of {speaker} at that moment.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="Весь голос оборвался через {after:seconds} после ответа, за {silent:seconds} до конца вызова",
                explanation=(
                    "Голос в обе стороны оборвался через {after:seconds} после ответа, а вызов продолжался ещё {silent:seconds}. Ни одно "
                    "сообщение этого не объясняет. Либо сеть отказала для обоих, либо голос перестал проходить через эту точку съёма."
                ),
                fix=(
                    "Сравните с другими вызовами в этот момент: оборвался ли весь голос?",
                    "Если голос должен идти между телефонами напрямую (directmedia, bypass), снимите дамп там.",
                    "Посмотрите журнал {speaker} за этот момент.",
                ),
                notes=_RU,
            ),
        ),
        "passed-on": Text(
            en=Words(
                title="{speaker} stopped passing on the voice of {mute} {after:seconds} after the answer",
                explanation=(
                    "Voice of {mute} still comes to {speaker}, and {speaker} sent the last of it to {listener} {after:seconds} after the "
                    "answer. The call went on for {silent:seconds}, and {deaf} heard nothing any more."
                ),
                fix=(
                    "Look into the log of {speaker} at that moment: a bridge that was left, a lost source address (strictrtp), an error.",
                    "Asterisk: rtp set debug on; FreeSWITCH: uuid_dump of both legs.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{speaker} перестал передавать голос {mute} через {after:seconds} после ответа",
                explanation=(
                    "Голос {mute} на {speaker} по-прежнему приходит, но последний пакет на {listener} ушёл через {after:seconds} после "
                    "ответа. Вызов продолжался ещё {silent:seconds}, и {deaf} больше ничего не слышал."
                ),
                fix=(
                    "Посмотрите журнал {speaker} за этот момент: канал вышел из моста, сменился адрес источника (strictrtp), ошибка.",
                    "Asterisk: rtp set debug on; FreeSWITCH: uuid_dump обоих плеч.",
                ),
                notes=_RU,
            ),
        ),
        "direct": Text(
            en=Words(
                title="{deaf} stopped hearing {mute} when {server} let voice go directly to {speaker}",
                explanation=(
                    "{after:seconds} after the answer {server} told {listener} to send voice to {speaker} and no longer to the server. "
                    "{listener} did ({sent:count:packet|packets}), and from then on nothing came to it from anywhere. The two networks "
                    "have no way to each other, or a firewall between them admits none."
                ),
                fix=(
                    (
                        "Let {server} carry the voice: Asterisk PJSIP direct_media=no (it is on by default), chan_sip directmedia=no, "
                        "FreeSWITCH without bypass_media, 3CX: PBX delivers audio."
                    ),
                    "Or open a way for UDP between {listener} and {speaker}: routes of the VPN, the firewall between the networks.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{deaf} перестал слышать {mute}, когда {server} направил голос напрямую на {speaker}",
                explanation=(
                    "Через {after:seconds} после ответа {server} велел {listener} отправлять голос на {speaker}, а не на сервер. "
                    "{listener} так и сделал ({sent:count:пакет|пакета|пакетов}), и с этого момента к нему не пришло ничего ниоткуда. Пути "
                    "между этими двумя сетями нет, или его закрывает межсетевой экран."
                ),
                fix=(
                    (
                        "Пусть голос идёт через {server}: Asterisk PJSIP direct_media=no (по умолчанию включено), chan_sip directmedia=no, "
                        "FreeSWITCH без bypass_media, 3CX: «АТС передаёт аудио»."
                    ),
                    "Или откройте путь для UDP между {listener} и {speaker}: маршруты VPN, межсетевой экран между сетями.",
                ),
                notes=_RU,
            ),
        ),
    },
)
