"""REGISTER gets no answer, or ICMP says that nobody listens."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims
from sipwhy.diagnosis.remedies import WAY_EN, WAY_RU
from sipwhy.model import Result
from sipwhy.model.flag import Flag

_RESULTS: frozenset[Result] = frozenset({"unanswered", "rejected", "incomplete"})

_NOTES_EN = {
    "request": "this request got no answer",
    "answer": "the answer",
    "repeated": "still asks",
}
_NOTES_RU = {
    "request": "на этот запрос никто не ответил",
    "answer": "ответ",
    "repeated": "всё ещё спрашивает",
}

RULE = Rule(
    slug="registrar-unreachable",
    area="registration",
    seeks=Seeks(
        kinds=frozenset({"registration"}),
        results=_RESULTS,
        without=Flag.NETWORK_ERROR,
        by_outcome=True,
        either=Seeks(kinds=frozenset({"registration"}), results=_RESULTS, flags=Flag.NETWORK_ERROR),
    ),
    check=claims("registrar-unreachable", "error", ("", "taken", "icmp", "way", "register", "unheard")),
    references=("RFC 3261 section 17.1.2.2", "RFC 792"),
    texts={
        "": Text(
            en=Words(
                title="{peer} does not answer the registration of {caller}",
                explanation=(
                    "{asker} sent REGISTER {times:count:time|times} within {seconds:seconds} and nothing came back. The server is down, "
                    "the address or port is wrong, or a firewall on the way drops the requests or the answers."
                ),
                fix=(
                    (
                        "Check that {peer} is up and listens on that port: ss -lnup on the server, sipsak -s sip:{peer} or sngrep from "
                        "outside."
                    ),
                    (
                        "Compare the address and port in the settings of {asker} with what the provider names; ask whether SIP must come "
                        "over TCP or TLS."
                    ),
                    (
                        "Capture on {peer}, too: if the requests arrive there, its answers get lost; if not, the way to it is closed "
                        "(firewall, ban)."
                    ),
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} не отвечает на регистрацию {caller}",
                explanation=(
                    "{asker} отправил REGISTER {times:count:раз|раза|раз} за {seconds:seconds}, и ничего не пришло. Сервер не работает, "
                    "неверны адрес или порт, либо межсетевой экран по пути отбрасывает запросы или ответы."
                ),
                fix=(
                    "Проверьте, что {peer} работает и слушает этот порт: ss -lnup на сервере, sipsak -s sip:{peer} или sngrep снаружи.",
                    "Сверьте адрес и порт на {asker} с тем, что даёт провайдер; узнайте, не нужен ли TCP или TLS.",
                    (
                        "Снимите дамп и на {peer}: если запросы туда доходят, теряются ответы; если нет, закрыт путь (межсетевой экран, "
                        "блокировка)."
                    ),
                ),
                notes=_NOTES_RU,
            ),
        ),
        "taken": Text(
            en=Words(
                title="{peer} took the registration of {caller} and never answered: its host is up, its program keeps silent",
                explanation=(
                    "{asker} sent REGISTER to {peer} over TCP, and within {seconds:seconds} nothing came back. The packets arrived: TCP "
                    "sends again within a second what is not acknowledged, and did not. So the address is right and the way is open. The "
                    "program behind the port hangs or is overloaded, or it is none that speaks SIP."
                ),
                fix=(
                    "On {peer}: does the SIP program still answer its console, what are its load and the last lines of its log?",
                    "ss -tnlp and ss -tn on {peer}: a Recv-Q that grows is a program that no longer reads.",
                    "Does {peer} speak SIP on that port at all, and not TLS or HTTP?",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} принял регистрацию {caller} и не ответил: узел работает, а программа молчит",
                explanation=(
                    "{asker} отправил REGISTER на {peer} по TCP, и за {seconds:seconds} ничего не пришло. Пакеты дошли: то, что не "
                    "подтверждено, TCP повторяет через секунду, а повторов нет. Значит, адрес верен и путь открыт. Программа за этим "
                    "портом зависла или перегружена, или это не SIP."
                ),
                fix=(
                    "На {peer}: отвечает ли консоль SIP-сервера, какова нагрузка, что в последних строках журнала?",
                    "ss -tnlp и ss -tn на {peer}: если Recv-Q растёт, программа больше не читает.",
                    "Говорит ли {peer} на этом порту SIP, а не TLS или HTTP?",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "unheard": Text(
            en=Words(
                title="{caller} does not hear {peer}: REGISTER is repeated though it was answered",
                explanation=(
                    "{asker} sent the same REGISTER {times:count:time|times} within {seconds:seconds}, and {peer} answered {status} to it "
                    "there, to the port it came from. Who gets an answer repeats nothing: a firewall or NAT on the way drops the "
                    "answers, or a router with SIP ALG changes them so that {asker} does not know them for its own (another Call-ID)."
                ),
                fix=(
                    "Switch SIP ALG off in the router in front of {asker}, and see that its firewall lets the answers of {peer} back in.",
                    "Capture at {asker}, too: do the answers arrive, and do Via and Call-ID in them equal those of its REGISTER?",
                    "If the router cannot be changed, use another server port than 5060, TCP or TLS.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{caller} не слышит {peer}: REGISTER повторяется, хотя на него отвечают",
                explanation=(
                    "{asker} отправил один и тот же REGISTER {times:count:раз|раза|раз} за {seconds:seconds}, и {peer} отвечал {status} "
                    "на тот же порт, с которого запрос пришёл. Получив ответ, запрос не повторяют: ответы отбрасывает межсетевой экран или "
                    "NAT, либо маршрутизатор с SIP ALG меняет их так, что {asker} не узнаёт в них своих (другой Call-ID)."
                ),
                fix=(
                    "Выключите SIP ALG в маршрутизаторе перед {asker} и проверьте, пропускает ли его межсетевой экран ответы {peer}.",
                    "Снимите дамп и у {asker}: доходят ли ответы и те же ли в них Via и Call-ID, что в его REGISTER?",
                    "Если маршрутизатор изменить нельзя, возьмите другой порт сервера вместо 5060, TCP или TLS.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "icmp": Text(
            en=Words(
                title="{peer} cannot be reached: {detail}",
                explanation=(
                    '{asker} sent REGISTER {times:count:time|times}, and the network reported "{detail}": the host is there and no '
                    "program listens on that port, or there is no way to it."
                ),
                fix=(
                    "Start the SIP service on {peer}, or correct the port in the settings of {asker}.",
                    'For "administratively prohibited" and "host unreachable": look at firewall and routing.',
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} недоступен: {detail}",
                explanation=(
                    "{asker} отправил REGISTER {times:count:раз|раза|раз}, и сеть сообщила «{detail}»: узел есть, но порт никто не "
                    "слушает, или до него нет пути."
                ),
                fix=(
                    "Запустите SIP-сервис на {peer} или исправьте порт на {asker}.",
                    "При «administratively prohibited» и «host unreachable» проверьте межсетевой экран и маршруты.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "way": Text(
            en=Words(
                title="REGISTER to {peer} is turned back on the way by {teller}: {detail}",
                explanation=(
                    '{asker} sent REGISTER {times:count:time|times}. It was not {peer} that answered "{detail}" but {teller}: a router, '
                    "NAT or firewall between them, or another address of the same host. That says nothing about the SIP service on {peer}."
                ),
                fix=(WAY_EN, "Is the address that {asker} has for the registrar the right one?"),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="REGISTER на {peer} по дороге отклоняет {teller}: {detail}",
                explanation=(
                    "{asker} отправил REGISTER {times:count:раз|раза|раз}. «{detail}» ответил не {peer}, а {teller}: маршрутизатор, NAT "
                    "или межсетевой экран между ними либо другой адрес того же узла. О самом SIP-сервисе на {peer} это ничего не говорит."
                ),
                fix=(WAY_RU, "Верен ли адрес регистратора, заданный на {asker}?"),
                notes=_NOTES_RU,
            ),
        ),
        "register": Text(
            en=Words(
                title="{peer} could not complete the registration of {caller}: {status} {phrase}",
                explanation=(
                    "{peer} took REGISTER and answered {status} {phrase}: a server behind it, the one that keeps the accounts, did not "
                    "answer in time."
                ),
                fix=("Ask the operator of {peer}; if it is yours, look at its next hop or database.",),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} не смог завершить регистрацию {caller}: {status} {phrase}",
                explanation=(
                    "{peer} принял REGISTER и ответил {status} {phrase}: сервер за ним, который ведёт учётные записи, не ответил вовремя."
                ),
                fix=("Обратитесь к владельцу {peer}; если он ваш, проверьте следующий узел или базу данных.",),
                notes=_NOTES_RU,
            ),
        ),
    },
)
