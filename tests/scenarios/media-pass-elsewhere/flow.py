"""No media cross the capture point."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import ALICE, BOB, CAROL, ERIN, PROXY
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import proxied_call, register

LABEL = Label(
    "No media cross the capture point",
    "trap 2: four answered calls and not one RTP packet, since media go directly between the ends; that is no missing audio.",
    "Captured at a proxy that never sees media. All calls are good.",
    [
        call("1001", "1002"),
        call("1003", "1005"),
        call("1002", "1001"),
        call("1005", "1003"),
        registration("1001"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("media-pass-elsewhere", taps=[PROXY.ip])
    register(net, 0, ALICE, PROXY, "1001")
    for n, (a, b, frm, to) in enumerate(
        ((ALICE, BOB, "1001", "1002"), (CAROL, ERIN, "1003", "1005"), (BOB, ALICE, "1002", "1001"), (ERIN, CAROL, "1005", "1003"))
    ):
        proxied_call(net, 3 + 9 * n, a, [PROXY], b, frm, to, media=False, seconds=14 + n)
    return net
