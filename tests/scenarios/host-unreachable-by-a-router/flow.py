"""A router on the way says host unreachable."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, CAROL, CARRIER, CARRIER_B, PBX
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import bridged_call

LABEL = Label(
    "A router on the way says host unreachable",
    "ICMP from a third address quotes the INVITE of the PBX; the next carrier is not tried.",
    "The route to 192.0.2.71 is gone: 203.0.113.1 answers each of four INVITEs with ICMP host unreachable. 192.0.2.70 works.",
    [
        call("1001", "74950000012", "next-hop-unreachable", blame="network trunk unknown"),
        call("1003", "74950000013"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("host-unreachable-by-a-router", taps=[PBX.ip])
    leg = Leg(net, ALICE, PBX, "1001", "74950000012", domain=PBX.ip)
    leg.invite(0, sdp=ALICE.sdp()).challenge(0.002, realm="asterisk")
    first = leg.invite(0.008, sdp=ALICE.sdp(), auth=("1001", "pw"))
    first.reply(0.01, 100)
    out = Leg(net, PBX, CARRIER_B, "1001", "74950000012", from_domain=PBX.ip)
    tx = out.invite(0.02, sdp=PBX.sdp())
    tx.again(0.52, 1.52, 3.52)
    for at in (0.02, 0.52, 1.52, 3.52):
        net.icmp(at + 0.0015, "203.0.113.1", tx.packets[0], 3, 1)
    first.reply(6.02, 503)
    bridged_call(net, 2, CAROL, PBX, CARRIER, "1003", "74950000013", media=False)
    return net
