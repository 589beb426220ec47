"""What is true of a scenario, as `expect.json` and README.md say it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Label:
    """The truth about one scenario, written with the flow that makes it."""

    title: str
    shows: str
    true: str
    expect: Sequence[Item]
    findings: Sequence[str] = ()
    allow: Sequence[str] = ()
    file: str = "capture.pcap"

    def expectation(self) -> Item:
        """The content of expect.json."""
        said: Item = {"files": {"capture": [self.file]}, "expect": list(self.expect), "allow": list(self.allow)}
        return said | ({"findings": {"capture": list(self.findings)}} if self.findings else {})


def call(frm: str | None, to: str | None, *causes: str | None, blame: str = "", call_id: str = "", count: int = 0) -> Item:
    """A call and the causes any of which is right; no cause named: there must be none."""
    return _item("call", frm, to, causes, blame, call_id, count)


def registration(user: str, *causes: str | None, blame: str = "", call_id: str = "", count: int = 0) -> Item:
    """A registration of one account."""
    return _item("registration", user, user, causes, blame, call_id, count)


def options(frm: str | None, to: str | None, *causes: str | None, blame: str = "", count: int = 0) -> Item:
    """OPTIONS between two parties."""
    return _item("options", frm, to, causes, blame, "", count)


def entry(kind: str, frm: str | None, to: str | None, *causes: str | None, blame: str = "", call_id: str = "", count: int = 0) -> Item:
    """Anything else, or of any kind."""
    return _item(kind, frm, to, causes, blame, call_id, count)


def _item(kind: str, frm: str | None, to: str | None, causes: Sequence[str | None], blame: str, call_id: str, count: int) -> Item:
    item: Item = {"kind": kind, "from": frm, "to": to}
    item |= {"call_id": call_id} if call_id else {}
    item |= {"count": count} if count else {}
    return item | {"at_fault": blame.split() or None, "cause": {"capture": list(causes) or [None]}}


def write(folder: Path, label: Label, made: str) -> None:
    """Writes expect.json and README.md of a scenario."""
    said = label.expectation()
    lines = ["{", f' "files": {json.dumps(said["files"])},', ' "expect": [']
    lines += [",\n".join(f"  {json.dumps(item, ensure_ascii=False)}" for item in said["expect"]), " ],"]
    lines += [f' "findings": {json.dumps(said["findings"])},'] if "findings" in said else []
    lines += [f' "allow": {json.dumps(said["allow"])}', "}"]
    (folder / "expect.json").write_text("\n".join(lines) + "\n", encoding="utf-8")
    readme = f"# {label.title}\n\nWhat it shows: {label.shows}\n\nHow made: {made}\n\nWhat is true: {label.true}\n"
    (folder / "README.md").write_text(readme, encoding="utf-8")
