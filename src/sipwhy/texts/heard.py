"""The words for what is heard in a call."""

from __future__ import annotations

from sipwhy.texts.catalogue import Table

HEARD: Table = {
    "heard": ("Heard", "Слышно"),
    "too-little": ("too little is here to tell ({seconds:seconds})", "слишком мало, чтобы сказать ({seconds:seconds})"),
    "mostly-lost": (
        "{share:percent} of the packets are missing: what is left does not tell what was heard, nor how loud it was",
        "Нет {share:percent} пакетов: по остальным не сказать ни что было слышно, ни насколько громко",
    ),
    "more": ("and {n} more", "и ещё {n}"),
    "speech": ("speech or the like", "речь или похожий звук"),
    "steady": ("sound without pauses (music or noise)", "звук без пауз (музыка или шум)"),
    "sound": ("a sound", "звук"),
    "steady-faint": ("faint sound close to the noise (voice or noise)", "слабый звук на уровне шума (голос или шум)"),
    "hum": (
        "Mains hum ({lines:list} Hz), {level:number} dBov: look at power supply, ground and shielding there; the rest is told without it",
        "Сетевой фон ({lines:list} Гц), {level:number} dBov: проверьте там питание, землю и экран; остальное оценено без него",
    ),
    "better-as": (
        "Decoded as {law} it would be voice: the payload type names the wrong law of G.711, and this is played distorted and noisy",
        "Если декодировать как {law}, это голос: тип нагрузки указывает не тот закон G.711, и звук выходит искажённым и шумным",
    ),
    "noise": ("even noise", "ровный шум"),
    "quiet": ("quiet", "тихо"),
    "silence": ("digital silence", "цифровая тишина"),
    "unsent": ("nothing sent", "не передаётся"),
    "lost": ("lost", "потеряно"),
    "torn": ("too much is missing to tell", "слишком многого не хватает, чтобы сказать"),
    "key": ("DTMF in the sound (in band)", "DTMF в самом голосе (in-band)"),
    "dial": ("dial tone", "ответ станции"),
    "ringback": ("ringback", "длинные гудки (КПВ)"),
    "busy": ("busy tone", "короткие гудки (занято)"),
    "congestion": ("congestion tone", "частые гудки (перегрузка)"),
    "unobtainable": ("number-unobtainable tone", "сигнал «номер недоступен»"),
    "information": ("special information tone (SIT)", "указательный сигнал (SIT)"),
    "fax-calling": ("fax calling (CNG)", "вызывающий факс (CNG)"),
    "fax-answer": ("fax or modem answering (CED)", "ответ факса или модема (CED)"),
    "tone": ("tone", "тон"),
    "hz": ("{hz} Hz", "{hz} Гц"),
    "as-in": ("as in {where}", "как в {where}"),
    "reversals": (
        "{n:count:phase reversal|phase reversals}",
        "{n:count:переворот фазы|переворота фазы|переворотов фазы}",
    ),
    "active": (
        "Active level {level:number} dBov (an estimate), active {share:percent} of the time",
        "Уровень активного звука {level:number} dBov (оценка), активен {share:percent} времени",
    ),
    "floor": ("noise {level:number} dBov", "шум {level:number} dBov"),
    "clipped": ("cut off {share:percent} of that time", "обрезано {share:percent} этого времени"),
    "offset": ("direct current {share:percent}", "постоянная составляющая {share:percent}"),
    "emptied": (
        "every byte is zero: the voice was taken out (as `--anonymize` does) or never put in",
        "все байты нулевые: голос убран (так делает `--anonymize`) или его и не было",
    ),
    "echo": (
        "Echo in {way}: {delay:number} ms late, {loss:number} dB quieter",
        "Эхо в {way}: через {delay:number} мс, на {loss:number} дБ тише",
    ),
    "echo-alone": (
        "In {way} only the own voice comes back: {delay:number} ms late, {loss:number} dB quieter",
        "В {way} возвращается только собственный голос: через {delay:number} мс, на {loss:number} дБ тише",
    ),
}
"""By `model.sound.Nature`, and the words around them."""
