"""Words of one-way-audio: its evidence, and what is said where voice and messages come from different hosts, or by half a relay."""

from __future__ import annotations

from collections.abc import Mapping

from sipwhy.diagnosis.rule import Text, Words

NOTES_EN = {
    "answered": "answered: from here on both should be heard",
    "report": "{listener} tells by RTCP that it has heard nobody",
    "closed": "ICMP: the port for voice is closed",
    "refused": "ICMP: voice is turned back",
    "mute": "answers that it sends no voice",
    "unheard": "voice that does not arrive",
    "heard": "voice the other way",
    "relay": "names the relay {relay} for voice",
    "untouched": "names {kept} itself: this description was passed on as it came",
    "stuck": "voice that comes to the relay and is not seen to go on",
}
NOTES_RU = {
    "answered": "вызов принят: с этого момента должны слышать друг друга оба",
    "report": "{listener} сообщает по RTCP, что не слышал никого",
    "closed": "ICMP: порт для голоса закрыт",
    "refused": "ICMP: голос не пропущен",
    "mute": "отвечает, что голос передавать не будет",
    "unheard": "голос, который не доходит",
    "heard": "голос в обратную сторону",
    "relay": "называет для голоса медиапрокси {relay}",
    "untouched": "называет {kept}: это описание передано как пришло",
    "stuck": "голос приходит на медиапрокси, и дальше его не видно",
}
APART: Mapping[str, Text] = {
    "relay-stuck": Text(
        en=Words(
            title="{deaf} does not hear {mute}: the media relay {speaker} gets the voice and passes none on",
            explanation=(
                "{peer} told both sides to send their voice to {speaker}, which is another address than its own: a media relay "
                "(rtpengine, rtpproxy, an SBC), or its own second interface. Voice of {mute} comes to {speaker}, and none of it is seen "
                "to go on to {listener}."
            ),
            fix=(
                (
                    "What does the relay know of the call: its list of sessions (rtpengine-ctl list sessions CALL-ID) and its log? Does it "
                    "have both sides, with the right address of {listener}?"
                ),
                "Was the answer given to the relay too, and not only the offer (rtpengine_answer, or rtpengine_manage on replies)?",
                "Has {speaker} a route to {listener}, and does its own firewall let UDP out? Capture on {speaker}, on all interfaces.",
            ),
            notes=NOTES_EN,
        ),
        ru=Words(
            title="{deaf} не слышит {mute}: медиапрокси {speaker} получает голос, но дальше не передаёт",
            explanation=(
                "{peer} указал обеим сторонам отправлять голос на {speaker}, это не его собственный адрес: медиапрокси (rtpengine, "
                "rtpproxy, SBC) или его же второй интерфейс. Голос {mute} приходит на {speaker}, но на пути к {listener} его не видно."
            ),
            fix=(
                (
                    "Что знает о вызове медиапрокси: список сеансов (rtpengine-ctl list sessions CALL-ID) и журнал? Есть ли в нём обе "
                    "стороны и верный адрес {listener}?"
                ),
                "Передан ли медиапрокси и ответ, а не только предложение (rtpengine_answer или rtpengine_manage в onreply_route)?",
                "Есть ли у {speaker} маршрут до {listener}, выпускает ли UDP его межсетевой экран? Снимите дамп на {speaker}.",
            ),
            notes=NOTES_RU,
        ),
    ),
    "two-addresses": Text(
        en=Words(
            title="{deaf} does not hear {mute}: voice comes to {inlet}, and none goes on from {speaker}, another address of this server",
            explanation=(
                "{inlet} and {speaker} are one server, as Via of the INVITE tells that it passed on. Voice of {mute} comes to {inlet}, and "
                "none of it is seen to go from {speaker} to {listener}, though both sides had agreed to send and to receive."
            ),
            fix=(
                "What does its media relay know of the call: rtpengine-ctl list sessions CALL-ID? Has it both sides, each by its network?",
                (
                    "rtpengine: an interface for each network (interface=NAME/ADDRESS;NAME/ADDRESS), both in direction= of the offer, "
                    "and the answer through rtpengine_answer() too."
                ),
                "Has the server a route from {speaker} to {listener}, and does its own firewall let UDP out there? Capture with -i any.",
            ),
            notes=NOTES_EN,
        ),
        ru=Words(
            title="{deaf} не слышит {mute}: голос приходит на {inlet}, а с {speaker}, другого адреса этого сервера, не уходит",
            explanation=(
                "{inlet} и {speaker} — один сервер: это видно по Via в INVITE, который он передал дальше. Голос {mute} приходит на "
                "{inlet}, но с {speaker} к {listener} не уходит, хотя стороны договорились передавать и принимать."
            ),
            fix=(
                "Что знает о вызове его медиапрокси: rtpengine-ctl list sessions CALL-ID? Есть ли обе стороны, каждая в своей сети?",
                (
                    "rtpengine: отдельный интерфейс на каждую сеть (interface=ИМЯ/АДРЕС;ИМЯ/АДРЕС), оба в direction= предложения, и ответ "
                    "тоже через rtpengine_answer()."
                ),
                "Есть ли у сервера маршрут с {speaker} до {listener}, выпускает ли туда UDP его межсетевой экран? Дамп с -i any.",
            ),
            notes=NOTES_RU,
        ),
    ),
    "answered-silent": Text(
        en=Words(
            title="{deaf} does not hear {mute}: {speaker} answered {said}, and never meant to send voice",
            explanation=(
                "{speaker} took the call with a={said} in its SDP: it sends no voice from the first (RFC 3264 section 6.1), though it was "
                "asked to. {peer} passes none of that on: {listener} was told that voice would come, and sends its own."
            ),
            fix=(
                "Why does {speaker} answer {said}? It starts on hold or muted, or its software keeps the hold of another call.",
                "Restart or update {speaker}; try its other ways to answer (auto answer, intercom, headset key).",
                "If {speaker} is a carrier's: send the carrier this answer, with its time and Call-ID.",
            ),
            notes=NOTES_EN,
        ),
        ru=Words(
            title="{deaf} не слышит {mute}: {speaker} ответил {said} и голос передавать не собирался",
            explanation=(
                "{speaker} принял вызов с a={said} в SDP: голос он не передаёт с самого начала (RFC 3264, раздел 6.1), хотя его об этом "
                "просили. {peer} об этом дальше не сообщил: {listener} ждёт голос и передаёт свой."
            ),
            fix=(
                "Почему {speaker} отвечает {said}? Возможно, он сразу ставит вызов на удержание, "
                "на нём выключен звук или он помнит удержание другого вызова.",
                "Перезапустите или обновите {speaker}; проверьте другие способы ответа (автоответ, интерком, кнопка гарнитуры).",
                "Если {speaker} у оператора, передайте ему этот ответ: время и Call-ID.",
            ),
            notes=NOTES_RU,
        ),
    ),
    "elsewhere": Text(
        en=Words(
            title="{deaf} does not hear {mute}: no voice comes from {speaker}",
            explanation=(
                "Both sides agreed to send and to receive. From {listener} {heard:count:packet|packets} of voice went to {speaker}, "
                "the address for voice that the other side gave by way of the proxy {peer}, and none came back to this capture "
                "point. Either {speaker} sends none, or a firewall or NAT stops it, or it comes by another way than this one."
            ),
            fix=(
                "Capture at {speaker}: does voice leave it, and to which address and port? The proxy {peer} has no part in it.",
                "If it does: let the firewall before {listener} admit UDP to its RTP ports from {speaker}, not only from {peer}.",
                (
                    "If it goes to an address that is not {listener}'s: NAT between them; let a media relay stand beside the proxy "
                    "(Kamailio rtpengine or rtpproxy), or let {speaker} send to where voice comes from."
                ),
            ),
            notes=NOTES_EN,
        ),
        ru=Words(
            title="{deaf} не слышит {mute}: от {speaker} голос не приходит",
            explanation=(
                "Стороны договорились и отправлять, и принимать. От {listener} на {speaker} ушло {heard:count:пакет|пакета|пакетов} "
                "голоса: этот адрес для голоса другая сторона назвала через прокси {peer}. Обратно в эту точку съёма не пришло ни "
                "одного. {speaker} не отправляет голос, его не пропускает межсетевой экран или NAT, или голос идёт другим путём."
            ),
            fix=(
                "Снимите дамп на {speaker}: выходит ли оттуда голос и на какие адрес и порт? Прокси {peer} в нём не участвует.",
                "Если выходит, разрешите перед {listener} UDP на его порты RTP с адреса {speaker}, а не только с {peer}.",
                (
                    "Если он уходит не на адрес {listener}, между ними NAT: поставьте рядом с прокси медиапрокси (rtpengine или "
                    "rtpproxy для Kamailio) или включите на {speaker} отправку голоса туда, откуда он приходит."
                ),
            ),
            notes=NOTES_RU,
        ),
    ),
    "apart": Text(
        en=Words(
            title="{deaf} does not hear {mute}: no voice comes from {speaker}",
            explanation=(
                "Both sides agreed to send and to receive. From {listener} {heard:count:packet|packets} of voice went to {speaker}, "
                "and none came back to this capture point. One of the two sends its voice from another address than its messages: "
                "either {speaker} sends none, or a firewall or NAT stops it, or it comes by another way than this one."
            ),
            fix=(
                "Capture at {speaker}, on all its interfaces (-i any): does voice leave it, and to which address and port?",
                "If it does: let the firewall before {listener} admit UDP to its RTP ports from {speaker}, not only SIP.",
                (
                    "If it does not: of a gateway or a relay, does voice come to it on its other leg, and was the answer given to it "
                    "too (rtpengine_answer)? Of a telephone: microphone, mute key and headset."
                ),
            ),
            notes=NOTES_EN,
        ),
        ru=Words(
            title="{deaf} не слышит {mute}: от {speaker} голос не приходит",
            explanation=(
                "Стороны договорились и отправлять, и принимать. От {listener} на {speaker} ушло {heard:count:пакет|пакета|пакетов} "
                "голоса, а обратно в эту точку съёма не пришло ни одного. У одной из сторон голос идёт не с того адреса, с которого "
                "сигнализация: {speaker} не отправляет голос, его не пропускает межсетевой экран или NAT, или голос идёт другим путём."
            ),
            fix=(
                "Снимите дамп на {speaker} на всех интерфейсах (-i any): выходит ли оттуда голос и на какие адрес и порт?",
                "Если выходит: пропустите на межсетевом экране перед {listener} UDP на его порты RTP с {speaker}, а не только SIP.",
                (
                    "Если не выходит: на шлюз или медиапрокси приходит ли голос с другого плеча, передан ли ему и ответ "
                    "(rtpengine_answer)? На телефоне: микрофон, кнопка отключения микрофона, гарнитура."
                ),
            ),
            notes=NOTES_RU,
        ),
    ),
    "half-relayed": Text(
        en=Words(
            title="{deaf} does not hear {mute}: {server} gave only one side the media relay {relay}",
            explanation=(
                "{server} wrote the relay {relay} into one description and passed the other on untouched, with {kept} in it. So "
                "{speaker} sends to the relay ({sent:count:packet|packets}) and {listener} straight to {kept}. The relay has one "
                "description of two, and nothing of that voice is seen to leave it for {listener}."
            ),
            fix=(
                (
                    "Kamailio: t_on_reply() before t_relay(), and in that onreply_route rtpengine_manage() (or rtpengine_answer(), "
                    "rtpproxy_manage()) for 183 and 200 with a description, under the same condition as for the INVITE."
                ),
                "OpenSIPS: the same with rtpengine_answer() or rtpproxy_answer() in the onreply_route.",
                "An INVITE without a description: the offer stands in the 200, and the answer in the ACK has to go through the relay too.",
                "See what the relay knows of the call: rtpengine-ctl list sessions CALL-ID.",
            ),
            notes=NOTES_EN,
        ),
        ru=Words(
            title="{deaf} не слышит {mute}: {server} указал медиапрокси {relay} только одной стороне",
            explanation=(
                "{server} вписал медиапрокси {relay} в одно описание, а другое передал как есть, с адресом {kept}. Поэтому {speaker} "
                "отправляет голос на медиапрокси ({sent:count:пакет|пакета|пакетов}), а {listener} напрямую на {kept}. Медиапрокси знает "
                "одно описание из двух, и этот голос не виден на пути от него к {listener}."
            ),
            fix=(
                (
                    "Kamailio: t_on_reply() перед t_relay(), а в этом onreply_route rtpengine_manage() (или rtpengine_answer(), "
                    "rtpproxy_manage()) для 183 и 200 с SDP, при том же условии, что и для INVITE."
                ),
                "OpenSIPS: то же с rtpengine_answer() или rtpproxy_answer() в onreply_route.",
                "INVITE без SDP: предложение идёт в 200, и ответ в ACK тоже надо передать медиапрокси.",
                "Что медиапрокси знает о вызове: rtpengine-ctl list sessions CALL-ID.",
            ),
            notes=NOTES_RU,
        ),
    ),
}
"""What to say where voice and messages come from different hosts, by the variant of one-way-audio."""
