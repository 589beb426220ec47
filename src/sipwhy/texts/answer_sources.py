"""Sources that are remarks of ours, in both languages."""

from __future__ import annotations

from sipwhy.texts.catalogue import Table

_TABLE = ("Russian table of SIP answers, oshibaetsya.ru/sip-500-oshibka", "русская таблица ответов SIP, oshibaetsya.ru/sip-500-oshibka")
_OF_TABLE = {
    "(phrase and meaning)": "(фраза и смысл)",
    "(phrase; advice to check the ID on CGP)": "(фраза и совет проверить ID на CGP)",
    "(phrase and meaning: wrong login in From); product from memory, not established": (
        "(фраза и смысл: неверный логин во From); продукт по памяти, не установлен"
    ),
    "(phrase and meaning: CPS exceeded); product from memory, not established": (
        "(фраза и смысл: превышен CPS); продукт по памяти, не установлен"
    ),
    "(phrase; the table only translates it); product from memory, not established": (
        "(фраза; таблица её только переводит); продукт по памяти, не установлен"
    ),
    "(phrase, meaning, sipnet.ru named); product not established": "(фраза, смысл, назван sipnet.ru); продукт не установлен",
    "(phrase and meaning); product not established": "(фраза и смысл); продукт не установлен",
    "(phrase and meaning); that it is a cut sentence is our guess": "(фраза и смысл); что это обрезанное предложение — наша догадка",
    "(phrase and meaning by code); product not established": "(фраза и смысл по коду); продукт не установлен",
    "(phrase and meaning: a variant of Empty Route Set); product not established": (
        "(фраза и смысл: вариант Empty Route Set); продукт не установлен"
    ),
    '(phrase and meaning, "rare"); product not established': "(фраза и смысл, «редко»); продукт не установлен",
}
"""What was taken from it, and what was not found there."""
_REMARKS = {
    "from memory: CommuniGate Pro gives the same words for mail to an unknown account": (
        "по памяти: теми же словами CommuniGate Pro отвечает на письмо неизвестной учётной записи"
    ),
    "from memory: traces of CUCM; no document with the text was found": "по памяти: трассировки CUCM; документа с таким текстом не нашлось",
    "from memory: old X-Lite softphones showed these words themselves when REGISTER stayed unanswered": (
        "по памяти: эти слова показывали сами старые софтфоны X-Lite, когда на REGISTER не было ответа"
    ),
    "Q.850 cause 34 and its variants, from memory": "причина Q.850 34 и её варианты, по памяти",
    "Q.850 cause 22, from memory": "причина Q.850 22, по памяти",
    "portals of cloud carriers, from memory": "порталы облачных операторов, по памяти",
    "wordings met, from memory": "встречавшиеся формулировки, по памяти",
    "sipflow.dev, table of vendors' reason phrases (phrase); meaning from the words, not established": (
        "sipflow.dev, таблица фраз вендоров (фраза); смысл — по самим словам, не установлен"
    ),
    "met from carriers, place not recorded": "встречалось у операторов, где именно, не записано",
    "met from servers, place not recorded": "встречалось у серверов, где именно, не записано",
    "met from phones, place not recorded": "встречалось у телефонов, где именно, не записано",
    "met from 3CX and others, place not recorded": "встречалось у 3CX и других, где именно, не записано",
    "met from Cisco CUCM, place not recorded": "встречалось у Cisco CUCM, где именно, не записано",
    "ATIS-1000099, section not recorded": "ATIS-1000099, раздел не записан",
    "place not recorded": "место не записано",
    "place not recorded; not found in the present sources of mod_sofia": (
        "место не записано; в нынешнем исходном коде mod_sofia не найдено"
    ),
}
SOURCE: Table = {
    f"{_TABLE[0]} {english}": (f"{_TABLE[0]} {english}", f"{_TABLE[1]} {russian}") for english, russian in _OF_TABLE.items()
} | {english: (english, russian) for english, russian in _REMARKS.items()}
"""Any other source is a citation and stands as it is."""
