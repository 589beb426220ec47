"""What `pbx check` finds out and what it holds to be wrong, on a machine of recordings."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

import pytest

from sipwhy.pbx.bans.ban import Ban, network_of
from sipwhy.pbx.bans.look import Reason
from sipwhy.pbx.bans.sought import Sought
from sipwhy.pbx.check import check
from sipwhy.pbx.health import Health
from sipwhy.pbx.judge import Remark, remarks
from sipwhy.pbx.programs import Done
from sipwhy.pbx.room import Room
from sipwhy.render.paper import Paper
from sipwhy.render.pbx.check import check_lines
from sipwhy.render.pbx.json import json_bans, json_check
from sipwhy.render.pbx.speech import Speech
from tests.pbx import machine
from tests.pbx.ami_server import ANSWERS, RECORDED, Manager
from tests.pbx.test_failures import NOW
from tests.project.keys import keys_of
from tests.project.tree import ROOT


def looked(folder: Path, programs: machine.Recorded, proc: Path | None = None, environ: dict[str, str] | None = None) -> Health:
    (health,) = check(programs, environ or {}, (machine.product(folder),), proc or machine.process(folder), NOW)
    return health


def told(health: Health) -> dict[str, Remark]:
    return {remark.slug: remark for remark in remarks(health)}


def test_a_running_server_is_described_from_all_sides(tmp_path: Path) -> None:
    product = machine.product(tmp_path)
    shutil.copy(RECORDED / "trunk-refused.messages.log", product.logs / "messages")
    health = looked(tmp_path, machine.asterisk(machine.unit()))
    assert health.service.since == machine.BOOTED + 1000
    assert [(one.transport, one.port) for one in health.listening] == [("tcp", 5038), ("udp", 5060)]
    assert health.state is not None
    assert (health.state.version, health.state.drivers, health.state.calls) == ("20.20.1", ("pjsip",), 0)
    assert len(health.state.peers) == 3
    (registration,) = health.state.registrations
    assert "403 Forbidden fatal response" in registration.why
    assert [(group.cause, group.count) for group in health.failures] == [("trunk-refused", 3)]
    assert {slug: remark.severity for slug, remark in told(health).items()} == {"trunk-rejected": "error", "peers-unreachable": "warning"}


def test_a_server_that_writes_to_the_journal_alone_is_explained_by_it(tmp_path: Path) -> None:
    written = (RECORDED / "trunk-refused.messages.log").read_text().splitlines()
    lines = "".join(f"2026-11-23T01:14:0{at % 10}+0000 pbx asterisk[13767]: {line}\n" for at, line in enumerate(written))
    health = looked(tmp_path, machine.asterisk(machine.unit(), journalctl=Done(0, lines)))
    assert health.log == "journalctl -u asterisk.service"
    assert [(group.cause, group.count) for group in health.failures] == [("trunk-refused", 3)]
    assert health.state is not None
    assert "403 Forbidden fatal response" in health.state.registrations[0].why


def test_over_ami_it_is_the_same(tmp_path: Path) -> None:
    product = machine.product(tmp_path)
    with Manager(ANSWERS) as server:
        (product.settings / "manager.conf").write_text(
            f"[general]\nenabled = yes\nport = {server.port}\nbindaddr = 0.0.0.0\n"
            "[reader]\nsecret = x\nread = all\n[monitor]\nsecret = M0nitor!lab\nwrite = system,command\n"
        )
        over_ami = looked(tmp_path, machine.asterisk(machine.unit(), asterisk=Done(1, "", "not this way")))
    assert over_ami.state is not None
    assert over_ami.state.way.startswith("AMI (monitor@127.0.0.1:")
    assert len(over_ami.state.peers) == 3


@pytest.mark.parametrize(
    ("systemd", "runs", "slug", "remedy"),
    [
        (machine.unit(ActiveState="inactive", SubState="dead"), False, "stopped", ("systemctl", "start", "asterisk.service")),
        (None, False, "stopped", ("asterisk",)),
        (machine.unit(ActiveState="inactive", SubState="dead", UnitFileState="disabled"), False, "not-wanted", None),
        (machine.unit(SubState="failed", Result="start-limit-hit", NRestarts="5", ExecMainStatus="11", ExecMainCode="2"), False,
         "crash-loop", ("systemctl", "restart", "asterisk.service")),
        (machine.unit(NRestarts="7"), True, "restarted", None),
    ],
)  # fmt: skip
def test_a_server_that_does_not_run_comes_with_the_command_that_starts_it(
    systemd: Done | None, runs: bool, slug: str, remedy: tuple[str, ...] | None, tmp_path: Path
) -> None:
    health = looked(tmp_path, machine.asterisk(systemd), machine.process(tmp_path, "asterisk" if runs else "sshd"))
    assert told(health)[slug].remedy == remedy


def test_restarts_count_as_a_loop_while_they_are_fresh(tmp_path: Path) -> None:
    proc = machine.process(tmp_path)
    programs, product = machine.asterisk(machine.unit(NRestarts="3")), machine.product(tmp_path)
    (fresh,) = check(programs, {}, (product,), proc, machine.BOOTED + 1000 + 60)
    (old,) = check(programs, {}, (product,), proc, machine.BOOTED + 1000 + 86_400)
    assert (told(fresh)["crash-loop"].severity, told(old)["restarted"].severity) == ("error", "notice")


def test_many_starts_within_an_hour_are_told_without_systemd(tmp_path: Path) -> None:
    product = machine.product(tmp_path)
    line = "[2026-11-23 11:{:02}:00.000] Asterisk 20.20.1 built by root @ vm on a x86_64 running Linux on 2026-11-23 00:20:11 UTC\n"
    (product.logs / "messages").write_text("".join(line.format(minute) for minute in (1, 10, 20, 50)))
    health = looked(tmp_path, machine.asterisk())
    assert health.starts == 4
    assert "starts-often" in told(health)


@pytest.mark.parametrize(("free", "slug"), [(10_000_000, "disk-full"), (500_000_000, "disk-short"), (50_000_000_000, None)])
def test_a_disk_that_fills_is_told(free: int, slug: str | None, tmp_path: Path) -> None:
    health = looked(tmp_path, machine.asterisk(machine.unit()))
    health.room = Room("/var/log", free, 100_000_000_000)
    assert {name for name in told(health) if name.startswith("disk")} == ({slug} if slug else set())
    health.logs = [("/var/log/asterisk/full", 3_000_000_000)]
    assert told(health)["log-large"].remedy == ("asterisk", "-rx", "logger rotate")


def test_logs_are_sought_where_the_configuration_puts_them(tmp_path: Path) -> None:
    product = machine.product(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    (product.settings / "asterisk.conf").write_text(f"[directories]\nastlogdir => {tmp_path / 'elsewhere'}\n")
    shutil.copy(RECORDED / "wrong-password.messages.log", tmp_path / "elsewhere" / "messages")
    assert looked(tmp_path, machine.asterisk()).log == str(tmp_path / "elsewhere" / "messages")


def test_a_server_that_cannot_be_asked_is_not_held_to_be_stopped(tmp_path: Path) -> None:
    health = looked(
        tmp_path,
        machine.Recorded({"asterisk": Done(1, "Unable to connect to remote asterisk (does /var/run exist?)\n"), "ss": Done(0, machine.SS)}),
    )
    assert (health.state, set(told(health))) == (None, {"not-asked"})


def test_sip_messages_in_the_log_of_the_last_minutes_are_a_warning_and_old_ones_are_not(tmp_path: Path) -> None:
    product = machine.product(tmp_path)
    trace = (RECORDED / "wrong-password.trace.log").read_text()
    (product.logs / "full").write_text(trace)
    health = looked(tmp_path, machine.asterisk())
    assert "traced" not in told(health)
    (product.logs / "full").write_text(trace.replace("[2026-11-23 01:20:", "[2026-11-23 11:59:"))
    (again,) = check(machine.asterisk(), {}, (product,), tmp_path / "proc", NOW)
    assert told(again)["traced"].remedy == ("asterisk", "-rx", "pjsip set logger off")


def test_a_phone_is_not_registered_and_the_log_says_why(tmp_path: Path) -> None:
    product = machine.product(tmp_path)
    shutil.copy(RECORDED / "wrong-password.messages.log", product.logs / "messages")
    idle = Done(0, (RECORDED / "unregistered.pjsip-show-endpoints.txt").read_text())
    health = looked(tmp_path, machine.asterisk(machine.unit(), **{"asterisk -rx pjsip show endpoints": idle}))
    assert health.state is not None
    assert {peer.name: peer.why for peer in health.state.peers}["1001"] == "wrong-password"
    text = "\n".join(check_lines(health, remarks(health), NOW, Speech("ru", Paper(100))))
    assert "1001     не зарегистрирован" in text
    assert "в журнале: неверный пароль, с адреса 198.51.100.21" in text


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_it_is_told_in_both_languages_with_nothing_left_open(lang: str, tmp_path: Path) -> None:
    product = machine.product(tmp_path)
    shutil.copy(RECORDED / "scanner.messages.log", product.logs / "messages")
    health = looked(tmp_path, machine.asterisk(machine.unit()))
    speech = Speech("ru" if lang == "ru" else "en", Paper(80))
    lines = list(check_lines(health, remarks(health), NOW, speech, verbose=True))
    assert all("{" not in line and "?" not in line for line in lines if "sip:" not in line)
    assert any(("Что не так" if lang == "ru" else "What is wrong") in line for line in lines)


def test_the_json_is_described(tmp_path: Path) -> None:
    product = machine.product(tmp_path)
    shutil.copy(RECORDED / "wrong-password.messages.log", product.logs / "messages")
    health = looked(tmp_path, machine.asterisk(machine.unit()))
    checked = json.loads(json_check([(health, remarks(health))], Speech("en", Paper())))
    ban = Ban("route", "blackhole", network_of("192.0.2.7/32"), "blackhole")  # type: ignore[arg-type]  # it is one
    hostile = json_bans(None, Sought([], [], []), Reason("flood", 1, ("\x9b2J",), ("a\x7f\u202e",)))
    assert "\\u009b2J" in hostile
    assert not set(hostile) & set("\x9b\x7f\u202e"), "a line of a log steers no terminal"
    bans = json.loads(json_bans(ip_address("192.0.2.7"), Sought([ban], ["route"], [("nft", "no")]), Reason("flood", 1, (), ("x",))))
    described = set(re.findall(r"`([^`\s]+)`", (ROOT / "docs" / "pbx.md").read_text(encoding="utf-8")))
    assert not {key for document in (checked, bans) for key in keys_of(document)} - described
    (server,) = checked["servers"]
    assert server["registrations"][0]["state"] == "rejected"
    assert server["failures"][0]["count"] == 5
    assert health.state is not None
    health.state = replace(health.state, version="", registrations=(replace(health.state.registrations[0], said=""),))
    (mute,) = json.loads(json_check([(health, ())], Speech("en", Paper())))["servers"]
    assert (mute["version"], mute["registrations"][0]["said"]) == (None, None)
    assert {remark["remark"] for remark in server["remarks"]} == {"trunk-rejected", "peers-unreachable"}
