"""Whole reports for snapshots: one failed call among few, a bad day with many, a good day, hostile names."""

from __future__ import annotations

from itertools import pairwise

from sipwhy.diagnosis import Rule, Words
from sipwhy.diagnosis.report import Broken, NotChecked
from sipwhy.model import Call, Durations, Evidence, Finding, Host, NetworkError, Value
from tests.fakes.messages import START, Dialogue, leg_of, sdp, socket, stream
from tests.fakes.report import FakeReport, call_of, words_of

PHONE, PBX, OTHER, TRUNK = "10.0.0.21", "10.0.0.10", "10.0.0.22", "198.51.100.7"
HOSTS = (Host(PBX, "pbx"), Host(PHONE, "phone"), Host(OTHER, "phone"), Host(TRUNK, "trunk"))

RULES: dict[str, Rule] = {
    "codec-mismatch": words_of(
        "codec-mismatch",
        Words(
            "No codec in common: {callee} was offered {offered:list}",
            "{peer} answered {status}: of the codecs offered ({offered:list}) the phone of {callee} takes none.",
            ("Allow one of {offered:list} on the phone.", "Or add the phone's codec to its endpoint: allow=g729."),
            {"offer": "offers {offered:list}", "refusal": "no codec of the offer is taken"},
        ),
        Words(
            "Нет общего кодека: для {callee} предложены {offered:list}",
            "{peer} ответил {status}: аппарат {callee} не принимает ни одного из предложенных кодеков ({offered:list}).",
            ("Разрешить на телефоне один из кодеков: {offered:list}.", "Либо добавить кодек телефона в endpoint: allow=g729."),
            {"offer": "предложены {offered:list}", "refusal": "ни один кодек не подошёл"},
        ),
    ),
    "callee-busy": words_of(
        "callee-busy",
        Words("The called party {callee} is busy", "{peer} answered {status}.", ("Call again later.",), {"busy": "busy here"}),
        Words("Абонент {callee} занят", "{peer} ответил {status}.", ("Позвонить позже.",), {"busy": "занято"}),
    ),
    "next-hop-unreachable": words_of(
        "next-hop-unreachable",
        Words(
            "{peer} does not answer",
            "The INVITE was sent {n:count:time|times} in {t:seconds} and nothing came back.",
            ("Check that {peer} runs and listens.",),
            {"repeats": "sent again and again", "icmp": "the host says the port is closed"},
        ),
        Words(
            "{peer} не отвечает",
            "INVITE отправлен {n:count:раз|раза|раз} за {t:seconds}, ответа нет.",
            ("Проверить, что {peer} работает и слушает порт.",),
            {"repeats": "повторяется раз за разом", "icmp": "узел сообщает: порт закрыт"},
        ),
    ),
    "large-udp": words_of(
        "large-udp",
        Words("A message of {size} bytes over UDP", "It may be fragmented.", ("Use TCP.",), {"large": "{size} bytes"}),
        Words("Сообщение {size} байт по UDP", "Возможна фрагментация.", ("Перейти на TCP.",), {"large": "{size} байт"}),
    ),
    "capture-ends-early": words_of(
        "capture-ends-early",
        Words("{n:count:call was|calls were} not over when the capture ended", "Their end is not known.", (), {}),
        Words(
            "{n:count:вызов не закончился|вызова не закончились|вызовов не закончились} до конца записи",
            "Чем они кончились, неизвестно.", (), {},
        ),
    ),
}  # fmt: skip


