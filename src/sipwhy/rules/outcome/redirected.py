"""3xx: the callee is to be called at another address, and the caller's side did not go there, or there is no such way."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.answer import meant
from sipwhy.diagnosis.blame import maker
from sipwhy.diagnosis.claims import statuses_of
from sipwhy.diagnosis.meaning import claimed
from sipwhy.diagnosis.redirections import forwarder, is_circle, leads_to_caller
from sipwhy.model import Call, Finding
from sipwhy.model.sign import Sign


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on a redirection that ended the call: a circle is a fault of whoever set it; forwarding to the caller may be meant."""
    found = meant(RULE.slug, call, scene)
    if found is None:
        return
    if not found.variant and is_circle(call, found.message):
        told = replace(found, variant="loop", at_fault=maker(found.leg, call, scene))
        yield claimed(told, call, "error", _VARIANTS)
    elif not found.variant and leads_to_caller(call, found.message):
        own = {**found.values, "callee": forwarder(call, found.leg) or ""}
        yield claimed(replace(found, variant="back", at_fault="callee", values=own), call, "notice", _VARIANTS)
    else:
        yield claimed(found, call, "info", _VARIANTS)


_STATUSES = statuses_of("redirected")
_VARIANTS = frozenset({"", "use-proxy", "emergency", "loop", "back"})
_NOTES_EN = {
    "answer": "the redirection",
    "told": "what the caller was told in the end",
    "gave-up": "the caller gave up",
}
_NOTES_RU = {
    "answer": "переадресация",
    "told": "что в итоге ответили звонящему",
    "gave-up": "звонящий не стал ждать дальше",
}

