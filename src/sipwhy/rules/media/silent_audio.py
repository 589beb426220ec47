"""Packets of voice come all the time, and all of them are silence."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof, stream_proof
from sipwhy.diagnosis.offers import has_fax
from sipwhy.diagnosis.paging import is_page
from sipwhy.diagnosis.talk import OTHER, SIDES, person
from sipwhy.diagnosis.voice_times import Stretch, way_to
from sipwhy.model import Call, Finding, Side, Stream
from sipwhy.model.finding import weaker
from sipwhy.model.sign import Sign
from sipwhy.model.sound import Sounds
from sipwhy.reference import hearing
from sipwhy.reference.payload_types import NOISE

_G711 = (0, 8)
_FAX = ("fax-calling", "fax-answer")


class _Lost(Struct, frozen=True):
    """Where voice to a side becomes silence."""

    stretch: Stretch
    fed: Stream | None
    """The voice that came to the host which sends silence on."""
    sealed: Stream | None = None
    """What came to it encrypted, of which nobody knows whether it is voice."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where one side sends digital silence, or comfort noise alone, from the answer on, hears voice, and a person should hear it."""
    if _is_fax(call, scene):
        return  # a machine that calls may wait without a sound until the other has answered (ITU-T T.30 section 4)
    found = [lost for side in SIDES if (lost := _lost(call, scene, side))]
    if len(found) == 1:
        yield _finding(call, scene, found[0])


def _is_fax(call: Call, scene: Scene) -> bool:
    """Whether machines talk: T.38 was offered, or a fax is heard."""
    sounds = scene.sounds(call.number)
    heard = (spell for stream in call.streams if (sound := sounds.of(stream.index)) for spell in sound.spells)
    return any(has_fax(m) for m in call.messages) or any(spell.nature in _FAX for spell in heard)


def _lost(call: Call, scene: Scene, side: Side) -> _Lost | None:
    """The first stretch on the way to a side on which there is silence; None if it is heard, or nobody listens there."""
    way = tuple(one for one in way_to(call, side) if one.talk.seconds_expected(side) >= hearing.TALK)
    ear = _Ear(scene.sounds(call.number))
    silent = [at for at, one in enumerate(way) if ear.is_empty(one.streams)]
    if not silent or not ear.is_empty(way[-1].streams) or not any(ear.is_voice(stream) for one in way for stream in one.back):
        return None
    if scene.host(way[-1].first.dst.ip).is_server:
        return None  # a voice menu or mailbox listens: whoever calls it may well say nothing
    if side == "first" and is_page(call):
        return None  # who is paged listens
    came = [stream for one in way[: silent[0]] for stream in one.streams if stream.dst.ip == way[silent[0]].speaker]
    fed, sealed = next(filter(ear.is_voice, came), None), next(filter(ear.is_shut, came), None)
    if fed and _is_noise(way[silent[0]].streams) and not ear.is_speech(fed):
        return None  # noise of a room came, and a server that tells voice from noise has nothing else to pass on
    if fed is None and _is_own_program(call, scene, way[silent[0]].speaker):
        return None  # no microphone: a conference of one, paging, a menu that waits; whether it should play something is not known
    return _Lost(way[silent[0]], fed, None if fed else sealed)


def _is_own_program(call: Call, scene: Scene, speaker: str) -> bool:
    """Whether a server took the call itself: the capture was made on it, and it called nobody."""
    return scene.host(speaker).is_server and scene.is_vantage(speaker) and all(leg.src.ip != speaker for leg in call.legs)


def _is_noise(streams: tuple[Stream, ...]) -> bool:
    """Whether nothing but comfort noise went this way (RFC 3389), for longer than people keep silent when a call begins."""
    kinds = {kind for stream in streams for kind, _ in stream.payload_types}
    lasted = max(stream.last_ts for stream in streams) - min(stream.first_ts for stream in streams)
    return kinds <= set(NOISE) and lasted >= hearing.SAID_NOTHING * 1e6


