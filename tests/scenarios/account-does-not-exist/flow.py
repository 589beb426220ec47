"""A mistyped account beside good ones."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import FRED, OFFICE, background
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net

LABEL = Label(
    "A mistyped account beside good ones",
    "404 to REGISTER with credentials, from a server that says so plainly; the same server takes others in.",
    "10O7 (a letter O) is no account of this server: 404 No Such User after the challenge, three times. 1003 and 1005 "
    "register and call each other.",
    [
        registration("10O7", "unknown-user", blame="user caller"),
        registration("1003"),
        registration("1005"),
        call("1003", "1005"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("account-does-not-exist", taps=[OFFICE.ip])
    background(net, OFFICE)
    leg = Leg(net, FRED, OFFICE, "10O7", "10O7", domain=OFFICE.ip)
    for n in range(3):
        leg.request(0.4 + 20 * n, "REGISTER", headers=["Expires: 120"]).challenge(0.402 + 20 * n, 407, realm="3CXPhoneSystem")
        leg.request(0.41 + 20 * n, "REGISTER", headers=["Expires: 120"], auth=("10O7", "whatever")).reply(
            0.413 + 20 * n, 404, "No Such User"
        )
    return net
