"""The carrier refuses a private address in the SDP."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import ALICE, PBX, SOFTSWITCH, background
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net

LABEL = Label(
    "The carrier refuses a private address in the SDP",
    "488 Private IP Address: the PBX does not know its outer address for this trunk.",
    "The PBX offers c=10.0.5.10 from 203.0.113.10 to the carrier, which refuses with 488 Private IP Address. Calls inside "
    "use the same PBX and work.",
    [
        call("1001", "74950000012", "private-media-address", blame="pbx network"),
        call("1003", "1005"),
        registration("1003"),
        registration("1005"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("old-nat-address-refused", taps=[PBX.ip])
    background(net, PBX)
    leg = Leg(net, ALICE, PBX, "1001", "74950000012", domain=PBX.ip)
    first = leg.invite(2, sdp=ALICE.sdp())
    first.reply(2.002, 100)
    out = Leg(net, PBX, SOFTSWITCH, "1001", "74950000012", from_domain=PBX.ip)
    tx = out.invite(2.01, sdp=PBX.sdp(address="10.0.5.10"))
    tx.reply(2.02, 100)
    tx.reply(2.06, 488, "Private IP Address")
    first.reply(2.066, 488)
    return net
