"""The digest is right, and the server refuses it all the same: what is wrong is on its side."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import maker
from sipwhy.diagnosis.digest import Slip
from sipwhy.diagnosis.login import old_nonce
from sipwhy.diagnosis.reading import credentials
from sipwhy.diagnosis.refused_login import Refused, refused_login
from sipwhy.diagnosis.rule import ANY_KIND
from sipwhy.model import AtFault, Call, Finding
from sipwhy.model.flag import Flag
from sipwhy.model.headers import host_of


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where 401, 403 or 407 answered a digest that fits the password that the user gave."""
    refused = refused_login(call, scene)
    if refused is None or refused.checked.verdict.slip is not Slip.RIGHT:
        return
    variant = _variant(refused)
    made_by = maker(refused.leg, call, scene)
    at_fault: AtFault = "unknown" if variant or made_by == "callee" else made_by
    found = refused.finding(RULE.slug, call, at_fault, variant, beside="notice")
    given = credentials(refused.request)
    # That the password which was given is the right one is the word of whoever gave it.
    yield replace(found, confidence="likely", values={**found.values, "realm": given.get("realm", ""), "uri": given.get("uri", "")})


def _variant(refused: Refused) -> str:
    """What else may have displeased the server: a nonce of an earlier challenge, or a URI that is not the request's."""
    if (old := old_nonce(refused.leg)) and old.number == refused.request.number:
        return "nonce"
    said = host_of(credentials(refused.request).get("uri", ""))
    asked = host_of(refused.request.request_uri or "")
    return "uri" if said and asked and said[0].casefold() != asked[0].casefold() else ""


_NOTES_EN = {"credentials": "the right digest", "answer": "refused all the same"}
_NOTES_RU = {"credentials": "верный дайджест", "answer": "и всё равно отказ"}

RULE = Rule(
    slug="right-password-refused",
    area="registration",
    seeks=Seeks(kinds=ANY_KIND, flags=Flag.REFUSED_CREDENTIALS),
    check=check,
    needs=("secret",),
    references=("RFC 7616 section 3.4", "RFC 3261 section 22"),
    texts={
        "": Text(
            en=Words(
                title="The password of {user} is right, and {peer} refuses it with {status}",
                explanation=(
                    "The digest of {asker} was computed anew with the password that you gave, and it is right for user {user} and realm "
                    "“{realm}”. So {peer} holds another password, or a hash made for another realm, or it refuses this account or address "
                    "whatever the password."
                ),
                fix=(
                    "Compare what {peer} has really loaded: Asterisk pjsip show auth NAME, chan_sip sip show peer NAME. Then reload.",
                    "Where hashes are kept (md5_cred, md5secret, ha1, a1-hash), they must be made for the realm “{realm}”.",
                    "Look into the log of {peer} for the true reason: account off, ACL, number of registrations, another account that is "
                    "found first.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Пароль {user} верен, но {peer} отказывает ответом {status}",
                explanation=(
                    "Дайджест от {asker} пересчитан с паролем, который вы указали: он верен для пользователя {user} и realm «{realm}». "
                    "Значит, на {peer} действует другой пароль или хеш, сделанный для другого realm, либо отказ не связан с паролем: дело "
                    "в учётной записи или в адресе."
                ),
                fix=(
                    "Проверьте, что действительно загружено на {peer}: Asterisk pjsip show auth ИМЯ, chan_sip sip show peer ИМЯ. Затем "
                    "перечитайте настройки.",
                    "Если хранятся хеши (md5_cred, md5secret, ha1, a1-hash), они должны быть сделаны для realm «{realm}».",
                    "Настоящую причину ищите в журнале {peer}: учётная запись отключена, ACL, число регистраций, первой находится другая "
                    "учётная запись.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "nonce": Text(
            en=Words(
                title="The password of {user} is right, but the digest answers an older challenge of {peer}",
                explanation=(
                    "The digest of {asker} fits the password that you gave, and a nonce that is not the last one that {peer} asked with; "
                    "{peer} answered {status} without saying stale=true, so the device took it for a wrong password."
                ),
                fix=(
                    "Let {peer} say stale=true for an old nonce (RFC 7616 section 3.3); several servers behind one address must share "
                    "nonces.",
                    "Look whether answers of {peer} reach {asker}: then it would answer the newest challenge.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Пароль {user} верен, но дайджест отвечает на прежний запрос аутентификации {peer}",
                explanation=(
                    "Дайджест от {asker} сделан с паролем, который вы указали, но с nonce не из последнего запроса {peer}. {peer} ответил "
                    "{status} без stale=true, и для устройства это выглядит как неверный пароль."
                ),
                fix=(
                    "Пусть {peer} на старый nonce отвечает со stale=true (RFC 7616, раздел 3.3); у нескольких серверов за одним адресом "
                    "nonce должны быть общими.",
                    "Проверьте, доходят ли ответы {peer} до {asker}: тогда он отвечал бы на последний запрос.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "uri": Text(
            en=Words(
                title="The password of {user} is right, but the digest is made for {uri}, which is not the Request-URI",
                explanation=(
                    "The digest of {asker} fits the password that you gave. It was made for {uri}, while the request went to another host: "
                    "servers may refuse that (RFC 7616 section 3.4.6), and {peer} answered {status}."
                ),
                fix=(
                    "Something between rewrote the Request-URI, or {asker} mixes up registrar and outbound proxy: look at both settings.",
                    "A SIP ALG in a router rewrites such URIs: switch it off.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Пароль {user} верен, но дайджест сделан для {uri}, а Request-URI другой",
                explanation=(
                    "Дайджест от {asker} сделан с паролем, который вы указали, но для {uri}, а сам запрос адресован другому узлу: сервер "
                    "вправе в этом отказать (RFC 7616, раздел 3.4.6), и {peer} ответил {status}."
                ),
                fix=(
                    "Request-URI переписали по дороге, или на {asker} перепутаны регистратор и outbound proxy: проверьте обе настройки.",
                    "Такие URI переписывает SIP ALG в маршрутизаторе: отключите его.",
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
