"""Every long call is cut at sixty seconds."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, BOB, CAROL, CARRIER_B, ERIN, FRED, PBX
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.talks import talking

LABEL = Label(
    "Every long call is cut at sixty seconds",
    "five calls over one trunk: three end by the carrier's BYE at 60.0 s, one short one and one inside are of their own length.",
    "The carrier ends 1001's, 1002's and 1006's calls 60 s after the answer, each; 1003's, of 20 s, ends by itself.",
    [
        call("1001", "74950000012", "duration-limit", blame="trunk pbx unknown"),
        call("1002", "74950000013", "duration-limit", blame="trunk pbx unknown"),
        call("1006", "74950000014", "duration-limit", blame="trunk pbx unknown"),
        call("1003", "74950000015"),
        call("1005", "1003"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("cut-at-sixty-seconds", taps=[PBX.ip])
    for n, (who, user) in enumerate(((ALICE, "1001"), (BOB, "1002"), (FRED, "1006"))):
        talk_ = talking(net, 13.3 * n, who, PBX, CARRIER_B, user, f"7495000001{n + 2}", ring=1.7 + n)
        talk_.end(talk_.answered + 60.02, by="callee", headers=('Reason: Q.850;cause=16;text="Normal call clearing"',))
    other = talking(net, 30, CAROL, PBX, CARRIER_B, "1003", "74950000015")
    other.end(other.answered + 20.4)
    inside = talking(net, 60, ERIN, PBX, CAROL, "1005", "1003")
    inside.end(inside.answered + 33.1, by="callee")
    return net
