"""The words of `sipwhy media` and `sipwhy audio`."""

from __future__ import annotations

from sipwhy.texts.catalogue import Table

MEDIA: Table = {
    "number": ("No", "№"),
    "of-leg": ("Leg {leg}: {way}", "Плечо {leg}: {way}"),
    "way": ("stream", "поток"),
    "codec": ("codec", "кодек"),
    "packets": ("pkts", "пакет."),
    "lost": ("lost", "потери"),
    "jitter": ("jitter", "джиттер"),
    "no-streams": (
        "There is no RTP of a call here: a log has none, and a filter may have kept it out of a capture.",
        "RTP вызовов здесь нет: в журнале его не бывает, а в дамп его мог не пустить фильтр.",
    ),
    "of-no-call": (
        "{mark}: of no call that is known here. Their codec is known where its number is a fixed one (G.711, G.722, G.729). "
        "To listen: {command:whole}",
        "{mark}: вызов этого потока здесь неизвестен. Кодек виден, если его номер постоянный (G.711, G.722, G.729). "
        "Прослушать: {command:whole}",
    ),
    "no-streams-of": (
        "There is no RTP of this call: a log has none, and a filter may have kept it out of a capture.",
        "RTP этого вызова нет: в журнале его не бывает, а в дамп его мог не пустить фильтр.",
    ),
    "leg-unseen": (
        "No RTP of leg {leg} in this capture ({src} – {dst}): its voice may go by another interface or past this capture point, or there "
        "was none. Nothing can be said of it; capture on all interfaces (-i any) to see it.",
        "RTP плеча {leg} в этом дампе нет ({src} – {dst}): голос мог идти через другой интерфейс или мимо точки съёма, или его не было. "
        "Сказать о нём ничего нельзя; чтобы увидеть его, снимайте дамп на всех интерфейсах (-i any).",
    ),
    "no-call": (
        "Number {number} is no call ({kind:whole}) and has no voice.",
        "Под номером {number} не вызов ({kind:whole}), голоса в нём нет.",
    ),
    "calls-unseen": (
        "Not a packet of voice is here of {n:count:call|calls} ({numbers:list}) that had been answered: it went by another way, or there "
        "was none. Capture on all interfaces (-i any) to know.",
        "Нет ни одного пакета голоса {n:count:отвеченного вызова|отвеченных вызовов|отвеченных вызовов} ({numbers:list}): он шёл другим "
        "путём, или его не было. Чтобы узнать, снимайте дамп на всех интерфейсах (-i any).",
    ),
    "spoken": ("Calls with voice: {numbers:list}.", "Вызовы с голосом: {numbers:list}."),
    "spoken-many": (
        "Calls with voice: {numbers:list} and {n:number} more; sipwhy media without a number lists them.",
        "Вызовы с голосом: {numbers:list} и ещё {n:number}; все покажет sipwhy media без номера.",
    ),
    "none-spoken": ("There is no call with voice here.", "Вызовов с голосом здесь нет."),
    "fax-of": (
        "Call {number}: {title}. UDPTL is no voice: it is not among these streams.",
        "Вызов {number}: {title}. UDPTL — не голос, среди потоков его нет.",
    ),
    "fax-told": ("Call {number}: {title} [{rule}]", "Вызов {number}: {title} [{rule}]"),
    "fax-more": (
        "T.38 in {n:count:more call|more calls}: sipwhy media with its number, or the report.",
        "T.38 ещё в {n:count:вызове|вызовах|вызовах}: sipwhy media с его номером или отчёт.",
    ),
    "fax-apart": (
        "T.38 goes as UDPTL, which is no voice: the streams above, their loss and MOS are those of the call before and after it.",
        "T.38 идёт по UDPTL, это не голос: потоки выше, их потери и MOS — разговор до и после факса.",
    ),
    "fax-unheard": (
        "T.38 goes as UDPTL, which is no sound: only the voice before and after it is heard, and saved with -o.",
        "T.38 идёт по UDPTL, это не звук: слышен (и сохраняется с -o) только голос до и после факса.",
    ),
    "never-answered": (
        "This call was not answered, so there is no voice to hear; announcements before an answer would be RTP here.",
        "На этот вызов не ответили, поэтому голоса в нём нет; объявления до ответа были бы здесь как RTP.",
    ),
    "legs": (
        "No {call}/{leg} is leg {leg} of entry {call}: {command:whole}",
        "№ {call}/{leg} — плечо {leg} записи {call}: {command:whole}",
    ),
    "network": ("net", "сеть"),
    "network-only": (
        "of the network alone: what these packets carry is silence, noise or voice that no key opens",
        "только по сети: в этих пакетах тишина, шум или голос, к которому не подошёл ключ",
    ),
    "network-told": (
        "net: this MOS rates the network alone, not what was heard: these packets carry silence, noise or voice that no key opens, or "
        "their timestamps do not fit.",
        "сеть: этот MOS оценивает только сеть, а не то, что было слышно: в этих пакетах тишина, шум или голос, к которому не подошёл ключ, "
        "либо неверны метки времени.",
    ),
    "scale": (
        "MOS: ITU-T G.107. It rates what was seen here: before any jitter buffer, without delay.",
        "MOS по ITU-T G.107. Оценивается то, что видно здесь: до джиттер-буфера и без учёта задержки.",
    ),
    "scales": (
        "MOS: ITU-T G.107; WB is the scale of wide band (G.107.1), not to be compared with the other. It rates what was seen here: before "
        "any jitter buffer, without delay.",
        "MOS по ITU-T G.107; WB — шкала широкой полосы (G.107.1), сравнивать её с узкой нельзя. Оценивается то, что видно здесь: до "
        "джиттер-буфера и без учёта задержки.",
    ),
    "cannot-arrive": (
        "Not heard at the far end, so no MOS: what goes to {where} cannot arrive there.",
        "На том конце не слышно, поэтому MOS нет: до {where} пакеты не доходят.",
    ),
    "none-came": (
        "0 packets: nothing was seen here of {ways}, though it was agreed. It was not sent, was lost, or went another way than past this "
        "point.",
        "0 пакетов: {ways} — здесь не видно ничего, хотя стороны об этом договорились. Голос не отправляли, он потерялся или прошёл мимо "
        "этой точки.",
    ),
    "count": (
        "{packets:count:packet|packets}, {lost} lost ({share:percent}), {late} out of order, {copies:count:copy|copies}",
        "{packets:count:пакет|пакета|пакетов}, потеряно {lost} ({share:percent}), не по порядку {late}, копий {copies}",
    ),
    "voice": ("{codec}, SSRC {ssrc}, {seconds:seconds}", "{codec}, SSRC {ssrc}, {seconds:seconds}"),
    "ptime": ("{ms:number} ms a packet", "{ms:number} мс в пакете"),
    "spread": (
        "Loss: {runs:count:run|runs}, the longest {longest:count:packet|packets}; a loss follows a packet that came with "
        "{begins:percent}, ends after one with {ends:percent} (Gilbert)",
        "Потери: {runs:count:серия|серии|серий}, самая длинная {longest:count:пакет|пакета|пакетов}; потеря начинается с вероятностью "
        "{begins:percent}, кончается с {ends:percent} (Гилберт)",
    ),
    "bursts": (
        "RFC 3611: {bursts:count:burst|bursts} of {mean:count:packet|packets} on average with {inside:percent} lost; "
        "outside {outside:percent}",
        "RFC 3611: {bursts:count:пачка|пачки|пачек} в среднем по {mean:count:пакету|пакета|пакетов}, в них потеряно {inside:percent}; "
        "вне их {outside:percent}",
    ),
    "timing": (
        "Jitter: {last:number} ms at the end, {mean:number} on average, {worst:number} at worst",
        "Джиттер: {last:number} мс в конце, в среднем {mean:number}, наибольший {worst:number}",
    ),
    "drift": ("the sender's clock is off by {ppm:number} ppm", "часы отправителя уходят на {ppm:number} млн⁻¹"),
    "pace": (
        "The timestamp runs {n:number} times as fast as time: its step does not fit what a packet holds (RFC 3550 section 5.1), and a "
        "telephone plays gaps or nothing",
        "Метка времени идёт в {n:number} раза быстрее времени: её шаг не соответствует содержимому пакета (RFC 3550, раздел 5.1), "
        "телефон играет с разрывами или молчит",
    ),
    "pace-slow": (
        "The timestamp runs at {n:number} of the speed of time: its step does not fit what a packet holds (RFC 3550 section 5.1)",
        "Метка времени идёт со скоростью {n:number} от настоящей: её шаг не соответствует содержимому пакета (RFC 3550, раздел 5.1)",
    ),
    "pauses": (
        "Silence that was not sent: {n:count:pause|pauses}, {seconds:seconds} in all (no loss)",
        "Тишина не передавалась: {n:count:пауза|паузы|пауз}, всего {seconds:seconds} (это не потери)",
    ),
    "hole": (
        "Nothing came for {seconds:seconds} although it was sent: from {moment} on, {into:seconds} into the call",
        "{seconds:seconds} не приходило ничего, хотя передавалось: начиная с {moment}, через {into:seconds} от начала вызова",
    ),
    "restarts": (
        "The sender began its numbers anew {n:count:time|times}",
        "Нумерация пакетов начиналась заново {n:count:раз|раза|раз}",
    ),
    "types": ("Payload types: {types:list}", "Типы нагрузки: {types:list}"),
    "markers": (
        "{n:count:marker is|markers are} missing or in the midst of speech",
        "Маркер не на месте или пропущен: {n:count:раз|раза|раз}",
    ),
    "timestamps": (
        "{n:count:step|steps} of the timestamp fit neither a packet nor a pause",
        "Метка времени скачет: {n:count:раз|раза|раз}, это ни пакет, ни пауза",
    ),
    "dscp": ("DSCP: {values:list}", "DSCP: {values:list}"),
    "dscp-value": ("{name} in {n:count:packet|packets}", "{name} в {n:count:пакете|пакетах|пакетах}"),
    "round-trip": (
        "RTCP: {ms:number} ms from here to the receiver and back",
        "RTCP: от точки записи до получателя и обратно {ms:number} мс",
    ),
    "one-way": (
        "half the way between both ends and back takes {ms:number} ms",
        "половина пути туда и обратно между концами: {ms:number} мс",
    ),
    "told": (
        "its receiver tells of {lost} lost, at worst {share:percent} ({n:count:report|reports})",
        "получатель сообщает: потеряно {lost}, в худшем случае {share:percent} ({n:count:отчёт|отчёта|отчётов})",
    ),
    "metrics": (
        "VoIP metrics of the receiver: {lost:percent} lost, {discarded:percent} thrown away by its buffer of {buffer} ms, "
        "MOS-LQ {heard:number}, MOS-CQ {talked:number}",
        "VoIP-метрики получателя: потеряно {lost:percent}, джиттер-буфер ({buffer} мс) отбросил {discarded:percent}, "
        "MOS-LQ {heard:number}, MOS-CQ {talked:number}",
    ),
    "end-delay": ("its device delays by {ms} ms", "задержка в самом устройстве {ms} мс"),
    "mos": ("MOS {mos} (R {r:number}) by the values of {codec}", "MOS {mos} (R {r:number}) по параметрам {codec}"),
    "estimate": ("an estimate: they are not published for this codec", "оценка: для этого кодека они не опубликованы"),
    "no-mos": ("No MOS: {why}", "MOS нет: {why}"),
    "buffers": ("Jitter buffer", "Джиттер-буфер"),
    "buffers-delay": (
        "with the delay from mouth to ear by RTCP; it assumes the codec's own delay and the one of the buffer",
        "с задержкой от рта до уха: по RTCP плюс кодек и сам буфер",
    ),
    "buffers-part": (
        "with the delay from here to one end by RTCP, that of the codec and of the buffer; what lies beyond here is not told",
        "с задержкой отсюда до одной стороны по RTCP плюс кодек и сам буфер; дальше отсюда неизвестно",
    ),
    "buffers-none": ("without delay: RTCP does not tell it", "без задержки: RTCP её не сообщает"),
    "buffer-fixed": ("fixed {ms:number} ms", "фиксированный {ms:number} мс"),
    "buffer-adaptive": ("adaptive, {ms:number} ms on average", "адаптивный, в среднем {ms:number} мс"),
    "discarded": ("{n} too late", "опоздало {n}"),
    "not-voice": ("this is no voice", "это не голос"),
    "unrated": ("MOS – (no rating):", "MOS – (оценки нет):"),
    "few-packets": ("fewer than {least} packets", "меньше {least} пакетов"),
    "codec-unknown": ("the codec is not known", "кодек неизвестен"),
    "mode-unknown": ("the codec's rate is not known", "неизвестна скорость кодека"),
    "codec-unpublished": ("ITU-T G.113 has no values for this codec", "в ITU-T G.113 нет параметров этого кодека"),
    "loss-unpublished": (
        "packets were lost, and ITU-T G.113 does not say how this codec bears that",
        "есть потери, а в ITU-T G.113 не сказано, как этот кодек их переносит",
    ),
    "sound": (
        "Leg {leg}, {seconds:seconds} of sound; moments count from the beginning of the call, the sound begins at {late:seconds}",
        "Плечо {leg}, звука {seconds:seconds}; время — от начала вызова, первый звук через {late:seconds}",
    ),
    "sound-strange": (
        "Streams of no call, {seconds:seconds} of sound; moments count from the first packet",
        "Потоки вне вызовов, звука {seconds:seconds}; время — от первого пакета",
    ),
    "saved-strange": (
        "{path}: {seconds:seconds}, {rate:number} Hz; left: {left}; right: {right}",
        "{path}: {seconds:seconds}, {rate:number} Гц; слева: {left}; справа: {right}",
    ),
    "saved": (
        "{path}: {seconds:seconds}, {rate:number} Hz, begins {late:seconds} into the call; left: {left}; right: {right}",
        "{path}: {seconds:seconds}, {rate:number} Гц, начинается через {late:seconds} от начала вызова; слева: {left}; справа: {right}",
    ),
    "nobody": ("nothing", "ничего"),
    "nobody-shut": ("nothing, its voice stayed encrypted", "ничего, голос остался зашифрованным"),
    "the-caller": ("the caller {who}", "звонящий {who}"),
    "the-callee": ("the callee {who}", "вызываемый {who}"),
    "left": ("left", "слева"),
    "right": ("right", "справа"),
    "mute-no-decoder": ("no decoder for this codec: not heard", "этот кодек не декодируется: не слышно"),
    "mute-not-voice": ("no voice", "не голос"),
    "mute-broken": ("nothing in it can be decoded", "ничего не удалось декодировать"),
    "sound-lost": ("{n:count:packet is|packets are} missing", "не хватает {n:count:пакета|пакетов|пакетов}"),
    "listened-cut": (
        "Of {n:count:stream|streams} only the beginning was listened to.",
        "Прослушано только начало: {n:count:поток|потока|потоков}.",
    ),
    "sound-broken": (
        "{n:count:frame|frames} could not be decoded",
        "{n:count:кадр не декодирован|кадра не декодировано|кадров не декодировано}",
    ),
    "sound-unheard": (
        "{n:count:packet|packets} of a payload type that is not decoded",
        "{n:count:пакет|пакета|пакетов} с типом нагрузки, который не декодируется",
    ),
    "sound-cut": ("only the first {seconds:seconds} of it", "только первые {seconds:seconds}"),
    "keys": ("DTMF", "DTMF"),
    "keys-other": ("Telephone events (RFC 4733)", "Телефонные события (RFC 4733)"),
    "keys-hidden": (
        "all digits are 0 and the voice is empty: which keys were pressed was taken out, too, as `--anonymize` does, or cannot be told",
        "все цифры — 0, а голос пуст: какие клавиши нажаты, тоже убрано (так делает `--anonymize`) или не узнать",
    ),
    "keys-heard": ("DTMF in the sound (in band)", "DTMF тональными сигналами в самом голосе (in-band)"),
    "keys-by-info": ("DTMF by INFO, leg {leg}, {src} → {dst}", "DTMF в INFO, плечо {leg}, {src} → {dst}"),
    "since-call": ("Moments count from the beginning of the call.", "Время отсчитывается от начала вызова."),
    "since-first": ("Moments count from the first packet.", "Время отсчитывается от первого пакета."),
    "key-at": ("{digit} at {at} s", "{digit} на {at} с"),
    "key-refused": ("(answered {status})", "(ответ {status})"),
    "key-unanswered": ("(no answer seen)", "(ответа не видно)"),
    "key": ("{digit} at {at} s ({seconds} s)", "{digit} на {at} с ({seconds} с)"),
    "picture": ("Loss and jitter over time", "Потери и джиттер по времени"),
    "picture-heard": ("Loss and jitter over time; below it what is heard", "Потери и джиттер по времени; ниже — что слышно"),
    "picture-words": (
        "{seconds:count:second|seconds}; red bars: lost packets; blue line: jitter up to {worst:number} ms",
        "{seconds:count:секунда|секунды|секунд}; красные столбики: потерянные пакеты; синяя линия: джиттер до {worst:number} мс",
    ),
    "picture-key": ("The pictures, from the first packet to the last", "Рисунки, от первого пакета до последнего"),
    "key-lost": (
        "red bar from below: packets lost, at full height all of them",
        "красный столбик снизу: потерянные пакеты, во всю высоту — все",
    ),
    "key-jitter": ("blue line: jitter, its worst at the top (at least 20 ms)", "синяя линия: джиттер, вверху наибольший (не меньше 20 мс)"),
    "key-speech": ("full height, blue: speech or the like", "во всю высоту, синее: речь или похожий звук"),
    "key-tone": ("dark edge above, orange: a tone", "тёмный край сверху, оранжевое: сигнал"),
    "key-steady": ("two thirds, green: sound without pauses", "две трети высоты, зелёное: звук без пауз"),
    "key-noise": ("one third, violet: even noise", "треть высоты, фиолетовое: ровный шум"),
    "key-silent": ("thin, grey: silence, nothing sent, or lost", "тонкая, серая: тишина, ничего не передаётся или потеряно"),
}
