"""3xx: the callee is to be called at another address, and the caller's side did not go there."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of

RULE = Rule(
    slug="redirected",
    area="outcome",
    seeks=Seeks(statuses=statuses_of("redirected")),
    scope="outcome",
    check=claims("redirected", "info"),
    references=("RFC 3261 section 21.3", "RFC 3261 section 8.1.3.4"),
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
                notes={
                    "answer": "the redirection",
                    "told": "what the caller was told in the end",
                },
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
                notes={
                    "answer": "переадресация",
                    "told": "что в итоге ответили звонящему",
                },
            ),
        ),
    },
)
