"""Giving up rights once they are not needed any more: packets are read by somebody who may do nothing else."""

from __future__ import annotations

import ctypes
import errno
import os
import pwd
import struct
from pathlib import Path
from typing import Literal

from msgspec import Struct

_NOBODY = "nobody"
_PR_SET_NO_NEW_PRIVS, _PR_CAPBSET_DROP = 38, 24  # linux/prctl.h
_CAPABILITY_VERSION_3 = 0x20080522  # linux/capability.h
_LAST_CAPABILITY = 63
_SYS_CAPSET = {"x86_64": 126, "aarch64": 91, "armv7l": 185, "riscv64": 91, "ppc64le": 184, "s390x": 185, "i686": 185}
"""Numbers of the system call capset (asm/unistd.h)."""


class GivenUp(Struct, frozen=True):
    """
    What became of the rights.

    "user": the process is `user` now; "capabilities": it is who it was, without any capability; "kept": it still has what it had, for
    `detail`; "none": it had nothing.
    """

    how: Literal["user", "capabilities", "kept", "none"]
    user: str = ""
    detail: str = ""


def give_up(user: str | None = None) -> GivenUp:
    """
    Becomes `user` ("root" keeps all rights), else who called sudo, else nobody; who is not root loses its capabilities.

    If whoever it would be cannot read this program, it stays who it is and loses its capabilities alone. LookupError if there is no such
    user, OSError if it cannot be done.
    """
    if user == "root" and os.geteuid() == 0:
        return GivenUp("kept", user="root", detail="--user root")
    if os.geteuid() != 0:
        return GivenUp("capabilities" if _drop_capabilities() else "none")
    entry = _entry(user)
    if not _can_read(entry, Path(__file__)):
        if user is not None:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(Path(__file__).parent))
        if _drop_capabilities():
            return GivenUp("capabilities", user=entry.pw_name)
        return GivenUp("kept", user=entry.pw_name, detail="capset")
    os.setgroups([])
    os.setresgid(entry.pw_gid, entry.pw_gid, entry.pw_gid)
    os.setresuid(entry.pw_uid, entry.pw_uid, entry.pw_uid)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    return GivenUp("user", user=entry.pw_name)


def give_up_capabilities() -> GivenUp:
    """Stays who it is, without any capability: files of one's own can still be written. Threads begun before keep theirs."""
    return GivenUp("capabilities" if _drop_capabilities() else "none")


def _entry(user: str | None) -> pwd.struct_passwd:
    if user is not None:
        return pwd.getpwuid(int(user)) if user.isdigit() else pwd.getpwnam(user)
    caller = os.environ.get("SUDO_UID", "")
    if caller.isdigit() and int(caller) != 0:
        return pwd.getpwuid(int(caller))
    return pwd.getpwnam(_NOBODY)


def _can_read(entry: pwd.struct_passwd, path: Path) -> bool:
    """Whether somebody else may read `path`: more of the program is loaded only when it is needed."""
    groups = os.getgroups()
    gid = os.getegid()
    try:
        os.setgroups([])
        os.setegid(entry.pw_gid)
        os.seteuid(entry.pw_uid)
        return os.access(path, os.R_OK, effective_ids=True) and os.access(os.__file__, os.R_OK, effective_ids=True)
    finally:
        os.seteuid(0)
        os.setegid(gid)
        os.setgroups(groups)


def _drop_capabilities() -> bool:
    """Whether there were any to drop, and they are dropped."""
    if not _has_capabilities():
        return False
    for capability in range(_LAST_CAPABILITY + 1):
        _prctl(_PR_CAPBSET_DROP, capability)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    header = struct.pack("=Ii", _CAPABILITY_VERSION_3, 0)
    number = _SYS_CAPSET.get(os.uname().machine)
    if number is None:
        return False
    ctypes.CDLL(None, use_errno=True).syscall(number, header, bytes(24))
    return not _has_capabilities()


def _has_capabilities() -> bool:
    """Whether any capability is in force (proc(5): CapEff)."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return os.geteuid() == 0
    line = next((line for line in status.splitlines() if line.startswith("CapEff:")), "CapEff: 0")
    return int(line.split()[1], 16) != 0


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)
