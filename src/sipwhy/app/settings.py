"""
What a user sets otherwise: rules switched off, and the numbers by which rules decide.

    [rules]
    off = ["caller-cancelled", "callee-busy"]

    [limits.session-timer-expired]
    slack = 5

docs/settings.md says more.

The file is that of `--settings`, else `sipwhy/settings.toml` in $XDG_CONFIG_HOME (or ~/.config) if it is there.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from math import isfinite, nan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from sipwhy.diagnosis.digest import Secrets
from sipwhy.diagnosis.limit import Limits
from sipwhy.diagnosis.registry import rules
from sipwhy.wire.keys import Keys, fault_of, lines_of

if TYPE_CHECKING:
    from sipwhy.diagnosis.signature import Given


class SettingsError(ValueError):
    """Settings that cannot be used; `key` and `values` say why in the reader's language (texts.errors.ERROR)."""

    def __init__(self, key: str, path: str, **values: object) -> None:
        super().__init__(f"{path}: {key} {values}")
        self.key = key
        self.values = {"path": path, **values}


_NO_SECRETS = Secrets()
_NO_KEYS = Keys()


class Settings(Struct, frozen=True):
    """Slugs of rules that are switched off, and chosen limits."""

    off: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=Limits)
    certificates: tuple[Given, ...] = ()
    """Files with certificates that the user gave for this run."""
    secrets: Secrets = _NO_SECRETS
    """Passwords that the user gave for this run; they show themselves nowhere."""
    keys: Keys = _NO_KEYS
    """Keys of TLS that the user gave for this run; they show themselves nowhere."""
    listen: bool = False
    """Whether every answered call that the filters let pass is listened to, however many there are."""
    log_zone: str | None = None
    """The zone of text logs that name none; None is this machine's."""
    log_year: int | None = None
    """The year of the first line of text logs that write none; None is found from the file's date."""


def settings_of(path: str | None, environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings in the file `path`, else in the user's own; SettingsError if they cannot be used."""
    if path == "":
        raise SettingsError("settings-unnamed", path)
    own = own_folder(environ) / "settings.toml"
    if path is None and not own.is_file():
        return Settings()
    file = Path(path) if path is not None else own
    return _settings(_document(file), str(file))


def own_folder(environ: Mapping[str, str]) -> Path:
    """Where a user's own choices are kept: `sipwhy` in $XDG_CONFIG_HOME (or ~/.config)."""
    return Path(environ.get("XDG_CONFIG_HOME") or Path(environ.get("HOME") or "/") / ".config") / "sipwhy"


def _document(file: Path) -> Mapping[str, Any]:
    try:
        text = file.read_text(encoding="utf-8-sig")  # Windows editors put a mark at the beginning
        document: Mapping[str, Any] = import_module("tomllib").loads(text)  # late: most runs have no such file
    except OSError as error:
        raise SettingsError("settings-unreadable", str(file), detail=error.strerror or str(error)) from None
    except RecursionError:
        raise SettingsError("settings-deep", str(file)) from None
    except ValueError as error:  # no TOML, or no UTF-8
        raise SettingsError("settings-form", str(file), detail=str(error)) from None
    return document


def certificates_of(paths: Iterable[str]) -> tuple[Given, ...]:
    """The bytes of certificate files; SettingsError if one cannot be read, or if the package that checks signatures is missing."""
    named = tuple(paths)
    if not named:
        return ()
    from sipwhy.diagnosis import signature  # noqa: PLC0415  # few runs are given certificates, and it brings base64 and JSON along

    found = []
    for path in named:
        if not signature.can_check():
            raise SettingsError("certificate-package", path)
        try:
            found.append(signature.Given(Path(path).name, Path(path).read_bytes()))
        except OSError as error:
            raise SettingsError("certificate-unreadable", path, detail=error.strerror or str(error)) from None
        if not signature.has_certificate(found[-1]):
            raise SettingsError("certificate-none", path)
    return tuple(found)


def keys_of(logs: Iterable[str], private: Iterable[str]) -> Keys:
    """The keys in key logs and in files of RSA keys; SettingsError if one cannot be read, or is none at all."""
    texts, keys, paths = [], [], tuple(logs)
    for path in paths:
        texts.append(_bytes_of(path))
        if not lines_of(texts[-1]) and not _is_just_begun(texts[-1]):
            raise SettingsError("keylog-none", path)
    for path in private:
        keys.append(_bytes_of(path))
        if fault := fault_of(keys[-1]):
            raise SettingsError(f"rsa-key-{fault}", path)
    return Keys(tuple(texts), tuple(keys), paths)


def _is_just_begun(text: bytes) -> bool:
    """Whether a key log has its comment and no keys yet: what OpenSSL and NSS leave where no handshake came so far."""
    lines = [line for line in text.splitlines() if line.strip()]
    return bool(lines) and all(line.lstrip().startswith(b"#") for line in lines)


def _bytes_of(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise SettingsError("keys-unreadable", path, detail=error.strerror or str(error)) from None


def _settings(document: Mapping[str, Any], file: str) -> Settings:
    if unknown := set(document) - {"rules", "limits"}:
        raise SettingsError("settings-key", file, name=min(unknown), known=("rules", "limits"))
    chosen = document.get("rules", {})
    off = chosen.get("off", []) if isinstance(chosen, dict) else None
    if not isinstance(off, list) or set(chosen) - {"off"} or not all(isinstance(slug, str) for slug in off):
        raise SettingsError("settings-form", file, detail='[rules] off = ["slug"]')
    if strange := [slug for slug in off if slug not in rules()]:
        raise SettingsError("settings-rule", file, slug=strange[0])
    return Settings(frozenset(off), Limits(dict(_limits(document.get("limits", {}), file))))


def _limits(chosen: object, file: str) -> Iterator[tuple[tuple[str, str], float]]:
    if not isinstance(chosen, dict):
        raise SettingsError("settings-form", file, detail="[limits.slug] name = 1.5")
    for slug, values in chosen.items():
        if slug not in rules():
            raise SettingsError("settings-rule", file, slug=slug)
        known = tuple(limit.name for limit in rules()[slug].limits)
        if not known:
            raise SettingsError("settings-no-limits", file, slug=slug)
        if not isinstance(values, dict):
            raise SettingsError("settings-form", file, detail=f"[limits.{slug}] {known[0]} = 1.5")
        for name, value in values.items():
            if name not in known:
                raise SettingsError("settings-limit", file, slug=slug, name=name, known=known)
            yield (slug, name), _number(value, slug, name, file)


def _number(value: object, slug: str, name: str, file: str) -> float:
    """A number that is not negative and not without end."""
    try:
        number = float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else nan
    except OverflowError:
        number = nan
    if not (isfinite(number) and number >= 0):
        raise SettingsError("settings-number", file, slug=slug, name=name)
    return number