RULE = Rule(
    slug="redirected",
    area="outcome",
    seeks=Seeks(statuses=_STATUSES, by_outcome=True, either=Seeks(statuses=_STATUSES, signs=Sign.MAY_LEAD_BACK)),
    check=check,
    references=("RFC 3261 section 21.3", "RFC 3261 section 8.1.3.4", "3GPP TS 24.229 section 5.1.6.8"),
    texts={
        "": Text(
            en=Words(
                title="{callee} has forwarded its calls, and the call was not sent on",
                explanation=(
                    "{peer} answered {status} {phrase}: calls for {callee} are to go to another address. {asker} did not call that "
                    "address, so the caller reached nobody."
                ),
                fix=(
                    (
                        "Let the PBX follow redirections: Asterisk PJSIP redirect_method=user (not uri_pjsip), chan_sip promiscredir; "
                        "Kamailio: uac_redirect; FreeSWITCH does by itself unless manual-redirect is set on the profile."
                    ),
                    "Or set forwarding on the PBX instead of on the telephone.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{callee} переадресовал вызовы, но вызов дальше не ушёл",
                explanation=(
                    "{peer} ответил {status} {phrase}: вызовы на {callee} нужно направлять на другой адрес. {asker} по этому адресу не "
                    "позвонил, и звонящий никуда не попал."
                ),
                fix=(
                    (
                        "Разрешите АТС выполнять переадресацию: Asterisk PJSIP redirect_method=user (не uri_pjsip), chan_sip "
                        "promiscredir; Kamailio: модуль uac_redirect; FreeSWITCH делает это сам, если в профиле не задан manual-redirect."
                    ),
                    "Или настройте переадресацию на АТС, а не на телефоне.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "use-proxy": Text(
            en=Words(
                title="{peer} wants the call through a proxy, and {asker} did not send it there",
                explanation=(
                    "{peer} answered {status} {phrase}: it takes calls only by way of the proxy that its Contact names. {asker} did not "
                    "try there, so the caller reached nobody. Most devices do not follow this answer."
                ),
                fix=("Set the address in Contact of the answer as outbound proxy of the account or trunk on {asker}.",),
                notes={"answer": "names the proxy to use", "told": "what the caller was told in the end"},
            ),
            ru=Words(
                title="{peer} требует звонить через прокси, а {asker} туда не обратился",
                explanation=(
                    "{peer} ответил {status} {phrase}: он принимает вызовы только через прокси, который назван в Contact ответа. {asker} "
                    "туда не обратился, и звонящий никуда не попал. Большинство устройств этот ответ не выполняют."
                ),
                fix=("Укажите адрес из Contact этого ответа как outbound proxy учётной записи или транка на {asker}.",),
                notes={"answer": "называет нужный прокси", "told": "что в итоге ответили звонящему"},
            ),
        ),
        "emergency": Text(
            en=Words(
                title="{peer} sends the call to another service: 380",
                explanation=(
                    "{peer} answered {status} {phrase}: it does not take this call as it is, and its body names the service to use "
                    "instead. Mobile networks answer emergency calls so (112, urn:service:sos); the telephone is to place them as "
                    "such, or through the circuit-switched network, and does that outside this capture."
                ),
                fix=("Read the body of the answer: type, reason and action stand there.",),
                notes={"answer": "names another service", "told": "what the caller was told in the end"},
            ),
            ru=Words(
                title="{peer} отправляет вызов в другую службу: 380",
                explanation=(
                    "{peer} ответил {status} {phrase}: в таком виде он вызов не принимает, а в теле ответа названа служба взамен. Так "
                    "мобильные сети отвечают на экстренные вызовы (112, urn:service:sos): телефон должен повторить вызов как экстренный "
                    "или через сеть с коммутацией каналов, и в этом дампе его уже не будет."
                ),
                fix=("Прочтите тело ответа: там указаны тип, причина и действие.",),
                notes={"answer": "называет другую службу", "told": "что в итоге ответили звонящему"},
            ),
        ),
        "loop": Text(
            en=Words(
                title="{peer} redirects calls for {callee} to where they come from",
                explanation=(
                    "{peer} answered {status} {phrase}, and whatever Contact names was asked for this call already and redirects as "
                    "well: whoever follows it comes by the same answers again. So the call can reach nobody."
                ),
                fix=(
                    "Take the forwarding off or correct it where it is set: on {peer}, in the telephone's menu, or by its feature code.",
                    "If {peer} is a redirect server (LCR, number portability), its entry for {callee} leads to itself: correct the table.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} переадресует вызовы на {callee} туда же, откуда они пришли",
                explanation=(
                    "{peer} ответил {status} {phrase}, а в Contact только те адреса, по которым этот вызов уже направляли и которые тоже "
                    "переадресуют: кто пойдёт по ним, получит те же ответы. Так вызов не дойдёт ни до кого."
                ),
                fix=(
                    "Снимите или исправьте переадресацию там, где она задана: на {peer}, в меню телефона или сервисным кодом.",
                    (
                        "Если {peer} сервер переадресации (LCR, переносимость номеров), его запись для {callee} ведёт на себя: исправьте "
                        "таблицу."
                    ),
                ),
                notes=_NOTES_RU,
            ),
        ),
        "back": Text(
            en=Words(
                title="{callee} forwards its calls to {caller}, and it is {caller} who calls",
                explanation=(
                    "{peer} answered {status} {phrase} with the caller's own number in Contact. Calls of others may pass; a call from "
                    "{caller} would come back to {caller}, who is busy with it."
                ),
                fix=(
                    "Nothing, if {callee} is forwarded to {caller} on purpose: {caller} cannot reach {callee} until that is taken off.",
                    "Else correct the forwarding of {callee}: on {peer}, in the telephone's menu, or by its feature code.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{callee} переадресован на {caller}, а звонит как раз {caller}",
                explanation=(
                    "{peer} ответил {status} {phrase}, и в Contact номер самого звонящего. Вызовы других могут проходить, а вызов с "
                    "{caller} вернулся бы на {caller}, который им и занят."
                ),
                fix=(
                    "Ничего, если переадресация {callee} на {caller} задумана: пока её не снимут, {caller} до {callee} не дозвонится.",
                    "Иначе исправьте переадресацию {callee}: на {peer}, в меню телефона или сервисным кодом.",
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
