"""A gateway's broken Contact."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import CAROL, CARRIER, GATEWAY, PROXY
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import proxied_call

LABEL = Label(
    "A gateway's broken Contact",
    "400 with a word about what is malformed, through a proxy.",
    "The old gateway writes a Contact without brackets and with a space; the carrier refuses with 400 Bad Contact header.",
    [
        call("2001", "74950000012", "malformed-message", blame="caller pbx"),
        call("1003", "74950000013"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("broken-contact", taps=[PROXY.ip])
    leg = Leg(net, GATEWAY, CARRIER, "2001", "74950000012", via=[PROXY])
    tx = leg.invite(0, sdp=GATEWAY.sdp("PCMA"), headers=["Contact: <sip:2001 @203.0.113.55:5060"])
    tx.reply(0.05, 400, "Bad Contact header")
    proxied_call(net, 1, CAROL, [PROXY], CARRIER, "1003", "74950000013", media=False)
    return net
