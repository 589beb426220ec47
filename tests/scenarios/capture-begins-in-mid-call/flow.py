"""The capture begins while people talk."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, BOB, PBX
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.talks import talking
from tests.scenarios.wire.traffic import talk

LABEL = Label(
    "The capture begins while people talk",
    "calls whose INVITE was before the first packet: a BYE, a re-INVITE with hold and its resume, RTP without a description.",
    "Everything seen ends well: a hold, a resume, two BYEs. No failure can be concluded.",
    [
        call(None, None),
    ],
    allow=["capture-starts-late"],
)


def write() -> Net:
    """The packets."""
    net = Net("capture-begins-in-mid-call", taps=[PBX.ip])
    talk_ = talking(net, 0, ALICE, PBX, BOB, "1001", "1002")
    talk(net, 4, talk_.phone, talk_.near, seconds=3)
    talk(net, 4, talk_.far, talk_.other, seconds=3)
    hold = talk_.bridge.a.request(8, "INVITE", sdp=ALICE.sdp("G729", direction="sendonly", version=2))
    hold.reply(8.01, 200, sdp=PBX.sdp("G729", direction="recvonly", version=2, port=16400))
    hold.ack(8.02)
    back = talk_.bridge.a.request(12, "INVITE", sdp=ALICE.sdp("G729", version=3))
    back.reply(12.01, 200, sdp=PBX.sdp("G729", version=3, port=16400))
    back.ack(12.02)
    talk_.end(15)
    net.cut(begin=4.5)
    return net