def codec_call(number: int = 1, first_message: int = 1, callee: str = "1002", at: float = 0.0) -> tuple[Call, list[Finding]]:
    """A call whose callee refuses every codec."""
    talk = Dialogue(callee=callee, first_number=first_message, start=START + round(at * 1e6))
    a, b = f"{PHONE}>{PBX}", f"{PBX}>{PHONE}"
    c, d = f"{PBX}>{OTHER}", f"{OTHER}>{PBX}"
    first = [
        talk.say(0, a, "INVITE", offer=sdp("PCMA,PCMU,TELEPHONE-EVENT")),
        talk.say(0.001, b, "401 Unauthorized"),
        talk.say(0.002, a, "ACK"),
        talk.say(0.003, a, "INVITE", offer=sdp("PCMA,PCMU,TELEPHONE-EVENT"), cseq=2),
        talk.say(0.004, b, "100 Trying", cseq=2),
    ]
    second = [
        talk.say(0.01, c, "INVITE", offer=sdp("PCMA,PCMU"), call_id="def"),
        talk.say(0.034, d, "488 Not Acceptable Here", call_id="def"),
        talk.say(0.035, c, "ACK", call_id="def"),
    ]
    first += [talk.say(0.041, b, "488 Not Acceptable Here", cseq=2), talk.say(0.042, a, "ACK", cseq=2)]
    offer, refusal = second[0], second[1]
    finding = Finding(
        rule="codec-mismatch",
        severity="error",
        confidence="certain",
        at_fault="callee",
        evidence=(Evidence("offer", message=offer.number), Evidence("refusal", message=refusal.number)),
        values={"callee": callee, "offered": ("PCMA", "PCMU"), "peer": OTHER, "status": 488},
        is_cause=True,
        call_numbers=(number,),
    )
    large = Finding(
        "large-udp", "notice", "certain", "pbx", (Evidence("large", message=offer.number),), {"size": 1314}, call_numbers=(number,)
    )
    legs = (leg_of(first), leg_of(second, 1, joined_by="numbers", confidence="likely"))
    return call_of(number, legs, callee=callee), [large, finding]


def busy_call(number: int, first_message: int, at: float = 0.0) -> tuple[Call, list[Finding]]:
    """A call to a busy phone."""
    talk = Dialogue(first_number=first_message, start=START + round(at * 1e6))
    found = [talk.say(0, f"{PHONE}>{PBX}", "INVITE", offer=sdp("PCMA")), talk.say(0.2, f"{PBX}>{PHONE}", "486 Busy Here")]
    values: dict[str, Value] = {"callee": "1002", "peer": PBX, "status": 486}
    finding = Finding(
        "callee-busy",
        "info",
        "certain",
        "user",
        (Evidence("busy", message=found[1].number),),
        values,
        is_cause=True,
        call_numbers=(number,),
    )
    return call_of(number, (leg_of(found, result="busy"),), result="busy"), [finding]


def good_call(number: int, first_message: int, at: float = 0.0) -> tuple[Call, list[Finding]]:
    """An answered call with speech both ways."""
    talk = Dialogue(first_number=first_message, start=START + round(at * 1e6))
    a, b = f"{PHONE}>{PBX}", f"{PBX}>{PHONE}"
    found = [
        talk.say(0, a, "INVITE", offer=sdp("PCMA")),
        talk.say(0.1, b, "180 Ringing"),
        talk.say(2.5, b, "200 OK", offer=sdp("PCMA")),
        talk.say(2.51, a, "ACK"),
        talk.say(32.5, b, "BYE", cseq=7),
        talk.say(32.51, a, "200 OK", method="BYE", cseq=7),
    ]
    streams = (
        stream(0, f"{PHONE}:4000", f"{PBX}:12000", 1500, at=at + 2.6),
        stream(1, f"{PBX}:12000", f"{PHONE}:4000", 1468, lost=32, at=at + 2.6),
    )
    times = Durations(pdd=0.1, setup=2.5, talk=30.0)
    leg = leg_of(found, result="answered")
    return call_of(number, (leg,), result="answered", streams=streams, durations=times, hung_up="callee"), []


def dead_trunk_call(number: int, first_message: int, at: float = 0.0) -> tuple[Call, list[Finding]]:
    """A call to a trunk whose port is closed."""
    talk = Dialogue(callee="79161234567", first_number=first_message, start=START + round(at * 1e6))
    way = f"{PBX}>{TRUNK}"
    found = [talk.say(0, way, "INVITE", offer=sdp("PCMA,G729,G722,OPUS,PCMU"))]
    found += [talk.say(0.5 * (2**n - 1), way, "INVITE", offer=found[0].sdp, repeat=True) for n in range(1, 7)]
    errors = tuple(
        NetworkError("icmp", message.ts + 300, 0, 900 + at_, socket(PBX), socket(TRUNK), TRUNK, "port unreachable", message.number)
        for at_, message in enumerate(found)
    )
    finding = Finding(
        rule="next-hop-unreachable",
        severity="error",
        confidence="certain",
        at_fault="trunk",
        evidence=(Evidence("repeats", message=found[3].number), Evidence("icmp", frame=900)),
        values={"peer": TRUNK, "n": 7, "t": 31.5},
        is_cause=True,
        call_numbers=(number,),
    )
    leg = leg_of(found, result="unanswered", errors=errors)
    return call_of(number, (leg,), result="unanswered", callee="79161234567"), [finding]


