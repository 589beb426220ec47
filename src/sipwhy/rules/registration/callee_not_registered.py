"""The callee has an account and no telephone registered with it."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="callee-not-registered",
    area="registration",
    seeks=Seeks(statuses=statuses_of("callee-not-registered", 404, 408, 480)),
    scope="outcome",
    check=claims("callee-not-registered", "error", ("", "unseen", "bound", "far", "said", "absent", "forwarded", "sent-on")),
    references=("RFC 3261 section 21.4.18", "ITU-T Q.850 cause 20"),
    texts={
        "": Text(
            en=Words(
                title="{callee} is not registered at {peer}",
                explanation=(
                    "{callee} has an account here: this capture shows it signing off, or trying to register and being refused. When the "
                    "call came {peer} knew no telephone to send it to, and answered {status} {phrase}."
                ),
                fix=(
                    (
                        "See that the telephone of {callee} is on, on the network, and registers: pjsip show aor {callee}, sip show "
                        "peers, sofia status profile internal reg, kamctl ul show {callee}."
                    ),
                    "If its registration is refused, mend that first: it is an entry of its own in this report.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{callee} не зарегистрирован на {peer}",
                explanation=(
                    "Учётная запись {callee} здесь есть: в дампе видно, как телефон снялся с регистрации или получил в ней отказ. Когда "
                    "пришёл вызов, {peer} не знал, куда его направить, и ответил {status} {phrase}."
                ),
                fix=(
                    (
                        "Проверьте, что телефон {callee} включён, в сети и регистрируется: pjsip show aor {callee}, sip show peers, "
                        "sofia status profile internal reg, kamctl ul show {callee}."
                    ),
                    "Если в регистрации отказано, начните с этого: в отчёте она стоит отдельной записью.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "said": Text(
            en=Words(
                title="{peer} says that {callee} is not registered",
                explanation=('{peer} answered {status} "{words}": it knows {callee}, but no telephone is registered for this account.'),
                fix=(
                    (
                        "See that the telephone of {callee} is on and registers: Asterisk pjsip show aor {callee} or sip show peers; "
                        "FreeSWITCH sofia status profile internal reg; Kamailio kamctl ul show {callee}; 3CX: Users, the phone's status."
                    ),
                    "If {callee} is registered with another server, the call went to the wrong one: look at the route.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} сообщает, что {callee} не зарегистрирован",
                explanation=(
                    "{peer} ответил {status} «{words}»: абонент {callee} ему известен, но ни один телефон этой учётной записи не "
                    "зарегистрирован."
                ),
                fix=(
                    (
                        "Проверьте, что телефон {callee} включён и регистрируется: Asterisk pjsip show aor {callee} или sip show peers; "
                        "FreeSWITCH sofia status profile internal reg; Kamailio kamctl ul show {callee}; 3CX: состояние телефона у "
                        "пользователя."
                    ),
                    "Если {callee} зарегистрирован на другом сервере, вызов ушёл не туда: проверьте маршрут.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "unseen": Text(
            en=Words(
                title="{callee} seems not to be registered at {peer}",
                explanation=(
                    "{peer} took the call, sent it nowhere and answered {status} {phrase}: that is its answer for a user with no telephone "
                    "registered. No registration of {callee} is in this capture."
                ),
                fix=(
                    (
                        "See that the telephone of {callee} is on and registers: Asterisk pjsip show aor {callee} or sip show peers; "
                        "FreeSWITCH sofia status profile internal reg; Kamailio kamctl ul show {callee}."
                    ),
                    (
                        "If there is no such account at all, the number was mistyped, or the dial plan dials an endpoint that does not "
                        "exist."
                    ),
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="Похоже, {callee} не зарегистрирован на {peer}",
                explanation=(
                    "{peer} принял вызов, никуда его не отправил и ответил {status} {phrase}: так он отвечает об абоненте, у которого "
                    "нет ни одного зарегистрированного телефона. Регистраций {callee} в этом дампе нет."
                ),
                fix=(
                    (
                        "Проверьте, что телефон {callee} включён и регистрируется: Asterisk pjsip show aor {callee} или sip show peers; "
                        "FreeSWITCH sofia status profile internal reg; Kamailio kamctl ul show {callee}."
                    ),
                    "Если такой учётной записи нет вовсе, номер набран неверно или диалплан звонит на несуществующий endpoint.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "bound": Text(
            en=Words(
                title="{peer} could not reach {callee}, though it had registered",
                explanation=(
                    "{callee} had a valid registration in this capture, and still {peer} sent the call nowhere and answered {status} "
                    "{phrase}. Either the binding was removed meanwhile, or the extension is set to take no calls (do not disturb on the "
                    "PBX)."
                ),
                fix=(
                    (
                        "Look at the state at that moment: Asterisk pjsip show contacts (Avail, Unavail), FreeSWITCH sofia status "
                        "profile internal reg."
                    ),
                    "Check DND and forwarding of {callee} on the PBX.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} не смог вызвать {callee}, хотя тот регистрировался",
                explanation=(
                    "По этому дампу регистрация {callee} действовала, но {peer} никуда вызов не отправил и ответил {status} {phrase}. "
                    "Либо привязку тем временем удалили, либо для добавочного на АТС запрещены входящие (DND)."
                ),
                fix=(
                    (
                        "Посмотрите состояние на тот момент: Asterisk pjsip show contacts (Avail, Unavail), FreeSWITCH sofia status "
                        "profile internal reg."
                    ),
                    "Проверьте DND и переадресацию {callee} на АТС.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "far": Text(
            en=Words(
                title="{peer} says that {callee} cannot be reached now",
                explanation=(
                    "{peer} answered {status} {phrase} without ringing: behind it the called telephone is switched off, out of coverage "
                    "or not registered. It did not say which."
                ),
                fix=(
                    "Call again later, or try {callee} from another network.",
                    "If only calls through {peer} fail so, report it with Call-ID and time.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} сообщает, что {callee} сейчас недоступен",
                explanation=(
                    "{peer} ответил {status} {phrase}, не начав звонить: за ним телефон абонента выключен, вне зоны или не "
                    "зарегистрирован. Что именно, он не сообщил."
                ),
                fix=(
                    "Перезвоните позже или попробуйте вызвать {callee} из другой сети.",
                    "Если так только через {peer}, сообщите туда, указав Call-ID и время.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "sent-on": Text(
            en=Words(
                title="The call to {callee} was forwarded by {peer}, and where it led could not be reached",
                explanation=(
                    "{peer} said that the call is being forwarded (181) and answered {status} {phrase}: the telephone or number that "
                    "{callee} is forwarded to is switched off, out of coverage, not registered or does not exist. Where the forwarding "
                    "leads is not in this capture."
                ),
                fix=(
                    "See where {callee} is forwarded to, at {peer} or on the telephone, and call that number directly.",
                    "Diversion and History-Info in what {peer} sends on name the number: capture behind {peer}.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="Вызов на {callee} переадресован узлом {peer}, но там, куда он ушёл, никто не доступен",
                explanation=(
                    "{peer} сообщил о переадресации (181) и ответил {status} {phrase}: телефон или номер, на который переадресован "
                    "{callee}, выключен, вне зоны, не зарегистрирован или не существует. Куда ведёт переадресация, в этом дампе не видно."
                ),
                fix=(
                    "Посмотрите на {peer} или на телефоне, куда переадресован {callee}, и позвоните на этот номер напрямую.",
                    "Номер назван в Diversion и History-Info того, что {peer} отправляет дальше: снимите дамп за {peer}.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "absent": Text(
            en=Words(
                title="{peer} says that the telephone of {callee} is out of reach",
                explanation=(
                    '{peer} answered {status} "{words}": number and route are right, and the telephone of {callee} is switched off, out of '
                    "coverage or not registered in its own network."
                ),
                fix=(
                    "Call again later.",
                    "If many numbers behind {peer} fail so, report it there with Call-ID and time.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} сообщает, что телефон {callee} вне доступа",
                explanation=(
                    "{peer} ответил {status} «{words}»: номер и маршрут верны, а телефон {callee} выключен, вне зоны действия или не "
                    "зарегистрирован в своей сети."
                ),
                fix=(
                    "Перезвоните позже.",
                    "Если так со многими номерами через {peer}, сообщите туда, указав Call-ID и время.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "forwarded": Text(
            en=Words(
                title="{callee} forwards to {target}, and no telephone is registered there",
                explanation=(
                    "The telephone of {callee} forwards its calls to {target}. {peer} followed that by itself, found no telephone of "
                    "{target} and told the caller {status} {phrase} with the cause subscriber absent. The forwarding worked; where it "
                    "leads to, nobody can be reached."
                ),
                fix=(
                    "See that the telephone of {target} is on and registers: pjsip show aor {target}, sip show peers, kamctl ul show "
                    "{target}.",
                    "If {callee} should not forward there, switch that off at the telephone.",
                ),
                notes={"answer": "the refusal", "forward": "forwards"},
            ),
            ru=Words(
                title="{callee} переадресует на {target}, а там не зарегистрирован ни один телефон",
                explanation=(
                    "Телефон {callee} переадресует вызовы на {target}. {peer} выполнил это сам, телефона {target} не нашёл и ответил "
                    "звонящему {status} {phrase} с причиной «абонент отсутствует». Переадресация сработала, но там, куда она ведёт, никого "
                    "нет."
                ),
                fix=(
                    "Проверьте, что телефон {target} включён и регистрируется: pjsip show aor {target}, sip show peers, kamctl ul show "
                    "{target}.",
                    "Если {callee} не должен туда переадресовывать, отключите это на телефоне.",
                ),
                notes={"answer": "отказ", "forward": "переадресует"},
            ),
        ),
    },
)
