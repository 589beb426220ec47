"""Credentials were sent for a fresh challenge and refused."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.digest import Slip
from sipwhy.diagnosis.login import refused_afresh
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.notes import REFUSED_AGAIN_EN, REFUSED_AGAIN_RU
from sipwhy.diagnosis.refused_login import refused_login
from sipwhy.diagnosis.remedies import ANEW_EN, ANEW_RU, BANNED_EN, BANNED_RU
from sipwhy.model import Call, Finding
from sipwhy.model.flag import Flag

_IN_VAIN = 3
"""Refusals in a row before a login: one or two happen when somebody has just set a new password."""
_claimed = claims("wrong-password", "error", ("", "forbidden", "said"))


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where a refusal means this; and, as a notice, where a registration was refused several times before it was accepted."""
    yield from _refused(call, scene)
    yield from _taken_at_last(call)


def _refused(call: Call, scene: Scene) -> Iterator[Finding]:
    """
    Where the ending means that; where the user gave the password, only if no form of it fits the refused digest.

    That hangs on more than the outcome, but only with a password at hand, and then rules of scope "call" seek the same calls.
    """
    found = tuple(_in_words(one) for one in _claimed(call, scene))
    refused = refused_login(call, scene) if found else None
    if refused is None or not refused.is_cause or refused.checked.verdict.slip is Slip.UNKNOWN_ALGORITHM:
        yield from found
    elif refused.checked.verdict.slip is Slip.NONE:
        values = {"user": refused.checked.user}
        yield from (replace(one, confidence="certain", variant="checked", values={**one.values, **values}) for one in found)


def _in_words(finding: Finding) -> Finding:
    """A login of the PBX itself is not entered on a telephone."""
    return replace(finding, variant="own") if finding.at_fault == "pbx" else finding


def _taken_at_last(call: Call) -> Iterator[Finding]:
    if call.kind != "registration" or call.result != "registered":
        return
    refused, taken = refused_afresh([leg for leg in call.legs if leg.src.ip == call.first.src.ip])
    if taken is None or len(refused) < _IN_VAIN:
        return
    yield Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="likely",
        at_fault="caller",
        evidence=(proof("answer", refused[0]), proof("taken", taken)),
        values={
            "peer": taken.src.ip,
            "asker": taken.dst.ip,
            "caller": call.caller or "",
            "status": refused[0].status,
            "times": len(refused),
            "seconds": (taken.ts - refused[0].ts) / 1e6,
        },
        variant="then-right",
        at=refused[0].number,
    )


