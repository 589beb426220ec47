"""404, 410 or 604, or Q.850 cause 1: nobody has the dialled number."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="unknown-number",
    area="routing",
    seeks=Seeks(kinds=frozenset({"call", "message"}), statuses=statuses_of("unknown-number")),
    scope="outcome",
    check=claims(
        "unknown-number",
        "error",
        (
            "",
            "or-unregistered",
            "far",
            "cause",
            "inbound",
            "context",
            "emergency-call",
            "emergency-or-extension",
            "announced",
            "message",
            "code",
        ),
    ),
    references=("RFC 3261 section 21.4.5", "ITU-T Q.850 cause 1"),
    texts={
        "": Text(
            en=Words(
                title="There is no number {callee} here",
                explanation=(
                    "{peer} answered {status} {phrase}: it knows no destination for the dialled number, neither an extension nor a "
                    "route. Either the number was mistyped, or the dial plan lacks it."
                ),
                fix=(
                    "Check the number that was dialled.",
                    (
                        "Asterisk: dialplan show {callee}@CONTEXT with the context of the caller's endpoint; the log then says "
                        '"extension not found in context". FreeSWITCH: the dialplan\'s regular expressions; 3CX: outbound rules.'
                    ),
                    (
                        "Kamailio or OpenSIPS: 404 also stands for a user who is not registered (kamctl ul show {callee}, opensips-cli "
                        "-x mi ul_show_contact location {callee})."
                    ),
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="Номера {callee} здесь нет",
                explanation=(
                    "{peer} ответил {status} {phrase}: набранный номер ему неизвестен, нет ни такого добавочного, ни маршрута. Либо "
                    "ошиблись при наборе, либо номера нет в диалплане."
                ),
                fix=(
                    "Проверьте набранный номер.",
                    (
                        "Asterisk: dialplan show {callee}@КОНТЕКСТ, контекст берётся у звонящего endpoint; в журнале будет «extension "
                        "not found in context». FreeSWITCH: регулярные выражения диалплана; 3CX: исходящие правила."
                    ),
                    (
                        "Kamailio и OpenSIPS отвечают 404 и на незарегистрированного абонента (kamctl ul show {callee}, opensips-cli -x "
                        "mi ul_show_contact location {callee})."
                    ),
                ),
                notes=REFUSED_RU,
            ),
        ),
        "code": Text(
            en=Words(
                title="{peer} has no function {callee}",
                explanation=(
                    "{callee} is no number of a person but a code for a function, such as pickup, voice mail or forwarding, and {peer} "
                    "answered {status} {phrase}: nothing of that name is set up there, or not for this caller."
                ),
                fix=(
                    "Asterisk: features show lists pickupexten (*8) and the like; other codes are extensions: dialplan show "
                    "{callee}@CONTEXT. FreePBX: Feature Codes.",
                    "FreeSWITCH: look for {callee} in the dial plan's features (intercept, *8 in the example configuration). 3CX: Dial "
                    "Codes.",
                    "The telephone may mean to do it itself: look for {callee} in its own dial plan or star codes.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="На {peer} нет функции {callee}",
                explanation=(
                    "{callee} не номер абонента, а код функции: перехват вызова, голосовая почта, переадресация. {peer} ответил {status} "
                    "{phrase}: такой код там не настроен или недоступен этому звонящему."
                ),
                fix=(
                    "Asterisk: features show показывает pickupexten (*8) и подобные; прочие коды — это добавочные: dialplan show "
                    "{callee}@КОНТЕКСТ. FreePBX: коды функций (Feature Codes).",
                    "FreeSWITCH: найдите {callee} среди функций диалплана (intercept; *8 в примере конфигурации). 3CX: коды набора.",
                    "Код может быть рассчитан на сам телефон: проверьте {callee} в его плане набора и звёздочных кодах.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "or-unregistered": Text(
            en=Words(
                title="{peer} knows no {callee}, or {callee} is not registered",
                explanation=(
                    "{peer} answered {status} {phrase}. Kamailio and OpenSIPS say so of a number that does not exist and of an account "
                    "whose telephone is not registered at the moment. No REGISTER of {callee} is in this capture, so it does not tell "
                    "which."
                ),
                fix=(
                    "Check the number that was dialled.",
                    (
                        "See on {peer} whether {callee} is registered: Kamailio kamctl ul show {callee}; OpenSIPS opensips-cli -x mi "
                        "ul_show_contact location {callee}. If nothing is there, see that its telephone is on and registers, and that the "
                        "table subscriber has such an account."
                    ),
                    "If it is no account, look at the routes of {peer}: dialplan, dispatcher or drouting has nothing for {callee}.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} не знает {callee}, или {callee} не зарегистрирован",
                explanation=(
                    "{peer} ответил {status} {phrase}. Kamailio и OpenSIPS отвечают так и о несуществующем номере, и об абоненте, чей "
                    "телефон сейчас не зарегистрирован. REGISTER от {callee} в дампе нет, поэтому по нему не видно, что из двух."
                ),
                fix=(
                    "Проверьте набранный номер.",
                    (
                        "Посмотрите на {peer}, зарегистрирован ли {callee}: Kamailio kamctl ul show {callee}; OpenSIPS opensips-cli -x mi "
                        "ul_show_contact location {callee}. Если пусто, проверьте, что телефон включён и регистрируется и что такая "
                        "учётная запись есть в таблице subscriber."
                    ),
                    "Если это не абонент, смотрите маршруты {peer}: в dialplan, dispatcher или drouting для {callee} ничего нет.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "announced": Text(
            en=Words(
                title="{peer} played something and then said that there is no number {callee}",
                explanation=(
                    "{peer} sent voice before the answer (18x with SDP) and ended with {status} {phrase}. Carriers play an announcement "
                    "like that when a number does not exist; a telephone that rang would not end like this. Only what was played can say "
                    "for certain."
                ),
                fix=(
                    "Listen to what the caller heard: sipwhy audio FILE N, if voice was captured.",
                    "Compare the number in the Request-URI of that attempt with what {peer} expects: prefix, country code, plus sign.",
                    "If the number is right, ask the operator of {peer} why it is unknown there.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} что-то проиграл и ответил, что номера {callee} нет",
                explanation=(
                    "{peer} передавал голос ещё до ответа (18x с SDP), а закончил ответом {status} {phrase}. Так операторы проигрывают "
                    "объявление о несуществующем номере; телефон, который звонил, так не заканчивает. Точно скажет то, что звучало."
                ),
                fix=(
                    "Послушайте, что слышал звонящий: sipwhy audio FILE N, если голос попал в дамп.",
                    "Сравните номер в Request-URI этой попытки с тем, чего ждёт {peer}: префикс, код страны, плюс.",
                    "Если номер верный, спросите у владельца {peer}, почему он там неизвестен.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "message": Text(
            en=Words(
                title="{peer} takes no text messages for {callee}",
                explanation=(
                    "{peer} answered MESSAGE with {status} {phrase}. Asterisk looks for {callee} in the dial plan for messages, which is "
                    "message_context of the sender's endpoint or, without it, its context, and has no such extension there. A number "
                    "that can be called need not take messages."
                ),
                fix=(
                    "Check the number to which the message was sent.",
                    "Asterisk: pjsip show endpoint NAME tells message_context and context; dialplan show {callee}@CONTEXT must find it.",
                    "Such an extension hands the message on by MessageSend().",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} не принимает текстовых сообщений для {callee}",
                explanation=(
                    "{peer} ответил на MESSAGE {status} {phrase}. Asterisk ищет {callee} в диалплане сообщений: это message_context у "
                    "endpoint отправителя, а если его нет, обычный context; такого extension там нет. Номер, на который можно "
                    "позвонить, принимать сообщения не обязан."
                ),
                fix=(
                    "Проверьте номер, на который отправлено сообщение.",
                    (
                        "Asterisk: pjsip show endpoint ИМЯ покажет message_context и context; dialplan show {callee}@КОНТЕКСТ должен "
                        "находить номер там."
                    ),
                    "Дальше сообщение отправляет MessageSend() в этом extension.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "far": Text(
            en=Words(
                title="{peer} says that there is no number {callee}",
                explanation=(
                    "{peer} answered {status} {phrase} to the attempt that {asker} sent on: behind it nobody has this number. The number "
                    "that was sent may differ from the one dialled by a prefix."
                ),
                fix=(
                    "Compare the number in the Request-URI of that attempt with what {peer} expects: prefix, country code, plus sign.",
                    "If the number is right, ask the operator of {peer} why it is unknown there.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} сообщает, что номера {callee} нет",
                explanation=(
                    "{peer} ответил {status} {phrase} на попытку, которую отправил {asker}: за ним этот номер никому не принадлежит. "
                    "Отправленный номер может отличаться от набранного префиксом."
                ),
                fix=(
                    "Сравните номер в Request-URI этой попытки с тем, чего ждёт {peer}: префикс, код страны, плюс.",
                    "Если номер верный, спросите у владельца {peer}, почему он там неизвестен.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "cause": Text(
            en=Words(
                title="The number {callee} is not allocated",
                explanation=(
                    "{peer} answered {status} {phrase} and gave the telephone network's own reason: unallocated or changed number. The "
                    "number exists nowhere, or no longer."
                ),
                fix=(
                    "Check the number that was dialled, and its prefix.",
                    "If it is certainly in service, report it to the carrier with the Call-ID and the time.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="Номер {callee} никому не выделен",
                explanation=(
                    "{peer} ответил {status} {phrase} и назвал причину телефонной сети: номер не выделен или сменён. Такого номера нет "
                    "или уже нет."
                ),
                fix=(
                    "Проверьте набранный номер и префикс.",
                    "Если номер точно действует, обратитесь к оператору, указав Call-ID и время вызова.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "context": Text(
            en=Words(
                title="{callee} is an account of {peer}, but the caller's dial plan does not have that number",
                explanation=(
                    "{peer} answered {status} {phrase} at once, before 100 Trying: Asterisk looked in the context of {caller} and found no "
                    "extension {callee} there. It did not even try to reach that telephone, be it registered or not."
                ),
                fix=(
                    "Which context has the caller's endpoint? pjsip show endpoint {caller} (sip show peer {caller}), line context.",
                    "Does it exist and have the number? dialplan show {callee}@CONTEXT; the log says extension not found in context.",
                    "Correct context=, or include the context of the extensions in it; then pjsip reload and dialplan reload.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{callee} — абонент {peer}, но в диалплане звонящего этого номера нет",
                explanation=(
                    "{peer} сразу, ещё до 100 Trying, ответил {status} {phrase}: Asterisk не нашёл в контексте абонента {caller} "
                    "номера {callee}, поэтому даже не пытался вызвать телефон. Зарегистрирован ли {callee}, здесь не важно."
                ),
                fix=(
                    "Какой контекст у endpoint звонящего? pjsip show endpoint {caller} (sip show peer {caller}), строка context.",
                    "Есть ли такой контекст и в нём номер? dialplan show {callee}@КОНТЕКСТ; в журнале: extension not found in context.",
                    "Исправьте context= или включите (include) в него контекст абонентов; затем pjsip reload и dialplan reload.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "inbound": Text(
            en=Words(
                title="{peer} has no inbound route for {callee}",
                explanation=(
                    "The call came to {peer} from outside, from {asker}, for {callee}, and {peer} itself answered {status} {phrase} and "
                    "rang nobody. It has no inbound route (DID) for this number, or has it in another form: carriers deliver the number "
                    "with or without country code and plus."
                ),
                fix=(
                    "Add the number exactly as it arrives, {callee}, to the inbound routes (DID) of {peer}.",
                    (
                        "If it stands there in another form, make {asker} send that form, or let the PBX change it: Asterisk a pattern in "
                        "the context of the trunk; FreeSWITCH the public dialplan; 3CX the DID mask of the trunk."
                    ),
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="На {peer} нет входящего маршрута для {callee}",
                explanation=(
                    "Вызов на {callee} пришёл на {peer} снаружи, от {asker}, и {peer} сам ответил {status} {phrase}, никому не позвонив. У "
                    "него нет входящего маршрута (DID) на этот номер, или номер записан там иначе: операторы присылают его с кодом страны "
                    "и плюсом или без них."
                ),
                fix=(
                    "Добавьте номер точно в том виде, в каком он приходит, {callee}, во входящие маршруты (DID) на {peer}.",
                    (
                        "Если он там записан иначе, пусть {asker} присылает в таком виде или меняйте его на АТС: Asterisk — шаблоном в "
                        "контексте транка; FreeSWITCH — в диалплане public; 3CX — маской DID у транка."
                    ),
                ),
                notes=REFUSED_RU,
            ),
        ),
        "emergency-call": Text(
            en=Words(
                title="The emergency call to {callee} finds no way: {status} {phrase}",
                explanation=(
                    "Somebody called {callee} for help, and {peer} answered {status} {phrase}. Either {peer} has no outgoing route for "
                    "it, or the number went on in another form, such as with the country code before it, which no carrier knows. Nobody "
                    "was reached."
                ),
                fix=(
                    "Give {callee} an outgoing route of its own on the PBX, before all others, to a carrier that takes emergency calls, "
                    "and without any rewriting of the number.",
                    "Look how the number left the PBX: {callee} and nothing before it must stand in the Request-URI.",
                    "Try it only as agreed with the carrier or the service, with a test number.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="Экстренный вызов на {callee} никуда не дошёл: {status} {phrase}",
                explanation=(
                    "Звонили за помощью на {callee}, и {peer} ответил {status} {phrase}. Либо на {peer} нет для него исходящего маршрута, "
                    "либо номер ушёл дальше в другом виде, например с кодом страны, и оператор такого не знает. Не дозвонились ни до кого."
                ),
                fix=(
                    "Заведите на АТС для {callee} отдельный исходящий маршрут, первый по порядку, к оператору, который принимает "
                    "экстренные вызовы, и без преобразования номера.",
                    "Посмотрите, в каком виде номер ушёл с АТС: в Request-URI должен стоять {callee}, и ничего перед ним.",
                    "Проверяйте только по договорённости с оператором или службой, на тестовом номере.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "emergency-or-extension": Text(
            en=Words(
                title="{peer} knows no {callee}, neither as an extension nor as the emergency number: {status} {phrase}",
                explanation=(
                    "{peer} answered {status} {phrase}. {callee} looks like one of the extensions here, so it may have been mistyped; it "
                    "is the emergency number too, and if help was called for, nobody was reached: the outgoing route for it is missing."
                ),
                fix=(
                    "Ask who called whether help was meant.",
                    (
                        "Either way, see that {callee} has an outgoing route of its own on the PBX, before all others, to a carrier that "
                        "takes emergency calls, and that no extension is given that number."
                    ),
                    "Try it only as agreed with the carrier or the service, with a test number.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} не знает {callee} ни как добавочный, ни как экстренный номер: {status} {phrase}",
                explanation=(
                    "{peer} ответил {status} {phrase}. Номер {callee} похож на здешние добавочные, так что могли ошибиться при наборе; но "
                    "это и экстренный номер, и если звонили за помощью, не дозвонились ни до кого: исходящего маршрута для него нет."
                ),
                fix=(
                    "Спросите звонившего, нужна ли была помощь.",
                    (
                        "В любом случае проверьте, что на АТС для {callee} есть отдельный исходящий маршрут, первый по порядку, к "
                        "оператору, который принимает экстренные вызовы, и что такой добавочный никому не выдан."
                    ),
                    "Проверяйте только по договорённости с оператором или службой, на тестовом номере.",
                ),
                notes=REFUSED_RU,
            ),
        ),
    },
)
