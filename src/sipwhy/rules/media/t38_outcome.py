"""How a fax by T.38 went."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.offers import exchanges, has_fax
from sipwhy.model import AtFault, Call, Evidence, Finding, Message, Severity
from sipwhy.model.fax import Fax, FaxWay
from sipwhy.model.finding import weaker
from sipwhy.model.quirk import Quirk
from sipwhy.reference import hearing

_CONFIRMED = ("MCF", "RTP", "PIP")
"""Signals that confirm a page, or a part of it."""
_ENDED = ("EOP", "EOM", "MPS", "PPS")
"""Signals that ask for that."""
_ENOUGH = 10
"""Packets one way from which silence the other way means something: indicators are repeated."""
_TRAINED = ("CFR",)
_PATIENCE = 10.0
"""Seconds of silence after which a fax is given up: three repeats of a command, 3 s apart (ITU-T T.30, T4)."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where T.38 was agreed on: how it went, or that this cannot be told."""
    agreed = next((one for leg in call.legs for one in exchanges(leg) if has_fax(one.offer) and has_fax(one.answer)), None)
    fax = scene.fax(call.number) if agreed and agreed.answer else None
    if agreed and agreed.answer and fax:
        yield _finding(call, fax, agreed.answer) if fax.ways else _unseen(call, agreed.offer, agreed.answer)


def _unseen(call: Call, offer: Message, answer: Message) -> Finding:
    sender, receiver = (message.sdp.fax.address if message.sdp and message.sdp.fax else None for message in (offer, answer))
    until = call.end if _is_over(call) else max(call.end, call.capture_end)
    return Finding(
        rule=RULE.slug,
        severity="info",
        confidence=weaker("certain", call.first.confidence),
        at_fault="nobody",
        evidence=(proof("agreed", answer),),
        values={"sender": sender or offer.src.ip, "receiver": receiver or answer.src.ip, "gap": (until - answer.ts) / 1e6},
        variant="unseen",
        at=answer.number,
    )


def _is_over(call: Call) -> bool:
    return any(message.method == "BYE" for message in call.messages)


def _finding(call: Call, fax: Fax, answer: Message) -> Finding:
    variant = _variant(fax)
    if variant and _is_cut(call, fax):
        variant = "cut"
    severity, blamed = _OUTCOMES[variant]
    ways = sorted(fax.ways, key=lambda way: -way.packets)
    back = [way for way in fax.ways if (way.src, way.dst) == (ways[0].dst, ways[0].src)]
    return Finding(
        rule=RULE.slug,
        severity=severity,
        confidence=weaker("certain" if variant == "" else "likely", call.first.confidence),
        at_fault=blamed,
        evidence=(proof("agreed", answer), Evidence("packets", file=ways[0].file, frame=ways[0].first_frame)),
        values={
            "sender": ways[0].src.ip,
            "receiver": ways[0].dst.ip,
            "n": ways[0].packets,
            "back": back[0].packets if back else 0,
            "lost": sum(way.lost for way in fax.ways),
            "healed": sum(way.healed for way in fax.ways),
            "signals": tuple(signal.name for signal in fax.signals) or ("-",),
            "pages": fax.count(*_CONFIRMED),
        },
        variant=variant if fax.signals else _WITHOUT_SIGNALS.get(variant, variant),
        is_cause=severity in ("error", "warning"),
        at=answer.number,
    )


def _variant(fax: Fax) -> str:
    most = max(fax.ways, key=lambda way: way.packets)
    if not any((way.src, way.dst) == (most.dst, most.src) for way in fax.ways):
        return "one-way" if most.packets >= _ENOUGH else "seen"
    if fax.count(*_CONFIRMED):
        return "" if fax.signals[-1].name == "DCN" or fax.count("RTN", "PIN") == 0 else "refused-page"
    if fax.count("RTN", "PIN", "ERR"):
        return "refused-page"
    if fax.count(*_ENDED):
        return "unconfirmed"
    if fax.count("DCS") and not fax.count(*_TRAINED) and fax.signals[-1].name in ("DCN", "DCS", "FTT"):
        return "untrained"
    return "lossy" if fax.signals and any(_is_lossy(way) for way in fax.ways) else "seen"


