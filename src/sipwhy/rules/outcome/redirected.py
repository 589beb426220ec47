"""3xx: the callee is to be called at another address, and the caller's side did not go there."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of

RULE = Rule(
    slug="redirected",
    area="outcome",
    seeks=Seeks(statuses=statuses_of("redirected")),
    scope="outcome",
    check=claims("redirected", "info", ("", "use-proxy", "emergency")),
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
    },
)
