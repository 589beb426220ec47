"""The carrier does not take a hold."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, CARRIER, PBX
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.talks import talking

LABEL = Label(
    "The carrier does not take a hold",
    "488 to a re-INVITE with sendonly; the call goes on as before and ends by itself.",
    "1001 wants to hold; the carrier refuses the re-INVITE that the PBX passes on; so does the PBX towards the phone.",
    [
        call("1001", "74950000012", "reinvite-rejected", blame="trunk pbx callee"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("hold-refused", taps=[PBX.ip])
    talk_ = talking(net, 0, ALICE, PBX, CARRIER, "1001", "74950000012", codecs="PCMA")
    hold = talk_.bridge.a.request(8, "INVITE", sdp=ALICE.sdp("PCMA", direction="sendonly", version=2))
    hold.reply(8.002, 100)
    passed = talk_.bridge.b.request(8.006, "INVITE", sdp=PBX.sdp("PCMA", direction="sendonly", version=2, port=16402))
    passed.reply(8.05, 488)
    hold.reply(8.06, 488)
    talk_.end(20)
    return net
