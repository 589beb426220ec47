"""420, 421 or 494: one side demands an extension that the other does not have."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.answer import meant
from sipwhy.diagnosis.blame import maker
from sipwhy.diagnosis.claims import statuses_of
from sipwhy.diagnosis.meaning import Meaning, claimed
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU
from sipwhy.model import Call, CallKind, Finding

_BAD, _REQUIRED = 420, 421
_KINDS: frozenset[CallKind] = frozenset({"call", "registration"})
_DEMANDED = ("Require", "Proxy-Require")
_VARIANTS = frozenset({"", "unknown", "unknown-other", "missing", "missing-other", "offered", "path"})
_OF_CALLS = frozenset({"100rel", "timer"})
"""Extensions of calls that nearly every PBX and telephone has, and has a setting for."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the answer; names the extension where the answer, or of 420 the request, does."""
    if found := meant(RULE.slug, call, scene):
        found = _where_added(found, call)
        names = _extensions(found)
        variant = _variant(found, names)
        fault = maker(found.leg, call, scene) if variant == "offered" else "proxy" if variant == "path" else found.at_fault
        told = replace(found, variant=variant, at_fault=fault, values={**found.values, "extensions": names})
        yield claimed(told, call, "error", _VARIANTS)


def _variant(found: Meaning, names: tuple[str, ...]) -> str:
    demanded = {name.lower() for name in names}
    if _is_path(found):
        return "path"
    if not demanded or found.leg.asked is None or found.message.status not in (_BAD, _REQUIRED):
        return ""
    kind = "" if demanded <= _OF_CALLS else "-other"
    if found.message.status == _BAD:
        return f"unknown{kind}"
    return "offered" if demanded <= _offered(found) else f"missing{kind}"


def _is_path(found: Meaning) -> bool:
    """REGISTER to which a proxy had added Path, though the device does not know it: the registrar may refuse it (RFC 3327 5.3)."""
    asked = found.leg.asked
    is_it = asked is not None and asked.method == "REGISTER" and found.message.status == _BAD and asked.header("Path") is not None
    return is_it and "path" not in _offered(found)


def _where_added(found: Meaning, call: Call) -> Meaning:
    """The same on the hop behind the proxy that added Path, where that one is seen: before it nobody had asked for anything."""
    same = (leg for leg in call.legs if leg.final and leg.final.status == found.message.status and leg.call_id == found.leg.call_id)
    behind = (replace(found, leg=leg, message=leg.final) for leg in same if leg.final)
    return next((one for one in behind if _is_path(one)), found)


def _offered(found: Meaning) -> set[str]:
    request = found.leg.asked
    return {tag.lower() for tag in request.values("Supported")} if request else set()


def _extensions(found: Meaning) -> tuple[str, ...]:
    """
    The option tags that matter: after 420 those of Unsupported, else those that the request demands; after 421 those of Require.

    Of the latter those that the request does not offer; all, if it offers them.
    """
    request = found.leg.asked
    match found.message.status:
        case 420:
            demanded = [tag for name in _DEMANDED for tag in request.values(name)] if request else []
            return found.message.values("Unsupported") or tuple(demanded)
        case 421:
            required = found.message.values("Require")
            return tuple(tag for tag in required if tag.lower() not in _offered(found)) or required
    return ()


_DEMANDED_EN = (
    "{peer} answered {status} {phrase}: it takes the request only with a SIP extension (Require: {extensions:list}) that {asker} does not "
    "name in Supported."
)
_DEMANDED_RU = (
    "{peer} ответил {status} {phrase}: запрос он принимает только с расширением SIP (Require: {extensions:list}), которого у {asker} в "
    "Supported нет."
)

