"""A mirror port that shows one direction."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import ALICE, BOB, PBX, background
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.talks import talking
from tests.scenarios.wire.traffic import talk

LABEL = Label(
    "A mirror port that shows one direction",
    "only what the PBX receives is captured: no answers of the PBX, no RTP from it. Nothing can be said to have gone unanswered.",
    "The calls were good: phones acknowledge answers that the capture does not have.",
    [
        call("1001", "1002"),
        registration("1003"),
    ],
    findings=["one-sided-capture"],
    allow=["one-sided-capture", "one-way-audio"],
)


def write() -> Net:
    """The packets."""
    net = Net("one-side-of-the-mirror", taps=[PBX.ip])
    background(net, PBX)
    talk_ = talking(net, 2, ALICE, PBX, BOB, "1001", "1002")
    talk(net, talk_.answered + 0.05, talk_.phone, talk_.near, seconds=3)
    talk(net, talk_.answered + 0.05, talk_.other, talk_.far, seconds=3)
    talk_.end(talk_.answered + 3.3)
    net.thin(lambda frame: frame[30:34] == bytes(map(int, PBX.ip.split("."))))
    return net
