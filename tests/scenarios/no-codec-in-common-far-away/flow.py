"""The carrier has no codec that is offered."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, CAROL, CARRIER, PBX, PROXY
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import bridged_call, dial

LABEL = Label(
    "The carrier has no codec that is offered",
    "488 three hops away (phone, PBX, proxy, carrier), which the PBX turns into 480; both lists are in the messages.",
    "The PBX offers G.722 and Opus only to the carrier, which takes G.711 and G.729 (Warning 305, its SDP in the 488). "
    "Another phone, offered G.711, gets through.",
    [
        call("1001", "74950000012", "codec-mismatch", blame="pbx caller trunk"),
        call("1003", "74950000013"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("no-codec-in-common-far-away", taps=[PBX.ip])
    call_ = dial(net, 0, ALICE, PBX, CARRIER, "1001", "74950000012", codecs="G722 OPUS", via=[PROXY])
    warn = ['Warning: 305 192.0.2.70 "Incompatible media format"']
    call_.second.reply(0.3, 488, headers=warn, sdp=CARRIER.sdp("PCMA PCMU G729"))
    call_.first.reply(0.306, 480)
    bridged_call(net, 2, CAROL, PBX, CARRIER, "1003", "74950000013", codec="PCMA", media=False, via=[PROXY])
    return net
