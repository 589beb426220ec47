"""The fixed words in both languages: kinds, results, blame, severity, confidence, roles."""

from __future__ import annotations

from sipwhy.texts.catalogue import Table, say
from sipwhy.texts.install import install
from sipwhy.texts.language import Language

KIND: Table = {
    "call": ("call", "вызов"),
    "registration": ("registration", "регистрация"),
    "options": ("OPTIONS probe", "проверка OPTIONS"),
    "subscription": ("subscription or event", "подписка или событие"),
    "message": ("text message", "текстовое сообщение"),
    "other": ("other exchange", "прочий обмен"),
}

KINDS: Table = {
    "call": ("Calls", "Вызовы"),
    "registration": ("Registrations", "Регистрации"),
    "options": ("OPTIONS probes", "Проверки OPTIONS"),
    "subscription": ("Subscriptions and events", "Подписки и события"),
    "message": ("Text messages", "Текстовые сообщения"),
    "other": ("Other exchanges", "Прочее"),
}

KIND_SHORT: Table = {
    "call": ("call", "вызов"),
    "registration": ("reg", "рег"),
    "options": ("probe", "проба"),
    "subscription": ("event", "событ"),
    "message": ("text", "сообщ"),
    "other": ("other", "прочее"),
}

RESULT: Table = {
    "answered": ("answered", "отвечено"),
    "busy": ("busy", "занято"),
    "declined": ("declined", "отклонено"),
    "cancelled": ("cancelled", "отменено звонившим"),
    "no-answer": ("not picked up", "не взяли трубку"),
    "failed": ("failed", "не удалось"),
    "redirected": ("redirected", "переадресовано"),
    "incomplete": ("not finished in the capture", "не закончено в дампе"),
    "incomplete-of-log": ("not finished in the log", "не закончено в журнале"),
    "registered": ("registered", "зарегистрировано"),
    "unregistered": ("deregistered", "снято с регистрации"),
    "rejected": ("rejected", "отказано"),
    "unanswered": ("unanswered", "без ответа"),
}
"""How many ended so: "12 answered", «отвечено 12»."""

RESULT_OF_ONE: Table = {
    "answered-call": ("answered", "отвечен"),
    "answered-other": ("answered", "есть ответ"),
    "busy": ("busy", "занято"),
    "declined-call": ("declined", "отклонён"),
    "declined-other": ("declined", "отклонено"),
    "cancelled-call": ("cancelled", "отменён"),
    "cancelled-other": ("cancelled", "отменено"),
    "no-answer": ("no answer", "не взяли"),
    "failed-call": ("failed", "не удался"),
    "failed-other": ("failed", "неудача"),
    "redirected-call": ("redirected", "переадресован"),
    "redirected-other": ("redirected", "переадресация"),
    "incomplete": ("not finished", "не закончено"),
    "registered": ("registered", "успешно"),
    "unregistered": ("deregistered", "снята"),
    "rejected": ("rejected", "отказ"),
    "unanswered": ("unanswered", "без ответа"),
}
"""How one call ended, as a list's column and a heading show it; "-call" and "-other" where Russian genders differ."""

AT_FAULT: Table = {
    "caller": ("caller", "вызывающий"),
    "caller-registration": ("registering device", "клиент регистрации"),
    "caller-other": ("device that asked", "отправитель запроса"),
    "callee": ("callee", "вызываемый"),
    "user": ("person", "человек"),
    "pbx": ("PBX", "АТС"),
    "proxy": ("proxy", "прокси"),
    "trunk": ("trunk", "транк"),
    "network": ("network", "сеть"),
    "nobody": ("nobody", "никто"),
    "unknown": ("not known", "неясно"),
}

AT_FAULT_SHORT: Table = {
    **AT_FAULT,
    "caller": ("caller", "абон. А"),
    "caller-registration": ("device", "аппарат"),
    "caller-other": ("sender", "клиент"),
    "callee": ("callee", "абон. Б"),
    "unknown": ("unclear", "неясно"),
}
"""The same in at most seven cells, for a column of a list."""

