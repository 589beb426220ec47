"""The callee is not heard, two legs away."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, CARRIER, PBX
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.rtp import rtp
from tests.scenarios.wire.talks import talking
from tests.scenarios.wire.traffic import talk

LABEL = Label(
    "The callee is not heard, two legs away",
    "the carrier's voice reaches the PBX and goes no further; seen at the PBX, with both legs.",
    "Three streams of four: phone to PBX, PBX to carrier, carrier to PBX. From the PBX to the phone nothing is sent: the "
    "caller hears nobody, and the PBX is to blame.",
    [
        call("1001", "74950000012", "one-way-audio", blame="pbx unknown network"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("one-way-behind-the-pbx", taps=[PBX.ip])
    talk_ = talking(net, 0, ALICE, PBX, CARRIER, "1001", "74950000012")
    begin = talk_.answered + 0.05
    rtp(net, begin, talk_.phone, talk_.near, seconds=5)
    talk(net, begin, talk_.far, talk_.other, seconds=5)
    talk_.end(begin + 5.2)
    return net
