"""The carrier sends a codec that was never agreed."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, CARRIER, PBX
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.rtp import rtp
from tests.scenarios.wire.talks import talking

LABEL = Label(
    "The carrier sends a codec that was never agreed",
    "the answer names A-law alone, the stream is G.729: noise or silence at the other end.",
    "SDP of both legs agrees on PCMA; the carrier sends payload type 18. The phone's own stream is A-law.",
    [
        call("1001", "74950000012", "codec-not-negotiated", blame="trunk callee"),
    ],
    allow=["one-way-audio"],
)


def write() -> Net:
    """The packets."""
    net = Net("codec-nobody-agreed-on", taps=[PBX.ip])
    talk_ = talking(net, 0, ALICE, PBX, CARRIER, "1001", "74950000012", codecs="PCMA PCMU", answer="PCMA")
    begin = talk_.answered + 0.05
    rtp(net, begin, talk_.phone, talk_.near, "PCMA", seconds=3)
    rtp(net, begin, talk_.far, talk_.other, "PCMA", seconds=3)
    rtp(net, begin, talk_.other, talk_.far, "G729", seconds=3)
    talk_.end(begin + 3.2)
    return net
