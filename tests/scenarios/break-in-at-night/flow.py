"""From the first probe to calls at the company's cost."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import CAROL, CARRIER, SCANNER, SWITCH
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.node import Node
from tests.scenarios.wire.traffic import bridged_call, failed, probe, register

LABEL = Label(
    "From the first probe to calls at the company's cost",
    "one story of an attack: a scanner's OPTIONS, a scan of account names, guesses of one password, the right one, and dear "
    "calls; phones of the office go on as ever.",
    "198.51.100.166 (friendly-scanner) tries 14 names, guesses 12 passwords of 1005, is let in with the 13th, registers, "
    "and calls three numbers in the satellite range 8816, two of which are answered. 1003's call is an honest one.",
    [
        registration("1005", "account-compromised", "password-guessing", "scanner"),
        call("1005", "00881650000101", "account-compromised", "toll-fraud", "scanner"),
        call("1005", "00881650000102", "account-compromised", "toll-fraud", "scanner"),
        call("1005", "00881650000103", "account-compromised", "toll-fraud", "scanner"),
        registration("1003", call_id="@198.51.100.23"),
        call("1003", "74950000012"),
    ],
    findings=["scanner", "extension-scan", "password-guessing", "account-compromised|toll-fraud"],
    allow=[
        "scanner",
        "extension-scan",
        "password-guessing",
        "account-compromised",
        "toll-fraud",
        "flood",
        "credentials-missing",
        "callee-busy",
        "wrong-password",
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("break-in-at-night", taps=[SWITCH.ip])
    register(net, 0, CAROL, SWITCH, "1003", realm="office")
    probe(net, 1, SCANNER, SWITCH, "100", status=404)
    for n in range(14):
        leg = Leg(net, SCANNER, SWITCH, str(1000 + n), str(1000 + n), domain=SWITCH.ip)
        leg.request(2 + 0.05 * n, "REGISTER").challenge(2.002 + 0.05 * n, realm="office")
    guess = Leg(net, SCANNER, SWITCH, "1005", "1005", domain=SWITCH.ip)
    guess.request(5, "REGISTER").challenge(5.002, realm="office")
    for n in range(12):
        guess.request(5.05 + 0.1 * n, "REGISTER", auth=("1005", f"guess{n}")).challenge(5.053 + 0.1 * n, realm="office")
    guess.request(6.4, "REGISTER", auth=("1005", "1005")).reply(6.403, 200, contact="<sip:1005@198.51.100.166:5071>;expires=3600")
    bridged_call(net, 7, CAROL, SWITCH, CARRIER, "1003", "74950000012", media=False)
    thief = Node("198.51.100.166", "scanner", "1005", port=5071)
    for n in range(3):
        at = 20 + 4 * n
        if n < 2:
            bridged_call(net, at, thief, SWITCH, CARRIER, "1005", f"0088165000010{n + 1}", media=False, seconds=40)
        else:
            failed(net, at, thief, SWITCH, CARRIER, "1005", f"0088165000010{n + 1}", 486)
    return net
