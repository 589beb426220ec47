"""Files are called so that they can be told apart, and no longer than that takes."""

from __future__ import annotations

import pytest

from sipwhy.texts.file_names import names_apart


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (("/var/spool/pbx.pcap",), ("pbx.pcap",)),
        (("a/pbx.pcap", "b/phone.pcap"), ("pbx.pcap", "phone.pcap")),
        (("lost-ack/pbx.pcap", "busy/pbx.pcap", "busy/phone.pcap"), ("lost-ack/pbx.pcap", "busy/pbx.pcap", "phone.pcap")),
        (("a/x/pbx.pcap", "b/x/pbx.pcap", "b/y/pbx.pcap"), ("a/x/pbx.pcap", "b/x/pbx.pcap", "y/pbx.pcap")),
        (("pbx.pcap", "old/pbx.pcap"), ("pbx.pcap", "old/pbx.pcap")),
        (("/pbx.pcap", "/old/pbx.pcap"), ("/pbx.pcap", "old/pbx.pcap")),
        (("pbx.pcap", "pbx.pcap"), ("pbx.pcap", "pbx.pcap")),
        (("-", "pbx.pcap"), ("-", "pbx.pcap")),
        (("a/\x1b[1m.pcap",), ("\ufffd[1m.pcap",)),
        ((), ()),
    ],
)
def test_a_name_has_as_much_of_its_folder_as_tells_it_apart(files: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert names_apart(files) == expected


def test_a_long_name_is_cut_in_its_middle() -> None:
    (name,) = names_apart((f"{'x' * 100}.pcap",))
    assert len(name) == 60
    assert name.endswith("x.pcap")
