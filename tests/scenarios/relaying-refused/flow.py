"""A stranger's call to another domain is refused."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import CAROL, ERIN, PROXY
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.node import Node
from tests.scenarios.wire.traffic import proxied_call

LABEL = Label(
    "A stranger's call to another domain is refused",
    "403 with nothing finer, no challenge, to a call that wants to pass through; it is no scanner: one call, a proper phone.",
    "A phone of another company sends its call for 74950000012 at other.example to this proxy, which is not responsible for "
    "it: 403 Relaying forbidden. The proxy's own users call as ever.",
    [
        call("sales", "74950000012", "forbidden", "acl-denied", blame="proxy caller user pbx"),
        call("1003", "1005"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("relaying-refused", taps=[PROXY.ip])
    proxied_call(net, 0, CAROL, [PROXY], ERIN, "1003", "1005", media=False)
    guest = Node("198.51.100.140", "linphone", "sales")
    leg = Leg(net, guest, PROXY, "sales", "74950000012", domain="other.example")
    leg.invite(2, sdp=guest.sdp()).reply(2.002, 403, "Relaying forbidden")
    return net
