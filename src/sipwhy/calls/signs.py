"""Works out the signs of media for every leg, from columns over streams and reports: where a rule about media can hit at all."""

from __future__ import annotations

import numpy as np

from sipwhy.calls.endings import sign_endings
from sipwhy.calls.redirections import sign_redirections
from sipwhy.calls.told_loss import refuted, shares_lost, told_loss
from sipwhy.model.flag import Flag
from sipwhy.model.sign import Sign
from sipwhy.reference import hearing
from sipwhy.wire import Evidence
from sipwhy.wire.columns import Array, among, among_keys, mixed

_NEVER = np.iinfo(np.int64).max
_AUDIO, _EVENTS = 1, 2
"""Bits of a leg's column "description", of one side; those of the other side are two further up."""
_LARGEST = 1 << 16
"""More bytes than a packet has: what is below is not known."""
_USUAL = int(hearing.PACKET_TIME * 1000)


def signs_of_legs(evidence: Evidence, of_leg: Array) -> Array:
    """The signs of each leg, as bits of `Sign`; `of_leg` is the call of each leg."""
    signs = np.zeros(evidence.leg_count, dtype=np.int64)
    answered = evidence.legs("flags") & Flag.ANSWERED != 0
    sign_endings(evidence, signs, answered)
    sign_redirections(evidence, signs, of_leg)
    first, second = evidence.legs("description") & 3, evidence.legs("description") >> 2
    both = first & second & _AUDIO != 0
    signs[answered & both & ((first ^ second) & _EVENTS != 0)] |= Sign.EVENTS_ONE_SIDED
    if evidence.handshakes:
        _sign_keys(evidence, signs, answered)
    if evidence.media.stream_count and evidence.leg_count:
        _Signer(evidence, signs, answered).sign(of_leg)
    return signs


def _sign_keys(evidence: Evidence, signs: Array, answered: Array) -> None:
    """Answered legs with SRTP of which no voice came."""
    without = answered & (evidence.legs("flags") & Flag.SECURE_MEDIA != 0)
    leg = evidence.media.streams("leg").astype(np.int64)
    without[leg[leg < len(without)]] = False
    signs[without] |= Sign.KEYS_UNMADE


