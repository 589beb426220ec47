"""The PBX has no licence left for one more call."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, BOB, CAROL, CARRIER_B, FRED, OFFICE
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import bridged_call

LABEL = Label(
    "The PBX has no licence left for one more call",
    "three calls run, the fourth is refused by the PBX itself with 403 No license available.",
    "3CX with four simultaneous calls: 1001 to 1004 talk; 1006's call is refused by the PBX, no leg goes further; after one "
    "hung up, it works.",
    [
        call("1001", "74950000011"),
        call("1002", "74950000012"),
        call("1003", "74950000013"),
        call("1006", "74950000014", "license-exhausted", blame="pbx"),
        call("1006", "74950000014"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("out-of-licences", taps=[OFFICE.ip])
    for n, (who, user) in enumerate(((ALICE, "1001"), (BOB, "1002"), (CAROL, "1003"))):
        bridged_call(net, n, who, OFFICE, CARRIER_B, user, f"7495000001{n + 1}", media=False, seconds=20 + 5 * n)
    leg = Leg(net, FRED, OFFICE, "1006", "74950000014", domain=OFFICE.ip)
    leg.invite(8, sdp=FRED.sdp()).challenge(8.002, 407)
    leg.invite(8.01, sdp=FRED.sdp(), auth=("1006", "pw")).reply(8.014, 403, "No license available")
    bridged_call(net, 26, FRED, OFFICE, CARRIER_B, "1006", "74950000014", media=False, seconds=2)
    return net
