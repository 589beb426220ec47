"""An answer with a codec that was not offered."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, CAROL, GATEWAY, PBX
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import bridged_call, dial

LABEL = Label(
    "An answer with a codec that was not offered",
    "200 whose SDP names G.729 alone, to an offer of G.711: the caller ends the call at once.",
    "The PBX offers A-law and mu-law; the gateway answers with G.729 only; the PBX acknowledges and hangs up at once, Reason 488.",
    [
        call("1001", "74950000012", "offer-answer-violation", "codec-mismatch", blame="trunk callee"),
        call("1003", "74950000013"),
    ],
    allow=["codec-mismatch", "offer-answer-violation"],
)


def write() -> Net:
    """The packets."""
    net = Net("answer-with-a-foreign-codec", taps=[PBX.ip])
    call_ = dial(net, 0, ALICE, PBX, GATEWAY, "1001", "74950000012", codecs="PCMA PCMU")
    call_.second.reply(0.3, 180)
    call_.first.reply(0.304, 180)
    call_.second.reply(2.5, 200, sdp=GATEWAY.sdp("G729"))
    call_.second.ack(2.504)
    call_.b.bye(2.51, headers=['Reason: SIP;cause=488;text="Not Acceptable Here"'])
    call_.first.reply(2.52, 488)
    bridged_call(net, 4, CAROL, PBX, GATEWAY, "1003", "74950000013", codec="PCMA", media=False)
    return net
