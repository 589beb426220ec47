"""Words of one-way-audio where ICMP turns voice back, by who does and why."""

from __future__ import annotations

from collections.abc import Mapping

from sipwhy.diagnosis.rule import Text, Words
from sipwhy.diagnosis.voice_apart import NOTES_EN, NOTES_RU

TURNED_BACK: Mapping[str, Text] = {
    "closed": Text(
        en=Words(
            title="{deaf} does not hear {mute}: the port for voice on {announced} is closed",
            explanation=(
                "{sent:count:packet|packets} of voice went to the port that {listener} had announced, and {teller} answered "
                "{times:count:time|times} by ICMP: {detail}. Nothing listens there."
            ),
            fix=(
                "Restart the device or program at {announced}: its voice part has stopped, or its socket is another one.",
                ("If {listener} announced the port of another device (a relay, NAT, ALG, an old description): capture there and compare."),
            ),
            notes=NOTES_EN,
        ),
        ru=Words(
            title="{deaf} не слышит {mute}: порт для голоса на {announced} закрыт",
            explanation=(
                "{sent:count:пакет|пакета|пакетов} голоса ушло на порт, который назвал {listener}, и {teller} "
                "{times:count:раз|раза|раз} ответил по ICMP: {detail}. Этот порт никто не слушает."
            ),
            fix=(
                "Перезапустите устройство или программу на {announced}: голосовая часть остановилась или занят другой порт.",
                ("Если {listener} назвал порт другого устройства (медиапрокси, NAT, ALG, старое описание): снимите дамп там и сравните."),
            ),
            notes=NOTES_RU,
        ),
    ),
    "barred": Text(
        en=Words(
            title="{deaf} does not hear {mute}: {announced} itself refuses the voice ({detail})",
            explanation=(
                "{sent:count:packet|packets} of voice went to {announced}, and {teller} answered {times:count:time|times} by ICMP: "
                "{detail}. It says so itself: its own firewall does not let voice in, or that of the router whose address this is."
            ),
            fix=(
                (
                    "Look at the firewall of {announced} (nft list ruleset, iptables -L -n, that of Windows): let UDP in to all RTP ports "
                    "of {listener}."
                ),
                "If {announced} is a router before {listener}: its rules, and whether SIP ALG is on.",
            ),
            notes=NOTES_EN,
        ),
        ru=Words(
            title="{deaf} не слышит {mute}: {announced} сам отвергает голос ({detail})",
            explanation=(
                "{sent:count:пакет|пакета|пакетов} голоса ушло на {announced}, и {teller} {times:count:раз|раза|раз} ответил по ICMP: "
                "{detail}. Отвечает он сам: голос не пускает его межсетевой экран или экран маршрутизатора с этим адресом."
            ),
            fix=(
                (
                    "Посмотрите межсетевой экран на {announced} (nft list ruleset, iptables -L -n, брандмауэр Windows): разрешите входящий "
                    "UDP на все порты RTP узла {listener}."
                ),
                "Если {announced} — маршрутизатор перед {listener}: его правила и не включён ли SIP ALG.",
            ),
            notes=NOTES_RU,
        ),
    ),
    "turned-back": Text(
        en=Words(
            title="{deaf} does not hear {mute}: {teller} turns voice for {announced} back ({detail})",
            explanation=(
                "{sent:count:packet|packets} of voice went to {announced}, and {times:count:time|times} ICMP came back: {detail}. Not "
                "{announced} says so but {teller}: a router, NAT or firewall on the way, or another address of the same host."
            ),
            fix=(
                (
                    'Look at {teller}: "administratively prohibited" is a rule of its firewall, so let UDP pass to all RTP ports of '
                    '{announced}; "host unreachable" means that it does not find {announced} in the network behind it, "network '
                    'unreachable" that it has no route; "port unreachable" is a REJECT rule, or a port of its NAT that leads nowhere.'
                ),
                (
                    "Is {deaf} at {announced} at all? Behind NAT its description may name an old address, or one that SIP ALG or STUN "
                    "made up."
                ),
            ),
            notes=NOTES_EN,
        ),
        ru=Words(
            title="{deaf} не слышит {mute}: {teller} не пропускает голос к {announced} ({detail})",
            explanation=(
                "{sent:count:пакет|пакета|пакетов} голоса ушло на {announced}, и {times:count:раз|раза|раз} вернулся ICMP: {detail}. "
                "Ответил не {announced}, а {teller}: маршрутизатор, NAT или межсетевой экран по пути либо другой адрес того же узла."
            ),
            fix=(
                (
                    "Посмотрите на {teller}: «administratively prohibited» — правило межсетевого экрана, разрешите UDP на все порты RTP "
                    "узла {announced}; «host unreachable» — он не находит {announced} в сети за собой, «network unreachable» — у него нет "
                    "маршрута; «port unreachable» — правило REJECT или порт NAT, который никуда не ведёт."
                ),
                (
                    "Действительно ли {deaf} находится на {announced}? За NAT в SDP может стоять прежний адрес или тот, который подставил "
                    "SIP ALG или STUN."
                ),
            ),
            notes=NOTES_RU,
        ),
    ),
    "strange-port": Text(
        en=Words(
            title="{deaf} does not hear {mute}: {speaker} sends to {used}, which nobody announced",
            explanation=(
                "{sent:count:packet|packets} of voice from {speaker} went to {used}, which no description of this call names and where no "
                "voice comes from; {teller} answered {times:count:time|times} by ICMP: {detail}. {listener} had announced {announced}."
            ),
            fix=(
                (
                    "Capture at {speaker}: which address and port does the description that reaches it name? A SIP ALG or a proxy on the "
                    "way may change them."
                ),
                "If it names {announced}: look for an update of {speaker}, or for a fixed RTP port in its settings.",
            ),
            notes=NOTES_EN,
        ),
        ru=Words(
            title="{deaf} не слышит {mute}: {speaker} отправляет на {used}, который никто не объявлял",
            explanation=(
                "{sent:count:пакет|пакета|пакетов} голоса от {speaker} ушло на {used}: этого порта нет ни в одном описании SDP вызова, и "
                "голос с него не приходит; {teller} {times:count:раз|раза|раз} ответил по ICMP: {detail}. {listener} объявил {announced}."
            ),
            fix=(
                (
                    "Снимите дамп на {speaker}: какие адрес и порт названы в описании SDP, которое до него дошло? Их могли изменить SIP "
                    "ALG или прокси."
                ),
                "Если назван {announced}: ищите обновление для {speaker} или постоянный порт RTP в его настройках.",
            ),
            notes=NOTES_RU,
        ),
    ),
}
