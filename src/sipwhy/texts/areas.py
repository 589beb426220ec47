"""What the areas of rules are about; an area that is not here, of somebody's own rules, is told by its name."""

from __future__ import annotations

from sipwhy.texts.catalogue import Table, say
from sipwhy.texts.language import Language

AREA: Table = {
    "dialog": ("calls after their answer, and what ends them", "вызовы после ответа и их завершение"),
    "identity": ("who vouches for the caller's number (STIR/SHAKEN)", "кто ручается за номер звонящего (STIR/SHAKEN)"),
    "lint": ("messages that break the standard", "сообщения не по стандарту"),
    "log": ("what servers' logs tell", "что говорят журналы серверов"),
    "media": ("voice (RTP and RTCP)", "голос (RTP и RTCP)"),
    "negotiation": ("descriptions of media that do not agree", "описания медиа, которые не сошлись"),
    "outcome": ("calls that ended as people wished", "вызовы, которые завершились так, как хотели люди"),
    "registration": ("registrations and passwords", "регистрации и пароли"),
    "routing": ("numbers, routes and policy", "номера, маршруты и ограничения"),
    "security": ("attacks and abuse", "атаки и злоупотребления"),
    "statistics": ("what only many calls show", "что видно только по многим вызовам"),
    "traffic": ("vendors and directions by CDRs", "вендоры и направления по CDR"),
    "transport": ("what the network did to messages", "что сеть сделала с сообщениями"),
    "trust": ("how far the capture can be trusted", "насколько можно верить дампу"),
    "upstream": ("the next server and what is behind it", "следующий сервер и то, что за ним"),
}


def area_named(area: str, lang: Language) -> str:
    """The name of an area, and what it is about."""
    return f"{area}: {say(AREA, area, lang)}" if area in AREA else area
