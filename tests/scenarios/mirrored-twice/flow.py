"""A mirror that copies every packet."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import ALICE, BOB, CAROL, ERIN, FRED, PBX
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.talks import talking
from tests.scenarios.wire.traffic import failed, register, talk

LABEL = Label(
    "A mirror that copies every packet",
    "trap 5: every packet is in the file twice, 40 microseconds apart, RTP too; loss, jitter and repeats must not be counted from copies.",
    "One good call with media, one call refused as busy, one registration; two copies of each.",
    [
        call("1001", "1002"),
        call("1003", "1005", "callee-busy", blame="user nobody callee"),
        registration("1006"),
    ],
    allow=["duplicate-packets"],
)


def write() -> Net:
    """The packets."""
    net = Net("mirrored-twice", taps=[PBX.ip])
    register(net, 0.2, FRED, PBX, "1006")
    talk_ = talking(net, 0, ALICE, PBX, BOB, "1001", "1002")
    talk(net, talk_.answered + 0.05, talk_.phone, talk_.near, seconds=2)
    talk(net, talk_.answered + 0.05, talk_.far, talk_.other, seconds=2)
    talk_.end(talk_.answered + 2.3)
    failed(net, 5, CAROL, PBX, ERIN, "1003", "1005", 486, headers=['Reason: Q.850;cause=17;text="User busy"'])
    net.copy_all(0.00004)
    return net
