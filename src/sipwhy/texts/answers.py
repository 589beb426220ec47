"""The fixed words around the reference of SIP answers."""

from __future__ import annotations

from sipwhy.texts.catalogue import Table, say
from sipwhy.texts.language import Language

ANSWER: Table = {
    "fault": ("Usually at fault", "Чаще виноват"),
    "causes": ("Likely causes", "Вероятные причины"),
    "checks": ("What to check and do", "Что проверить и сделать"),
    "after": ("What next", "Что дальше"),
    "retry": ("Repeat", "Повтор"),
    "failover": ("Next route", "Другой маршрут"),
    "statistics": ("Statistics", "Статистика"),
    "vendors": ("From these products", "У этих производителей"),
    "phrases": ("Known phrases with it", "Известные фразы с этим кодом"),
    "a-phrase": ("phrase", "фраза"),
    "more": ("More with {command}", "Больше по {command}"),
    "more-causes": ("{n:count:more cause|more causes}", "ещё {n:count:причина|причины|причин}"),
    "more-checks": ("checks for {names}", "что проверить: {names}"),
    "more-after": ("whether to repeat it", "стоит ли повторять"),
    "more-notes": ("{n:count:note|notes} on products", "{n:count:заметка|заметки|заметок} о продуктах"),
    "more-phrases": ("{n:count:phrase|phrases} ({command} explains one)", "{n:count:фраза|фразы|фраз} (об одной: {command})"),
    "mappings": ("Turned into", "Во что превращается"),
    "no-mapping": ("nothing", "ни во что"),
    "related": ("See also", "См. также"),
    "rules": ("Diagnoses", "Диагнозы"),
    "proves": ("Diagnosis", "Диагноз"),
    "sources": ("Sources", "Источники"),
    "unchecked": ("not checked against the source", "по источнику не сверено"),
    "unchecked-entry": (
        "Written from memory: nobody has checked it against the source yet.",
        "Написано по памяти: с источником пока не сверено.",
    ),
    "obsolete": ("obsolete", "устарел"),
    "unregistered": ("not in the IANA registry", "нет в реестре IANA"),
    "any-code": ("with any code", "с любым кодом"),
    "unknown-phrase": (
        "The words “{phrase}” beside {status} are in no list we know; the code itself means:",
        "Фразы «{phrase}» при коде {status} нет ни в одном известном нам списке; сам код значит:",
    ),
    "unknown-here": ("these words are in no list we know", "таких слов нет ни в одном известном нам списке"),
    "close": ("Nothing is spelt “{query}”; the nearest:", "Точно «{query}» не встречается; самое похожее:"),
    "words": ("Found by the words “{query}”:", "Найдено по словам «{query}»:"),
    "weak": (
        "No answer that we know fits the words “{query}” well. The nearest, each of which is a guess:",
        "Ответа, который хорошо подходил бы к словам «{query}», мы не знаем. Самое близкое, и всё это лишь догадки:",
    ),
    "rules-named": ("Diagnoses with these words (sipwhy rule NAME)", "Диагнозы с этими словами (sipwhy rule ИМЯ)"),
    "others": ("Others that fit", "Подходит ещё"),
    "asr-answered": ("ASR — answered", "ASR — отвечен"),
    "asr-failed": ("ASR — not answered", "ASR — не отвечен"),
    "asr-not-counted": ("ASR — not an attempt of its own", "ASR — отдельной попыткой не считается"),
    "ner-effective": ("NER — the network did its work", "NER — сеть отработала"),
    "ner-network-failure": ("NER — a failure of the network", "NER — отказ сети"),
    "ner-not-counted": ("NER — not counted", "NER — не учитывается"),
    "ner-depends": ("NER — depends on the cause", "NER — зависит от причины"),
}

KIND: Table = {
    "code": ("SIP status", "код ответа SIP"),
    "q850": ("Q.850 cause", "причина Q.850"),
    "warning": ("Warning code", "код Warning"),
    "location": ("location of a Q.850 cause", "location причины Q.850"),
    "reason-protocol": ("protocol of a Reason header", "протокол заголовка Reason"),
    "stir": ("STIR cause", "причина STIR"),
    "asterisk": ("hangup cause of Asterisk", "причина разъединения Asterisk"),
    "freeswitch": ("hangup cause of FreeSWITCH", "причина разъединения FreeSWITCH"),
    "ms-diagnostics": ("Microsoft code", "код Microsoft"),
}

PLATFORM: Table = {
    "any": ("", ""),
    "asterisk-pjsip": ("Asterisk, PJSIP", "Asterisk, PJSIP"),
    "asterisk-chan-sip": ("Asterisk, chan_sip", "Asterisk, chan_sip"),
    "freeswitch": ("FreeSWITCH", "FreeSWITCH"),
    "kamailio": ("Kamailio", "Kamailio"),
    "opensips": ("OpenSIPS", "OpenSIPS"),
    "3cx": ("3CX", "3CX"),
    "phone": ("Phone", "Телефон"),
    "trunk": ("Trunk", "Транк"),
}

