"""What cannot be a declaration of XML any more is passed on at once."""

from __future__ import annotations

from sipwhy.cdr.reading.other_files import without_heads


def test_no_more_is_held_back_than_a_declaration_has() -> None:
    text = b"<" + b"a" * 5000
    assert list(without_heads([text, b"b" * 5000, b"c"])) == [text, b"b" * 5000, b"c", b""]


def test_a_declaration_across_two_blocks_is_left_out() -> None:
    assert b"".join(without_heads([b"<a/>\n<?xml vers", b'ion="1.0"?><b/>'])) == b"<a/>\n<b/>"
