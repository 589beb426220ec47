"""Words for loss of voice that is no loss on the way: the capture lacks packets, or a server leaves them out."""

from __future__ import annotations

from sipwhy.diagnosis.rule import Text, Words

_TOLD_EN, _TOLD_RU = "the stream of which its receiver tells that packets are lost", "поток, о потерях в котором сообщает получатель"
_FED_EN, _FED_RU = "the voice that comes to it, whole", "голос, который к нему приходит, цел"
NOTES_EN = {
    "stream": "the stream that lacks packets",
    "fed": _FED_EN,
    "report": "the reports of the receiver by RTCP begin here",
    "told": _TOLD_EN,
}
NOTES_RU = {
    "stream": "поток, в котором не хватает пакетов",
    "fed": _FED_RU,
    "report": "отсюда начинаются отчёты получателя по RTCP",
    "told": _TOLD_RU,
}

_CAPTURE_EN = (
    "Capture with a larger buffer (tcpdump -B 65536) to a fast disk, or from a mirror port that is not overloaded.",
    "Doubt other loss in this capture in the same way.",
)
_CAPTURE_RU = (
    "Записывайте с большим буфером (tcpdump -B 65536) на быстрый диск или с порта зеркалирования без перегрузки.",
    "К другим потерям в этом дампе относитесь с тем же сомнением.",
)
"""What to do where the capture lacks what the call had."""

WITHIN = Text(
    en=Words(
        title="{sender} itself loses {share:percent} of the voice: it comes to it whole and leaves it with gaps",
        explanation=(
            "By the sequence numbers {lost:count} of {sent:count:packet|packets} from {sender} to {receiver} are missing here. The voice "
            "that it passes on came to it past this same point with {came:percent} missing, and what else it sends meanwhile is whole. So "
            "they are not lost on the way: {sender} leaves them out."
        ),
        fix=(
            "Look at the load of {sender} at that time: processor, steal time of a virtual machine (top, sar), transcoding, recording.",
            "Look whether its own network drops them: ethtool -S, nstat (UdpSndbufErrors), tc -s qdisc, limits of its firewall.",
            "Let both legs have one codec (no transcoding) and no jitter buffer between, and compare; update {sender}.",
        ),
        notes=NOTES_EN,
    ),
    ru=Words(
        title="{sender} сам теряет {share:percent} голоса: приходит целым, а уходит с пропусками",
        explanation=(
            "По порядковым номерам здесь не хватает {lost:count} из {sent:count:пакета|пакетов|пакетов} от {sender} к {receiver}. Голос, "
            "который он передаёт дальше, через ту же точку съёма пришёл к нему с потерей {came:percent}, а другое, что он отправляет в "
            "это время, цело. Значит, пакеты пропадают не по пути: их не отправляет сам {sender}."
        ),
        fix=(
            "Проверьте загрузку {sender} в это время: процессор, steal виртуальной машины (top, sar), перекодирование, запись.",
            "Проверьте, не отбрасывает ли их его собственная сеть: ethtool -S, nstat (UdpSndbufErrors), tc -s qdisc, лимиты его "
            "межсетевого экрана.",
            "Дайте обоим плечам один кодек (без перекодирования) и выключите джиттер-буфер между ними, сравните; обновите ПО на {sender}.",
        ),
        notes=NOTES_RU,
    ),
)