FAULT: Table = {
    "caller": ("the caller's device or its settings", "аппарат звонящего или его настройки"),
    "callee": ("the called device or its settings", "вызываемый аппарат или его настройки"),
    "user": ("a person (a choice, or a slip in dialling)", "человек (так решил или ошибся при наборе)"),
    "account": ("the account, or what was agreed for it", "учётная запись или условия договора"),
    "pbx": ("the PBX", "АТС"),
    "proxy": ("the proxy", "прокси-сервер"),
    "trunk": ("the carrier or vendor", "оператор или вендор"),
    "network": ("the network", "сеть"),
    "nobody": ("nobody", "никто"),
    "unknown": ("cannot be told", "по ответу не понять"),
}

KIND_PAGE: Table = {
    "index": ("What SIP answers mean", "Что значат ответы SIP"),
    "index-words": (
        "The same as `sipwhy code` prints, for reading in a browser. Made by `make pages`; edit the TOML files, not these pages.",
        "То же, что печатает `sipwhy code`, для чтения в браузере. Страницы создаёт `make pages`; правят файлы TOML, а не их.",
    ),
    "code": ("Answer", "Ответ"),
    "means": ("What it means", "Что значит"),
    "phrases": ("Phrases of products and carriers", "Фразы производителей и операторов"),
    "lists": ("Other lists", "Другие списки"),
    "q850": ("Q.850 causes and who cleared", "Причины Q.850 и кто разъединил"),
    "headers": ("Warning codes, Reason protocols, STIR causes", "Коды Warning, протоколы Reason, причины STIR"),
    "asterisk": ("Hangup causes of Asterisk", "Причины разъединения Asterisk"),
    "freeswitch": ("Hangup causes of FreeSWITCH", "Причины разъединения FreeSWITCH"),
    "microsoft": ("Codes of Microsoft Teams and Lync", "Коды Microsoft Teams и Lync"),
}

FAMILY: Table = {
    "3cx": ("Phrases of 3CX", "Фразы 3CX"),
    "asterisk": ("Phrases of Asterisk", "Фразы Asterisk"),
    "audiocodes": ("Phrases of AudioCodes", "Фразы AudioCodes"),
    "cisco": ("Phrases of Cisco", "Фразы Cisco"),
    "communigate_pro": ("Phrases of CommuniGate Pro", "Фразы CommuniGate Pro"),
    "freepbx": ("Phrases of FreePBX", "Фразы FreePBX"),
    "freeswitch": ("Phrases of FreeSWITCH", "Фразы FreeSWITCH"),
    "generic": ("Words that many carriers use", "Слова, которые пишут многие операторы"),
    "kamailio": ("Phrases of Kamailio", "Фразы Kamailio"),
    "opensips": ("Phrases of OpenSIPS", "Фразы OpenSIPS"),
    "oracle": ("Phrases of Oracle SBC", "Фразы Oracle SBC"),
    "other_carriers": ("Phrases of other carriers", "Фразы других операторов"),
    "phones": ("Phrases of phones", "Фразы телефонов"),
    "ru_softswitch": ("Phrases of Russian carriers", "Фразы российских операторов"),
    "sip_tg": ("Phrases of SIP.TG", "Фразы SIP.TG"),
    "teams": ("Phrases of Microsoft Teams", "Фразы Microsoft Teams"),
    "twilio": ("Phrases of Twilio", "Фразы Twilio"),
    "yeti": ("Phrases of Yeti", "Фразы Yeti"),
}
"""The headings of the pages of phrases, by the file that they are from."""

VENDOR: Table = {
    "ru-carriers": ("softswitches of Russian carriers", "коммутаторы российских операторов"),
    "carriers": ("many carriers", "многие операторы"),
    "servers": ("many servers", "многие серверы"),
    "phones": ("phones", "телефоны"),
    "proxies": ("proxies", "прокси-серверы"),
    "Cisco phones": ("Cisco phones", "телефоны Cisco"),
    "STIR/SHAKEN verification": ("STIR/SHAKEN verification", "проверка STIR/SHAKEN"),
    "ATIS-1000099 (603+, USA)": ("ATIS-1000099 (603+, USA)", "ATIS-1000099 (603+, США)"),
}
"""Vendors that are no proper names, or not only such."""

CLASS: Table = {
    "normal event": ("normal event", "обычное событие"),
    "resource unavailable": ("resource unavailable", "нет ресурсов"),
    "service or option not available": ("service or option not available", "услуга недоступна"),
    "service or option not implemented": ("service or option not implemented", "услуга не реализована"),
    "invalid message": ("invalid message", "недопустимое сообщение"),
    "protocol error": ("protocol error", "ошибка протокола"),
    "interworking": ("interworking", "стыковка сетей"),
}
"""Classes of Q.850 causes; what other lists have in their place is a number."""


def vendor_name(vendor: str, lang: Language) -> str:
    """A vendor, or several with commas between them, as the reader calls them."""
    return say(VENDOR, vendor, lang) if vendor in VENDOR else ", ".join(say(VENDOR, one, lang) for one in vendor.split(", "))
