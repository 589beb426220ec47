"""Pseudonyms."""

from sipwhy.texts.mask import Mask


def test_digits_stay_digits_of_the_same_length() -> None:
    mask = Mask(b"seed")
    for number in ("5", "42", "101", "1001", "79161234567", "0" * 40):
        masked = mask.user(number)
        assert masked.isdigit()
        assert len(masked) == len(number)
    assert mask.user("+79161234567").startswith("+")


def test_the_same_seed_gives_the_same_and_another_seed_another() -> None:
    assert Mask(b"a").user("79161234567") == Mask(b"a").user("79161234567")
    assert Mask(b"a").user("79161234567") != Mask(b"b").user("79161234567")
    assert Mask().user("79161234567") != Mask().user("79161234567")


def test_two_numbers_never_become_one() -> None:
    mask = Mask(b"x")
    for length in (1, 2, 3):
        numbers = [str(n).zfill(length) for n in range(10**length)]
        assert len({mask.user(number) for number in numbers}) == len(numbers)


def test_a_token_keeps_its_shape_and_no_letter_of_another_script() -> None:
    mask = Mask(b"x")
    masked = mask.token("Ab9-\u0410\u043d\u043d\u0430")
    assert masked.isascii()
    assert masked[2].isdigit()
    assert masked[3] == "-"


def test_names_are_counted() -> None:
    mask = Mask(b"x")
    assert [mask.user(name) for name in ("alice", "bob", "alice", "")] == ["user-1", "user-2", "user-1", ""]
