"""
Lines of FreeSWITCH without UUIDs (`uuid` off in logfile.conf.xml or console.conf.xml), given those of the channels that they name.

"New Channel NAME [UUID]" (src/switch_channel.c, switch_channel_set_name) tells whose UUID a name is, until "Hangup NAME" ends the channel.
Two channels of one name at once cannot be told apart: their lines stay as they are. Lines that name none (mod_dialplan_xml's "Processing",
mod_dptools' "Originate Failed") are given to the only channel that they can be of, and that is likely only.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from sipwhy.calls.log.kinds import ORIGINATE_FAILED
from sipwhy.model.log_event import LogEvent

MADE = "channel-made"
_VENDOR = "freeswitch"
_PROCESSING = "dialplan"
_OF_CALLERS = frozenset({ORIGINATE_FAILED, "dial-failed", "callee-absent", "no-gateway", "unknown-number"})
"""Lines of a channel that the dial plan has, which may not name it."""
_BRIEFLY = 500_000
"""µs between the end of a leg and "Originate Failed" of who called it."""
_MOST_ENDED = 64
_MOST_LOOKED_AT = 64
"""Channels of one user or name: who has more at once cannot be told apart anyhow."""
_PROCESSED = {"NEW": False, "INIT": False, "ROUTING": True, "EXECUTE": True}
"""Whether the dial plan has had a channel that is in such a state; of others nothing tells."""


class _Channel(Struct, eq=False):
    """A channel that has not ended."""

    user: str
    """Who calls, or who is called, by its name."""
    tag: str
    extension: str | None = None
    """What its caller dialled; None until the dial plan has it."""


class _Filed:
    """Channels under one of their particulars, each found and dropped at once, however many there are."""

    def __init__(self) -> None:
        self._channels: dict[str, dict[str, _Channel]] = {}

    def of(self, key: str) -> list[_Channel]:
        """Those under `key`, no more than may be looked at."""
        return list(islice(self._channels.get(key, {}).values(), _MOST_LOOKED_AT))

    def only(self) -> _Channel | None:
        """The only one there is."""
        there = next(iter(self._channels.values()), {}) if len(self._channels) == 1 else {}
        return next(iter(there.values())) if len(there) == 1 else None

    def file(self, key: str, channel: _Channel) -> None:
        """Takes one in."""
        self._channels.setdefault(key, {})[channel.tag] = channel

    def drop(self, key: str, channel: _Channel) -> None:
        """Lets one go."""
        under = self._channels.get(key, {})
        under.pop(channel.tag, None)
        if not under:
            self._channels.pop(key, None)


class _Guessed:
    """What was dialled by channels that cannot be told apart, under their user or the tag of each."""

    def __init__(self) -> None:
        self._by_holder: defaultdict[str, set[str]] = defaultdict(set)
        self._times: defaultdict[str, int] = defaultdict(int)

    def __bool__(self) -> bool:
        return bool(self._by_holder)

    def __contains__(self, extension: str) -> bool:
        return self._times.get(extension, 0) > 0

    def note(self, holder: str, extension: str) -> None:
        """One of them dialled it."""
        if extension not in self._by_holder[holder]:
            self._by_holder[holder].add(extension)
            self._times[extension] += 1

    def forget(self, holder: str) -> None:
        """They are gone."""
        for extension in self._by_holder.pop(holder, ()):
            self._times[extension] -= 1


class _Open:
    """The channels of one file."""

    def __init__(self) -> None:
        self.has_uuids = False
        """Whether its lines are told apart by FreeSWITCH itself."""
        self._by_name = _Filed()
        self._by_user = _Filed()
        """The same, and those of which only the step into the dial plan is known."""
        self._nameless = _Filed()
        """The latter, by user."""
        self._by_extension = _Filed()
        """Those that the dial plan has."""
        self._doubts: dict[str, int] = {}
        """How many channels of one name are open that cannot be told apart."""
        self._doubtful_users: defaultdict[str, int] = defaultdict(int)
        """How many such names a user has."""
        self._guessed = _Guessed()
        """What the dial plan has of users of such names, and of channels of which it has one, and nobody knows which."""
        self._ended: deque[tuple[int, str, str]] = deque(maxlen=_MOST_ENDED)
        """When a channel ended, why, and its user."""

    def make(self, name: str, tag: str) -> None:
        """Takes a new channel in."""
        if name not in self._doubts and len(known := self._by_name.of(name)) == _MOST_LOOKED_AT:
            self._doubt(name, known)
        if name in self._doubts:
            self._doubts[name] += 1
        else:
            self._add(name, _Channel(_user(name), tag))

    def named(self, event: LogEvent) -> _Channel | None:
        """The channel that a line names; None if it may be one of several. One that was made before the log begins is known from now on."""
        name = event.channel
        if name in self._doubts:
            return None
        if not self._by_name.of(name):
            self._add(name, self._adopted(_user(name)) or _Channel(_user(name), f"{name}#{event.line.line}"))
        known = self._by_name.of(name)
        is_processed = _PROCESSED.get(event.facts.get("state", ""))
        fitting = known if len(known) == 1 else [one for one in known if (one.extension is not None) is is_processed]
        if len(fitting) == 1:
            return fitting[0]
        self._doubt(name, tuple(known))
        return None

    def end(self, event: LogEvent, channel: _Channel | None) -> None:
        """Lets a channel go that was hung up."""
        name = event.channel
        self._ended.append((event.line.ts or 0, event.reason, _user(name)))
        if channel is not None:
            self._drop(name, channel)
            return
        self._doubts[name] -= 1
        if self._doubts[name] <= 0:
            del self._doubts[name]
            self._doubtful_users[_user(name)] -= 1
            if self._doubtful_users[_user(name)] <= 0:
                del self._doubtful_users[_user(name)]
                self._guessed.forget(_user(name))

    def process(self, event: LogEvent) -> _Channel | None:
        """The channel that goes into the dial plan: one of its caller that was not there yet, else the only one, once more."""
        own = self._by_user.of(event.account)
        if event.account in self._doubtful_users or len(own) == _MOST_LOOKED_AT:
            self._guessed.note(event.account, event.extension)
            return None
        fitting = [one for one in own if one.extension is None] or own
        if len(fitting) > 1:
            for one in fitting:
                self._guessed.note(one.tag, event.extension)
            return None
        channel = fitting[0] if fitting else _Channel(event.account, f"{event.account}#{event.line.line}")
        if not fitting:
            self._by_user.file(event.account, channel)
            self._nameless.file(event.account, channel)
        if channel.extension is not None:
            self._by_extension.drop(channel.extension, channel)
        channel.extension = event.extension
        self._by_extension.file(event.extension, channel)
        return channel

    def caller(self, event: LogEvent) -> _Channel | None:
        """
        The channel whose dial plan met with what a line tells: the one that dialled whose leg ended so just before, or the only one.

        Others that cannot be told apart hide it only where one of them may have dialled the same.
        """
        since = (event.line.ts or 0) - _BRIEFLY
        called = {user for at, reason, user in self._ended if at >= since and reason == event.reason}
        if len(called) == 1:
            (user,) = called
            found = [] if user in self._guessed else self._by_extension.of(user)
            if len(found) == 1:
                return found[0]
        return None if self._guessed else self._by_extension.only()

    def _add(self, name: str, channel: _Channel) -> None:
        self._by_name.file(name, channel)
        self._by_user.file(channel.user, channel)

    def _adopted(self, user: str) -> _Channel | None:
        """The channel of a user that no line has named yet, if there is one alone; it has a name now."""
        found = self._nameless.of(user)
        if len(found) != 1:
            return None
        self._nameless.drop(user, found[0])
        return found[0]

    def _doubt(self, name: str, channels: Sequence[_Channel]) -> None:
        """Lets channels of one name go that cannot be told apart, and remembers how many they are."""
        self._doubts[name] = len(channels)
        self._doubtful_users[_user(name)] += 1
        for one in channels:
            if one.extension is not None:
                self._guessed.note(_user(name), one.extension)
            self._drop(name, one)

    def _drop(self, name: str, channel: _Channel) -> None:
        self._by_name.drop(name, channel)
        self._by_user.drop(channel.user, channel)
        self._guessed.forget(channel.tag)
        if channel.extension is not None:
            self._by_extension.drop(channel.extension, channel)


def with_channels(events: Iterable[LogEvent]) -> Iterator[LogEvent]:
    """The events, those of channels of a log without UUIDs with these; what only tells of a new channel is left out."""
    files = defaultdict[int, _Open](_Open)
    for event in events:
        if event.vendor != _VENDOR:
            yield event
            continue
        channels = files[event.line.file]
        channels.has_uuids |= bool(event.line.tag)
        told = event if channels.has_uuids else _told(event, channels)
        if event.kind != MADE:
            yield told


def _told(event: LogEvent, channels: _Open) -> LogEvent:
    if event.kind == MADE:
        channels.make(event.channel, event.facts["uuid"])
        return event
    if event.channel:
        channel = channels.named(event)
        if event.line.text.startswith("Hangup "):
            channels.end(event, channel)
        return _tagged(event, channel)
    if event.kind == _PROCESSING:
        return replace(_tagged(event, channels.process(event)), tied="likely")
    return replace(_tagged(event, channels.caller(event)), tied="likely") if event.kind in _OF_CALLERS else event


def _tagged(event: LogEvent, channel: _Channel | None) -> LogEvent:
    """The event with the tag of its channel; of what may be one of several with one of its own, so that it joins none of them."""
    tag = channel.tag if channel is not None else f"#{event.line.line}"
    return replace(event, line=replace(event.line, tag=tag))


def _user(channel: str) -> str:
    """The user of a channel's name: who calls, or who is called."""
    return channel.rpartition("/")[2].partition("@")[0]
