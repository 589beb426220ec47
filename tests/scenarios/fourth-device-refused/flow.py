"""A fourth device on one account."""

from tests.scenarios.label import Label, registration
from tests.scenarios.wire.cast import ALICE, PROXY
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.node import Node
from tests.scenarios.wire.traffic import register

LABEL = Label(
    "A fourth device on one account",
    "three devices share an account, the fourth is refused: not a password, not the account.",
    "Kamailio's registrar takes three contacts of 1001 and refuses the fourth device with 503 Too many contacts, "
    "P-Registrar-Error: Too many registered contacts.",
    [
        registration("1001", count=3),
        registration("1001", "too-many-contacts", blame="proxy pbx user caller"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("fourth-device-refused", taps=[PROXY.ip])
    devices = [ALICE, Node("198.51.100.31", "microsip", "1001"), Node("198.51.100.32", "linphone", "1001")]
    for n, device in enumerate(devices):
        register(net, 0.5 * n, device, PROXY, "1001", realm="office")
    leg = Leg(net, Node("198.51.100.33", "grandstream", "1001"), PROXY, "1001", "1001", domain=PROXY.ip)
    for n in range(2):
        leg.request(3 + 30 * n, "REGISTER", headers=["Expires: 3600"]).challenge(3.002 + 30 * n, realm="office")
        tx = leg.request(3.01 + 30 * n, "REGISTER", headers=["Expires: 3600"], auth=("1001", "pw"))
        tx.reply(3.013 + 30 * n, 503, "Too many contacts", headers=["P-Registrar-Error: Too many registered contacts", "Retry-After: 300"])
    return net
