"""Calls that a machine hung up because no media came: by what BYE says, or by the moment at which it came."""

from __future__ import annotations

from msgspec import Struct

from sipwhy.calls.endings import TOGETHER
from sipwhy.diagnosis.reading import q850, reason_text
from sipwhy.diagnosis.scene import Scene
from sipwhy.diagnosis.streams import is_gappy
from sipwhy.diagnosis.talk import OTHER, Talk, announced, streams_toward, talks
from sipwhy.model import Call, Confidence, Leg, Message, Side, Stream
from sipwhy.reference.spelling import normalised

_USUAL = (10, 15, 20, 30, 40, 45, 60, 90, 120, 180, 300, 600)
"""Seconds that administrators set such timers to."""
_SLACK = 1.6
"""Seconds by which such a hang-up misses them: Asterisk counts in whole seconds and looks once a second."""
_DEFAULTS, _NEAR = (30, 60), 0.5
"""What such timers are mostly set to (Asterisk's samples have 30 and 60, rtpengine's timeout is 60), and by how many seconds a hang-up may
miss it where the first BYE went to the side that was still heard."""
_SEVERAL = 3
"""Calls that a server hung up after equally long silences, and half of those at least that it hung up in silence: by then it is no
chance. Of one call the moment proves little: of silences of up to a minute four in ten would fit some timer."""
_NO_MEDIA, _ASTERISK = 604, 44
"""FreeSWITCH's cause MEDIA_TIMEOUT; Asterisk's rtp_timeout hangs up with 44, requested channel unavailable."""
_WORDS = ("timeout", "time out", "timed out", "inactiv", "broken", "lack of")
"""As `sipwire::sip::hangup` has them."""


class Lack(Struct, frozen=True):
    """A hang-up for lack of media."""

    leg: Leg
    bye: Message
    silent: float | None
    """Seconds in which nothing had come; None if RTP is not seen here."""
    stream: Stream | None
    """What came before."""
    confidence: Confidence
    says_so: bool

    @property
    def is_guessed(self) -> bool:
        """Whether nothing but the moment of one call speaks for it."""
        return self.confidence == "possible" and not self.says_so


def says_no_media(bye: Message, scene: Scene) -> bool:
    """Whether BYE says that it is for lack of media."""
    cause, said = q850(bye), normalised(reason_text(bye))
    if cause == _NO_MEDIA or (cause == _ASTERISK and scene.host(bye.src.ip).runs("asterisk")):
        return True
    return ("rtp" in said or "media" in said) and any(word in said for word in _WORDS)


def lack_of_media(call: Call, scene: Scene) -> Lack | None:
    """The hang-up of a call for lack of media."""
    byes = [(t.first, leg) for leg in call.legs for t in leg.transactions_of("BYE")]
    if not byes:
        return None
    first, of_first = min(byes, key=lambda one: (one[0].ts, one[0].number))
    for leg in call.legs:
        for bye in (t.first for t in leg.transactions_of("BYE")):
            if says_no_media(bye, scene):
                return _said(call, leg, bye)
    together = [talk for talk in talks(call) if talk.bye and talk.bye.ts - first.ts <= TOGETHER]
    own = [talk for talk in together if talk.bye and _are_of_one((talk.bye, talk.leg), (first, of_first))]
    own.sort(key=lambda talk: talk.bye is not first)
    return next((lack for talk in own if talk.bye and (lack := _by_moment(call, scene, talk, talk.bye, first))), None)


def _are_of_one(one: tuple[Message, Leg], other: tuple[Message, Leg]) -> bool:
    """
    Whether two BYE were sent by one end, behind whose address there may be others: from one socket, or by a server between two legs.

    A server may have several ports: it answered the leg that began sooner, and began the other one.
    """
    if one[0].src == other[0].src or one[0].src.ip != other[0].src.ip:
        return one[0].src == other[0].src
    (answered, sooner), (asked, later) = sorted((one, other), key=lambda of: of[1].messages[0].number)
    return answered.src == sooner.dst and asked.src == later.src


def _said(call: Call, leg: Leg, bye: Message) -> Lack:
    talk = next((one for one in talks(call) if one.leg is leg), None)
    if talk is None or not call.streams:
        return Lack(leg, bye, None, None, "certain" if q850(bye) != _ASTERISK else "likely", says_so=True)
    silent, stream, _ = _silence(call, talk, bye)
    return Lack(leg, bye, silent, stream, "certain" if silent >= 5 else "possible", says_so=True)


def _by_moment(call: Call, scene: Scene, talk: Talk, bye: Message, first: Message) -> Lack | None:
    """A server that hangs up by itself, after as many seconds without voice as such timers have, while it sends voice itself."""
    if scene.host(bye.src.ip).role not in ("pbx", "trunk") or len(call.legs) < 2 or _is_neighbour(call, talk.leg, bye):
        return None
    silent, stream, on = _silence(call, talk, bye)
    silent = min(silent, _awaited(talk, bye))
    usual, slack = (_USUAL, _SLACK) if bye is first else (_DEFAULTS, _NEAR)
    is_usual = any(abs(silent - seconds) <= slack for seconds in usual)
    if not (is_usual and on and stream):
        return None
    silences = scene.silences(bye)
    alike = sum(abs(other - silent) <= _SLACK for other in silences)
    is_proved = alike >= _SEVERAL and 2 * alike >= len(silences)
    if not is_proved and is_gappy(stream):
        return None
    return Lack(talk.leg, bye, silent, stream, "likely" if is_proved else "possible", says_so=False)


def _is_neighbour(call: Call, leg: Leg, bye: Message) -> bool:
    """Whether who hung up only lives at the address of the server, as a softphone does on its host: no other leg has that socket."""
    others = (one for one in call.legs if one is not leg)
    return leg.src.ip == leg.dst.ip and not any(bye.src in (one.src, one.dst) for one in others)


def _awaited(talk: Talk, bye: Message) -> float:
    """
    Seconds for which who hung up had been waiting for voice, by what both sides described; 0 if it waited for none then.

    Of a side on hold, or that means to hear only, nobody expects any, and the time begins anew when it is to speak again: so does
    Asterisk's timer, with each description that it takes.
    """
    side: Side = "first" if bye.src == talk.leg.src else "second"
    return next(((bye.ts - since) / 1e6 for since, until in reversed(talk.listening(side)) if until >= bye.ts), 0.0)


def _silence(call: Call, talk: Talk, bye: Message) -> tuple[float, Stream | None, bool]:
    """Seconds without voice to who hung up, the last stream of it, and whether its own voice went on until then."""
    side: Side = "first" if bye.src == talk.leg.src else "second"
    known = announced(call)
    came, sent = streams_toward(call, talk, side, known), streams_toward(call, talk, OTHER[side], known)
    last = max(came, key=lambda stream: stream.last_ts, default=None)
    since = max(last.last_ts if last else talk.answer.ts, talk.answer.ts)
    on = any(bye.ts - stream.last_ts < 2_000_000 for stream in sent)
    return (bye.ts - since) / 1e6, last, on
