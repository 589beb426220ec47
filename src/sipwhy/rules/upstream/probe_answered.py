"""A probe that a peer answers, though not with 2xx: it is there, and that is what was asked."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.probes import ALIVE, refusal
from sipwhy.diagnosis.reading import credentials, has_credentials, is_stale
from sipwhy.model import Call, Finding, Leg, Message

_LOGINS = frozenset({401, 403, 407})
"""Answers by which given credentials are refused."""
_LATELY = 600_000_000
"""µs: a login that was good so shortly before is good; one of an hour ago may have been changed since."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on OPTIONS whose last answer is a refusal that is no failure of the peer."""
    leg, final = refusal(call)
    if leg is None or final is None or final.status not in ALIVE or (leg.asked and leg.asked.method != "OPTIONS"):
        return  # another request whose CSeq names OPTIONS is no probe (cseq-method-differs)
    yield Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="certain",
        at_fault="nobody",
        evidence=(proof("answer", final),),
        variant="login" if _is_login_refused(leg, final, scene) else "",
        values={"asker": leg.src.ip, "peer": leg.dst.ip, "status": final.status, "phrase": final.reason or ""},
        is_cause=False,
        at=final.number,
    )


def _is_login_refused(leg: Leg, final: Message, scene: Scene) -> bool:
    """Not where only the nonce was old (RFC 7616 section 3.3), nor where the same login was good for other requests lately, or is later."""
    if final.status not in _LOGINS or leg.asked is None or not has_credentials(leg.asked) or is_stale(final):
        return False
    return not scene.takes_login(leg.src.ip, leg.dst.ip, credentials(leg.asked).get("username", ""), final.ts - _LATELY)


RULE = Rule(
    slug="probe-answered",
    area="upstream",
    seeks=Seeks(kinds=frozenset({"options"}), results=frozenset({"answered"}), statuses=ALIVE),
    aside=True,
    check=check,
    references=(
        "RFC 3261 section 11.2",
        "asterisk: res/res_pjsip/pjsip_options.c qualify_2xx_only",
        "kamailio: modules/dispatcher ds_ping_reply_codes",
    ),
    texts={
        "": Text(
            en=Words(
                title="{peer} is there: it answers OPTIONS with {status} {phrase}",
                explanation=(
                    "{asker} checks with OPTIONS whether {peer} is there, and any answer shows that it is. {status} only tells how "
                    "it takes this one request: no such user, a password asked for, OPTIONS not served. Calls go by rules of their own."
                ),
                fix=(
                    "Nothing to do, unless {asker} takes {peer} for dead because of this answer.",
                    (
                        "If it does, let it count: Asterisk PJSIP qualify_2xx_only=no; Kamailio dispatcher ds_ping_reply_codes "
                        "with class=2;code={status}; OpenSIPS dispatcher options_reply_codes with {status}."
                    ),
                ),
                notes={"answer": "an answer: the peer is there"},
            ),
            ru=Words(
                title="{peer} на связи: на OPTIONS он отвечает {status} {phrase}",
                explanation=(
                    "{asker} проверяет запросом OPTIONS, на связи ли {peer}, и любой ответ показывает, что да. Код {status} относится "
                    "только к этому запросу: нет такого абонента, нужен пароль, OPTIONS не обслуживаются. Для вызовов правила свои."
                ),
                fix=(
                    "Ничего делать не нужно, если {asker} из-за этого ответа не считает {peer} недоступным.",
                    (
                        "Если считает, пусть засчитывает такой ответ: Asterisk PJSIP qualify_2xx_only=no; Kamailio dispatcher "
                        "ds_ping_reply_codes с class=2;code={status}; OpenSIPS dispatcher options_reply_codes с {status}."
                    ),
                ),
                notes={"answer": "ответ есть: узел на связи"},
            ),
        ),
        "login": Text(
            en=Words(
                title="{peer} is there, but refuses the credentials of {asker}: {status} {phrase} to OPTIONS",
                explanation=(
                    "{asker} checks with OPTIONS whether {peer} is there. It is, but it answered {status} to the user name and password "
                    "that came with the check. Whether it takes calls by that account, the check does not show."
                ),
                fix=(
                    "If {asker} registers or calls by the same account, compare its user name and password with those on {peer}.",
                    "If nothing but the check logs in, let it go without: Asterisk PJSIP authenticate_qualify=no in the aor.",
                ),
                notes={"answer": "the credentials are refused"},
            ),
            ru=Words(
                title="{peer} на связи, но не принимает учётные данные {asker}: {status} {phrase} на OPTIONS",
                explanation=(
                    "{asker} проверяет запросом OPTIONS, на связи ли {peer}. Тот на связи, но на имя и пароль, с которыми пришла проверка, "
                    "ответил {status}. Принимает ли он вызовы с этой учётной записью, проверка не показывает."
                ),
                fix=(
                    "Если {asker} регистрируется или звонит с той же учётной записью, сверьте её имя и пароль с тем, что задано на {peer}.",
                    "Если вход нужен одной только проверке, пусть идёт без него: Asterisk PJSIP authenticate_qualify=no в aor.",
                ),
                notes={"answer": "учётные данные не приняты"},
            ),
        ),
    },
)
