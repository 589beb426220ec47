"""The carrier says Trying and nothing more."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, CAROL, CARRIER, CARRIER_B, PBX, PROXY
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import bridged_call, dial

LABEL = Label(
    "The carrier says Trying and nothing more",
    "100 and then silence: not unreachable, and no ringing either. The PBX gives up after 30 s; the caller had waited.",
    "Captured at PBX and proxy: 192.0.2.70 takes the INVITE with 100 Trying and says no more; the PBX cancels after 30 s "
    "(the CANCEL is answered, 487 comes) and gives the phone 480. Another carrier works meanwhile.",
    [
        call("1001", "74950000012", "upstream-timeout", blame="trunk"),
        call("1003", "74950000013"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("trying-and-nothing-more", taps=[PBX.ip, PROXY.ip])
    call_ = dial(net, 0, ALICE, PBX, CARRIER, "1001", "74950000012", via=[PROXY])
    call_.second.cancel(30.02)
    call_.first.reply(30.03, 480, headers=['Reason: Q.850;cause=19;text="User alerting, no answer"'])
    bridged_call(net, 4, CAROL, PBX, CARRIER_B, "1003", "74950000013", media=False)
    return net
