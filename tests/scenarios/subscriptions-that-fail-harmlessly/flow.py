"""Phones ask for events that the server does not have."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import ALICE, ERIN, PBX
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import bridged_call, register

LABEL = Label(
    "Phones ask for events that the server does not have",
    "look-alike: 489 to a SUBSCRIBE for line keys, 481 to a NOTIFY of a phone that restarted, 405 to PUBLISH: every phone "
    "does it, no call suffers.",
    "1001 subscribes to as-feature-event (489), publishes its state (405), a NOTIFY for an old subscription gets 481. Its call is good.",
    [
        call("1001", "1005"),
        registration("1001"),
    ],
    allow=["method-not-allowed"],
)


def write() -> Net:
    """The packets."""
    net = Net("subscriptions-that-fail-harmlessly", taps=[PBX.ip])
    register(net, 0, ALICE, PBX, "1001")
    leg = Leg(net, ALICE, PBX, "1001", "1001", domain=PBX.ip)
    leg.request(0.5, "SUBSCRIBE", headers=["Event: as-feature-event", "Expires: 3600"]).reply(0.503, 489)
    leg = Leg(net, ALICE, PBX, "1001", "1001", domain=PBX.ip)
    leg.request(0.7, "PUBLISH", headers=["Event: presence", "Expires: 3600"]).reply(0.703, 405)
    leg = Leg(net, PBX, ALICE, "1005", "1001", from_domain=PBX.ip)
    told = leg.request(
        1,
        "NOTIFY",
        headers=["Event: dialog", "Subscription-State: active;expires=500"],
        body=("application/dialog-info+xml", "<dialog-info/>"),
    )
    told.reply(1.01, 481)
    bridged_call(net, 3, ALICE, PBX, ERIN, "1001", "1005", media=False)
    return net