def _is_cut(call: Call, fax: Fax) -> bool:
    """Whether the capture ends while the machines may still have been at it: what has not come yet may have come later."""
    last = max(way.last_ts for way in fax.ways)
    is_left = any(signal.name == "DCN" for signal in fax.signals)
    return not is_left and not _is_over(call) and (call.capture_end - last) / 1e6 < _PATIENCE


def _is_lossy(way: FaxWay) -> bool:
    """Whether more of it never came, repeats counted in, than a fax bears; what parity mended is not known."""
    return not way.has_parity and way.lost >= hearing.FEW_LOST and way.lost / (way.lost + way.packets) >= hearing.LOSS_BAD


_OUTCOMES: dict[str, tuple[Severity, AtFault]] = {
    "": ("info", "nobody"),
    "seen": ("info", "nobody"),
    "cut": ("info", "nobody"),
    "one-way": ("error", "network"),
    "lossy": ("warning", "network"),
    "untrained": ("warning", "unknown"),
    "unconfirmed": ("warning", "unknown"),
    "refused-page": ("warning", "unknown"),
}
_OPEN = ("seen", "unread", "unseen", "cut", "cut-unread")
"""Variants of which nobody knows whether a page went through."""
_WITHOUT_SIGNALS = {"seen": "unread", "cut": "cut-unread"}
_EN = {"agreed": "T.38 agreed", "packets": "the first packet of T.38"}
_RU = {"agreed": "T.38 согласован", "packets": "первый пакет T.38"}
_FIX_EN = (
    "Turn on error correction: T38MaxBitRate lower (9600), redundancy in UDPTL (Asterisk t38_udptl_ec=redundancy), ECM on both machines.",
    "Look for loss between {sender} and {receiver}: T.38 bears some, a fax machine's patience of 3 s not more.",
)
_FIX_RU = (
    "Включите защиту от ошибок: T38MaxBitRate ниже (9600), избыточность UDPTL (Asterisk t38_udptl_ec=redundancy), ECM на обоих аппаратах.",
    "Ищите потери между {sender} и {receiver}: небольшие T.38 переносит, а ждать дольше 3 с факсы не умеют.",
)

