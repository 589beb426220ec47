"""What people call a fault who do not know the name of its rule: English and Russian, several with commas between them."""

from __future__ import annotations

from sipwhy.texts.catalogue import Table

CALLED: Table = {
    # voice
    "no-audio": (
        "no audio, no sound, no voice, silence, dead air, mute call",
        "нет звука, нет голоса, нет слышимости, тишина, тишина в трубке, не слышно, не слышат друг друга, немой вызов",
    ),
    "one-way-audio": (
        "one-way audio, one way audio, one sided audio, no audio one direction, they cannot hear me, cannot hear caller",
        "односторонняя слышимость, односторонний звук, слышно в одну сторону, меня не слышат, не слышно собеседника, нет слышимости, "
        "не слышно",
    ),
    "packet-loss": (
        "packet loss, lost packets, choppy audio, choppy voice, broken voice, voice gaps",
        "потеря пакетов, потери пакетов, потерянные пакеты, пропадает голос, прерывается голос, рвётся голос, голос квакает, заикания",
    ),
    "high-jitter": (
        "jitter, robotic voice, distorted voice, metallic voice",
        "джиттер, дрожание, дрожание задержки, роботизированный голос, металлический голос, искажение голоса, булькает",
    ),
    "late-media": (
        "late audio, delayed audio, first words lost, no audio at start",
        "голос с опозданием, не слышно первых слов, пропадает начало разговора, задержка голоса в начале",
    ),
    "media-stopped": ("audio stopped, audio stops, audio drops mid call", "голос пропал, звук пропал, пропал голос посреди разговора"),
    "rtp-not-latched": ("symmetric rtp, rtp latching, comedia, strictrtp", "симметричный RTP, comedia, RTP за NAT"),
    "rtp-timeout": ("rtp timeout, no rtp timeout", "таймаут RTP, отбой без RTP"),
    "early-media-missing": ("no ringback, no ringback tone, no early media", "нет гудков, нет КПВ, тишина вместо гудков"),
    "foreign-rtp": ("rtp injection, crosstalk, crossed lines, strange voice", "чужой голос, слышно чужой разговор, подмена RTP"),
    "private-media-address": (
        "private address in sdp, private ip in sdp",
        "серый адрес в SDP, частный адрес в SDP, внутренний адрес в SDP",
    ),
    "dtmf-mismatch": (
        "dtmf, no dtmf, ivr ignores digits, touch tones",
        "DTMF, донабор, тональный набор, не работает донабор, не проходят цифры",
    ),
    "fax-rejected": ("fax, fax fails, no fax, t38", "факс, факсы, не проходит факс, T.38"),
    "codec-mismatch": ("codec, codecs, no common codec, transcoding", "кодек, кодеки, не совпали кодеки, нет общего кодека, транскодинг"),
    "srtp-mismatch": ("srtp, voice encryption, encryption required", "шифрование голоса, SRTP, требуется шифрование"),
    "stuck-on-hold": ("stuck on hold, hold not resumed", "завис на удержании, не снимается с удержания"),
    # life of a call
    "ack-lost": ("drops after 32 seconds, call drops 32 seconds, lost ack", "обрыв через 32 секунды, рвётся через 30 секунд, потерян ACK"),
    "session-timer-expired": (
        "session timer, drops after 15 minutes, drops after 30 minutes",
        "таймер сеанса, обрыв через 15 минут, обрыв через 30 минут",
    ),
    "duration-limit": ("call duration limit, drops after an hour", "ограничение длительности, обрыв через час, рвётся через час"),
    "transfer-failed": ("call transfer, transfer fails", "перевод вызова, не работает перевод, перевод звонка"),
    "no-answer": ("no answer, nobody picks up", "нет ответа, не берут трубку, не отвечают"),
    "do-not-disturb": ("dnd, do not disturb", "не беспокоить, DND"),
    "slow-peer": ("pdd, long pdd, post dial delay", "PDD, долгое соединение, долго нет гудков"),
    "late-ringing": ("late ringing, long silence before ringing", "поздние гудки, долгая тишина перед гудками"),
    # registration
    "wrong-password": ("wrong password, bad password, authentication failure", "неверный пароль, неправильный пароль, ошибка авторизации"),
    "banned-address": ("fail2ban, banned, ip banned", "fail2ban, бан, забанен адрес, адрес заблокирован"),
    "nat-binding-lost": ("nat timeout, nat mapping lost, nat binding", "закрылся NAT, слетает NAT, таймаут NAT"),
    "registration-flapping": (
        "registration flapping, keeps reregistering",
        "слетает регистрация, прыгает регистрация, постоянная перерегистрация",
    ),
    "registration-lapsed": ("registration lost, phone goes offline", "пропадает регистрация, телефон отваливается"),
    "callee-not-registered": ("not registered, phone offline", "не зарегистрирован, телефон не в сети"),
    "keep-alive-missing": ("keepalive, no keepalive, qualify", "кипэлайв, нет keepalive"),
    # network
    "sip-alg": ("sip alg, alg, sip helper, router rewrites sip", "SIP ALG, роутер портит SIP, маршрутизатор меняет SIP"),
    "private-contact": ("private address in contact, private ip in contact", "серый адрес в Contact, частный адрес в Contact"),
    "fragment-lost": ("fragmentation, ip fragments, mtu, large packets lost", "фрагментация, фрагменты, MTU, большие пакеты не доходят"),
    "tcp-segment-lost": (
        "mtu black hole, path mtu, pmtud, mss clamping, vpn swallows large packets, tcp retransmissions",
        "чёрная дыра MTU, MTU пути, ограничение MSS, MSS, туннель теряет большие пакеты, повторные передачи TCP",
    ),
    "dns-failure": ("dns, name resolution, srv record", "DNS, не резолвится, имя не находится"),
    "tcp-refused": ("connection refused, port closed", "соединение отклонено, порт закрыт"),
    "tls-certificate-expired": (
        "certificate expired, expired certificate",
        "истёк сертификат, просрочен сертификат, просроченный сертификат",
    ),
    "tls-certificate-rejected": ("untrusted certificate, self-signed certificate", "самоподписанный сертификат, недоверенный сертификат"),
    "next-hop-unreachable": ("trunk down, server down, no reply, carrier silent", "лежит транк, транк не отвечает, сервер не отвечает"),
    "loop-detected": ("loop, call loop, routing loop", "петля, зацикливание, вызов зациклился"),
    # money and numbers
    "insufficient-funds": ("no money, no balance, out of credit", "нет денег, кончились деньги, нулевой баланс, нет средств"),
    "unknown-number": ("wrong number, number does not exist", "неверный номер, номера нет, несуществующий номер"),
    "caller-id-rejected": ("caller id, wrong caller id, cli rejected", "АОН, не принимают АОН, не тот номер, подмена номера"),
    # attacks
    "password-guessing": (
        "brute force, bruteforce, password guessing, password attack",
        "перебор паролей, подбор пароля, подбор паролей, брутфорс",
    ),
    "scanner": ("scanner, sip scanner, friendly-scanner, sipvicious", "сканер, сканирование, сканируют АТС"),
    "extension-scan": ("extension scan, enumeration, extension enumeration", "перебор номеров, перебор абонентов, подбор номеров"),
    "toll-fraud": ("toll fraud, fraud, hacked pbx", "фрод, взлом АТС, взломали АТС, звонки за границу"),
    "flood": ("flood, dos, ddos", "флуд, DoS, DDoS"),
    "wangiri": ("wangiri, one ring scam", "вангири, сбросы, звонят и сбрасывают"),
    "robocall": ("robocall, spam calls", "обзвон, робот, спам, спам-звонки"),
    # figures
    "asr-dropped": ("asr, asr drop, low asr", "ASR, упал ASR, низкий ASR"),
    "short-calls": ("acd, low acd, short calls", "ACD, короткие вызовы, низкий ACD"),
}
"""By the slug of the rule."""
