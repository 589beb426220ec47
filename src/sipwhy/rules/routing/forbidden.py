"""403 with nothing finer: a policy of the server forbids the call or the registration."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import ONE, Overview, Rule, Seeks, Text, Words
from sipwhy.diagnosis.behaviour import Behaviour, Unregistered, lost_by
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU
from sipwhy.model import Finding


def whole(overview: Overview) -> Iterator[Finding]:
    """Fires where a host refused every registration of a sender and then every call of it."""
    if overview.behaviour:
        found = (_of_login(overview.behaviour, one) for one in overview.behaviour.unregistered)
        yield from (finding for finding in found if finding.call_numbers)


def _of_login(behaviour: Behaviour, one: Unregistered) -> Finding:
    ground, bad = behaviour.ground, int(one.refused[0])
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence="likely",
        at_fault=ground.sender(bad),
        evidence=(
            ground.answer("register", one.register),
            ground.answer("answer", bad),
        ),
        values={
            "peer": ground.target(bad),
            "asker": ground.source(bad),
            "account": ground.text(int(ground.legs("to_user")[one.register])),
            "refused": len(one.refused),
            "login_status": int(ground.legs("status")[one.register]),
        },
        variant="unregistered",
        call_numbers=lost_by(ground, one.refused),
        is_cause=True,
        at=ground.ends_at(one.register),
    )


_LOG_EN = (
    "If {peer} is your own server, its log names the reason: Asterisk full log at verbose 3, Kamailio the xlog of the route that sends 403."
)
_LOG_RU = (
    "Если {peer} ваш сервер, причина есть в его журнале: у Asterisk full при verbose 3, у Kamailio xlog маршрута, который отвечает 403."
)

RULE = Rule(
    slug="forbidden",
    area="routing",
    seeks=Seeks(kinds=frozenset({"call", "registration"}), statuses=statuses_of("forbidden")),
    scope="outcome",
    check=claims("forbidden", "error", ("", "logged-in", "worded", "said", "register", "registered", "let-in", "unseen")),
    whole=whole,
    looks_at=("behaviour.unregistered",),
    references=("RFC 3261 section 21.4.4",),
    texts={
        "": Text(
            en=Words(
                title="{peer} forbids the call from {caller} to {callee}",
                explanation=(
                    "{peer} answered {status} {phrase}. It understood the request and refuses it by its own policy; trying again will "
                    "not help. The answer does not say more."
                ),
                fix=(
                    (
                        "Ask the operator of {peer} for the reason, with Call-ID and time; usual ones: caller number not allowed, "
                        "direction closed, source address not on the list, account blocked."
                    ),
                    _LOG_EN,
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} запрещает вызов с {caller} на {callee}",
                explanation=(
                    "{peer} ответил {status} {phrase}. Запрос он понял и отклонил по своим правилам, повторять его бесполезно. Ничего "
                    "больше в ответе нет."
                ),
                fix=(
                    (
                        "Спросите о причине у владельца {peer}, указав Call-ID и время; обычно это не тот номер вызывающего, закрытое "
                        "направление, адрес не из списка или блокировка учётной записи."
                    ),
                    _LOG_RU,
                ),
                notes=REFUSED_RU,
            ),
        ),
        "logged-in": Text(
            en=Words(
                title="{peer} forbids the call from {caller} to {callee} after the login of {asker}",
                explanation=(
                    "{peer} asked for a login, {asker} sent credentials, and {peer} answered {status} {phrase}. Either it does not take "
                    "the user name or password and says so by {status}, as many do, or it takes them and does not allow this call."
                ),
                fix=(
                    "On {asker} compare user name and password of the account or trunk with those that {peer} has.",
                    (
                        "If they are right, ask the operator of {peer} for the reason, with Call-ID and time: caller number not allowed, "
                        "direction closed, account blocked."
                    ),
                    _LOG_EN,
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} запрещает вызов с {caller} на {callee} после аутентификации {asker}",
                explanation=(
                    "{peer} запросил аутентификацию, {asker} отправил учётные данные и получил {status} {phrase}. Либо не подошли логин "
                    "или пароль (многие отвечают на это {status}), либо они верны, но такой вызов не разрешён."
                ),
                fix=(
                    "Сверьте логин и пароль учётной записи или транка на {asker} с теми, что заведены на {peer}.",
                    (
                        "Если они верны, спросите о причине у владельца {peer}, указав Call-ID и время: не тот номер вызывающего, закрытое "
                        "направление, блокировка учётной записи."
                    ),
                    _LOG_RU,
                ),
                notes=REFUSED_RU,
            ),
        ),
        "let-in": Text(
            en=Words(
                title="{peer} forbids this call from {caller} to {callee}, though it lets {asker} in",
                explanation=(
                    "{peer} answered {status} {phrase} without more words, while it let other requests of {asker} in: it is not the "
                    "address that it refuses. It goes by a policy of its own about this number, this caller or this moment, and does not "
                    "say which."
                ),
                fix=(
                    (
                        "Compare with the calls of {asker} that pass: how the number and the caller are written (hidden callers, direction "
                        "not allowed), and how many calls there were at once."
                    ),
                    (
                        "If {peer} is your own server, its log names the reason: Asterisk full log at verbose 3, Kamailio the xlog of "
                        "the route that sends 403; else ask its operator with Call-ID and time."
                    ),
                ),
                notes={
                    "answer": "the refusal",
                    "told": "what the caller was told in the end",
                },
            ),
            ru=Words(
                title="{peer} запрещает этот вызов с {caller} на {callee}, хотя {asker} пропускает",
                explanation=(
                    "{peer} ответил {status} {phrase} без пояснений, хотя другие запросы от {asker} принимал: дело не в адресе. Отказ — по "
                    "его собственным правилам для этого номера, вызывающего или момента, а по каким, он не говорит."
                ),
                fix=(
                    (
                        "Сравните с вызовами от {asker}, которые проходят: запись номера и номера вызывающего (скрытый номер, закрытое "
                        "направление), число одновременных вызовов."
                    ),
                    (
                        "Если {peer} ваш сервер, причина есть в его журнале: у Asterisk full при verbose 3, у Kamailio xlog маршрута, "
                        "который отвечает 403; иначе спросите у его владельца, указав Call-ID и время."
                    ),
                ),
                notes={
                    "answer": "отказ",
                    "told": "что в итоге ответили звонящему",
                },
            ),
        ),
        "worded": Text(
            en=Words(
                title="{peer} forbids the call from {caller} to {callee}",
                explanation=(
                    '{peer} answered {status} {phrase} and adds "{words}". It understood the request and refuses it by its own policy; '
                    "trying again will not help."
                ),
                fix=(
                    (
                        "Those words are the reason as {peer} puts it; look them up in its documentation, or ask its operator with Call-ID "
                        "and time what they stand for."
                    ),
                    _LOG_EN,
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} запрещает вызов с {caller} на {callee}",
                explanation=(
                    "{peer} ответил {status} {phrase} и добавил «{words}». Запрос он понял и отклонил по своим правилам, повторять его "
                    "бесполезно."
                ),
                fix=(
                    (
                        "Это и есть причина в изложении {peer}: найдите эти слова в его документации или спросите у владельца, указав "
                        "Call-ID и время."
                    ),
                    _LOG_RU,
                ),
                notes=REFUSED_RU,
            ),
        ),
        "said": Text(
            en=Words(
                title="{peer} refuses to carry the call: {phrase}",
                explanation=(
                    "{peer} answered {status} {phrase}: it does not carry calls between others. It takes calls for its own domains and "
                    "from its own users only, and takes {caller} at {asker} for a stranger."
                ),
                fix=(
                    "If {asker} is not yours, this is the right answer: somebody tried to call at your expense.",
                    (
                        "If it is yours: add its address or domain (domain and permissions modules of Kamailio or OpenSIPS), or let it "
                        "register and authenticate."
                    ),
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} отказался передавать вызов: {phrase}",
                explanation=(
                    "{peer} ответил {status} {phrase}: чужие вызовы он не передаёт. Он принимает вызовы только для своих доменов и от "
                    "своих абонентов, а {caller} с адреса {asker} для него чужой."
                ),
                fix=(
                    "Если {asker} не ваш, ответ правильный: кто-то пытался позвонить за ваш счёт.",
                    (
                        "Если ваш, внесите его адрес или домен (в Kamailio и OpenSIPS модули domain и permissions) или пусть он "
                        "регистрируется и проходит аутентификацию."
                    ),
                ),
                notes=REFUSED_RU,
            ),
        ),
        "register": Text(
            en=Words(
                title="{peer} refuses to register {caller}",
                explanation=(
                    "{peer} answered REGISTER with {status} {phrase}. It does not want this account, or not from this address; the "
                    "answer does not say why, and the device will not get further by repeating it."
                ),
                fix=(
                    "Ask the operator of {peer} whether the account {caller} is active, and whether it may register from {asker}.",
                    "Check user name and domain of the registration on {asker}.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} отказал в регистрации {caller}",
                explanation=(
                    "{peer} ответил на REGISTER {status} {phrase}. Эта учётная запись ему не подходит, или не подходит адрес; почему, "
                    "ответ не говорит, и повторять запрос бесполезно."
                ),
                fix=(
                    "Узнайте у владельца {peer}, действует ли учётная запись {caller} и можно ли ей регистрироваться с {asker}.",
                    "Проверьте имя пользователя и домен регистрации на {asker}.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "unseen": Text(
            en=Words(
                title="{peer} answers {status} to {caller}; what it refuses is not in this evidence",
                explanation=(
                    "{peer} answered {status} {phrase}. The request that it refuses is not here, so it cannot be told whether a password "
                    "came with it. With one, the password, the account or the domain was not taken: FreeSWITCH answers a wrong password "
                    "so. Without one, the address, the number or the account is not allowed."
                ),
                fix=(
                    (
                        "Look at the request before this answer: does it carry Authorization or Proxy-Authorization? If so, check "
                        "password, user name and domain; if not, the access list of {peer}."
                    ),
                    _LOG_EN,
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} отвечает {caller}: {status}; на какой запрос, здесь не видно",
                explanation=(
                    "{peer} ответил {status} {phrase}. Отклонённого запроса здесь нет, поэтому неизвестно, был ли в нём пароль. Если был, "
                    "не подошли пароль, учётная запись или домен: так на неверный пароль отвечает FreeSWITCH. Если не было, не разрешены "
                    "адрес, номер или учётная запись."
                ),
                fix=(
                    (
                        "Посмотрите запрос перед этим ответом: есть ли в нём Authorization или Proxy-Authorization? Если есть, проверьте "
                        "пароль, имя и домен; если нет, список доступа на {peer}."
                    ),
                    _LOG_RU,
                ),
                notes=REFUSED_RU,
            ),
        ),
        "registered": Text(
            en=Words(
                title="The password of {caller} is right, and {peer} still refuses to register it",
                explanation=(
                    "Asterisk (PJSIP) took the credentials: a wrong password would have been challenged with 401 again. It answered "
                    "{status} {phrase} afterwards: mostly the endpoint has no AOR, or the AOR in To is not one of its own, or holds no "
                    "contacts."
                ),
                fix=(
                    "pjsip show endpoint {caller}: is aors= set, and does an AOR of that name exist?",
                    "pjsip show aor {caller}: max_contacts must be 1 or more. The log names the reason at WARNING.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="Пароль {caller} верный, но {peer} всё равно отказал в регистрации",
                explanation=(
                    "Asterisk (PJSIP) учётные данные принял: на неверный пароль он снова ответил бы 401. Ответ {status} {phrase} пришёл "
                    "уже после этого: чаще всего у endpoint не задан AOR, AOR из To ему не принадлежит или не хранит контактов."
                ),
                fix=(
                    "pjsip show endpoint {caller}: задан ли aors= и есть ли AOR с таким именем?",
                    "pjsip show aor {caller}: max_contacts должен быть не меньше 1. Причина есть в журнале на уровне WARNING.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "unregistered": Text(
            en=Words(
                title="{peer} takes no calls from {asker}: the registration of {account} there is refused, too",
                explanation=(
                    "{peer} refused the registration of {account} with {login_status}, and then {refused:count:call|calls} with 403. Many "
                    "carriers take calls of registered accounts alone: what is wrong with the registration is wrong with the calls."
                ),
                fix=("Put the registration right first; its own entry says what is wrong with it. Then call again.",),
                notes={
                    "register": "the registration is refused",
                    "answer": "and so are calls",
                    ONE: "a call without a registration",
                },
            ),
            ru=Words(
                title="{peer} не принимает вызовы от {asker}: регистрация {account} там тоже отвергнута",
                explanation=(
                    "{peer} отклонил регистрацию {account} с ответом {login_status}, а затем {refused:count:вызов|вызова|вызовов} с "
                    "ответом 403. Многие операторы принимают вызовы только от зарегистрированных: причина отказа у них общая."
                ),
                fix=("Сначала добейтесь регистрации: что с ней не так, сказано в её записи. Потом звоните снова.",),
                notes={
                    "register": "регистрация отклонена",
                    "answer": "вызовы тоже",
                    ONE: "вызов без регистрации",
                },
            ),
        ),
    },
)
