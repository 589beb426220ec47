"""The phone dies in mid-call and the PBX hangs up."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, CAROL, ERIN, FRED, PBX
from tests.scenarios.wire.leg import OTHER_REPEATS
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.rtp import rtp
from tests.scenarios.wire.talks import talking
from tests.scenarios.wire.traffic import bridged_call

LABEL = Label(
    "The phone dies in mid-call and the PBX hangs up",
    "media of the caller stop at 3 s, the PBX ends the call 30 s later for lack of RTP; the callee's media went on.",
    "1001 sends nothing any more from 3 s after the answer on (power cut: BYE of the PBX is not answered by it either), the "
    "PBX hangs up after exactly 30 s of silence with Q.850 44.",
    [
        call("1001", "1005", "rtp-timeout", "media-stopped", blame="caller network unknown"),
        call("1003", "1006"),
    ],
    allow=["media-stopped", "bye-unanswered", "one-way-audio", "next-hop-unreachable"],
)


def write() -> Net:
    """The packets."""
    net = Net("rtp-timeout-after-the-phone-died", taps=[PBX.ip])
    talk_ = talking(net, 0, ALICE, PBX, ERIN, "1001", "1005", ptime=60)
    begin = talk_.answered + 0.05
    rtp(net, begin, talk_.phone, talk_.near, seconds=3, ptime=60)
    rtp(net, begin, talk_.far, talk_.other, seconds=3, ptime=60)
    rtp(net, begin, talk_.other, talk_.far, seconds=33, ptime=60)
    rtp(net, begin, talk_.near, talk_.phone, seconds=33, ptime=60)
    reason = ['Reason: Q.850;cause=44;text="Requested channel not available"']
    bye = talk_.bridge.a.request(begin + 33, "BYE", by="callee", headers=reason)
    bye.again(*(begin + 33 + t for t in OTHER_REPEATS[:5]))
    talk_.bridge.b.bye(begin + 33.006, headers=reason)
    bridged_call(net, 6, CAROL, PBX, FRED, "1003", "1006", media=False)
    return net
