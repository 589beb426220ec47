"""Phones played by baresip."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from tests.scenarios.lab.network import Host

CONFIG = """\
sip_listen          {address}:{port}
sip_certificate
audio_player        aubridge,nil
audio_source        ausine,440
audio_alert         aubridge,nil
ausrc_srate         {rate}
auplay_srate        {rate}
rtp_tos             184
jitter_buffer_type  fixed
jitter_buffer_delay 1-2
rtp_stats           no
{more}
module_path         /usr/lib/baresip/modules
{modules}
module_app          account.so
module_app          menu.so
"""


def phone(
    host: Host,
    user: str,
    domain: str,
    *,
    password: str = "",
    transport: str = "udp",
    codecs: str = "pcma",
    answer: bool = False,
    port: int = 5060,
    commands: Sequence[str] = (),
    seconds: float = 10,
    dns: str = "",
    register: int = 600,
    media: str = "11000-11010",
) -> subprocess.Popen[bytes]:
    """Starts one; it registers, answers by itself or not, and ends after `seconds`."""
    folder = host.lab.folder / f"baresip-{host.name}-{user}"
    folder.mkdir(exist_ok=True)
    loaded = ["ausine.so", "aubridge.so", "uuid.so", {"pcma": "g711.so", "opus": "opus.so", "g722": "g722.so"}[codecs]]
    more = f"rtp_ports {media}\n" + (f"dns_server {dns}:53" if dns else "")
    rate = {"pcma": 8000, "g722": 16000, "opus": 48000}[codecs]
    lines = "\n".join(f"module {name}" for name in loaded)
    (folder / "config").write_text(CONFIG.format(address=host.ip, port=port, rate=rate, more=more, modules=lines), encoding="utf-8")
    mode = ";answermode=auto" if answer else ""
    transported = f";transport={transport}" if transport != "udp" else ""
    account = f"<sip:{user}@{domain}{transported}>;auth_pass={password};regint={register}{mode};ptime=20\n"
    (folder / "accounts").write_text(account, encoding="utf-8")
    (folder / "contacts").write_text("", encoding="utf-8")
    words = [word for command in commands for word in ("-e", command)]
    return host.run("baresip", "-4", "-f", str(folder), "-t", str(int(seconds)), *words, log=f"baresip-{user}")