class _Ear(Struct, frozen=True):
    """
    Tells silence and voice: of G.711 in the clear by its bytes, of all else by what was heard, if it was listened to.

    The bytes of SRTP are never alike: digital silence is as various in it as voice (RFC 3711 section 4.1).
    """

    sounds: Sounds

    def is_empty(self, streams: tuple[Stream, ...]) -> bool:
        """Whether nobody's voice is in what went this way."""
        return _is_noise(streams) or self.is_silent(streams)

    def is_silent(self, streams: tuple[Stream, ...]) -> bool:
        """Whether nothing but digital silence went this way, for long enough."""
        packets, lost = sum(stream.packets for stream in streams), sum(stream.lost for stream in streams)
        if lost >= packets / 2:
            return False  # a third or more never came: what those carried is not known
        return packets >= hearing.TALK * hearing.SECOND and sum(map(self._silent, streams)) >= packets * hearing.SILENT

    def is_voice(self, stream: Stream) -> bool:
        """Whether there is something in it."""
        if stream.packets < hearing.TALK * hearing.SECOND:
            return False
        if self._tells_by_bytes(stream):
            return stream.flat < stream.packets / 2
        sound = self.sounds.of(stream.index)
        return sound is not None and sound.level.active is not None and sound.level.silent < 1 / 2

    def is_speech(self, stream: Stream) -> bool:
        """Whether somebody was heard to speak in it."""
        sound = self.sounds.of(stream.index)
        return sound is not None and any(spell.nature == "speech" for spell in sound.spells)

    def is_shut(self, stream: Stream) -> bool:
        """Whether it is encrypted, and was not opened."""
        return self._is_sealed(stream) and self.sounds.of(stream.index) is None and stream.packets >= hearing.TALK * hearing.SECOND

    def _is_sealed(self, stream: Stream) -> bool:
        lock = self.sounds.locks.get(stream.index)
        return stream.extra in hearing.TAGS or (lock is not None and (lock.opened > 0 or lock.locked is not None))

    def _tells_by_bytes(self, stream: Stream) -> bool:
        return stream.payload_type in _G711 and not self._is_sealed(stream)

    def _silent(self, stream: Stream) -> float:
        """How many of its packets are silence."""
        if self._tells_by_bytes(stream):
            return stream.flat
        sound = self.sounds.of(stream.index)
        return stream.packets if sound and sound.level.silent >= hearing.SILENT else 0


def _variant(lost: _Lost, *, noise: bool, by_trunk: bool) -> str:
    """Which words say it."""
    if lost.fed:
        return "passed-on"
    if lost.sealed:
        return "sealed"
    return "noise" if noise else "trunk" if by_trunk else ""


def _finding(call: Call, scene: Scene, lost: _Lost) -> Finding:
    stretch, stream = lost.stretch, lost.stretch.first
    noise = _is_noise(stretch.streams) and lost.fed is None
    evidence = [proof("answered", stretch.talk.answer), stream_proof("silent", stream)]
    if lost.fed:
        evidence.append(stream_proof("fed", lost.fed))
    if lost.sealed:
        evidence.append(stream_proof("sealed", lost.sealed))
    return Finding(
        rule=RULE.slug,
        severity="error" if lost.fed else "notice" if noise else "warning",  # a person may simply have listened
        confidence=weaker("possible" if noise else "likely", stretch.talk.leg.confidence),
        at_fault="pbx" if lost.fed else "unknown",
        evidence=tuple(evidence),
        values={
            "deaf": person(call, stretch.side) or stream.dst.ip,
            "mute": person(call, OTHER[stretch.side]) or stream.src.ip,
            "speaker": stream.src.ip,
            "listener": stream.dst.ip,
            "n": sum(one.packets for one in stretch.streams),
        },
        variant=_variant(lost, noise=noise, by_trunk=scene.host(stream.src.ip).role == "trunk"),
        is_cause=not noise,
        at=stretch.talk.answer.number,
    )


_EN = {
    "answered": "answered: voice should begin here",
    "silent": "silence in every packet",
    "fed": "the voice that came to it",
    "sealed": "what came to it, encrypted",
}
_RU = {
    "answered": "вызов принят: здесь должен начаться голос",
    "silent": "тишина в каждом пакете",
    "fed": "голос, который на него пришёл",
    "sealed": "что на него пришло, зашифровано",
}

