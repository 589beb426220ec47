"""Voice of no call: what is wrong with a wish to hear it, and what its formats are taken for."""

from __future__ import annotations

from sipwhy.texts.catalogue import Table

STRANGE: Table = {
    "strangers-there": (
        "RTP is there, {n:count:stream|streams} of no call: {command:whole}",
        "RTP есть, {n:count:поток|потока|потоков} вне вызовов: {command:whole}",
    ),
    "no-stream": (
        "there is no stream {number} of no call (there are {n}): sipwhy media FILE lists them",
        "потока {number} вне вызовов нет (всего их {n}): список — sipwhy media FILE",
    ),
    "stream-and-call": (
        "--stream is for voice of no call: without N, --call and --leg",
        "--stream — для голоса вне вызовов: без N, --call и --leg",
    ),
    "codec-alone": (
        "--codec goes with --stream; of calls SDP names it",
        "--codec — только вместе с --stream; у вызовов кодек назван в SDP",
    ),
    "bad-codec": (
        "--codec {word}: expected {known:either}, as in opus, speex/16000, amr;octet-align=1 or 111=opus",
        "--codec {word}: ожидается {known:either}, например opus, speex/16000, amr;octet-align=1 или 111=opus",
    ),
    "too-many-to-hear": (
        "{n:count:stream|streams} of no call: choose one, media FILE --stream N --listen",
        "вне вызовов {n:count:поток|потока|потоков}: выберите один, media FILE --stream N --listen",
    ),
    "more-sources": (
        "{n:count:more stream|more streams} between the same sockets at that time: choose by --stream N",
        "Между теми же сокетами в это время есть ещё {n:count:поток|потока|потоков}: выберите через --stream N",
    ),
    "guessed": (
        "PT {kind} is taken for {codec} by the look of its packets: a guess. Another one: --codec {kind}=NAME",
        "PT {kind} принят за {codec} по виду пакетов: это догадка. Другой кодек: --codec {kind}=NAME",
    ),
    "unknown-format": (
        "PT {kind}: no SDP names its codec, and its packets do not tell it. If you know it: --codec {kind}=NAME",
        "PT {kind}: SDP с его кодеком нет, и по пакетам его не узнать. Если он известен: --codec {kind}=NAME",
    ),
}
