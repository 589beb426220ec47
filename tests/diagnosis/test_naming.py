"""Which rules everyday words name."""

from __future__ import annotations

import pytest

from sipwhy.diagnosis.naming import rules_named, slug_near
from sipwhy.diagnosis.registry import rules
from sipwhy.texts.everyday import CALLED

ASKED = (
    ("jitter", "high-jitter"),
    ("джиттер", "high-jitter"),
    ("высокий джиттер", "high-jitter"),
    ("потеря пакетов", "packet-loss"),
    ("большие потери пакетов на транке", "packet-loss"),
    ("packet loss", "packet-loss"),
    ("packets are lost", "packet-loss"),
    ("прерывается голос", "packet-loss"),
    ("нет слышимости", "no-audio"),
    ("нет звука", "no-audio"),
    ("no audio", "no-audio"),
    ("one-way audio", "one-way-audio"),
    ("one way audio behind NAT", "one-way-audio"),
    ("односторонняя слышимость", "one-way-audio"),
    ("меня не слышат", "one-way-audio"),
    ("перебор паролей", "password-guessing"),
    ("подбор пароля", "password-guessing"),
    ("brute force", "password-guessing"),
    ("sip alg", "sip-alg"),
    ("обрыв через 32 секунды", "ack-lost"),
    ("call drops after 32 seconds", "ack-lost"),
    ("просрочен сертификат", "tls-certificate-expired"),
    ("факс не проходит", "fax-rejected"),
    ("не работает донабор", "dtmf-mismatch"),
    ("нет гудков", "early-media-missing"),
    ("слетает регистрация", "registration-flapping"),
    ("fail2ban", "banned-address"),
    ("звонки за границу", "toll-fraud"),
    ("упал ASR", "asr-dropped"),
)


@pytest.mark.parametrize(("query", "slug"), ASKED)
def test_what_people_say_names_the_rule_first(query: str, slug: str) -> None:
    assert [rule.slug for rule in rules_named(query).rules][:1] == [slug]
    assert rules_named(query).is_sure


def test_every_everyday_name_is_of_a_rule_and_names_it() -> None:
    assert not CALLED.keys() - rules().keys()
    for slug, said in CALLED.items():
        for name in ",".join(said).split(","):
            assert slug in [rule.slug for rule in rules_named(name, most=10).rules], name


def test_words_that_are_only_like_a_title_are_not_sure() -> None:
    named = rules_named("goes on ringing")
    assert "fork-not-cancelled" in [rule.slug for rule in named.rules]
    assert not named.is_sure


@pytest.mark.parametrize("query", ["", "borscht", "на и в", "!!!"])
def test_other_words_name_none(query: str) -> None:
    assert rules_named(query).rules == ()


def test_a_slug_with_a_slip_is_known() -> None:
    assert slug_near("wrong-pasword") == "wrong-password"
    assert slug_near("borscht") is None