BLAME: Table = {
    "caller": ("At fault: the caller's phone or its settings", "Виноват аппарат звонящего или его настройки"),
    "caller-registration": (
        "At fault: the registering device or its settings",
        "Виновато регистрирующееся устройство или его настройки",
    ),
    "caller-other": ("At fault: the device that asked, or its settings", "Виновато устройство, приславшее запрос, или его настройки"),
    "caller-attack": ("At fault: whoever sends from that address", "Виноват тот, кто действует с этого адреса"),
    "callee": ("At fault: the called phone or its settings", "Виноват вызываемый аппарат или его настройки"),
    "callee-host": (
        "At fault: the host that was called, be it a phone or a server, or its settings",
        "Виноват вызываемый узел (аппарат или сервер) или его настройки",
    ),
    "user": ("Nothing is broken: a person chose or dialled so", "Техника исправна: так решил или набрал человек"),
    "user-number": (
        "At fault: the dialled number, or a dial plan that lacks it",
        "Дело в набранном номере или в диалплане, где его нет",
    ),
    "user-account": (
        "At fault: the account, or what was agreed for it",
        "Дело в учётной записи или условиях договора",
    ),
    "pbx": ("At fault: the PBX or its settings", "Виновата АТС или её настройки"),
    "proxy": ("At fault: the proxy or its settings", "Виноват прокси-сервер или его настройки"),
    "trunk": ("At fault: the trunk, that is the carrier or vendor", "Виноват транк, то есть оператор или вендор"),
    "trunk-gateway": (
        "At fault: the trunk, that is a gateway or SBC of your own or the carrier behind it",
        "Виноват транк: свой шлюз (SBC) или оператор за ним",
    ),
    "network": ("At fault: the network between the parties", "Виновата сеть между сторонами"),
    "nobody": ("Nobody is at fault", "Виноватых нет"),
    "unknown": ("Who is at fault cannot be told from this evidence", "Кто виноват, по этим данным установить нельзя"),
}

SEVERITY: Table = {
    "error": ("error", "ошибка"),
    "warning": ("warning", "предупреждение"),
    "notice": ("notice", "замечание"),
    "info": ("information", "справка"),
}

CONFIDENCE: Table = {
    "certain": ("certain", "точно"),
    "likely": ("likely", "вероятно"),
    "possible": ("possible", "возможно"),
}

ROLE: Table = {
    "phone": ("phone", "телефон"),
    "pbx": ("PBX", "АТС"),
    "proxy": ("proxy", "прокси"),
    "trunk": ("trunk", "транк"),
    "gateway": ("gateway", "шлюз"),
    "unknown": ("", ""),
    "self": ("this PBX", "эта АТС"),
}

HUNG_UP: Table = {
    "caller": ("the caller hung up", "трубку положил звонивший"),
    "callee": ("the callee hung up", "трубку положил вызванный"),
    "caller-itself": ("the caller's device ended the call by itself", "вызов завершил сам аппарат звонившего"),
    "callee-itself": ("the called device ended the call by itself", "вызов завершил сам вызванный аппарат"),
    "caller-cause": (
        "the caller's side ended the call for a technical reason",
        "вызов завершила сторона звонившего по технической причине",
    ),
    "callee-cause": ("the called side ended the call for a technical reason", "вызов завершила вызванная сторона по технической причине"),
    "pbx": ("the PBX hung up", "отбой со стороны АТС"),
    "proxy": ("the proxy hung up", "отбой со стороны прокси"),
    "trunk": ("the trunk hung up", "отбой со стороны транка"),
}

TRUST: Table = {
    "one-sided-capture": ("only one direction of the traffic was captured", "записано только одно направление трафика"),
    "duplicate-packets": ("packets were captured more than once", "пакеты записаны по нескольку раз"),
    "capture-starts-late": ("the capture begins in the middle of calls", "дамп начат посреди вызовов"),
    "capture-ends-early": ("the capture ends before some calls do", "дамп заканчивается раньше некоторых вызовов"),
    "packets-cut": ("packets were cut short by the capturing program", "пакеты обрезаны при записи (snaplen)"),
    "packets-missing": ("the capture has gaps: packets are missing", "в дампе пропуски: части пакетов нет"),
}

