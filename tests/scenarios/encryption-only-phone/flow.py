"""A phone that insists on SRTP."""

from tests.scenarios.label import Label, call
from tests.scenarios.sdp import CRYPTO
from tests.scenarios.wire.cast import CAROL, DAVE, ERIN, SWITCH
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import bridged_call

LABEL = Label(
    "A phone that insists on SRTP",
    "RTP/SAVP offered to a server that only takes RTP/AVP; the codecs are common and not the fault.",
    "1004 offers SAVP with SDES keys to a PBX without SRTP: 488. 1003 with plain RTP is answered.",
    [
        call("1004", "1005", "srtp-mismatch", blame="caller pbx"),
        call("1003", "1005"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("encryption-only-phone", taps=[SWITCH.ip])
    leg = Leg(net, DAVE, SWITCH, "1004", "1005", domain=SWITCH.ip)
    offer = DAVE.sdp("PCMA PCMU", profile="RTP/SAVP", lines=[CRYPTO])
    leg.invite(0, sdp=offer).challenge(0.002, 407)
    leg.invite(0.01, sdp=offer, auth=("1004", "pw")).reply(0.02, 488, headers=['Reason: Q.850;cause=88;text="INCOMPATIBLE_DESTINATION"'])
    bridged_call(net, 1, CAROL, SWITCH, ERIN, "1003", "1005", codec="PCMA", media=False)
    return net