RULE = Rule(
    slug="t38-outcome",
    area="media",
    seeks=Seeks(results=frozenset({"answered"}), quirks=Quirk.FAX),
    check=check,
    tells_why=("", *_OPEN),
    leaves_open=_OPEN,
    references=("ITU-T T.38", "ITU-T T.30 section 5.3.6"),
    texts={
        "": Text(
            en=Words(
                title="Fax by T.38: {pages:count:page or part|pages or parts} confirmed",
                explanation=(
                    "T.38 went both ways between {sender} and {receiver}: {n} and {back:count:packet|packets}. Of those that did "
                    "not come {healed} stood repeated in later ones, and {lost} are lost. The machines said: {signals:list}."
                ),
                fix=(),
                notes=_EN,
            ),
            ru=Words(
                title="Факс по T.38: подтверждено страниц (частей): {pages}",
                explanation=(
                    "T.38 шёл в обе стороны между {sender} и {receiver}: {n} и {back:count:пакет|пакета|пакетов}. Из недошедших "
                    "нашлись в повторах {healed}, потеряно совсем {lost}. Сигналы аппаратов: {signals:list}."
                ),
                fix=(),
                notes=_RU,
            ),
        ),
        "seen": Text(
            en=Words(
                title="Fax by T.38: {n} and {back:count:packet|packets}, its outcome is not seen",
                explanation=(
                    "T.38 was agreed, and packets of it went between {sender} and {receiver} ({lost:count} never came, in no repeat "
                    "either). What the machines said is not enough to tell whether a page arrived: {signals:list}."
                ),
                fix=(),
                notes=_EN,
            ),
            ru=Words(
                title="Факс по T.38: {n} и {back:count:пакет|пакета|пакетов}, исход не виден",
                explanation=(
                    "T.38 согласован, пакеты между {sender} и {receiver} шли (не дошло и в повторах: {lost}). По сигналам аппаратов не "
                    "сказать, дошла ли страница: {signals:list}."
                ),
                fix=(),
                notes=_RU,
            ),
        ),
        "unread": Text(
            en=Words(
                title="Fax by T.38: {n} and {back:count:packet|packets}, its outcome is not seen",
                explanation=(
                    "T.38 was agreed, and packets of it went between {sender} and {receiver} ({lost:count} never came, in no repeat "
                    "either). No signal of the machines could be read in them, so nothing is known of the pages."
                ),
                fix=(),
                notes=_EN,
            ),
            ru=Words(
                title="Факс по T.38: {n} и {back:count:пакет|пакета|пакетов}, исход не виден",
                explanation=(
                    "T.38 согласован, пакеты между {sender} и {receiver} шли (не дошло и в повторах: {lost}). Ни одного сигнала аппаратов "
                    "в них прочесть не удалось, и о страницах ничего не известно."
                ),
                fix=(),
                notes=_RU,
            ),
        ),
        "unseen": Text(
            en=Words(
                title="T.38 agreed, outcome not known: no UDPTL is seen",
                explanation=(
                    "{sender} and {receiver} agreed on T.38, and in the {gap:seconds} until the call or the capture ended fewer than three "
                    "packets of UDPTL each way were seen at the addresses that their SDP names. Either they go past this capture point, or "
                    "only SIP was recorded (by a filter, or in a history), or the machines sent none: nothing is known of the pages."
                ),
                fix=(),
                notes=_EN,
            ),
            ru=Words(
                title="T.38 согласован, исход неизвестен: UDPTL не видно",
                explanation=(
                    "{sender} и {receiver} согласовали T.38, но за {gap:seconds} до конца вызова или дампа на адресах из их SDP не видно и "
                    "трёх пакетов UDPTL. Либо UDPTL идёт мимо точки съёма, либо записан только SIP (фильтром или в истории), либо аппараты "
                    "ничего не передавали: о страницах ничего не известно."
                ),
                fix=(),
                notes=_RU,
            ),
        ),
        "cut": Text(
            en=Words(
                title="Fax by T.38, outcome not known: the capture ends before a page was confirmed",
                explanation=(
                    "T.38 was agreed, and {n} and {back:count:packet|packets} of it went between {sender} and {receiver}. The capture ends "
                    "while the fax may still have gone on. Until then the machines said: {signals:list}."
                ),
                fix=(),
                notes=_EN,
            ),
            ru=Words(
                title="Факс по T.38, исход неизвестен: дамп кончился до подтверждения страницы",
                explanation=(
                    "T.38 согласован, между {sender} и {receiver} прошло {n} и {back:count:пакет|пакета|пакетов}. Дамп кончился, когда "
                    "передача факса могла ещё идти. Сигналы аппаратов до этого момента: {signals:list}."
                ),
                fix=(),
                notes=_RU,
            ),
        ),
        "cut-unread": Text(
            en=Words(
                title="Fax by T.38, outcome not known: the capture ends before a page was confirmed",
                explanation=(
                    "T.38 was agreed, and {n} and {back:count:packet|packets} of it went between {sender} and {receiver}, in which no "
                    "signal of a fax machine could be read. The capture ends while the fax may still have gone on."
                ),
                fix=(),
                notes=_EN,
            ),
            ru=Words(
                title="Факс по T.38, исход неизвестен: дамп кончился до подтверждения страницы",
                explanation=(
                    "T.38 согласован, между {sender} и {receiver} прошло {n} и {back:count:пакет|пакета|пакетов}, сигналов T.30 в них "
                    "прочитать не удалось. Дамп кончился, когда передача факса могла ещё идти."
                ),
                fix=(),
                notes=_RU,
            ),
        ),
        "lossy": Text(
            en=Words(
                title="Fax by T.38: {lost:count:packet|packets} lost, and no page is confirmed",
                explanation=(
                    "T.38 went both ways between {sender} and {receiver} ({n} and {back:count:packet|packets}), {lost} never came, in no "
                    "repeat either, and no page was confirmed. A fax machine gives up at such gaps."
                ),
                fix=_FIX_EN,
                notes=_EN,
            ),
            ru=Words(
                title="Факс по T.38: потеряно пакетов: {lost}, и ни одна страница не подтверждена",
                explanation=(
                    "T.38 шёл в обе стороны между {sender} и {receiver} ({n} и {back:count:пакет|пакета|пакетов}), {lost} не пришло и в "
                    "повторах, ни одна страница не подтверждена. При таких пропусках факс прекращает передачу."
                ),
                fix=_FIX_RU,
                notes=_RU,
            ),
        ),
        "one-way": Text(
            en=Words(
                title="T.38 goes one way only: from {sender} to {receiver}",
                explanation=(
                    "T.38 was agreed, {sender} sent {n:count:packet|packets}, and none came back from {receiver}. The machines do not hear "
                    "each other, and the fax fails."
                ),
                fix=(
                    "Look at the address and port of the image line in the SDP of {sender}: behind NAT they are private, and UDPTL has no "
                    "symmetric latching by default (Asterisk t38_udptl_nat=yes).",
                    "Let the firewall pass UDPTL: its ports are others than those of RTP (Asterisk udptl.conf, 4000-4999).",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="T.38 идёт только в одну сторону: от {sender} к {receiver}",
                explanation=(
                    "T.38 согласован, {sender} отправил {n:count:пакет|пакета|пакетов}, а от {receiver} не пришло ни одного. Аппараты не "
                    "слышат друг друга, и факс не проходит."
                ),
                fix=(
                    "Посмотрите адрес и порт строки image в SDP от {sender}: за NAT они частные, а UDPTL по умолчанию не подстраивается "
                    "под источник (Asterisk t38_udptl_nat=yes).",
                    "Пропустите UDPTL через межсетевой экран: порты у него другие, чем у RTP (Asterisk udptl.conf, 4000–4999).",
                ),
                notes=_RU,
            ),
        ),
        "untrained": Text(
            en=Words(
                title="Fax by T.38: the machines find no speed",
                explanation=(
                    "The sending machine offered speeds (DCS), and the other one never confirmed one (CFR): {signals:list}. {lost} of the "
                    "packets were lost."
                ),
                fix=_FIX_EN,
                notes=_EN,
            ),
            ru=Words(
                title="Факс по T.38: аппараты не подобрали скорость",
                explanation=(
                    "Передающий аппарат предлагал скорость (DCS), а второй её так и не подтвердил (CFR): {signals:list}. Потеряно пакетов: "
                    "{lost}."
                ),
                fix=_FIX_RU,
                notes=_RU,
            ),
        ),
        "unconfirmed": Text(
            en=Words(
                title="Fax by T.38: a page was sent and never confirmed",
                explanation=(
                    "The sending machine ended its page and asked for a confirmation, and none came: {signals:list}. {lost} of the packets "
                    "were lost. It counts as not sent, though it may have been printed."
                ),
                fix=_FIX_EN,
                notes=_EN,
            ),
            ru=Words(
                title="Факс по T.38: страница передана, но не подтверждена",
                explanation=(
                    "Передающий аппарат закончил страницу и запросил подтверждение, но его нет: {signals:list}. Потеряно пакетов: {lost}. "
                    "Страница считается непереданной, хотя могла и напечататься."
                ),
                fix=_FIX_RU,
                notes=_RU,
            ),
        ),
        "refused-page": Text(
            en=Words(
                title="Fax by T.38: a page was refused as unreadable",
                explanation="The receiving machine asked to send again (RTN, PIN or ERR): {signals:list}. {lost} of the packets were lost.",
                fix=_FIX_EN,
                notes=_EN,
            ),
            ru=Words(
                title="Факс по T.38: страница отвергнута как нечитаемая",
                explanation="Принимающий аппарат просил передать заново (RTN, PIN или ERR): {signals:list}. Потеряно пакетов: {lost}.",
                fix=_FIX_RU,
                notes=_RU,
            ),
        ),
    },
)
