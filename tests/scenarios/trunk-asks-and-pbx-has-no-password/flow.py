"""The carrier asks for credentials and the PBX has none."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, BOB, CAROL, CARRIER_B, PBX, SBC
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import bridged_call, dial

LABEL = Label(
    "The carrier asks for credentials and the PBX has none",
    "407 from the carrier, no second INVITE, 403 to the phone: the fault is the PBX's missing password, not the phone's rights.",
    "Both calls over the carrier's trunk die of its 407, which the PBX does not answer; the other carrier, without "
    "credentials, takes a call.",
    [
        call("1001", "74950000012", "credentials-missing", blame="pbx"),
        call("1002", "74950000013", "credentials-missing", blame="pbx"),
        call("1003", "74950000014"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("trunk-asks-and-pbx-has-no-password", taps=[PBX.ip])
    for n, (who, user) in enumerate(((ALICE, "1001"), (BOB, "1002"))):
        call_ = dial(net, 3 * n, who, PBX, SBC, user, f"7495000001{n + 2}")
        call_.second.challenge(0.06 + 3 * n, 407, realm="sip.carrier.example")
        call_.first.reply(0.07 + 3 * n, 403, headers=['Reason: Q.850;cause=21;text="Call Rejected"'])
    bridged_call(net, 8, CAROL, PBX, CARRIER_B, "1003", "74950000014", media=False)
    return net
