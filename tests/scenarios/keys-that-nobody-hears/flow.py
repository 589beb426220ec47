"""Key presses that the voice menu does not get."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, CARRIER, PBX
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.node import Node
from tests.scenarios.wire.rtp import event
from tests.scenarios.wire.traffic import dial, talk

LABEL = Label(
    "Key presses that the voice menu does not get",
    "one leg has telephone-event, the other does not; the caller presses keys as RFC 4733 events and they end at the PBX.",
    "1001 negotiates telephone-event with the PBX; the carrier's answer leaves it out. 1001 presses five keys; nothing of "
    "it goes on. Audio is fine both ways.",
    [
        call("1001", "74950000012", "dtmf-mismatch", blame="trunk pbx callee"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("keys-that-nobody-hears", taps=[PBX.ip])
    call_ = dial(
        net, 0, ALICE, PBX, CARRIER, "1001", "74950000012", codecs="G729 PCMA", far=Node(PBX.ip, "asterisk", "asterisk", media=16402)
    )
    call_.second.reply(0.3, 180)
    call_.first.reply(0.304, 180)
    call_.second.reply(1.5, 200, sdp=CARRIER.sdp("G729", dtmf=None))
    call_.second.ack(1.504)
    call_.first.reply(1.506, 200, sdp=PBX.sdp("G729"))
    call_.first.ack(1.514)
    ssrc, _ = talk(net, 1.55, ALICE.rtp, PBX.rtp, seconds=5)
    talk(net, 1.55, (PBX.ip, 16402), CARRIER.rtp, seconds=5)
    for n, digit in enumerate((1, 0, 4, 2, 11)):
        event(net, 2.2 + 0.6 * n, ALICE.rtp, PBX.rtp, digit, ssrc, sequence=21000 + 10 * n)
    call_.a.bye(7)
    call_.b.bye(7.006)
    return net
