"""
Reads the cases of rules and plays them as packets.

`tests/rules/<area>/<slug>.md` begins with `# slug`; each case is a `## heading`, some lines of expectation, and traffic:

    ## The phone answers 486
    fires: yes              yes or no: whether the rule may speak anywhere in this capture
    cause: callee-busy      (optional) the cause of the call; "none" for no cause; with `fires: yes` the slug itself
    call: 1                 (optional) which call is meant; the first that the rule speaks of, else the first call
    at_fault: user          (optional) also `severity`, `confidence`, `variant`, as the finding should have them
    proof: alert 7          (optional) a note of the finding's evidence, and the frame that it points to
    evidence: answered ack  (optional) the notes of its evidence, in order
    peer: 203.0.113.10      (optional) any other word: a value of the finding
    secret: 1001:long password (optional) a password that the user gives with the capture
    dropped: 12             (optional) packets that the capturing program says it lost
    captures: pbx alice     (optional) the capture is two, one taken at each; see `@` below
    agents: pbx=FreeSWITCH-mod_sofia/1.10    (optional) what hosts call themselves; "-" for nothing

A `flow` block holds one message a line, `seconds from > to [dialog] message options`, and indented header lines for it:

    ```flow
    0.000 alice > pbx  INVITE 1001 > 1002 +sdp
    0.010 pbx > bob    [b] INVITE 1001 > 1002 +sdp
    0.500 pbx > bob    [b] INVITE again
    1.000 pbx > alice  486 Busy Here
        Reason: Q.850;cause=17
    40 end
    ```

Hosts are names from `HOSTS` or `ip`, `ip:port`. `[b]` names the dialog (its Call-ID); without it the dialog is `a`. Users
stand at the first request of a dialog (INVITE 1001 > 1002, REGISTER 1001) and are kept. Mandatory headers that are not
written are made: a request outside an ACK, CANCEL or repeat counts CSeq up, an answer answers the last request that came the
other way (`487 Request Terminated (INVITE)` names it), `401` and `407` carry a challenge as Asterisk's res_pjsip writes it, tags
and branches fit. Options: `+auth` answers the last challenge (`+auth=PASSWORD` with its digest, `+auth=PASSWORD/NAME/REALM` with
that for another name or realm; %20 is a blank), `+sdp` adds a description (`+sdp:192.168.1.50`, `+sdp:PCMU/G729`,
or both; `:4002` its port, `EVENTS` telephone events, `OPUS=96` a number of its own, `sendonly`, `ptime=30` attributes),
`+savp` one with SRTP, `+uri=sip:1002@host` writes another Request-URI than the
receiver's, `+tcp` sends the message by TCP, `+long` makes it longer by 1000 bytes, `+glued` puts another one behind it,
`again` sends the last such message of this dialog and direction once more, `unsent` makes a message that the capture does not hold,
`cut` one of which it holds 96 bytes, `begun` one of which it holds the first IP fragment.
Indented lines that begin with `|` are its body; `-Contact` takes away a header, and `\\x07` in one is that control
character. Other lines:

    2.0 alice:4000 > pbx:10000 rtp 100        100 packets of G.711 (PCMA), 20 ms apart; what may follow: from=N first number,
                                              ssrc=N, pt=N payload type, lose=7 every seventh is missing, hole=50-90 these are,
                                              jitter=40 every other one is 40 ms late (every=30 one of thirty), ms=30 of voice in each,
                                              stamp=320 its timestamps step by so much, event=1 telephone event, event=anew one with
                                              a new timestamp in each packet, key=5 the event of that key, all packets with one timestamp,
                                              tag=10 bytes of SRTP behind the voice, sound=speech what is in it (tests/rules/sounds.py;
                                              without it digital silence; law=mulaw how, else alaw), srtp=KEY encrypted with the key
                                              that is told as inline:KEY (suite=AES_CM_128_HMAC_SHA1_32 by another
                                              suite, roc=3 after so many wraps, mki=07 with that identifier)
    12.0 alice:4000 > pbx:4002 t38 DIS DCS CFR    T.38 packets 0.3 s apart, a signal of T.30 in each (tests/rules/faxes.py); lost:
                                                  one that never comes
    7.0 alice:4001 > pbx:10001 rtcp about=4660 sent=250 lost=3 highest=250 share=0.01 jitter=80   a report; about=0: heard nobody;
                                              about=none: the same by a report without a block; stamp=N its own time, echo=N the time
                                              that it echoes, held=0.5 seconds after which
    7.0 alice:4001 > pbx:10001 rtcp about=4660 srtp=KEY   the same encrypted (SRTCP) with the key that is told as inline:KEY
    0.1 trunk > pbx:4000 icmp rtp             "port unreachable" about RTP from pbx:4000 to trunk; by= and code= as below
    0.1 trunk > pbx:4000 icmp stun            the same about a Binding request of STUN
    0.1 trunk > pbx icmp                      "port unreachable" about the last message that went the other way
    0.1 trunk > pbx icmp by=192.0.2.1 code=13 the same by a router on the way, and another code than 3 (RFC 1812 section 5.2.7.1)
    0.1 192.0.2.53 > pbx icmp dns             the same about the last DNS query
    0.1 trunk > pbx icmp quoted=28            the same that quotes so many bytes of the packet, from its IP header on
    0.1 trunk > pbx icmp fragment             "fragment reassembly time exceeded" about it; "icmp large" is "fragmentation needed"
    5.0 alice > pbx keep-alive                two empty lines by UDP
    5.0 alice:4000 > pbx:4002 dtls hello      a packet of DTLS: hello, answer, sealed (encrypted), alert=40, unified (encrypted by
                                              DTLS 1.3); several are one packet
    0.0 alice:40000 > pbx:5060 tcp-refused    SYN and RST
    0.0 alice:40000 > pbx:5060 tcp-hole       a connection whose second segment is missing
    0.0 alice:40000 > pbx:5061 tls >hello=1.2 <answer=1.2 <cert=self >alert=48 <fin     a TLS connection (tests/rules/handshakes.py)
    0.0 alice:40000 > pbx:8088 http >get=/ws:sip <http=400 <fin         a request for a WebSocket (the same)
    0.0 pbx:40000 > 192.0.2.53 dns A sip.example.com                    a DNS query
    0.1 192.0.2.53 > pbx:40000 dns A sip.example.com NXDOMAIN           its answer; =203.0.113.50 for an address
    0.0 pbx:40000 > trunk:5061 tcp-syn          SYN alone
    9.0 pbx > alice:40000 tcp-rst               ends the connection of messages with +tcp; so does tcp-fin
    0.2 alice:40000 > pbx tcp-again             sends the segment once more that held a message with `+tcp stuck`: it never arrives, nor
                                              does what follows, until "tcp-found"; "tcp-ack" is an ACK alone, "tcp-full" one that
                                              takes no more (window 0)
    0.2 192.0.2.1 > alice icmp narrow 1280    "fragmentation needed" about the last large packet, of which it quotes 8 bytes
    0.1 copy                                  the last packet once more: seen twice
    0.5 alice > pbx ACK @alice                the capture of that name alone holds it, of those in `captures`
    40 end                                    the capture goes on until then

A block that begins ```` ```flow 20 times every 0.5 ```` is played twenty times, each half a second later, `{n}` in it being 1, 2, 3 ...
and `{n+1000}` 1001, 1002, 1003 ...

A `sip` block is one whole message, `sip 0.000 198.51.100.21:5060 > 203.0.113.10:5060` on its fence line; nothing is made up for it but
Content-Length. Blocks of both kinds may follow each other.

A `log asterisk` block is a log beside the capture, or alone; so are `log freeswitch` and `log kamailio`. Each line is `seconds LEVEL
source: text`, and gets the head that this server writes:

    ```log asterisk
    0.012 NOTICE chan_sip.c: Registration from '<sip:1001@203.0.113.10>' failed for '198.51.100.21:5060' - Wrong password
    0.500 NOTICE[C-00000001] app_dial.c: Unable to create channel of type 'SIP' (cause 20 - Subscriber absent)
    ```

A `cdr` block is a call detail record, `seconds vendor caller callee status q850` on each line, and behind them what may follow:
pdd=2.5, ring=8 (seconds to the answer or the end), talk=90:

    ```cdr 200 times every 60
    0 Bravo 74951{n+100000} 79161{n+100000} 200 16 pdd=2 ring=9 talk=90
    ```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sipwhy.app.settings import Settings
from sipwhy.diagnosis.digest import Account, Secrets
from tests.rules.cdr_lines import cdr_text
from tests.rules.dialogues import Script
from tests.rules.log_lines import log_text
from tests.rules.packets import write_pcap, write_pcapng

FOLDER = Path(__file__).parent
_EXPECTATION = re.compile(r"^(\w+):\s*(.+?)\s*$")
_TIMES = re.compile(r"^(\d+) times every ([\d.]+)$")
_NUMBER = re.compile(r"\{n(?:\+(\d+))?\}")
_FENCE = re.compile(r"^```(sip|flow|log|cdr)\s*(.*)$")


@dataclass(slots=True)
class Case:
    """One case of one rule."""

    slug: str
    area: str
    title: str
    expected: dict[str, str] = field(default_factory=dict)
    blocks: list[tuple[str, str, list[str]]] = field(default_factory=list)
    """Kind of block, the rest of its fence line, its lines."""

    @property
    def settings(self) -> Settings:
        """What the user gives besides the capture."""
        user, colon, password = self.expected.get("secret", "").partition(":")
        return Settings(secrets=Secrets([Account(user, password)], [user])) if colon else Settings()

    def write(self, path: Path, name: str | None = None) -> None:
        """Plays the case into a capture file, or what the capture called `name` holds of it."""
        script = Script(_agents(self.expected.get("agents", "")))
        for kind, head, lines in self.blocks:
            if kind == "flow":
                for played in _repeated(head, lines):
                    script.play(played)
            elif kind == "sip":
                script.say(head, lines)
        if "dropped" in self.expected:
            write_pcapng(path, script.packets, int(self.expected["dropped"]))
        else:
            write_pcap(path, script.packets if name is None else script.held_by(name))

    @property
    def is_cdr(self) -> bool:
        """Whether it is told by call detail records."""
        return any(kind == "cdr" for kind, _, _ in self.blocks)

    def write_cdr(self, path: Path) -> None:
        """Plays its records into a CSV file."""
        played = [line for kind, head, lines in self.blocks if kind == "cdr" for part in _repeated(head, lines) for line in part]
        path.write_text(cdr_text(played), encoding="utf-8")

    def files(self, folder: Path) -> list[str]:
        """Plays the case into a folder; the names of what came of it: a capture, a log for each of its log blocks, or both."""
        paths = list[Path]()
        if names := self.expected.get("captures", "").split():
            paths += [folder / f"{name}.pcap" for name in names]
            for path, name in zip(paths, names, strict=True):
                self.write(path, name)
        elif any(kind != "log" for kind, _, _ in self.blocks):
            paths.append(folder / "case.pcap")
            self.write(paths[0])
        for at, (_, head, lines) in enumerate(block for block in self.blocks if block[0] == "log"):
            server, _, times = head.partition(" ")
            paths.append(folder / f"{server}-{at}.log")
            played = [line for part in _repeated(times, lines) for line in part]
            paths[-1].write_text(log_text(server, played), encoding="utf-8")
        return [str(path) for path in paths]


def all_cases() -> Iterator[Case]:
    """Every case there is, file by file."""
    for path in sorted(FOLDER.glob("*/*.md")):
        yield from read_cases(path)


def read_cases(path: Path) -> list[Case]:
    """The cases of one file; ValueError if it is not of this form."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or not lines[0].startswith("# "):
        raise ValueError(f"{path}: expected '# slug' on the first line")
    slug, cases = lines[0][2:].strip(), list[Case]()
    rest = iter(lines[1:])
    for line in rest:
        if line.startswith("## "):
            cases.append(Case(slug, path.parent.name, line[3:].strip()))
        elif not cases:
            continue
        elif fence := _FENCE.match(line):
            cases[-1].blocks.append((fence[1], fence[2], _block(rest, f"{path}: {cases[-1].title}")))
        elif found := _EXPECTATION.match(line):
            cases[-1].expected[found[1]] = found[2]
    return cases


def _block(rest: Iterator[str], where: str) -> list[str]:
    """The lines of a block to its end; a merge may have lost that, and what follows would be no case any more."""
    lines: list[str] = []
    for line in rest:
        if line == "```":
            return lines
        if line.startswith(("## ", "```")):
            break
        lines.append(line)
    raise ValueError(f"{where}: expected ``` at the end of its block")


def _repeated(head: str, lines: list[str]) -> Iterator[list[str]]:
    """A block once, or as often as its fence says, each time later and with other numbers."""
    found = _TIMES.match(head)
    for n in range(int(found[1]) if found else 1):
        yield [_later(line, n, float(found[2]) * n) for line in lines] if found else lines


def _later(line: str, n: int, seconds: float) -> str:
    line = _NUMBER.sub(lambda found: str(n + 1 + int(found[1] or 0)), line)
    at, blank, rest = line.partition(" ")
    return line if line[:1] in ("", " ", "\t") else f"{float(at) + seconds:.6f}{blank}{rest}"


def _agents(text: str) -> dict[str, str]:
    return dict(pair.strip().split("=", 1) for pair in text.split(";") if "=" in pair)
