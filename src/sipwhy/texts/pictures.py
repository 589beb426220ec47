"""The words of ladders and summaries."""

from __future__ import annotations

from sipwhy.texts.catalogue import Table

PICTURE: Table = {
    "times": ("×{n} over {t:seconds}", "×{n} за {t:seconds}"),
    "gap": (
        "… {n:count:message|messages} …",
        "… {n:count:сообщение|сообщения|сообщений} …",
    ),
    "media-host": ("media", "медиа"),
    "lost": ("lost {share}", "потеряно {share}"),
    "hold": ("hold", "удержание"),
    "frame": ("frame {frame}", "кадр {frame}"),
    "frame-in": ("{file}, frame {frame}", "{file}, кадр {frame}"),
    "line": ("line {line}", "строка {line}"),
    "line-in": ("{file}, line {line}", "{file}, строка {line}"),
    "row": ("row {row}", "запись {row}"),
    "row-in": ("{file}, row {row}", "{file}, запись {row}"),
    "message": ("message {message}", "сообщение {message}"),
    "stream": ("RTP stream {stream}", "поток RTP {stream}"),
    "tcp-refused": ("TCP refused", "TCP: отказ в соединении"),
    "tcp-reset": ("TCP reset", "TCP: сброс соединения"),
    "tcp-unanswered": ("TCP SYN unanswered", "TCP: SYN без ответа"),
    "fragment-lost": ("fragment lost", "потерян фрагмент"),
    "tcp-unacknowledged": ("TCP segment never acknowledged", "TCP: сегмент не подтверждён"),
    "nothing": ("no messages to draw", "рисовать нечего: сообщений нет"),
}
