"""A real fail2ban bans from a recorded log, by each kind of action; what is found, why, and how just that one is let in again."""

from __future__ import annotations

import sys
import time
from ipaddress import ip_address
from pathlib import Path

import pytest

from sipwhy.pbx.bans import fail2ban as place
from sipwhy.pbx.bans.lift import plan
from sipwhy.pbx.bans.look import look, reason
from tests.pbx.jail import ETC, fail2ban
from tests.pbx.namespaces import eventually, why_not

WRONG_PASSWORD = Path(__file__).parents[1] / "recorded" / "wrong-password.messages.log"
BANNED = ip_address("198.51.100.21")
NOWHERE = Path("/nonexistent")
WHY_NOT = why_not("fail2ban-server", "iptables", "nft", "ipset")

pytestmark = pytest.mark.skipif(bool(WHY_NOT) or not ETC.is_dir(), reason=WHY_NOT or "needs fail2ban")


@pytest.mark.parametrize(
    ("action", "kind"),
    [("iptables-multiport", "iptables"), ("nftables-multiport", "nft"), ("iptables-ipset-proto6", "ipset"), ("route", "route")],
)
def test_a_ban_is_found_explained_and_lifted(action: str, kind: str, tmp_path: Path) -> None:
    began = time.time() - 2
    with fail2ban(tmp_path, action) as jail:
        jail.play(WRONG_PASSWORD)
        jail.wait_for(str(BANNED))
        jail.inside.must("fail2ban-client", "set", "asterisk", "banip", "198.51.100.99")
        jail.wait_for("198.51.100.99")
        eventually(lambda: len({ban.kind for ban in look(jail.inside, BANNED, NOWHERE).bans}) == 2)

        sought = look(jail.inside, BANNED, NOWHERE)
        first = sought.bans[0]
        assert {ban.kind for ban in sought.bans} == {"fail2ban", kind}
        assert (first.where, str(first.network)) == ("asterisk", f"{BANNED}/32")
        assert first.since is not None
        assert began <= first.since <= time.time() + 1
        assert first.until == first.since + 3600
        assert {ban.owner for ban in sought.bans} == {"asterisk"} or kind == "route"

        why = reason(jail.inside, sought.bans, BANNED, ())
        assert why is not None
        assert (why.cause, why.users) == ("wrong-password", ("1001",))
        assert len(why.lines) == 5
        assert "Failed to authenticate" in why.lines[0]
        assert place.jail(jail.inside, "asterisk") == place.Jail("asterisk", 5, 600, 3600, (str(jail.log),))

        steps = plan(sought.bans).steps
        assert steps[0].lift == ("fail2ban-client", "set", "asterisk", "unbanip", str(BANNED))
        jail.inside.must(*(steps[0].lift or ()))
        eventually(lambda: look(jail.inside, BANNED, NOWHERE).bans == [])
        assert look(jail.inside, ip_address("198.51.100.99"), NOWHERE).bans, "nobody else was let in"


def test_the_command_lifts_and_says_what_brings_the_ban_back(tmp_path: Path) -> None:
    with fail2ban(tmp_path, "iptables-multiport") as jail:
        jail.play(WRONG_PASSWORD)
        jail.wait_for(str(BANNED))
        program = [sys.executable, "-m", "sipwhy", "pbx"]
        shown = jail.inside.run([*program, "bans", str(BANNED), "--lang", "ru"], 30)
        assert "198.51.100.21 заблокирован" in shown.out
        assert "• fail2ban asterisk: с " in shown.out
        assert "За что: неверный пароль: 5 строк журнала, имя в запросе: 1001" in shown.out
        assert "Failed to authenticate" in shown.out

        refused = jail.inside.run([*program, "unban", str(BANNED)], 30)
        assert refused.status == 2
        assert "--yes" in refused.err

        lifted = jail.inside.run([*program, "unban", str(BANNED), "--yes", "--lang", "en"], 30)
        assert lifted.status == 0, lifted
        assert "  fail2ban-client set asterisk unbanip 198.51.100.21: done" in lifted.out
        assert "198.51.100.21 is let in again." in lifted.out
        assert "Mend the password first" in lifted.out
        assert "Mend the password first" not in jail.inside.run([*program, "unban", str(BANNED), "--yes"], 30).out


def test_a_rule_that_fail2ban_has_forgotten_is_taken_out_itself(tmp_path: Path) -> None:
    with fail2ban(tmp_path, "iptables-multiport") as jail:
        jail.play(WRONG_PASSWORD)
        jail.wait_for(str(BANNED))
        eventually(lambda: len({ban.kind for ban in look(jail.inside, BANNED, NOWHERE).bans}) == 2)
        rule = ("f2b-asterisk-udp", "-s", str(BANNED), "-j", "DROP")
        jail.inside.must("iptables", "-A", *rule)
        jail.inside.must("fail2ban-client", "set", "asterisk", "unbanip", str(BANNED))
        jail.wait_for(str(BANNED), banned=False)
        eventually(lambda: len(look(jail.inside, BANNED, NOWHERE).bans) == 1)
        (left,) = look(jail.inside, BANNED, NOWHERE).bans
        assert (left.kind, left.owner) == ("iptables", None)
        assert plan([left]).steps == (left,)
        jail.inside.must(*(left.lift or ()))
        assert look(jail.inside, BANNED, NOWHERE).bans == []
