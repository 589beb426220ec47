"""Which server wrote a log, by the form of its first lines."""

from __future__ import annotations

import pytest

from sipwhy.sources.log_product import product_of


@pytest.mark.parametrize(
    ("line", "product"),
    [
        ("[Nov 23 01:12:00] VERBOSE[11739][C-0000001a] app_dial.c: Called", "asterisk"),
        ("Nov 23 00:53:13 vm asterisk[26683]: [Jul  9 10:06:57] NOTICE[3378]: res_x.c:676 f: Request", "asterisk"),
        ("2026-03-06 10:00:30.020000 98.50% [NOTICE] switch_channel.c:1142 New Channel", "freeswitch"),
        ("4c61b746-4db1-47d3-b97a-33317371c612 2015-12-21 16:48:32.066666 [DEBUG] switch_core.c:1637 Close", "freeswitch"),
        ("Nov 27 10:04:33 proxy /usr/sbin/kamailio[4711]: INFO: <core> [core/tcp_main.c:1]: x(): hello", "kamailio"),
        (" 2(9) ERROR: {1 2 INVITE c@x} tm [t_lookup.c:1277]: new_t(): no", "kamailio"),
        ("Nov 27 10:04:33 proxy opensips[4711]: INFO:core:main: hello", "opensips"),
        ("Nov 27 10:04:33 proxy sshd[4711]: hello", None),
        ("", None),
    ],
)
def test_a_line_tells_its_server(line: str, product: str | None) -> None:
    assert product_of(f"garbage\n{line}\n".encode()) == product
