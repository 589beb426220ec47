"""The words of the filter language: what is expected, what is wrong, and how Asterisk would read it."""

from __future__ import annotations

from sipwhy.texts.catalogue import Table
from sipwhy.texts.measure import LENGTHS, MOMENTS

EXPECTED: Table = {
    "field": ("a field", "поле"),
    "operator": ("an operator (=, !=, <, >, like, in, between, is null)", "оператор (=, !=, <, >, like, in, between, is null)"),
    "value": ("a value", "значение"),
    "join": ("and/or", "and/or"),
    "close": (")", ")"),
    "open": ("(", "("),
    "comma": ("a comma", "запятая"),
    "and": ("and", "and"),
    "null": ("null", "null"),
    "not": ("not", "not"),
    "bracket": ("]", "]"),
    "end": ("the end", "конец выражения"),
    "or": ("or", "или"),
}

WHERE_ERROR: Table = {
    "syntax": ("expected {expected}, got {got}", "ожидается {expected:list}, а здесь {got}"),
    "ended": ("expected {expected}, but the expression ends here", "ожидается {expected:list}, но выражение здесь кончается"),
    "empty": ("the expression is empty: expected a field", "выражение пустое: ожидается поле"),
    "unclosed": ("this quotation mark is never closed", "эта кавычка не закрыта"),
    "no-field": (
        "there is no field {got}; there are {known} and more (docs/where.md)",
        "поля {got} нет; есть {known} и другие (docs/where.ru.md)",
    ),
    "no-field-like": ("there is no field {got}; perhaps {near}?", "поля {got} нет; может быть, {near}?"),
    "bad-header": ("{got} cannot be the name of a header", "{got} не может быть именем заголовка"),
    "operator-of-number": (
        "{name} is a number: expected one of {known}, got {got}",
        "{name} — число: ожидается {known}, а здесь {got}",
    ),
    "operator-of-time": ("{name} is a time: expected one of {known}, got {got}", "{name} — время: ожидается {known}, а здесь {got}"),
    "operator-of-text": ("{name} is a text: expected one of {known}, got {got}", "{name} — текст: ожидается {known}, а здесь {got}"),
    "operator-of-address": (
        "{name} is an address: expected one of {known}, got {got}",
        "{name} — адрес: ожидается {known}, а здесь {got}",
    ),
    "operator-of-seconds": (
        "{name} is a length of time: expected one of {known}, got {got}",
        "{name} — длительность: ожидается {known}, а здесь {got}",
    ),
    "number": ("{name} is a number: expected 5, got {got}", "{name} — число: ожидается 5, а здесь {got}"),
    "status": ("{name} is a number: expected 486 or 4xx, got {got}", "{name} — число: ожидается 486 или 4xx, а здесь {got}"),
    "time": (
        f"{{name}} is a time: expected {MOMENTS[0]}, got {{got}}",
        f"{{name}} — время: ожидается {MOMENTS[1]}, а здесь {{got}}",
    ),
    "address": (
        "{name} is an address: expected 10.0.0.1, 10.0.0.1:5060, [2001:db8::1]:5060 or 10.0.0.0/8, got {got}",
        "{name} — адрес: ожидается 10.0.0.1, 10.0.0.1:5060, [2001:db8::1]:5060 или 10.0.0.0/8, а здесь {got}",
    ),
    "seconds": (
        f"{{name}} is a length of time: expected seconds (2.5) or {LENGTHS[0]}, got {{got}}",
        f"{{name}} — длительность: ожидаются секунды (2.5) или {LENGTHS[1]}, а здесь {{got}}",
    ),
    "length": (
        f"expected a length of time ({LENGTHS[0]}), got {{got}}",
        f"ожидается длительность ({LENGTHS[1]}), а здесь {{got}}",
    ),
    "backwards": ("between goes from less to more: {high} is below {low}", "between идёт от меньшего к большему: {high} меньше {low}"),
    "too-long": ("an expression may have {most} characters", "в выражении может быть не больше {most} символов"),
    "too-deep": ("parentheses are nested too deeply here: at most {most}", "слишком много вложенных скобок: не больше {most}"),
    "not-text": ("this is no character of UTF-8", "это не символ UTF-8"),
    "pattern-bad": ("this is no regular expression", "это не регулярное выражение"),
    "pattern-open": ("a bracket of this regular expression has no twin", "у скобки в регулярном выражении нет пары"),
    "pattern-deep": ("this regular expression is nested too deeply", "слишком большая вложенность в регулярном выражении"),
    "pattern-repeat": (
        "there is nothing here that could be repeated; a sign itself is written as \\* \\+ \\?",
        "здесь нечего повторять; сам знак пишется как \\* \\+ \\?",
    ),
    "pattern-count": ("a regular expression may have at most 1000 parts", "в регулярном выражении может быть не больше 1000 частей"),
    "pattern-flag": ("(?i) can only stand at the beginning", "(?i) может стоять только в начале"),
    "pattern-around": (
        "this kind of group is not known: looking ahead and behind, and conditions are left out",
        "такой группы нет: просмотр вперёд и назад и условия не поддерживаются",
    ),
    "pattern-reference": (
        "references back to a group are left out: no database can answer them quickly",
        "обратные ссылки на группу не поддерживаются: быстро ответить на них нельзя",
    ),
    "pattern-escape": ("this escape means nothing", "эта последовательность ничего не значит"),
    "pattern-class": ("there is no such class of characters", "нет такого класса символов"),
    "pattern-range": ("this range goes from more to less", "этот диапазон идёт от большего к меньшему"),
}

WARNING: Table = {
    "refuses": ("a real Asterisk refuses this: {complaint}", "настоящий Asterisk это не примет: {complaint}"),
    "blanks": (
        "a real Asterisk wants blanks around every operator: number > 5",
        "настоящему Asterisk нужны пробелы вокруг каждого оператора: number > 5",
    ),
    "grouped": (
        "a real Asterisk reads this otherwise: {reading}. Its and and or bind alike and to the right; write parentheses",
        "настоящий Asterisk поймёт это иначе: {reading}. Его and и or равны по силе и группируются справа; поставьте скобки",
    ),
    "port": (
        "a real Asterisk finds nothing by {got}: it wants the port, too ({got}:5060)",
        "настоящий Asterisk по {got} ничего не найдёт: ему нужен и порт ({got}:5060)",
    ),
    "quotes": (
        'a real Asterisk knows no quotation marks but ": it looks for {got}',
        'настоящий Asterisk знает только кавычки ": он станет искать {got}',
    ),
    "literal": ("a real Asterisk looks for {got} here", "настоящий Asterisk ищет здесь {got}"),
    "time": (
        "a real Asterisk knows times in whole seconds since 1970 alone: it reads {got} here",
        "настоящий Asterisk знает время только в секундах с 1970 года: здесь он прочтёт {got}",
    ),
    "differs": ("a real Asterisk reads this otherwise: {reading}", "настоящий Asterisk поймёт это иначе: {reading}"),
}