def registration(number: int, first_message: int, at: float = 0.0) -> tuple[Call, list[Finding]]:
    """A phone that registers."""
    talk = Dialogue(callee="1001", first_number=first_message, start=START + round(at * 1e6))
    a, b = f"{PHONE}>{PBX}", f"{PBX}>{PHONE}"
    found = [
        talk.say(0, a, "REGISTER"),
        talk.say(0.001, b, "401 Unauthorized", method="REGISTER"),
        talk.say(0.002, a, "REGISTER", cseq=2),
        talk.say(0.003, b, "200 OK", method="REGISTER", cseq=2),
    ]
    leg = leg_of(found, result="registered")
    return call_of(number, (leg,), result="registered", kind="registration", callee="1001"), []


def few() -> FakeReport:
    """A registration, a failed call, a busy call, a good call."""
    cases = [registration(1, 1), codec_call(2, 5, at=5), busy_call(3, 15, at=60), good_call(4, 17, at=100)]
    return FakeReport(cases, hosts=HOSTS, duplicates=12)


def many() -> FakeReport:
    """A bad day: several causes with many calls each, a damaged file, rules that could not be applied."""
    cases: list[tuple[Call, list[Finding]]] = []
    number = message = 1
    for count, make in ((40, codec_call), (15, dead_trunk_call), (30, busy_call), (200, good_call), (12, registration)):
        for _ in range(count):
            cases.append(make(number, message, at=float(number)))
            number, message = number + 1, message + len(cases[-1][0].messages)
    trust = Finding("capture-ends-early", "notice", "certain", "unknown", values={"n": 22})
    return FakeReport(
        cases,
        files=("monday.pcap", "tuesday.pcap"),
        hosts=HOSTS,
        packets=1_234_567,
        trust=("capture-ends-early",),
        findings=(trust,),
        broken=(Broken(0, "IPv4 header cut off", frame=812, times=3), Broken(1, "cannot be read as a capture")),
        not_checked=(
            NotChecked("one-way-audio", ("rtp",), 200),
            NotChecked("packet-loss", ("rtp",), 200),
            NotChecked("password-truncated", ("secret",), 3),
            NotChecked("sip-alg", error="ZeroDivisionError: division by zero"),
        ),
    )


def well() -> FakeReport:
    """A good day."""
    cases = [make(number, 10 * number, at=40.0 * number) for number, make in enumerate((registration, good_call) * 3, 1)]
    return FakeReport([*cases, good_call(7, 70, at=300)], hosts=HOSTS)


def hostile() -> FakeReport:
    """Names and phrases that try to write on the terminal and into the page."""
    call, findings = codec_call(1)
    evil = "\x1b[31m\x9b2Jevil\x07<script>alert(1)</script>\u202e" + "x" * 300
    named = call_of(1, call.legs, caller=evil, callee=evil)
    loud = Finding("codec-mismatch", "error", "certain", "callee", values={"callee": evil, "offered": (evil,), "peer": evil}, is_cause=True)
    return FakeReport([(named, [loud, *findings[:1]])], files=(f"{evil[:20]}.pcap",))


def many_hosts() -> FakeReport:
    """A call through more hosts than fit side by side."""
    ends = [f"10.0.{n}.1" for n in range(7)]
    talk = Dialogue()
    legs = []
    for index, (src, dst) in enumerate(pairwise(ends)):
        name = f"leg-{index}"
        found = [
            talk.say(index / 10, f"{src}>{dst}", "INVITE", offer=sdp("PCMA,G729"), call_id=name),
            talk.say(3 + (6 - index) / 10, f"{dst}>{src}", "503 Service Unavailable", call_id=name),
        ]
        legs.append(leg_of(found, index))
    return FakeReport([(call_of(1, legs), [])])


def nothing() -> FakeReport:
    """A capture without SIP."""
    return FakeReport([])
