"""An account that was switched off."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import FRED, SOFTSWITCH, background
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net

LABEL = Label(
    "An account that was switched off",
    "403 User Disabled after good credentials: not a wrong password.",
    "1006 answers the challenge, and the softswitch refuses with 403 User Disabled; 1003 and 1005 of the same office work.",
    [
        registration("1006", "account-disabled", blame="user caller trunk pbx"),
        registration("1003"),
        registration("1005"),
        call("1003", "1005"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("account-switched-off", taps=[SOFTSWITCH.ip])
    background(net, SOFTSWITCH)
    leg = Leg(net, FRED, SOFTSWITCH, "1006", "1006", domain=SOFTSWITCH.ip)
    for n in range(2):
        leg.request(0.4 + 60 * n, "REGISTER").challenge(0.403 + 60 * n, realm="sip.example.net")
        leg.request(0.41 + 60 * n, "REGISTER", auth=("1006", "pw")).reply(0.414 + 60 * n, 403, "User Disabled")
    return net
