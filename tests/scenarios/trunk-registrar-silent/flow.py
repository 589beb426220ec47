"""The trunk does not register, the office works."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import PBX, SBC, background
from tests.scenarios.wire.leg import OTHER_REPEATS, Leg
from tests.scenarios.wire.net import Net

LABEL = Label(
    "The trunk does not register, the office works",
    "the PBX's own REGISTER is never answered while phones register and call at the PBX.",
    "The PBX sends REGISTER to 192.0.2.73 eleven times in 32 seconds, then again with a new Call-ID, and no packet comes "
    "back from there. Calls inside are fine.",
    [
        registration("74950000100", "registrar-unreachable", blame="trunk network unknown pbx"),
        registration("1003"),
        registration("1005"),
        call("1003", "1005", count=2),
    ],
    allow=["next-hop-unreachable"],
)


def write() -> Net:
    """The packets."""
    net = Net("trunk-registrar-silent", taps=[PBX.ip])
    background(net, PBX, calls=2)
    for n in range(2):
        leg = Leg(net, PBX, SBC, "74950000100", "74950000100", domain="sip.carrier.example")
        leg.request(0.3 + 40 * n, "REGISTER", headers=["Expires: 3600"], uri="sip:sip.carrier.example").again(
            *(0.3 + 40 * n + t for t in OTHER_REPEATS)
        )
    return net