RULE = Rule(
    slug="silent-audio",
    area="media",
    seeks=Seeks(results=frozenset({"answered"}), signs=Sign.SILENT | Sign.LISTENED),
    check=check,
    needs=("rtp",),
    felt=("noise",),
    references=("ITU-T G.711", "RFC 3711 section 4.1", "RFC 3389 section 4"),
    texts={
        "": Text(
            en=Words(
                title="{deaf} hears {mute} as dead silence: every packet is empty",
                explanation=(
                    "{speaker} sent {n:count:packet|packets} of voice to {listener}, and each of them is digital silence, or no louder "
                    "than the smallest step of G.711. The network delivers them, so it is not one-way audio: no sound goes into them. "
                    "Whoever speaks, or only breathes into the handset, is louder than that; a muted microphone or a missing one is not."
                ),
                fix=(
                    "Ask whether {mute} said anything at all, and whether the microphone was muted, on the device or on its headset.",
                    (
                        "Softphone: the right microphone chosen, permission to use it given (Windows and macOS privacy settings), no other "
                        "program holding it."
                    ),
                    "Telephone: another handset and cord; a headset's switch; the volume of the microphone.",
                    "Gateway or PBX behind {speaker}: the line's voice does not reach it; capture there, too.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{deaf} слышит вместо {mute} мёртвую тишину: все пакеты пустые",
                explanation=(
                    "{speaker} отправил на {listener} {n:count:пакет|пакета|пакетов} голоса, и в каждом цифровая тишина или уровень не "
                    "выше наименьшей ступени G.711. Сеть их доставляет, так что это не односторонняя слышимость: в пакеты не попадает "
                    "звук. Речь и даже дыхание в трубку громче; так бывает при выключенном или неподключённом микрофоне."
                ),
                fix=(
                    "Спросите, говорил ли {mute} вообще и не был ли выключен микрофон: на аппарате или на гарнитуре.",
                    (
                        "Софтфон: выбран ли нужный микрофон, разрешён ли к нему доступ (конфиденциальность в Windows и macOS), не занят ли "
                        "он другой программой."
                    ),
                    "Телефон: попробуйте другую трубку и шнур, переключатель гарнитуры, громкость микрофона.",
                    "Если за {speaker} шлюз или АТС, голос с линии до него не доходит: снимите дамп и там.",
                ),
                notes=_RU,
            ),
        ),
        "trunk": Text(
            en=Words(
                title="{deaf} hears {mute} as dead silence: every packet of the carrier is empty",
                explanation=(
                    "{speaker} sent {n:count:packet|packets} of voice to {listener}, and each of them is digital silence, or no louder "
                    "than the smallest step of G.711. They arrive, so it is no one-way audio on the way to here: behind {speaker} no sound "
                    "goes into them. The microphone of {mute} may be muted, or the carrier's gateway gets no voice."
                ),
                fix=(
                    "Call other numbers by this carrier: if this one alone is silent, ask {mute} about microphone and mute key.",
                    "If others are silent, too: send the carrier the time, both numbers and the Call-ID, and ask whether voice comes to "
                    "{speaker} from its other side.",
                    "Offer the carrier one codec alone (G.711 A-law), and call again: a gateway that cannot convert may send silence.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{deaf} слышит вместо {mute} мёртвую тишину: все пакеты от оператора пустые",
                explanation=(
                    "{speaker} отправил на {listener} {n:count:пакет|пакета|пакетов} голоса, и в каждом цифровая тишина или уровень не "
                    "выше наименьшей ступени G.711. Они доходят, так что дело не в пути сюда: звук не попадает в них ещё за {speaker}. "
                    "Либо у {mute} выключен микрофон, либо до шлюза оператора голос не доходит."
                ),
                fix=(
                    "Позвоните через этого оператора на другие номера: если молчит только этот, спросите у {mute} про микрофон и кнопку "
                    "mute.",
                    "Если молчат и другие, передайте оператору время, оба номера и Call-ID и спросите, приходит ли голос на {speaker} с "
                    "другой стороны.",
                    "Предложите оператору только один кодек (G.711 A-law) и позвоните снова: шлюз, который не может перекодировать, может "
                    "слать тишину.",
                ),
                notes=_RU,
            ),
        ),
        "noise": Text(
            en=Words(
                title="{mute} says nothing in the whole call: {speaker} sends comfort noise alone",
                explanation=(
                    "All {n:count:packet|packets} from {speaker} to {listener} are comfort noise (RFC 3389): what a sender with voice "
                    "activity detection tells of its room while nobody speaks. Not one packet of voice came, from the answer to the "
                    "end. Either nobody spoke there, or the microphone is off, or the detection takes voice for noise."
                ),
                fix=(
                    "Ask whether {mute} said anything at all, and whether the microphone was muted, on the device or on its headset.",
                    "If it was not: switch silence suppression (VAD, comfort noise) off on {speaker}, and call once more.",
                ),
                notes=_EN | {"silent": "comfort noise in every packet"},
            ),
            ru=Words(
                title="{mute} за весь вызов ничего не сказал: {speaker} отправляет только комфортный шум",
                explanation=(
                    "Все {n:count:пакет|пакета|пакетов} от {speaker} к {listener} — комфортный шум (RFC 3389): так отправитель с "
                    "подавлением тишины (VAD) описывает шум помещения, пока никто не говорит. Ни одного пакета голоса не было от ответа "
                    "до конца. Или там никто не говорил, или выключен микрофон, или VAD принимает голос за шум."
                ),
                fix=(
                    "Спросите, говорил ли {mute} вообще и не был ли выключен микрофон: на аппарате или на гарнитуре.",
                    "Если не был, выключите на {speaker} подавление тишины (VAD, комфортный шум) и позвоните ещё раз.",
                ),
                notes=_RU | {"silent": "комфортный шум в каждом пакете"},
            ),
        ),
        "passed-on": Text(
            en=Words(
                title="{speaker} passes on silence in place of the voice of {mute}",
                explanation=(
                    "Voice of {mute} comes to {speaker}, and each of the {n:count:packet|packets} that it sends on to {listener} is "
                    "digital silence or comfort noise. So the voice is lost inside {speaker}: muted there, or not decoded."
                ),
                fix=(
                    "Look whether the channel is muted on {speaker}: a conference's mute, MuteAudio of AMI, uuid_audio of FreeSWITCH.",
                    "Look for a codec that it cannot decode on the way: core show translation in Asterisk; its log at that moment.",
                    "Update {speaker}, or try both legs with one codec (no transcoding).",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{speaker} передаёт дальше тишину вместо голоса {mute}",
                explanation=(
                    "Голос {mute} на {speaker} приходит, а в каждом из отправленных дальше на {listener} пакетов (всего {n}) цифровая "
                    "тишина или комфортный шум. Значит, голос теряется внутри {speaker}: там он заглушён или не декодируется."
                ),
                fix=(
                    "Проверьте, не заглушён ли канал на {speaker}: mute в конференции, MuteAudio в AMI, uuid_audio во FreeSWITCH.",
                    "Ищите кодек, который он не декодирует: core show translation в Asterisk, журнал за этот момент.",
                    "Обновите ПО на {speaker} или попробуйте на обоих плечах один кодек (без перекодирования).",
                ),
                notes=_RU,
            ),
        ),
        "sealed": Text(
            en=Words(
                title="{deaf} hears {mute} as dead silence; {mute} sends SRTP, and whose silence that is nobody knows yet",
                explanation=(
                    "Each of the {n:count:packet|packets} that {speaker} sends on to {listener} is digital silence. What comes to it from "
                    "{mute} is SRTP that was not opened: that may be silence as well (a muted microphone), or voice that is lost inside "
                    "{speaker}."
                ),
                fix=(
                    "Let sipwhy open it: sipwhy FILE --listen does so where the SDP has the key, or a key log (--keylog) that of DTLS.",
                    "Without a key: ask whether the microphone of {mute} was muted, on the device or on its headset.",
                    "Or record on {speaker} what it decrypts (MixMonitor in Asterisk, uuid_record in FreeSWITCH), and listen to it.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{deaf} слышит вместо {mute} мёртвую тишину; {mute} шлёт SRTP, и чья это тишина, пока не известно",
                explanation=(
                    "В каждом из пакетов, отправленных {speaker} дальше на {listener} (всего {n}), цифровая тишина. А приходит на него от "
                    "{mute} SRTP, который не расшифрован: там тоже может быть тишина (выключен микрофон), а может быть голос, который "
                    "теряется внутри {speaker}."
                ),
                fix=(
                    "Дайте sipwhy заглянуть внутрь: sipwhy FILE --listen, если ключ есть в SDP или в журнале ключей DTLS (--keylog).",
                    "Если ключа нет, спросите, не был ли выключен микрофон у {mute}: на аппарате или на гарнитуре.",
                    "Или запишите на {speaker} то, что он расшифровал (MixMonitor в Asterisk, uuid_record во FreeSWITCH), и послушайте.",
                ),
                notes=_RU,
            ),
        ),
    },
)