class _Signer:
    """Signs the legs that have media."""

    def __init__(self, evidence: Evidence, signs: Array, answered: Array) -> None:
        self._evidence = evidence
        self._media = evidence.media
        self._signs = signs
        self._answered = answered
        leg = self._media.streams("leg").astype(np.int64)
        voice = (leg < len(signs)) & (self._media.streams("audio") == 1)
        self._chosen = np.flatnonzero(voice)
        """The streams of voice that belong to a leg."""
        self._leg = leg[self._chosen]

    def sign(self, of_leg: Array) -> None:
        """Signs all of them."""
        self._sign_loss()
        self._sign_jitter()
        self._sign_packets()
        self._sign_ways()
        self._sign_silence(of_leg)
        self._sign_moments()
        self._sign_strangers()
        self._sign_told()
        self._sign_delay()
        self._sign_absence(of_leg)
        keyed = np.zeros(int(of_leg.max()) + 1, dtype=bool)
        with_keys = self._column("beside") >= hearing.DIGIT
        keyed[of_leg[self._leg[with_keys]]] = True
        self._mark(with_keys, Sign.KEYED)
        self._signs[(self._signs & Sign.EVENTS_ONE_SIDED != 0) & keyed[of_leg]] |= Sign.KEYED_ONE_SIDED

    def _column(self, name: str) -> Array:
        return self._media.streams(name)[self._chosen]

    def _mark(self, hits: Array, sign: Sign) -> None:
        """Marks the legs of some of the chosen streams."""
        self._signs[self._leg[hits]] |= sign

    def _sign_loss(self) -> None:
        hole, is_refuted = self._column("hole") >= hearing.HOLE * 1e6, refuted(self._media)[self._chosen]
        lost = self._column("lost").astype(np.int64)
        lost = np.where(hole, np.maximum(lost - self._column("longest"), 0), lost)
        sent = self._column("packets") + lost
        many = (sent >= hearing.ENOUGH) & (lost >= hearing.FEW_LOST)
        share = lost / np.maximum(sent, 1)
        limits = ((hearing.LOSS_NOTED, Sign.LOSS_NOTED), (hearing.LOSS_HEARD, Sign.LOSS_HEARD), (hearing.LOSS_BAD, Sign.LOSS_BAD))
        for limit, sign in limits:
            self._mark(many & ~is_refuted & (share >= limit), sign)
        self._mark(many & is_refuted & (share >= hearing.LOSS_NOTED), Sign.LOSS_ONLY_HERE)
        self._mark(hole & ~is_refuted, Sign.HOLE)

    def _sign_jitter(self) -> None:
        jitter, enough = self._column("jitter") / 1000, self._column("packets") >= hearing.ENOUGH
        even = self._even[self._chosen]
        self._mark(enough & ~even & (jitter >= hearing.JITTER_DISORDERED), Sign.JITTER_HEARD)  # perhaps: the rule counts what came late
        self._mark(enough & ~even & (jitter >= hearing.JITTER_BAD), Sign.JITTER_BAD)
        self._mark(enough & even & (jitter >= hearing.JITTER_HEARD), Sign.JITTER_ONLY_HERE)

    def _sign_delay(self) -> None:
        leg, trip = self._media.reports("leg").astype(np.int64), self._media.reports("round_trip")
        far = leg[(trip >= hearing.ROUND_TRIP * 1000 / 2) & (leg < len(self._signs))]
        self._signs[far] |= Sign.FAR

    def _sign_packets(self) -> None:
        """What single packets are like: their types, numbers, sizes."""
        self._mark(self._column("undeclared") >= hearing.DIGIT, Sign.ODD_TYPES)
        self._mark(self._column("undeclared") >= hearing.HALF_SECOND, Sign.UNDECLARED)
        self._mark(self._column("restarts") > 0, Sign.RESTARTED)
        self._mark(self._column("changes") > 0, Sign.VOICE_CHANGED)
        secure, extra = self._evidence.legs("flags")[self._leg] & Flag.SECURE_MEDIA != 0, self._column("extra")
        self._mark(np.where(secure, extra == 0, np.isin(extra, hearing.TAGS)), Sign.ENCRYPTED_OTHERWISE)
        length, enough = self._column("packet_time").astype(np.int64), self._column("packets") >= hearing.ENOUGH
        self._mark(enough & (length > 0) & (np.abs(length - _USUAL) > _USUAL // 10), Sign.PACKET_TIME)
        is_other = (extra != 0) & (extra > -_LARGEST) & ~np.isin(extra, hearing.TAGS)
        pace = self._column("clock") / hearing.G711_CLOCK
        self._mark(enough & is_other & (pace > 0) & (np.abs(pace - 1) > hearing.PACE_ODD), Sign.STEP_ODD)

    @property
    def _even(self) -> Array:
        """Of every stream, whether its receiver tells of far less jitter than is seen here."""
        about, count = self._media.reports("about"), self._media.reports("count")
        known = np.flatnonzero((about < self._media.stream_count) & (count > 1))
        about = about[known]
        clock, seen = self._media.streams("clock")[about], self._media.streams("jitter")[about] / 1000
        told = self._media.reports("jitter")[known] * 1000 / np.maximum(clock, 1)
        even = np.zeros(self._media.stream_count, dtype=bool)
        even[about[(clock > 0) & (told < seen / 4)]] = True
        return even

    def _sign_ways(self) -> None:
        """Between two sockets, what went one way and what the other."""
        src = self._column("src_ip").astype(np.uint64) << np.uint64(16) | self._column("src_port")
        dst = self._column("dst_ip").astype(np.uint64) << np.uint64(16) | self._column("dst_port")
        call = self._evidence.legs("call")[self._leg]
        pairs = mixed([call, np.minimum(src, dst), np.maximum(src, dst)])
        _, pair = np.unique(pairs, return_inverse=True)
        packets = self._column("packets")
        forward = np.bincount(pair, weights=np.where(src < dst, packets, 0))
        back = np.bincount(pair, weights=np.where(src < dst, 0, packets))
        most, least = np.maximum(forward, back), np.minimum(forward, back)
        lonely = (most >= hearing.SECOND) & (least <= most * hearing.STRAYS)
        self._mark(lonely[pair] & self._answered[self._leg], Sign.ONE_WAY)

    def _sign_silence(self, of_leg: Array) -> None:
        """Legs with a stream that is digital silence, where another one of the call is none."""
        packets, flat = self._column("packets"), self._column("flat")
        enough = packets >= hearing.TALK * hearing.SECOND
        silent = enough & (flat >= packets * hearing.SILENT)
        speaks = np.zeros(int(of_leg.max()) + 1, dtype=bool)
        speaks[of_leg[self._leg[enough & (flat < packets / 2)]]] = True
        lasted = (self._column("last_ts") - self._column("first_ts")) / 1e6
        sparse = (lasted >= hearing.SAID_NOTHING) & (packets <= lasted * hearing.NOISE_PACKETS) & (self._column("extra") <= -_LARGEST)
        legs = self._leg[silent | sparse]  # perhaps noise alone: the rule sees of what type it is
        self._signs[legs[speaks[of_leg[legs]] & self._answered[legs]]] |= Sign.SILENT

    def _sign_moments(self) -> None:
        """When media toward each side of a leg began and ended."""
        legs, toward = len(self._signs), self._column("toward").astype(np.int64)
        known = toward > 0
        place = self._leg[known] * 2 + toward[known] - 1
        first, last = np.full(2 * legs, _NEVER), np.zeros(2 * legs, dtype=np.int64)
        np.minimum.at(first, place, self._column("first_ts")[known])
        np.maximum.at(last, place, self._column("last_ts")[known])
        answer, bye = self._evidence.legs("answer_ts"), self._evidence.legs("bye_ts")
        end = np.where(bye > 0, bye, np.maximum(last[::2], last[1::2]))
        for side in (0, 1):
            began, ended = first[side::2], last[side::2]
            heard = (began < _NEVER) & self._answered
            self._signs[heard & (began - answer >= hearing.LATE_HEARD * 1e6)] |= Sign.LATE
            self._signs[heard & (ended > answer) & (end - ended >= hearing.STOPPED * 1e6)] |= Sign.STOPPED

    def _sign_strangers(self) -> None:
        """Sockets that got packets from two hosts at the same time."""
        dst = mixed([self._leg, self._column("dst_ip"), self._column("dst_port")])
        order = np.lexsort((self._column("first_ts"), dst))
        dst, src = dst[order], self._column("src_ip")[order]
        begun, ended = self._column("first_ts")[order], self._column("last_ts")[order]
        together = np.minimum(ended[1:], ended[:-1]) - begun[1:] >= hearing.OVERLAP * 1e6
        strange = (dst[1:] == dst[:-1]) & (src[1:] != src[:-1]) & together
        self._signs[self._leg[order][1:][strange]] |= Sign.FOREIGN

    def _sign_told(self) -> None:
        media, legs = self._media, len(self._signs)
        told = told_loss(media)
        leg = media.streams("leg")[told.about].astype(np.int64)
        counts = (leg < legs) & (media.streams("audio")[told.about] == 1) & (told.lost >= hearing.TOLD_FEW)
        beyond = np.where(counts, told.share - shares_lost(media)[told.about], 0.0)
        for limit, sign in ((hearing.TOLD_LOSS_HEARD, Sign.TOLD_LOSS_HEARD), (hearing.TOLD_LOSS_BAD, Sign.TOLD_LOSS_BAD)):
            self._signs[leg[beyond >= limit]] |= sign
        lasted = (media.reports("last_ts") - media.reports("first_ts")) / 1e6
        nothing = (media.reports("ssrc") == 0) & (media.reports("count") > 1) & (lasted >= hearing.SILENT_REPORTS)
        self._signs[media.reports("leg")[nothing]] |= Sign.TOLD_NOTHING
        self._signs[media.unreached_legs] |= Sign.UNREACHED

    def _sign_absence(self, of_leg: Array) -> None:
        """Answered legs without RTP, between hosts most of whose calls have some in the same file: another may hold RTP of its own."""
        with_rtp = np.zeros(int(of_leg.max()) + 1, dtype=bool)
        with_rtp[of_leg[self._leg]] = True
        has = with_rtp[of_leg]
        silent = self._silent_where_others_speak(has, np.zeros(len(has), dtype=np.int64))
        if len(silent) and self._evidence.file_count > 1:
            in_file = self._silent_where_others_speak(has, self._files(silent))
            silent = in_file[among_keys(in_file, silent)]
        self._signs[silent] |= Sign.NO_RTP

    def _files(self, silent: Array) -> Array:
        """The file in which each answered leg begins that shares a host with a silent one; 0 for the others, which nobody compares."""
        evidence = self._evidence
        src, dst, first = evidence.legs("src_ip"), evidence.legs("dst_ip"), evidence.legs("first")
        hosts = np.concatenate([src[silent], dst[silent]])
        compared = np.flatnonzero(self._answered & (among(src, hosts) | among(dst, hosts)))
        files = np.zeros(len(self._signs), dtype=np.int64)
        files[compared] = [evidence.place(index)[0] for index in first[compared].tolist()]
        return files

    def _silent_where_others_speak(self, has: Array, files: Array) -> Array:
        """The legs that talked for a while without RTP, though between their two hosts, or at one of them, it is usual in their file."""
        evidence = self._evidence
        bye, answer = evidence.legs("bye_ts"), evidence.legs("answer_ts")
        talked = np.flatnonzero(self._answered & (bye - answer >= hearing.STOPPED * 1e6))
        ends = np.sort(np.stack([evidence.legs("src_ip")[talked], evidence.legs("dst_ip")[talked]]), axis=0)
        _, pair = np.unique(mixed([*ends, files[talked]]), return_inverse=True)
        having, lacking = np.bincount(pair, weights=has[talked]), np.bincount(pair, weights=~has[talked])
        usual = (having >= _SEVERAL) & (lacking * 2 <= having)
        silent = talked[~has[talked]]
        return talked[~has[talked] & (usual[pair] | self._is_usual_at_host(silent, has, files)[talked])]

    def _is_usual_at_host(self, silent: Array, has: Array, files: Array) -> Array:
        """Whether several legs of either host of a leg have RTP in its file, however short, and twice as many as talked without it."""
        keys = [self._evidence.legs(name).astype(np.int64) + self._evidence.ip_count * files for name in ("src_ip", "dst_ip")]
        size = self._evidence.ip_count * (int(files.max(initial=0)) + 1)
        speaking = np.flatnonzero(self._answered & has)
        having, lacking = (
            np.bincount(keys[0][legs], minlength=size) + np.bincount(keys[1][legs], minlength=size) for legs in (speaking, silent)
        )
        usual = (having >= _SEVERAL) & (lacking * 2 <= having)
        found: Array = usual[keys[0]] | usual[keys[1]]
        return found


_SEVERAL = 3
"""Calls with RTP between two hosts, or legs of one host, from which it is known that such RTP passes here."""