BY_CAPTURE = {
    "alike": Text(
        en=Words(
            title="{share:percent} of the voice is missing here, in all streams alike: the capture or the network lost it",
            explanation=(
                "By the sequence numbers {lost:count} of {sent:count:packet|packets} from {sender} to {receiver} are missing, and "
                "every other stream of the capture lacks the same share, both ways. A network seldom loses as much on every stretch; "
                "what a full buffer, an overloaded mirror port or sampling takes from a capture is taken from all streams alike. The "
                "receivers' own counts (RTCP) would tell which it is, and there are none here."
            ),
            fix=(
                "Ask the people whether they heard each other: after a loss of {share:percent} they would not forget it.",
                "Capture again on the host itself with a larger buffer (tcpdump -B 65536) to a fast disk, and let RTCP through, on "
                "the port above that of RTP.",
                "If the same share is missing again, look for loss on the way that all streams share: the server's network card, its "
                "switch port, its uplink.",
            ),
            notes=NOTES_EN,
        ),
        ru=Words(
            title="Не хватает {share:percent} голоса, во всех потоках одинаково: его потерял дамп или сеть",
            explanation=(
                "По порядковым номерам не хватает {lost:count} из {sent:count:пакета|пакетов|пакетов} от {sender} к {receiver}, и в "
                "остальных потоках дампа доля та же, в обе стороны. Сеть редко теряет одинаково на всех участках, а при переполненном "
                "буфере, перегруженном порте зеркалирования или прореживании пакеты пропадают из дампа во всех потоках поровну. Что "
                "именно случилось, показали бы отчёты получателей (RTCP), но здесь их нет."
            ),
            fix=(
                "Спросите у людей, слышали ли они друг друга: потерю в {share:percent} они бы запомнили.",
                "Снимите дамп заново на самом узле, с большим буфером (tcpdump -B 65536), на быстрый диск, и не отфильтровывайте RTCP "
                "(порт на единицу выше порта RTP).",
                "Если доля снова та же, ищите потери там, где проходят все потоки: сетевая карта сервера, порт коммутатора, внешний канал.",
            ),
            notes=NOTES_RU,
        ),
    ),
    "thinned": Text(
        en=Words(
            title="{share:percent} of the voice from {sender} to {receiver} is missing here; how much the network lost is not known",
            explanation=(
                "By the sequence numbers {lost:count} of {sent:count:packet|packets} are missing. Other receivers of this capture got "
                "what is missing of their streams, as their RTCP tells or as they send it on: the capture lacks packets. Of this "
                "stream nobody tells enough to know what the network lost."
            ),
            fix=(
                "Capture again with a larger buffer (tcpdump -B 65536) to a fast disk before looking for loss in the network.",
                "sipwhy media with the number of this call shows what RTCP tells of each stream.",
            ),
            notes=NOTES_EN,
        ),
        ru=Words(
            title="Здесь не хватает {share:percent} голоса от {sender} к {receiver}; сколько потеряла сеть, неизвестно",
            explanation=(
                "По порядковым номерам не хватает {lost:count} из {sent:count:пакета|пакетов|пакетов}. К другим получателям в этом "
                "дампе недостающее в их потоках пришло: об этом говорит их RTCP или то, что они передают его дальше. Пакетов нет в "
                "дампе. Об этом потоке никто не сообщает достаточно, чтобы сказать, сколько потеряла сеть."
            ),
            fix=(
                "Прежде чем искать потери в сети, снимите дамп заново с большим буфером (tcpdump -B 65536) на быстрый диск.",
                "sipwhy media с номером этого вызова покажет, что RTCP говорит о каждом потоке.",
            ),
            notes=NOTES_RU,
        ),
    ),
    "only-here": Text(
        en=Words(
            title="{share:percent} of the voice from {sender} is missing in the capture only",
            explanation=(
                "{lost:count} of {sent:count:packet|packets} are missing here, but {receiver} tells by RTCP that it "
                "lost {told:percent}. The capture lacks them; the call did not."
            ),
            fix=_CAPTURE_EN,
            notes=NOTES_EN,
        ),
        ru=Words(
            title="{share:percent} голоса от {sender} не хватает только в дампе",
            explanation=(
                "Здесь не хватает {lost:count} из {sent:count:пакета|пакетов|пакетов}, но {receiver} по RTCP "
                "сообщает о потере {told:percent}. Пакетов нет в дампе, а в разговоре они были."
            ),
            fix=_CAPTURE_RU,
            notes=NOTES_RU,
        ),
    ),
    "sent-on": Text(
        en=Words(
            title="{share:percent} of the voice from {sender} is missing in the capture only",
            explanation=(
                "{lost:count} of {sent:count:packet|packets} are missing here on the way to {receiver}, but {receiver} sends the same "
                "stream on (same SSRC, same numbers) with them: it got them. The capture lacks them; the call did not."
            ),
            fix=_CAPTURE_EN,
            notes=NOTES_EN,
        ),
        ru=Words(
            title="{share:percent} голоса от {sender} не хватает только в дампе",
            explanation=(
                "На пути к {receiver} здесь не хватает {lost:count} из {sent:count:пакета|пакетов|пакетов}, но {receiver} передаёт тот "
                "же поток (тот же SSRC, те же номера) дальше вместе с ними: до него они дошли. Пакетов нет в дампе, а в разговоре они "
                "были."
            ),
            fix=_CAPTURE_RU,
            notes=NOTES_RU,
        ),
    ),
}
