"""A browser's offer without a common key exchange."""

from tests.scenarios.label import Label, call
from tests.scenarios.sdp import CRYPTO, FINGERPRINT
from tests.scenarios.wire.cast import PROXY, SBC
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.node import Node

LABEL = Label(
    "A browser's offer without a common key exchange",
    "UDP/TLS/RTP/SAVPF with a fingerprint towards a gateway that knows SDES only; refused two hops away.",
    "The WebRTC gateway passes 3001's DTLS offer on; the carrier's SBC answers 488, its Warning says 304 media type not "
    "available, and offers SAVP with crypto.",
    [
        call("3001", "74950000012", "srtp-mismatch", blame="caller pbx proxy trunk"),
    ],
    allow=["codec-mismatch"],
)


def write() -> Net:
    """The packets."""
    net = Net("dtls-offered-sdes-answered", taps=[PROXY.ip])
    web = Node("203.0.113.90", "freeswitch", "3001")
    leg = Leg(net, web, SBC, "3001", "74950000012", via=[PROXY])
    offer = web.sdp(
        "OPUS PCMA", profile="UDP/TLS/RTP/SAVPF", lines=[*FINGERPRINT, "a=ice-ufrag:k3Zt", "a=ice-pwd:9f1b77c1a0d24b5e8c3d", "a=rtcp-mux"]
    )
    tx = leg.invite(0, sdp=offer)
    tx.reply(
        0.2, 488, headers=['Warning: 304 192.0.2.73 "Media type not available"'], sdp=SBC.sdp("PCMA", profile="RTP/SAVP", lines=[CRYPTO])
    )
    return net
