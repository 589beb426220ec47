"""`sipwhy pbx debug` on a scripted FreeSWITCH: what it writes to its own log meanwhile becomes calls with what went wrong."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest

from sipwhy.cli.main import main
from sipwhy.pbx.debug import switch
from tests.pbx.namespaces import eventually
from tests.pbx.servers.test_freeswitch_scripted import ANSWERS
from tests.pbx.switchboard import Switchboard

CHAN_SIP = (Path(__file__).parent.parent.parent / "sources" / "logs" / "chan-sip.log").read_text()
_STROKE = "-" * 72
_MESSAGE = re.compile(
    r"^(?:<--- SIP read from UDP:(?P<sender>\S+) --->|<--- (?:Reliably )?Transmitting \(no NAT\) to (?P<receiver>\S+) --->)\n"
    r"(?P<text>.*?)\n<------------->",
    re.MULTILINE | re.DOTALL,
)


def traced() -> str:
    """The calls that chan_sip recorded, as `sofia global siptrace on` writes messages (sofia-sip, tport_logging.c)."""
    written = []
    for number, found in enumerate(_MESSAGE.finditer(CHAN_SIP)):
        way, other = ("recv {n} bytes from", found["sender"]) if found["sender"] else ("send {n} bytes to", found["receiver"])
        ip, port = other.rsplit(":", 1)
        text = found["text"].rstrip("\n")
        head = f"{way.format(n=len(text))} udp/[{ip}]:{port} at 01:07:32.{number:06d}:"
        body = "".join(f"   {line}\n" for line in text.split("\n"))
        written.append(f"{head}\n   {_STROKE}\n{body}   \n   {_STROKE}\n")
    return f"2026-11-23 01:07:32.000000 [NOTICE] switch_channel.c:1142 New Channel\n{''.join(written)}"


def test_what_its_log_gets_meanwhile_becomes_calls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "freeswitch.log"
    before = "2026-11-23 00:00:00.000000 [NOTICE] switch_core.c:1 what stood there before\n"
    log.write_text(before)
    run = tmp_path / "run"
    run.mkdir(mode=0o700)
    monkeypatch.setattr(switch, "logs_of", lambda _: tmp_path)
    with Switchboard(ANSWERS) as server:
        for name, value in {**server.environ(), "SIPWHY_RUN_DIR": str(run), "LC_ALL": "C.UTF-8"}.items():
            monkeypatch.setenv(name, value)

        def write() -> None:
            eventually(lambda: server.siptrace)
            with log.open("a") as file:
                file.write(traced())

        writer = threading.Thread(target=write)
        writer.start()
        status = main(["pbx", "debug", "--server", "freeswitch", "--all", "--for", "3s", "--utc", "--lang", "en"])
        writer.join(60)
        assert not server.siptrace
    out = capsys.readouterr().out
    assert status == 0, out
    live, _, report = out.partition("SIP logging is off again.")
    assert "← udp 198.51.100.21:5060  REGISTER sip:203.0.113.10 SIP/2.0" in live
    assert "Went wrong: 1 of 1 call (codec-mismatch)." in report, out
    assert log.read_text() == before + traced()
