"""A number that is too short for the carrier."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, CARRIER, PBX, PROXY
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import bridged_call, failed

LABEL = Label(
    "A number that is too short for the carrier",
    "484 from two hops away; the same caller dials the whole number and gets through.",
    "1001 dials 7495000 and the carrier says 484 Address Incomplete with Q.850 28; then it dials 74950000012, which rings and is answered.",
    [
        call("1001", "7495000", "address-incomplete", blame="user caller pbx"),
        call("1001", "74950000012"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("digits-missing", taps=[PBX.ip])
    failed(
        net, 0, ALICE, PBX, CARRIER, "1001", "7495000", 484, headers=['Reason: Q.850;cause=28;text="Invalid number format"'], via=[PROXY]
    )
    bridged_call(net, 8, ALICE, PBX, CARRIER, "1001", "74950000012", media=False, via=[PROXY])
    return net
