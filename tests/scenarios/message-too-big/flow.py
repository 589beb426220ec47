"""The carrier takes no long messages."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, CAROL, CARRIER, PROXY
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import proxied_call

LABEL = Label(
    "The carrier takes no long messages",
    "513 after a fragmented INVITE that did arrive: it is the carrier's limit and no lost fragment.",
    "1001's INVITE offers video, ICE and eleven codecs, 2 kB in two fragments; the carrier reads it and says 513. A short one passes.",
    [
        call("1001", "74950000012", "message-too-large", blame="caller pbx trunk"),
        call("1003", "74950000013"),
    ],
    allow=["large-udp"],
)


def write() -> Net:
    """The packets."""
    net = Net("message-too-big", taps=[PROXY.ip])
    candidates = [f"a=candidate:{n} 1 UDP {2130706431 - n * 256} 198.51.100.21 {11780 + n} typ host generation 0" for n in range(16)]
    leg = Leg(net, ALICE, CARRIER, "1001", "74950000012", via=[PROXY])
    offer = ALICE.sdp("PCMA PCMU G722 G729 GSM iLBC OPUS AMR", lines=candidates)
    leg.invite(0, sdp=offer).reply(0.06, 513, "Message too big")
    proxied_call(net, 1, CAROL, [PROXY], CARRIER, "1003", "74950000013", media=False)
    return net
