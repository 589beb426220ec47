"""SHA-256 is asked for, MD5 is answered."""

from tests.scenarios.label import Label, registration
from tests.scenarios.wire.cast import CAROL, ERIN, PBX
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net

LABEL = Label(
    "SHA-256 is asked for, MD5 is answered",
    "the credentials do not fit the question: another algorithm than was asked for; the password was never judged by it.",
    "The registrar asks for SHA-256 only; the phone answers each fresh challenge with algorithm=MD5 and is challenged "
    "again. 1003, which speaks SHA-256, registers.",
    [
        registration("1006", "wrong-realm-or-algorithm", blame="caller pbx user unknown"),
        registration("1003"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("digest-of-another-algorithm", taps=[PBX.ip])
    good = Leg(net, CAROL, PBX, "1003", "1003", domain=PBX.ip)
    good.request(0.1, "REGISTER").challenge(0.102, algorithm="SHA-256", realm="asterisk")
    good.request(0.11, "REGISTER", auth=("1003", "pw")).reply(0.114, 200, contact="<sip:1003@198.51.100.23:5060>;expires=3600")
    bad = Leg(net, ERIN, PBX, "1006", "1006", domain=PBX.ip)
    bad.request(0.5, "REGISTER").challenge(0.502, algorithm="SHA-256", realm="asterisk")
    for n in range(3):
        asked = bad.challenge
        assert asked is not None
        given = f'Authorization: Digest username="1006", realm="asterisk", nonce="{asked.nonce}", uri="sip:203.0.113.10", '
        given += f'response="{net.rng.getrandbits(128):032x}", algorithm=MD5, cnonce="0a4f113b", qop=auth, nc=00000001'
        bad.request(0.51 + 5 * n, "REGISTER", auth=given).challenge(0.513 + 5 * n, algorithm="SHA-256", realm="asterisk")
    return net
