"""A ban of a whole network is told and not lifted: others would be let in with the one address that was meant."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from sipwhy.pbx.bans import fail2ban, htable
from sipwhy.pbx.bans.lift import plan
from sipwhy.pbx.bans.sought import Sought
from sipwhy.pbx.programs import Done
from tests.pbx.machine import Recorded

MEANT = ip_address("198.51.100.21")
JAIL = Recorded(
    {
        "fail2ban-client status": Done(0, "Status\n|- Number of jail:\t1\n`- Jail list:\tasterisk\n"),
        "fail2ban-client get asterisk banip --with-time": Done(
            0,
            "198.51.100.0/24 \t2026-11-23 00:53:28 + 600 = 2026-11-23 01:03:28\n"
            "198.51.100.21 \t2026-11-23 00:53:28 + 600 = 2026-11-23 01:03:28\n",
        ),
    }
)
TABLE = Recorded(
    {
        "kamcmd htable.listTables": Done(0, "{\n\tname: ipban\n}\n"),
        "kamcmd htable.dump ipban": Done(0, "{\n\tname: 198.51.100.0/24\n\tvalue: 1\n}\n{\n\tname: 198.51.100.21\n\tvalue: 1\n}\n"),
    }
)


@pytest.mark.parametrize("sought", [fail2ban.bans(JAIL, MEANT), htable.bans(TABLE, MEANT)], ids=["fail2ban", "kamailio"])
def test_of_a_network_and_an_address_the_address_is_lifted_alone(sought: Sought) -> None:
    found = plan(sought.bans)
    assert [str(ban.network) for ban in found.steps] == ["198.51.100.21/32"]
    assert [str(ban.network) for ban in found.left] == ["198.51.100.0/24"]
