"""What stands in a rule's words as long as no call fills them: "<server>", «<сервер>», a number or a duration."""

from __future__ import annotations

from sipwhy.texts.catalogue import Table
from sipwhy.texts.fill import PLACEHOLDER
from sipwhy.texts.language import Language

_NUMBER = ("N", "N")

PLACE: Table = {
    # hosts and who stands behind them
    "answerer": ("who answered", "ответивший"),
    "asker": ("who asked", "запросивший"),
    "callee": ("callee", "вызываемый"),
    "caller": ("caller", "вызывающий"),
    "carrier": ("carrier", "оператор"),
    "client": ("client", "клиент"),
    "deaf": ("who hears nothing", "кто не слышит"),
    "dst": ("destination", "получатель"),
    "hanger": ("who hung up", "кто разъединил"),
    "having": ("who has them", "у кого они есть"),
    "holder": ("who holds", "кто удерживает"),
    "host": ("host", "узел"),
    "hosts": ("hosts", "узлы"),
    "lacking": ("who lacks them", "у кого их нет"),
    "listener": ("listener", "слушающий"),
    "loser": ("second device", "второй аппарат"),
    "mute": ("who is not heard", "кого не слышно"),
    "one": ("one side", "один участник"),
    "other": ("other side", "другой участник"),
    "deciding": ("who decided", "кто решил исход"),
    "far": ("who is behind the proxy", "узел за прокси"),
    "forwarded": ("forwarded number", "номер с переадресацией"),
    "others": ("other hosts", "другие узлы"),
    "owner": ("device", "аппарат"),
    "peer": ("peer", "узел"),
    "proxy": ("proxy", "прокси"),
    "receiver": ("receiver", "получатель"),
    "relay": ("relay", "медиапрокси"),
    "refresher": ("refresher", "обновляющий"),
    "registrar": ("registrar", "регистратор"),
    "registrars": ("registrars", "регистраторы"),
    "reporter": ("who says so", "кто это сообщил"),
    "resetter": ("who reset it", "кто сбросил"),
    "resolver": ("name server", "DNS-сервер"),
    "sender": ("sender", "отправитель"),
    "server": ("server", "сервер"),
    "side": ("peer", "узел"),
    "silent": ("who does not answer", "кто не отвечает"),
    "speaker": ("speaker", "говорящий"),
    "src": ("source", "источник"),
    "stranger": ("stranger", "посторонний"),
    "teller": ("who says so", "кто это сообщил"),
    "transferor": ("who transfers", "кто переводит"),
    "victim": ("device", "аппарат"),
    "port": ("port", "порт"),
    "winner": ("first device", "первый аппарат"),
    # addresses, numbers, names
    "accepted": ("caller that passes", "номер, который проходит"),
    "account": ("account", "учётная запись"),
    "forwards": ("forwardings", "переадресации"),
    "address": ("address", "адрес"),
    "addresses": ("addresses", "адреса"),
    "announced": ("announced address", "объявленный адрес"),
    "contact": ("Contact", "Contact"),
    "contacts": ("Contacts", "Contact"),
    "frequencies": ("frequencies", "частоты"),
    "from": ("first number", "первый номер"),
    "held_by": ("first capture", "первый дамп"),
    "kept": ("own address", "свой адрес"),
    "inlet": ("the server's other address", "другой адрес сервера"),
    "inner": ("inner address", "внутренний адрес"),
    "lacked_by": ("second capture", "второй дамп"),
    "network": ("kind of network", "вид сети"),
    "next": ("next route", "следующий маршрут"),
    "number": ("number", "номер"),
    "numbers": ("numbers", "номера"),
    "outer": ("outer address", "внешний адрес"),
    "own": ("own address", "свой адрес"),
    "route": ("Record-Route", "Record-Route"),
    "seen": ("address seen", "видимый адрес"),
    "shown": ("number shown", "показанный номер"),
    "signed": ("number signed", "подписанный номер"),
    "source": ("source address", "адрес источника"),
    "sources": ("source addresses", "адреса источников"),
    "target": ("target", "назначение"),
    "used": ("address in use", "адрес отправки"),
    "user": ("user", "абонент"),
    "users": ("users", "абоненты"),
    # what messages say
    "application": ("application", "приложение"),
    "cause": ("N", "N"),
    "after": ("new codec", "новый кодек"),
    "agent": ("User-Agent", "User-Agent"),
    "algorithm": ("algorithm", "алгоритм"),
    "allowed": ("allowed directions", "допустимые направления"),
    "answered": ("what is answered", "что отвечено"),
    "reason": ("cause in Reason", "причина из Reason"),
    "first": ("first of them", "первый из них"),
    "answers": ("hosts with their answers", "узлы и их ответы"),
    "asked": ("what was asked for", "что запрошено"),
    "bad": ("form that fails", "вид, который не проходит"),
    "before": ("old codec", "прежний кодек"),
    "came": ("what came back", "что пришло"),
    "codec": ("codec", "кодек"),
    "law": ("law of G.711", "закон G.711"),
    "marked": ("its payload type", "указанный тип"),
    "codecs": ("codecs", "кодеки"),
    "direction": ("direction", "направление"),
    "extensions": ("extensions", "расширения"),
    "entries": ("its number", "её номер"),
    "event": ("event", "событие"),
    "socket": ("address and port", "адрес и порт"),
    "expected": ("number expected", "ожидаемый номер"),
    "extra": ("formats", "форматы"),
    "flaws": ("rule", "правило"),
    "good": ("form that passes", "вид, который проходит"),
    "header": ("header", "заголовок"),
    "headers": ("headers", "заголовки"),
    "hop": ("address of the next hop", "адрес следующего узла"),
    "label": ("message", "сообщение"),
    "method": ("method", "метод"),
    "missing": ("headers", "заголовки"),
    "name": ("name", "имя"),
    "names": ("names", "имена"),
    "observed": ("what was seen", "что пришло"),
    "known": ("what is known", "что поддерживается"),
    "offered": ("what is offered", "что предложено"),
    "parameter": ("parameter", "параметр"),
    "part": ("realm or algorithm", "realm или алгоритм"),
    "parts": ("parts", "части"),
    "phrase": ("reason", "фраза"),
    "profile": ("profile", "профиль"),
    "realm": ("server's realm", "realm сервера"),
    "replaced": ("Call-ID", "Call-ID"),
    "result": ("code", "код"),
    "result_phrase": ("reason", "фраза"),
    "said": ("words of the log", "слова из журнала"),
    "second": ("second message", "второе сообщение"),
    "sent": ("what was sent", "что отправлено"),
    "set": ("N", "N"),
    "signals": ("signals", "сигналы"),
    "hops": ("N", "N"),
    "least": ("N", "N"),
    "most": ("N", "N"),
    "login_status": ("code", "код"),
    "status": ("code", "код"),
    "supported": ("codecs", "кодеки"),
    "text": ("text", "текст"),
    "told": ("answer", "ответ"),
    "uri": ("URI of the digest", "URI из дайджеста"),
    "verdict": ("verdict", "результат"),
    "what": ("number or name", "номер или имя"),
    "where": ("place", "место"),
    "who": ("user", "абонент"),
    "witness": ("message", "сообщение"),
    "words": ("words", "слова"),
    # below SIP
    "alert": ("alert", "имя alert"),
    "chosen": ("TLS version", "версия TLS"),
    "code": ("DNS code", "код DNS"),
    "detail": ("error", "ошибка"),
    "issuer": ("issuer", "издатель"),
    "since": ("date", "дата"),
    "subject": ("subject", "владелец сертификата"),
    "tool": ("program", "программа"),
    "transport": ("transport", "транспорт"),
    "type": ("record type", "тип записи"),
    "until": ("end", "конец"),
    "moment": ("time", "время"),
    # of traffic
    "vendor": ("vendor", "вендор"),
    "answer": ("code", "код ответа"),
    "from_hour": ("hour", "час"),
    "to_hour": ("hour", "час"),
    # figures
    **dict.fromkeys(
        "acks actual callees calls cause devices duplicates failed given healed invite kind last late left length limit lost messages "
        "mtu n new old pages passed port process rate refused registrations short signal size small stated times turns wanted".split(),
        _NUMBER,
    ),
}
"""What the value of each name is; a name that is not here, as of a foreign rule, is shown as it is."""

_FIGURE: Table = {"seconds": ("N s", "N с"), "percent": ("N %", "N %"), "number": _NUMBER, "count": _NUMBER}


def open_words(template: str, lang: Language) -> str:
    """A text with its values named: "<server> answered N times"; a count keeps its noun in the plural."""
    return PLACEHOLDER.sub(lambda found: _named(found[1], found[2] or "", found[3] or "", lang), template)


def _named(name: str, shape: str, forms: str, lang: Language) -> str:
    at = int(lang == "ru")
    if shape == "aside":
        return forms
    if shape == "after":
        return " " + _named(name, "", "", lang)
    if shape in _FIGURE:
        return f"{_FIGURE[shape][at]} {forms.rpartition('|')[2]}".rstrip()
    word = PLACE[name][at] if name in PLACE else name.replace("_", " ")
    return word if PLACE.get(name) is _NUMBER else f"<{word}>"
