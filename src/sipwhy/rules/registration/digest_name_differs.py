"""The password is right, but the digest was made for another user name, for another realm, or not as the message says."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.digest import Slip
from sipwhy.diagnosis.refused_login import refused_login, sender
from sipwhy.diagnosis.remedies import REALM_EN, REALM_RU
from sipwhy.diagnosis.rule import ANY_KIND
from sipwhy.model import Call, Finding
from sipwhy.model.flag import Flag

_VARIANTS = {Slip.NAME: "", Slip.REALM: "realm", Slip.FORMULA: "formula", Slip.OTHER_ACCOUNT: "account"}


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where a refused digest fits the given password only with another name, realm or formula, or fits another account."""
    refused = refused_login(call, scene)
    if refused and refused.checked.verdict.slip in _VARIANTS:
        yield refused.finding(RULE.slug, call, sender(refused, call, scene), _VARIANTS[refused.checked.verdict.slip])


_NOTES_EN = {"credentials": "the digest", "answer": "the refusal"}
_NOTES_RU = {"credentials": "дайджест", "answer": "отказ"}

RULE = Rule(
    slug="digest-name-differs",
    area="registration",
    seeks=Seeks(kinds=ANY_KIND, flags=Flag.REFUSED_CREDENTIALS),
    check=check,
    needs=("secret",),
    references=("RFC 7616 section 3.4.2", "RFC 3261 section 22.4"),
    texts={
        "": Text(
            en=Words(
                title="The password of {user} is right, but {asker} made the digest for the user name “{other}”",
                explanation=(
                    "The digest fits the password that you gave only with the user name “{other}”, which is not the one that the message "
                    "names. {peer} computes with the name in the message and answered {status}."
                ),
                fix=(
                    "Enter the same name as user name and as authentication name (auth ID) on {asker}.",
                    "If a hash is configured there instead of the password, make it anew for the right name.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Пароль {user} верен, но {asker} сделал дайджест для имени «{other}»",
                explanation=(
                    "Дайджест подходит к паролю, который вы указали, только с именем «{other}», а в сообщении имя другое. {peer} считает с "
                    "именем из сообщения и ответил {status}."
                ),
                fix=(
                    "Укажите на {asker} одно и то же имя пользователя и имя для аутентификации (auth ID).",
                    "Если там вместо пароля задан хеш, сделайте его заново для нужного имени.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "realm": Text(
            en=Words(
                title="The password of {user} is right, but {asker} made the digest for the realm “{other}”",
                explanation=(
                    "The digest fits the password that you gave only with the realm “{other}”, which is not the one that the message "
                    "names. {peer} computes with the realm in the message and answered {status}."
                ),
                fix=(
                    REALM_EN,
                    "If a hash is configured there instead of the password (md5_cred, a1-hash), make it anew for the realm of {peer}.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Пароль {user} верен, но {asker} сделал дайджест для realm «{other}»",
                explanation=(
                    "Дайджест подходит к паролю, который вы указали, только с realm «{other}», а в сообщении realm другой. {peer} считает "
                    "с realm из сообщения и ответил {status}."
                ),
                fix=(
                    REALM_RU,
                    "Если там вместо пароля задан хеш (md5_cred, a1-hash), сделайте его заново для realm, который называет {peer}.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "formula": Text(
            en=Words(
                title="The password of {user} is right, but {asker} computes the digest wrongly",
                explanation=(
                    "The digest fits the password that you gave only if something is computed otherwise than the message says: another URI "
                    "or method, without qop, plain instead of session, without the body. That is a fault of the software of {asker}; "
                    "{peer} answered {status}."
                ),
                fix=(
                    "Update {asker}; until then let {peer} ask in the plainest way: MD5 and qop=auth, or no qop at all.",
                    "If something between rewrites messages (SIP ALG, a proxy), try without it: a changed URI or body spoils the digest.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Пароль {user} верен, но {asker} неправильно вычисляет дайджест",
                explanation=(
                    "Дайджест подходит к паролю, который вы указали, только если посчитать не так, как сказано в сообщении: с другим URI "
                    "или методом, без qop, без сессионного варианта, без тела. Это ошибка в программе {asker}; {peer} ответил {status}."
                ),
                fix=(
                    "Обновите ПО на {asker}; пока пусть {peer} запрашивает самое простое: MD5 и qop=auth или вовсе без qop.",
                    "Если сообщения по дороге переписывают (SIP ALG, прокси), попробуйте без этого: изменённый URI или тело "
                    "портит дайджест.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "account": Text(
            en=Words(
                title="{asker} logs in as {user} with the password of {other}",
                explanation="The digest fits the password that you gave for {other}, and not that of {user}. {peer} answered {status}.",
                fix=(
                    "Enter on {asker} the user name and password of one and the same account.",
                    "Look whether two devices, or two lines of one, were mixed up.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{asker} входит как {user} с паролем от {other}",
                explanation="Дайджест подходит к паролю, который вы указали для {other}, а к паролю {user} нет. {peer} ответил {status}.",
                fix=(
                    "Введите на {asker} имя и пароль одной и той же учётной записи.",
                    "Проверьте, не перепутаны ли два устройства или две линии одного.",
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