RULE = Rule(
    slug="wrong-password",
    area="registration",
    seeks=Seeks(
        kinds=frozenset({"call", "registration"}),
        flags=Flag.REFUSED_CREDENTIALS,
        either=Seeks(kinds=frozenset({"call", "registration"}), statuses=statuses_of("wrong-password")),
    ),
    scope="outcome",
    check=check,
    references=("RFC 3261 section 22.1", "RFC 7616"),
    texts={
        "": Text(
            en=Words(
                title="{peer} does not accept the password of {caller}",
                explanation=(
                    "{asker} answered the challenge for the realm and algorithm that were asked, and {peer} refused it again with "
                    "{status}: the password differs, or there is no such account. Asterisk (PJSIP) and others answer both in the same "
                    "way, so that nobody can find out accounts by trying."
                ),
                fix=(
                    ANEW_EN,
                    (
                        'On the server, check that the account exists: Asterisk pjsip show auths (its log: "Failed to '
                        'authenticate" or "No matching endpoint"); FreeSWITCH: sofia status profile internal reg; Kamailio: subscriber '
                        "table."
                    ),
                    BANNED_EN,
                ),
                notes=REFUSED_AGAIN_EN,
            ),
            ru=Words(
                title="{peer} не принимает пароль абонента {caller}",
                explanation=(
                    "{asker} ответил на запрос аутентификации с нужными realm и алгоритмом, но {peer} снова отказал ответом {status}: "
                    "пароль не совпадает или такой учётной записи нет. Asterisk (PJSIP) и другие отвечают в обоих случаях одинаково, "
                    "чтобы учётные записи нельзя было подобрать."
                ),
                fix=(
                    ANEW_RU,
                    (
                        "Проверьте на сервере, есть ли такая учётная запись: Asterisk pjsip show auths (в журнале «Failed to "
                        "authenticate» или «No matching endpoint»); FreeSWITCH: sofia status profile internal reg; Kamailio: таблица "
                        "subscriber."
                    ),
                    BANNED_RU,
                ),
                notes=REFUSED_AGAIN_RU,
            ),
        ),
        "then-right": Text(
            en=Words(
                title="{peer} refused the password of {caller} {times:count:time|times} before it took it",
                explanation=(
                    "{asker} answered {times:count:challenge|challenges} at once and as asked, and {peer} refused each answer with "
                    "{status}; {seconds:seconds} after the first it took one. No nonce had grown old. So the password differed at first: "
                    "{asker} tries several, or it was just changed. Servers that share one address and not their nonces look the same."
                ),
                fix=(
                    "Look whether {asker} holds an old password in a second account, profile or provisioning file, and remove it.",
                    "If nobody changed anything: see whether {peer} is several servers, and let them share nonces or keep to one of them.",
                    "Watch fail2ban: so many refusals may get {asker} banned although it does get in.",
                ),
                notes={"answer": "refused the first time", "taken": "accepted"},
            ),
            ru=Words(
                title="{peer} принял пароль {caller} не сразу: перед этим {times:count:отказ|отказа|отказов}",
                explanation=(
                    "{asker} сразу и как положено ответил на {times:count:запрос|запроса|запросов} аутентификации, и каждый раз {peer} "
                    "отказал ответом {status}, а через {seconds:seconds} после первого отказа принял. Ни один nonce устареть не успел. "
                    "Значит, пароль сначала был другим: {asker} пробует несколько или пароль только что сменили. Так же выглядят "
                    "серверы за одним адресом, которые не знают nonce друг друга."
                ),
                fix=(
                    "Проверьте, не остался ли на {asker} старый пароль во второй учётной записи, профиле или файле автонастройки.",
                    (
                        "Если никто ничего не менял, узнайте, не стоит ли за {peer} несколько серверов: пусть nonce у них будут общими или "
                        "отвечает один."
                    ),
                    "Помните о fail2ban: столько отказов могут заблокировать {asker}, хотя он и входит.",
                ),
                notes={"answer": "отказ в первый раз", "taken": "принят"},
            ),
        ),
        "forbidden": Text(
            en=Words(
                title="{peer} refused the login of {caller} with {status}: its password or the account is wrong",
                explanation=(
                    "{asker} answered the challenge, and {peer} said {status} {phrase} at once. Asterisk chan_sip, FreeSWITCH and many "
                    "carriers answer a wrong password like this, and an unknown account in the same way."
                ),
                fix=(
                    "Enter user name and password anew on {asker}.",
                    (
                        'Check on the server that the account exists and is active: Asterisk chan_sip: "Wrong password" or "No matching '
                        'peer found" in the log; FreeSWITCH: the user in the directory, "SIP auth failure" in the log.'
                    ),
                    "If {peer} is a carrier, ask for the credentials to be sent again.",
                ),
                notes=REFUSED_AGAIN_EN,
            ),
            ru=Words(
                title="{peer} отклонил вход {caller} ответом {status}: неверен пароль или нет учётной записи",
                explanation=(
                    "{asker} ответил на запрос аутентификации, и {peer} сразу сообщил {status} {phrase}. Так на неверный пароль отвечают "
                    "Asterisk chan_sip, FreeSWITCH и многие операторы, и точно так же на неизвестную учётную запись."
                ),
                fix=(
                    "Введите на {asker} имя и пароль заново.",
                    (
                        "Проверьте на сервере, есть ли учётная запись и включена ли она: Asterisk chan_sip: «Wrong password» или «No "
                        "matching peer found» в журнале; FreeSWITCH: пользователь в directory, «SIP auth failure» в журнале."
                    ),
                    "Если {peer} оператор, попросите выслать учётные данные ещё раз.",
                ),
                notes=REFUSED_AGAIN_RU,
            ),
        ),
        "own": Text(
            en=Words(
                title="{peer} does not accept the login of {asker} itself: its password there, or the account, is wrong",
                explanation=(
                    "{asker} is no telephone: it logged in with an account of its own, and {peer} answered the credentials with {status} "
                    "{phrase}. The name or password in the settings of {asker} is not the one that {peer} has, or the account is not "
                    "there or not open. No telephone and no user can mend that."
                ),
                fix=(
                    (
                        "Compare name and password of this trunk with the contract: Asterisk type=auth that outbound_auth names, pjsip "
                        "show auths; chan_sip remotesecret or secret, and the line register =>; FreeSWITCH username and password of the "
                        "gateway; Kamailio auth_username and auth_password in the table uacreg."
                    ),
                    "Some carriers have one login for registration and calls, others two: ask.",
                    (
                        "Then load it and look: Asterisk pjsip reload, pjsip show registrations (chan_sip: sip reload, sip show "
                        "registry); FreeSWITCH sofia profile external rescan, sofia status gateway NAME; Kamailio kamcmd uac.reg_reload, "
                        "kamcmd uac.reg_dump. Several refusals may get {asker} banned: ask the owner of {peer}."
                    ),
                ),
                notes=REFUSED_AGAIN_EN,
            ),
            ru=Words(
                title="{peer} не принимает логин самого {asker}: неверен пароль или учётная запись",
                explanation=(
                    "{asker} не телефон: он входил под собственной учётной записью, и на её данные {peer} ответил {status} {phrase}. Имя "
                    "или пароль в настройках {asker} не те, что заведены на {peer}, либо такой записи там нет или она закрыта. Телефоны "
                    "и абоненты тут ни при чём."
                ),
                fix=(
                    (
                        "Сверьте имя и пароль этого транка с договором: в Asterisk type=auth, который назван в outbound_auth, pjsip show "
                        "auths; chan_sip remotesecret или secret и строка register =>; в FreeSWITCH username и password шлюза; в Kamailio "
                        "auth_username и auth_password в таблице uacreg."
                    ),
                    "У одних операторов логин для регистрации и вызовов один, у других их два: спросите.",
                    (
                        "Затем загрузите настройки и проверьте: Asterisk pjsip reload, pjsip show registrations (chan_sip: sip reload, "
                        "sip show registry); FreeSWITCH sofia profile external rescan, sofia status gateway ИМЯ; Kamailio kamcmd "
                        "uac.reg_reload, kamcmd uac.reg_dump. После нескольких отказов {asker} могли заблокировать: спросите владельца "
                        "{peer}."
                    ),
                ),
                notes=REFUSED_AGAIN_RU,
            ),
        ),
        "checked": Text(
            en=Words(
                title="{asker} logs in to {peer} as {user} with another password than the one you gave",
                explanation=(
                    "The digest was computed anew with the password that you gave, and it does not fit; nor do its beginnings, other case, "
                    "blanks, keyboard layouts, encodings, escapes, likely slips of typing, and other realms and user names. {peer} refused "
                    "it with {status}. Whether your password is only the beginning of the one on {asker} cannot be told."
                ),
                fix=(
                    "Enter the password on {asker} anew; perhaps an old one still stands there, or that of another account.",
                    "Check that the password you gave is the one that {peer} has really loaded: Asterisk pjsip show auth NAME.",
                    BANNED_EN,
                ),
                notes={
                    "answer": "refused again",
                    "credentials": "a digest of another password",
                },
            ),
            ru=Words(
                title="{asker} входит на {peer} как {user} не с тем паролем, который вы указали",
                explanation=(
                    "Дайджест пересчитан с паролем, который вы указали, и он не подходит. Не подходят и его начало, другой регистр, "
                    "пробелы, раскладки, кодировки, экранирование, обычные опечатки, другие realm и имена пользователя. {peer} отказал "
                    "ответом {status}. Не является ли ваш пароль лишь началом того, что задан на {asker}, проверить нельзя."
                ),
                fix=(
                    "Введите пароль на {asker} заново: возможно, там остался прежний пароль или пароль другой учётной записи.",
                    "Убедитесь, что указанный вами пароль и есть тот, который загружен на {peer}: Asterisk pjsip show auth ИМЯ.",
                    BANNED_RU,
                ),
                notes={
                    "answer": "снова отказ",
                    "credentials": "дайджест другого пароля",
                },
            ),
        ),
        "said": Text(
            en=Words(
                title="{peer} says that the password is wrong: {words}",
                explanation=(
                    '{peer} answered {status} "{words}": it knows the account and does not accept its password. If this capture shows no '
                    "password on the way to it, another server asked for it before."
                ),
                fix=(
                    "Enter user name and password anew where the account is used: a blank at the end, upper and lower case, O and 0.",
                    "Ask the owner of {peer} to set the password anew; some block the account after a few wrong tries.",
                ),
                notes=REFUSED_AGAIN_EN,
            ),
            ru=Words(
                title="{peer} сообщает, что пароль неверен: {words}",
                explanation=(
                    "{peer} ответил {status} «{words}»: учётная запись ему известна, а пароль не подошёл. Если в этом дампе пароля не "
                    "видно, его раньше спрашивал другой сервер."
                ),
                fix=(
                    "Введите логин и пароль заново там, где используется учётная запись: пробел в конце, регистр букв, O и 0.",
                    "Попросите владельца {peer} задать пароль заново; после нескольких неверных попыток запись иногда блокируют.",
                ),
                notes=REFUSED_AGAIN_RU,
            ),
        ),
    },
)
