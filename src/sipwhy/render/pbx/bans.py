"""`pbx bans` and `pbx unban` as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sipwhy.pbx.bans.ban import Address, Ban
from sipwhy.pbx.bans.fail2ban import Jail
from sipwhy.pbx.bans.lift import Plan
from sipwhy.pbx.bans.look import Reason
from sipwhy.pbx.bans.sought import Sought
from sipwhy.render.pbx.speech import Speech, command
from sipwhy.texts.amount import seconds
from sipwhy.texts.catalogue import say
from sipwhy.texts.harmless import harmless
from sipwhy.texts.pbx import AGAIN, FAILURE
from sipwhy.texts.pbx_screen import PLACE

_LISTED = 200


def bans_lines(address: Address | None, sought: Sought, reason: Reason | None, jails: Sequence[Jail], speech: Speech) -> Iterator[str]:
    """Where `address` is banned and why; without one, everybody."""
    yield _headline(address, sought.bans, speech)
    for ban in sought.bans[:_LISTED]:
        yield from ban_lines(ban, address, speech)
    if len(sought.bans) > _LISTED:
        yield from speech.item(speech.say("more", n=len(sought.bans) - _LISTED))
    if address is not None and sought.bans:
        yield from why_lines(reason, jails, speech)
    yield ""
    yield from places_lines(sought, speech)


def ban_lines(ban: Ban, address: Address | None, speech: Speech) -> Iterator[str]:
    """One ban and the command that lifts it."""
    said = [ban.action] if ban.action not in ("ban", "htable") else []
    if ban.since is not None:
        said.append(speech.say("since", at=speech.at(ban.since)))
    if ban.until is not None:
        said.append(speech.say("until", at=speech.at(ban.until)))
    elif ban.since is not None:
        said.append(speech.say("forever"))
    if ban.packets is not None:
        said.append(speech.say("packets", n=ban.packets))
    if ban.is_wide and address is not None:
        said.append(speech.say("wide", network=str(ban.network)))
    if ban.owner is not None and ban.kind != "fail2ban":
        said.append(speech.say("kept-by", jail=ban.owner))
    if not ban.in_use:
        said.append(speech.say("unused"))
    who = "" if address is not None else f"{_shown(ban)}  "
    where = _place(ban, speech)
    yield from speech.item(f"{who}{where}: {', '.join(said)}" if said else f"{who}{where}", 1, "• " if speech.paper.has_boxes else "* ")
    if ban.kind == "acl":
        yield from speech.item(ban.rule, 2)
    if address is not None and ban.lift is not None and (ban.owner is None or ban.kind == "fail2ban"):
        yield from speech.typed(speech.say("lift"), ban.lift)


def why_lines(reason: Reason | None, jails: Sequence[Jail], speech: Speech) -> Iterator[str]:
    """What was counted against the address."""
    for jail in jails:
        if jail.retries is not None and jail.within is not None and jail.lasts is not None:
            lasts = speech.say("forever") if jail.lasts < 0 else seconds(jail.lasts, speech.lang)
            yield ""
            yield from speech.item(speech.say("jail", name=jail.name, retries=jail.retries, within=jail.within, lasts=lasts))
    if reason is None:
        return
    yield ""
    said = speech.say("reason", what=say(FAILURE, reason.cause, speech.lang), n=reason.count)
    users = f", {speech.say('reason-users', users=reason.users)}" if reason.users else ""
    yield speech.heading(f"{speech.say('why')}: ") + said + harmless(users, 200)
    for line in reason.lines:
        yield speech.paper.paint(f"  {harmless(line, 400)}", "dim")


def again_lines(reason: Reason | None, speech: Speech) -> Iterator[str]:
    """What must be mended before the ban is lifted."""
    if reason is not None:
        yield ""
        yield speech.heading(speech.say("again"))
        yield from speech.item(say(AGAIN, reason.cause if reason.cause in AGAIN else "unknown", speech.lang))


def plan_lines(plan: Plan, speech: Speech) -> Iterator[str]:
    """What will be run."""
    if plan.steps:
        yield ""
        yield speech.heading(speech.say("will-run"))
        yield from (f"  {command(ban.lift)}" for ban in plan.steps if ban.lift is not None)


def left_lines(left: Sequence[Ban], address: Address, speech: Speech) -> Iterator[str]:
    """What no command of ours lifts, and what can be done about it."""
    for ban in left:
        yield ""
        yield from speech.item(f"{speech.say('not-lifted')}: {_place(ban, speech)}: {ban.rule}", 0)
        if ban.kind == "acl":
            yield from speech.typed(speech.say("acl-edit"), ("asterisk", "-rx", "core reload"))
        elif words := _exception(ban, address):
            yield from speech.typed(speech.say("exception"), words)


def places_lines(sought: Sought, speech: Speech) -> Iterator[str]:
    """Where was looked, and where that was not possible."""
    if sought.looked:
        names = tuple(dict.fromkeys(say(PLACE, kind, speech.lang) for kind in sought.looked))
        yield from speech.item(speech.say("looked", places=names), 0)
    for kind, why in sought.blind:
        yield from speech.item(speech.say("blind", place=say(PLACE, kind, speech.lang), why=why or speech.say("idle")), 0)


def _headline(address: Address | None, bans: Sequence[Ban], speech: Speech) -> str:
    if address is None:
        return speech.heading(speech.say("everybody", n=len(bans)) + ":") if bans else speech.say("nobody-banned")
    if bans:
        return speech.paper.paint(speech.say("banned", address=str(address)) + ":", "error-bold")
    return speech.paper.paint(speech.say("not-banned", address=str(address)), "success")


def _place(ban: Ban, speech: Speech) -> str:
    """Where it stands; iptables names its program itself, as there are two of them."""
    where = harmless(ban.where)
    return where if ban.kind == "iptables" else f"{say(PLACE, ban.kind, speech.lang)} {where}"


def _shown(ban: Ban) -> str:
    return str(ban.network) if ban.is_wide else str(ban.network.network_address)


def _exception(ban: Ban, address: Address) -> tuple[str, ...]:
    """A rule before the wide one that lets this address alone pass."""
    if ban.kind == "iptables":
        program, table, chain = ban.where.split(" ", 2)
        return (program, "-t", table, "-I", chain, "1", "-s", str(address), "-j", "ACCEPT")
    if ban.kind == "ipset":
        return ("ipset", "add", ban.where, str(address), "nomatch")
    if ban.kind == "nft" and "@" not in ban.where:
        family = "ip" if address.version == 4 else "ip6"
        return ("nft", "insert", "rule", *ban.where.split(), family, "saddr", str(address), "accept")
    return ()
