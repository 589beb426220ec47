"""A transfer whose target cannot be reached."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, BOB, PBX
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.talks import talking

LABEL = Label(
    "A transfer whose target cannot be reached",
    "REFER accepted, NOTIFY tells 503; the call itself was good and goes on.",
    "1002 transfers 1001 to an outside number; the PBX tells 100, then 503 in the sipfrag: the transfer failed, 1001 and 1002 talk on. "
    "Asterisk reports 503 whatever became of the new call (res_pjsip_refer.c), which is not in the capture: whose fault it is stays open.",
    [
        call("1001", "1002", "transfer-failed", blame="pbx trunk callee unknown"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("transfer-to-a-dead-trunk", taps=[PBX.ip])
    talk_ = talking(net, 0, ALICE, PBX, BOB, "1001", "1002", codecs="PCMA")
    refer = talk_.bridge.b.request(
        8, "REFER", by="callee", headers=["Refer-To: <sip:74950000012@203.0.113.10>", "Referred-By: <sip:1002@203.0.113.10>"]
    )
    refer.reply(8.004, 202)
    for at, line, state in (
        (8.01, "SIP/2.0 100 Trying", "active;expires=60"),
        (8.6, "SIP/2.0 503 Service Unavailable", "terminated;reason=noresource"),
    ):
        told = talk_.bridge.b.request(
            at, "NOTIFY", headers=["Event: refer", f"Subscription-State: {state}"], body=("message/sipfrag;version=2.0", line)
        )
        told.reply(at + 0.01, 200)
    talk_.end(20)
    return net
