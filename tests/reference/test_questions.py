"""Everyday questions, as people on duty type them: the entry that they want comes first."""

from __future__ import annotations

import pytest

from sipwhy.reference.lookup import look_up

QUESTIONS: tuple[tuple[str, str], ...] = (
    # what is asked, ids that are right (any of them first)
    ("абонент не зарегистрирован", "480 404 callee-not-registered"),
    ("абонент занят", "486 q850:17"),
    ("нет денег", "insufficient-funds 402"),
    ("недостаточно средств на счёте", "insufficient-funds 402"),
    ("неверный пароль", "wrong-password 403 401"),
    ("такого номера нет", "404 604 q850:1 unknown-number"),
    ("неправильный номер телефона", "number-format-rejected 484 404 q850:28"),
    ("нет маршрута", "no-route q850:3 q850:2 404"),
    ("не совпали кодеки", "codec-mismatch 488 606"),
    ("кодек не поддерживается", "codec-mismatch 488 415"),
    ("оператор не отвечает", "408 504 q850:102"),
    ("таймаут регистрации", "408 registrar-unreachable"),
    ("вызов отклонён абонентом", "603 q850:21"),
    ("звонящий положил трубку", "487"),
    ("вызов отменён", "487"),
    ("слишком много переходов", "483"),
    ("закольцован вызов", "482 loop-detected"),
    ("сервер перегружен", "503 q850:42"),
    ("технические работы у оператора", "503"),
    ("внутренняя ошибка сервера", "500"),
    ("превышен лимит вызовов в секунду", "rate-limit-exceeded 503"),
    ("кончились каналы", "q850:34 rate-limit-exceeded 503"),
    ("нет лицензий", "license-exhausted"),
    ("база данных не отвечает", "upstream-database-error"),
    ("режим не беспокоить", "do-not-disturb 480 486"),
    ("серый адрес в SDP", "private-media-address"),
    ("адрес RTP из частной сети", "private-media-address"),
    ("метод не поддерживается", "405 501"),
    ("слишком короткий интервал регистрации", "423 interval-too-brief"),
    ("номер неполный", "484 q850:28 address-incomplete"),
    ("АОН не принят", "caller-id-rejected"),
    ("заблокирован как спам", "number-blocked 607 608"),
    ("codec", "codec-mismatch 488 606 415"),
    ("no common codec", "codec-mismatch 488 606"),
    ("timeout from provider", "408 504"),
    ("wrong password", "wrong-password 401 403"),
    ("callee is offline", "480 callee-not-registered 404"),
    ("phone not registered", "480 404 callee-not-registered"),
    ("out of credit", "insufficient-funds 402"),
    ("too many channels", "rate-limit-exceeded q850:34"),
    ("caller id not allowed", "caller-id-rejected"),
    ("number does not exist", "404 604 q850:1 unknown-number"),
    ("user busy", "486 q850:17 callee-busy"),
    ("call rejected by callee", "603 q850:21"),
    ("carrier is down", "503 q850:38 q850:41 upstream-unavailable"),
    ("message too large for udp", "513 413"),
    ("session timer too small", "422 kamailio-session-timer-too-small"),
    ("spam blocked", "number-blocked 608 607"),
    ("caller hung up before answer", "487"),
    ("no circuit available", "q850:34 generic-no-circuit-available"),
    ("busy", "486"),
    ("rejected", "603"),
    ("no answer", "480 487 408 q850:19"),
    ("нет ответа", "480 487 408 q850:19"),
    ("timeout", "408"),
    ("unavailable", "480 503"),
    ("certificate of caller id signature", "437 436 438 stir:437"),
)

PLAIN: tuple[tuple[str, str], ...] = (
    # what people call it, the code that is told first
    ("не берут трубку", "480"),
    ("никто не берёт трубку", "480"),
    ("никто не отвечает", "480"),
    ("нет ответа", "480"),
    ("не дозвониться", "480"),
    ("телефон выключен", "480"),
    ("не зарегистрирован", "480"),
    ("занято", "486"),
    ("короткие гудки", "486"),
    ("неверный пароль", "403"),
    ("номер не существует", "404"),
    ("нет такого номера", "404"),
    ("сбросили", "603"),
    ("отклонил вызов", "603"),
    ("положили трубку", "487"),
    ("ошибка сервера", "500"),
    ("транк лежит", "503"),
    ("таймаут", "408"),
    ("nobody picks up", "480"),
    ("no answer", "480"),
    ("not picking up", "480"),
    ("phone is off", "480"),
    ("not registered", "480"),
    ("busy", "486"),
    ("engaged", "486"),
    ("wrong password", "403"),
    ("wrong number", "404"),
    ("no such number", "404"),
    ("no route", "404"),
    ("call rejected", "603"),
    ("declined", "603"),
    ("caller hung up", "487"),
    ("server error", "500"),
    ("trunk down", "503"),
    ("webrtc to sip", "488"),
    ("timeout", "408"),
)


@pytest.mark.parametrize(("phrase", "code"), PLAIN, ids=lambda value: value)
def test_of_everyday_words_the_plain_code_comes_first_and_no_products_rare_phrase(phrase: str, code: str) -> None:
    assert look_up(phrase).entries[0].id == code


def test_a_phrase_that_one_product_alone_has_is_still_found_by_it() -> None:
    assert look_up("Ringing timeout").entries[0].id == "yeti-ringing-timeout"
    assert "3cx-not-registered" in {entry.id for entry in look_up("Not registered").entries}


@pytest.mark.parametrize(("question", "right"), QUESTIONS, ids=lambda value: value)
def test_the_first_answer_is_the_one_that_was_meant(question: str, right: str) -> None:
    answer = look_up(question)
    assert answer.entries, "nothing was found"
    first = answer.entries[0]
    assert {first.id, first.rule} & set(right.split()), [entry.id for entry in answer.entries[:5]]
