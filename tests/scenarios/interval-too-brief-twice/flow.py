"""423: one phone learns, one does not."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import CAROL, ERIN, FRED, PROXY
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import proxied_call, register

LABEL = Label(
    "423: one phone learns, one does not",
    "423 with Min-Expires followed by a longer interval is normal; the same short interval again and again is not.",
    "1006 asks for 30 s, is told Min-Expires 120, and asks for 30 s again four times: it is never registered. 1003 asks for "
    "60, is told 120, asks for 120 and is registered.",
    [
        registration("1006", "interval-too-brief", blame="caller pbx proxy"),
        registration("1003"),
        registration("1005"),
        call("1005", "1003"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("interval-too-brief-twice", taps=[PROXY.ip])
    register(net, 0, ERIN, PROXY, "1005", realm="office")
    good = Leg(net, CAROL, PROXY, "1003", "1003", domain=PROXY.ip)
    good.request(0.1, "REGISTER", headers=["Expires: 60"]).challenge(0.102)
    good.request(0.11, "REGISTER", headers=["Expires: 60"], auth=("1003", "pw")).reply(0.113, 423, headers=["Min-Expires: 120"])
    last = good.request(0.12, "REGISTER", headers=["Expires: 120"], auth=("1003", "pw"))
    last.reply(0.123, 200, contact="<sip:1003@198.51.100.23:5060>;expires=120")
    bad = Leg(net, FRED, PROXY, "1006", "1006", domain=PROXY.ip)
    for n in range(5):
        bad.request(0.5 + 10 * n, "REGISTER", headers=["Expires: 30"]).challenge(0.502 + 10 * n)
        bad.request(0.51 + 10 * n, "REGISTER", headers=["Expires: 30"], auth=("1006", "pw")).reply(
            0.513 + 10 * n, 423, headers=["Min-Expires: 120"]
        )
    proxied_call(net, 5, ERIN, [PROXY], CAROL, "1005", "1003", media=False)
    return net