NEED: Table = {
    "off": (
        "{n:count:rule is|rules are} switched off in the settings: {slugs:all}",
        "{n:count:правило отключено|правила отключены|правил отключено} в настройках: {slugs:all}",
    ),
    "rtp": (
        "{n:count:rule needs|rules need} RTP, and there is none in this capture: {slugs:all}",
        "{n:count:правилу нужен|правилам нужен|правилам нужен} RTP, а в этом дампе его нет: {slugs:all}",
    ),
    "rtp-of-log": (
        "what needs voice ({n:count:rule|rules}): logs hold no RTP, a capture does",
        "всё, чему нужен голос ({n:count:правило|правила|правил}): в журналах RTP не бывает, он есть в дампе",
    ),
    "log": (
        "{n:count:rule needs|rules need} the log of the PBX: {slugs:all}",
        "{n:count:правилу нужен|правилам нужен|правилам нужен} журнал АТС: {slugs:all}",
    ),
    "certificate": (
        "{n:count:rule needs|rules need} the signer's certificate (--certificate FILE): {slugs:all}",
        "{n:count:правилу нужен|правилам нужен|правилам нужен} сертификат подписавшего (--certificate FILE): {slugs:all}",
    ),
    "listening": (
        "{calls:count:answered call was|answered calls were} not listened to, for that takes time (--listen): {slugs:all}",
        "{calls:count:принятый вызов не прослушан|принятых вызова не прослушаны|принятых вызовов не прослушано}, это заняло бы время "
        "(--listen): {slugs:all}",
    ),
    "sound": (
        "voice of {calls:count:call|calls} could not be decoded without the package av (" + install("audio") + "): {slugs:all}",
        "голос {calls:count:вызова|вызовов|вызовов} не декодировать без пакета av (" + install("audio") + "): {slugs:all}",
    ),
    "end": (
        "of {calls:count:call|calls} only the first half hour was listened to (sipwhy media FILE N --listen hears all of call N): "
        "{slugs:all}",
        "в {calls:count:вызове|вызовах|вызовах} прослушаны только первые полчаса (sipwhy media FILE N --listen слушает весь вызов N): "
        "{slugs:all}",
    ),
    "keys": (
        "voice of {calls:count:answered call|answered calls} is encrypted and was not opened, so that what it sounds like is not known: "
        "{slugs:all}",
        "голос {calls:count:принятого вызова|принятых вызовов|принятых вызовов} зашифрован и не расшифрован, поэтому неизвестно, что в нём "
        "слышно: {slugs:all}",
    ),
    "reports": (
        "on {calls:count:call|calls} the other end's reports (RTCP) are encrypted, and no key here opens them, so that what only they "
        "tell is not known: {slugs:all}",
        "отчёты RTCP другой стороны у {calls:count:вызова зашифрованы|вызовов зашифрованы|вызовов зашифрованы}, и ключа к ним нет, поэтому "
        "то, что видно только по ним, неизвестно: {slugs:all}",
    ),
    "secret": (
        "{n:count:rule needs|rules need} the password of the account (--secret USER): {slugs:all}",
        "{n:count:правилу нужен|правилам нужен|правилам нужен} пароль учётной записи (--secret USER): {slugs:all}",
    ),
}
"""What rules that were not applied would have needed."""


def word(table: Table, key: str, lang: Language) -> str:
    """The word for `key`; one that has none is shown as it is."""
    return say(table, key, lang)


def blame(at_fault: str, kind: str, lang: Language) -> str:
    """Who is at fault, in full: by the kind of call, and otherwise for an attack, for a number and for what an account does not permit."""
    key = f"{at_fault}-{kind}"
    return say(BLAME, key if key in BLAME else at_fault, lang)


def at_fault_of(at_fault: str, kind: str, lang: Language, table: Table = AT_FAULT) -> str:
    """Who is at fault, in a word: what registers, or asks for something else than a call, is a device and no caller."""
    key = f"{at_fault}-{kind if kind in ('call', 'registration') else 'other'}"
    return say(table, key if key in table else at_fault, lang)


def result_of_one(result: str, kind: str, lang: Language) -> str:
    """How one call ended; Russian adjectives agree with the kind."""
    key = f"{result}-{'call' if kind == 'call' else 'other'}"
    return say(RESULT_OF_ONE, key if key in RESULT_OF_ONE else result, lang)
