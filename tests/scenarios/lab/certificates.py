"""Certificates that a phone should not like, made with openssl."""

from __future__ import annotations

import subprocess
from pathlib import Path

_CONFIG = """\
[ca]
default_ca=x
[x]
database={folder}/index.txt
new_certs_dir={folder}
serial={folder}/serial
default_md=sha256
policy=p
unique_subject=no
copy_extensions=copy
[p]
commonName=supplied
"""


def authority(folder: Path) -> Path:
    """A new authority; its certificate."""
    _openssl(
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        str(folder / "ca.key"),
        "-out",
        str(folder / "ca.pem"),
        "-days",
        "3650",
        "-subj",
        "/CN=Lab Root",
    )
    (folder / "index.txt").write_text("", encoding="utf-8")
    (folder / "serial").write_text("1000\n", encoding="utf-8")
    (folder / "ca.cnf").write_text(_CONFIG.format(folder=folder), encoding="utf-8")
    return folder / "ca.pem"


def certificate(folder: Path, name: str, *, begin: str = "20260101000000Z", end: str = "20360101000000Z") -> tuple[str, str]:
    """Certificate and key of a server, signed by the authority of the folder."""
    key, request, made = (folder / f"server.{part}" for part in ("key", "csr", "pem"))
    _openssl(
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        str(key),
        "-out",
        str(request),
        "-subj",
        f"/CN={name}",
        "-addext",
        f"subjectAltName=DNS:{name}",
    )
    _openssl(
        "ca",
        "-batch",
        "-config",
        str(folder / "ca.cnf"),
        "-cert",
        str(folder / "ca.pem"),
        "-keyfile",
        str(folder / "ca.key"),
        "-in",
        str(request),
        "-out",
        str(made),
        "-startdate",
        begin,
        "-enddate",
        end,
        "-notext",
    )
    return str(made), str(key)


def _openssl(*words: str) -> None:
    done = subprocess.run(["openssl", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"openssl {words[0]}: {done.stderr[-300:]}")