RULE = Rule(
    slug="extension-unsupported",
    area="routing",
    seeks=Seeks(
        kinds=_KINDS,
        statuses=statuses_of("extension-unsupported") - {_REQUIRED},
        by_outcome=True,
        either=Seeks(kinds=_KINDS, statuses=frozenset({_REQUIRED})),
    ),
    check=check,
    references=("RFC 3261 sections 21.4.15 and 21.4.16", "RFC 3329 section 2.3.1"),
    texts={
        "": Text(
            en=Words(
                title="{peer} and {asker} disagree about a SIP extension",
                explanation=(
                    "{peer} answered {status} {phrase}: after 420 the request demands (Require) what {peer} does not know and lists in "
                    "Unsupported; after 421 {peer} demands what the request does not offer (Supported); after 494 it demands an agreement "
                    "on the protection of the signalling (sec-agree) first, as IMS and VoLTE access does."
                ),
                fix=(
                    "Find the extension in Unsupported (420) or Require (421) of the answer; for 494, what is offered, in Security-Server.",
                    (
                        "Let {asker} offer it instead of demanding it: Asterisk PJSIP 100rel=yes instead of required, timers=yes instead "
                        "of required."
                    ),
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} и {asker} не сошлись в расширениях SIP",
                explanation=(
                    "{peer} ответил {status} {phrase}: при 420 запрос требует (Require) то, чего {peer} не знает и перечислил в "
                    "Unsupported; при 421 {peer} требует того, чего запрос не предлагает (Supported); при 494 {peer} требует сначала "
                    "договориться о защите сигнализации (sec-agree), как при доступе в IMS и VoLTE."
                ),
                fix=(
                    "Найдите расширение в Unsupported (420) или Require (421) ответа; при 494 предложенное — в Security-Server.",
                    "Пусть {asker} его предлагает, а не требует: Asterisk PJSIP 100rel=yes вместо required, timers=yes вместо required.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "path": Text(
            en=Words(
                title="{peer} does not register a device behind a proxy that added Path: the device does not say Supported: path",
                explanation=(
                    "{peer} answered {status} {phrase}. A proxy on the way added a Path header to REGISTER, so that calls come back "
                    "through it; the device names no support of Path (Supported: path), and then a registrar may refuse (RFC 3327). "
                    'Asterisk does, and logs "Invalid modifications made to REGISTER request ... by intervening proxy".'
                ),
                fix=(
                    "Switch outbound or Path on in the device, if it has that, so that it sends Supported: path.",
                    (
                        'Or let the proxy answer for it: Kamailio append_hf("Supported: path\\r\\n") before add_path(), '
                        "as the proxy keeps the device's part of Path."
                    ),
                    "Asterisk needs support_path=yes at the AOR as well.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} не регистрирует устройство за прокси, который добавил Path: устройство не сообщает Supported: path",
                explanation=(
                    "{peer} ответил {status} {phrase}. Прокси по пути добавил в REGISTER заголовок Path, чтобы вызовы шли обратно через "
                    "него; устройство не сообщает, что знает Path (Supported: path), и тогда регистратор может отказать (RFC 3327). Так "
                    "делает Asterisk, в журнале будет «Invalid modifications made to REGISTER request ... by intervening proxy»."
                ),
                fix=(
                    "Включите на устройстве outbound или Path, если оно умеет: тогда оно пришлёт Supported: path.",
                    (
                        "Или пусть об этом заявит прокси, ведь Path обслуживает он сам: Kamailio "
                        'append_hf("Supported: path\\r\\n") перед add_path().'
                    ),
                    "В Asterisk у AOR должен стоять ещё и support_path=yes.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "unknown": Text(
            en=Words(
                title="{peer} does not know what {asker} demands: {extensions:list}",
                explanation=(
                    "{peer} answered {status} {phrase}: the request demands a SIP extension that {peer} does not have (Require: "
                    "{extensions:list}), and it has to refuse. Most calls pass when it is offered and not demanded."
                ),
                fix=(
                    (
                        "Let {asker} offer this (Supported) instead of demanding it: Asterisk PJSIP 100rel=yes instead of required, "
                        "timers=yes instead of required."
                    ),
                    "Or switch it on at {peer}, if it is to be demanded.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} не знает того, что требует {asker}: {extensions:list}",
                explanation=(
                    "{peer} ответил {status} {phrase}: запрос требует расширение SIP, которого у {peer} нет (Require: {extensions:list}), "
                    "и он обязан отказать. Если расширение предлагать, а не требовать, вызовы обычно проходят."
                ),
                fix=(
                    (
                        "Пусть {asker} его предлагает (Supported), а не требует: Asterisk PJSIP 100rel=yes вместо required, "
                        "timers=yes вместо required."
                    ),
                    "Или включите его на {peer}, если требовать нужно.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "unknown-other": Text(
            en=Words(
                title="{peer} does not know what {asker} demands: {extensions:list}",
                explanation=(
                    "{peer} answered {status} {phrase}: the request demands a SIP extension that {peer} does not have (Require: "
                    "{extensions:list}), and it has to refuse (RFC 3261 section 8.2.2.3)."
                ),
                fix=(
                    "Let {asker} offer {extensions:list} (Supported) instead of demanding it, or do without, if its settings allow that.",
                    "Or switch it on at {peer}, if {peer} has it.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} не знает того, что требует {asker}: {extensions:list}",
                explanation=(
                    "{peer} ответил {status} {phrase}: запрос требует расширение SIP, которого у {peer} нет (Require: {extensions:list}), "
                    "и он обязан отказать (RFC 3261, раздел 8.2.2.3)."
                ),
                fix=(
                    "Пусть {asker} предлагает {extensions:list} (Supported), а не требует, или обходится без него, если может.",
                    "Или включите его на {peer}, если оно там есть.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "missing-other": Text(
            en=Words(
                title="{peer} demands what {asker} does not offer: {extensions:list}",
                explanation=_DEMANDED_EN,
                fix=(
                    "Let {asker} offer {extensions:list}, if it has it: then it stands in Supported of the request.",
                    "Or let {peer} do without it for {asker}.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} требует того, чего {asker} не предлагает: {extensions:list}",
                explanation=_DEMANDED_RU,
                fix=(
                    "Пусть {asker} предлагает {extensions:list}, если оно у него есть: тогда оно стоит в Supported запроса.",
                    "Или пусть {peer} обходится без него для {asker}.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "offered": Text(
            en=Words(
                title="{peer} demands {extensions:list}, though {asker} offers it",
                explanation=(
                    "{peer} answered {status} {phrase} and demands a SIP extension (Require: {extensions:list}), and the request names it "
                    "in Supported already. 421 is for requests that do not (RFC 3261 section 21.4.16): {peer} is wrong, or means another "
                    "request, if there is a proxy behind it that leaves headers out."
                ),
                fix=(
                    "Look at {peer} for a rule or profile that answers 421, and what it compares.",
                    "If {peer} only passes the answer on: capture behind it and look whether Supported is still in the request there.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} требует {extensions:list}, хотя {asker} это предлагает",
                explanation=(
                    "{peer} ответил {status} {phrase} и требует расширение SIP (Require: {extensions:list}), а оно уже названо в Supported "
                    "запроса. 421 — ответ на запросы, где его нет (RFC 3261, раздел 21.4.16): {peer} ошибается или имеет в виду другой "
                    "запрос, если прокси за ним убирает заголовки."
                ),
                fix=(
                    "Найдите на {peer} правило или профиль, по которому он отвечает 421, и посмотрите, что там сравнивается.",
                    "Если {peer} только передаёт ответ: снимите дамп за ним и проверьте, остался ли там в запросе Supported.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "missing": Text(
            en=Words(
                title="{peer} demands what {asker} does not offer: {extensions:list}",
                explanation=_DEMANDED_EN,
                fix=(
                    (
                        "Let {asker} offer {extensions:list}: Asterisk PJSIP 100rel=yes for 100rel, timers=yes for timer; a telephone has "
                        "a setting of that name (PRACK, session timer)."
                    ),
                    "Or let {peer} do without: in Asterisk PJSIP the same settings must not be required there.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} требует того, чего {asker} не предлагает: {extensions:list}",
                explanation=_DEMANDED_RU,
                fix=(
                    (
                        "Пусть {asker} предлагает {extensions:list}: в Asterisk PJSIP для 100rel это 100rel=yes, для timer — timers=yes; у "
                        "телефона есть такая настройка (PRACK, session timer)."
                    ),
                    "Или пусть {peer} обходится без него: в Asterisk PJSIP там же не должно стоять required.",
                ),
                notes=REFUSED_RU,
            ),
        ),
    },
)
