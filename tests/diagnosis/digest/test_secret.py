"""Secrets show themselves nowhere."""

import copy
import pickle

import pytest
from msgspec.structs import replace

from sipwhy.app.settings import Settings
from sipwhy.diagnosis.digest import Account, Secret, Secrets

HIDDEN = "Zq8uVr2StW6y"


def test_nothing_that_holds_a_password_shows_it() -> None:
    account = Account("1001", HIDDEN, [HIDDEN * 2], "office")
    secrets = Secrets([account], ["1001"])
    held = (Secret(HIDDEN), account, secrets, replace(Settings(), secrets=secrets), [account], {"a": secrets})
    for value in held:
        for shown in (repr(value), str(value), f"{value}", f"{value!r:>80}", f"{value}"):
            assert HIDDEN not in shown
    assert Secret(HIDDEN).reveal() == HIDDEN


def test_a_password_does_not_travel() -> None:
    for copied in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="does not travel"):
            copied(Secret(HIDDEN))


def test_accounts_are_found_by_their_user_in_any_case() -> None:
    first, second = Account("Anna", "1", realm="a"), Account("anna", "2", realm="b")
    secrets = Secrets([first, second, Account("1001", "3")], ["anna"])
    assert secrets.of("ANNA") == (first, second)
    assert secrets.of("1002") == ()
    assert len(secrets) == 3
    assert not Secrets()
