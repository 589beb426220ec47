"""No money for calls, and a phone with a wrong password."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import ALICE, BOB, FRED, PBX, SOFTSWITCH, background
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import failed

LABEL = Label(
    "No money for calls, and a phone with a wrong password",
    "two faults of different kinds in one capture, at different servers.",
    "The carrier refuses every outgoing call with 480 No money left; meanwhile 1006 registers at the PBX with a wrong "
    "password, three times. A call inside works.",
    [
        call("1001", "74950000012", "insufficient-funds", blame="user caller pbx trunk"),
        call("1002", "74950000013", "insufficient-funds", blame="user caller pbx trunk"),
        registration("1006", "wrong-password", blame="user caller"),
        registration("1003"),
        registration("1005"),
        call("1003", "1005"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("no-money-and-a-wrong-password", taps=[PBX.ip])
    background(net, PBX)
    failed(net, 2, ALICE, PBX, SOFTSWITCH, "1001", "74950000012", 480, "No money left", passed=(480, ""))
    failed(net, 5, BOB, PBX, SOFTSWITCH, "1002", "74950000013", 480, "No money left", passed=(480, ""))
    leg = Leg(net, FRED, PBX, "1006", "1006", domain=PBX.ip)
    leg.request(1.5, "REGISTER").challenge(1.502, realm="asterisk")
    for n in range(3):
        leg.request(1.51 + 10 * n, "REGISTER", auth=("1006", "slip")).challenge(1.514 + 10 * n, realm="asterisk")
    return net
