"""Registrars challenge weakly: without qop, or with one nonce for several clients."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import Behaviour, Challenges, shown
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires once for all challenges without qop, and for each registrar that gives clients the same nonce a minute apart."""
    behaviour = overview.behaviour
    if behaviour is None:
        return
    yield from (_finding(behaviour, one) for one in behaviour.challenges)


def _finding(behaviour: Behaviour, one: Challenges) -> Finding:
    ground, answers = behaviour.ground, behaviour.ground.attempts("answer")
    legs = ground.attempts("leg")[one.attempts].astype(np.int64)
    messages = one.shared or (int(answers[one.attempts[0]]),)
    return Finding(
        rule=RULE.slug,
        severity="notice" if one.shared else "info",
        confidence="certain",
        at_fault="pbx",
        evidence=tuple(ground.message("challenge", message) for message in messages),
        values={
            "registrars": shown([ground.ip(registrar) for registrar in one.registrars]),
            "times": len(one.attempts),
            "algorithm": one.algorithm,
        },
        variant="nonce" if one.shared else "",
        call_numbers=ground.numbers_of(legs),
    )


RULE = CaptureRule(
    slug="digest-weak",
    area="registration",
    check=check,
    looks_at=("behaviour.challenges",),
    references=("RFC 7616 section 3.3", "RFC 8760", "RFC 3261 section 22.4"),
    texts={
        "": Text(
            en=Words(
                title="{registrars:list}: challenges with {algorithm} and without qop",
                explanation=(
                    "{times:count:challenge does|challenges do} not ask for qop. Then the digest holds no number of the client's own, and "
                    "whoever records it can try passwords offline with tables made beforehand, or send it again while the nonce lives. RFC "
                    "7616 wants qop; RFC 8760 adds SHA-256."
                ),
                fix=(
                    (
                        'Let the server ask for qop=auth: Kamailio modparam("auth", "qop", "auth"); OpenSIPS www_challenge() with qop; '
                        "PJSIP does it by itself; chan_sip cannot, only its successor can."
                    ),
                    "Use TLS where the network is not your own, and long random passwords.",
                ),
                notes={"challenge": "the challenge"},
            ),
            ru=Words(
                title="{registrars:list}: запрос аутентификации {algorithm} без qop",
                explanation=(
                    "Запросов аутентификации без qop: {times}. Тогда в дайджесте нет случайного числа клиента: кто его записал, может "
                    "подбирать пароль по готовым таблицам или повторить ответ, пока живёт nonce. RFC 7616 требует qop, RFC 8760 добавляет "
                    "SHA-256."
                ),
                fix=(
                    (
                        'Пусть сервер запрашивает qop=auth: Kamailio modparam("auth", "qop", "auth"); OpenSIPS www_challenge() с qop; '
                        "PJSIP делает это сам; chan_sip не умеет, умеет только его преемник."
                    ),
                    "Там, где сеть не ваша, используйте TLS; пароли длинные и случайные.",
                ),
                notes={"challenge": "запрос аутентификации"},
            ),
        ),
        "nonce": Text(
            en=Words(
                title="{registrars:list} gives several clients the same nonce",
                explanation=(
                    "Two clients were challenged with one and the same nonce ({algorithm}), a minute or more apart; there were "
                    "{times:count:challenge|challenges}. A nonce that does not change makes every recorded login good for ever: whoever "
                    "records one can send it again."
                ),
                fix=(
                    (
                        "Mend the server: a nonce is made anew for each challenge and lives for minutes (Kamailio nonce_expire; Asterisk "
                        "PJSIP does it by itself)."
                    ),
                    "Until then let SIP in only over TLS or from networks that you know.",
                ),
                notes={"challenge": "the same nonce"},
            ),
            ru=Words(
                title="{registrars:list} выдаёт разным клиентам один и тот же nonce",
                explanation=(
                    "Двум клиентам с разницей в минуту и больше пришёл один и тот же nonce ({algorithm}; запросов аутентификации: "
                    "{times}). Если nonce не меняется, записанный вход годится навсегда: его можно просто повторить."
                ),
                fix=(
                    (
                        "Исправьте сервер: nonce делается заново для каждого запроса и живёт минуты (Kamailio nonce_expire; Asterisk PJSIP "
                        "делает это сам)."
                    ),
                    "Пока пускайте SIP только по TLS или из известных сетей.",
                ),
                notes={"challenge": "тот же nonce"},
            ),
        ),
    },
)
