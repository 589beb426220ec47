"""Media go through a relay."""

import time

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Kamailio 5.6 with rtpengine 10.5 (user space) between SIPp parties, RTP by script; captured at the proxy."
LABEL = Label(
    "RTP from a relay",
    "trap 9: media come from the proxy's own address and ports, not from where the other party's Contact is; each hop's own SDP says so.",
    "The call is good: both directions flow over rtpengine on both hops.",
    [call("2001", "74950000012"), registration("2001")],
)


def record(lab: Lab) -> None:
    """The parties find the relay's ports in the descriptions; here they are known: rtpengine is told four."""
    kam, gateway, one = lab.host("kam", "203.0.113.60"), lab.host("gw", "203.0.113.70"), lab.host("one", "198.51.100.31")
    kam.run(
        "rtpengine", "-f", "-E", "-t", "-1", "-i", kam.ip, "-n", "127.0.0.1:2223", "-m", "30000", "-M", "30010", "-L", "3", log="rtpengine"
    )
    time.sleep(1)
    proxy(kam, "WITH_RTPENGINE", GW1="sip:203.0.113.70:5060")
    lab.capture("kam", "not arp and not ip6 and not host 127.0.0.1")
    far = Party(gateway, "huawei", "74950000012", codecs="G729", media=21000).listen().answer(ring=0.5)
    callee = far.media_to_offered(3, "G729").hung_up().start()
    Party(one, "yealink", "2001", to=kam.ip).register("pw-2001").start().wait()
    caller = Party(one, "yealink", "2001", "74950000012", to=kam.ip, codecs="G729 PCMA").listen()
    caller.call(take_media=True).media_to_offered(3, "G729").pause(3.3).hang_up().start().wait(12)
    callee.wait(3)
