"""The registrar calls every nonce stale."""

from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, registration

MADE = "SIPp as registrar and as phone in network namespaces; captured at the phone."
LABEL = Label(
    "Every nonce is stale at once",
    "401 with stale=true again and again: the password was not judged at all.",
    "The phone answers five fresh challenges and each answer is refused with stale=true and a new nonce: a clock or a "
    "restart at the registrar's side. A wrong "
    "password is not proved.",
    [registration("1001", "stale-nonce", blame="pbx proxy unknown caller")],
)


def record(lab: Lab) -> None:
    """Five rounds."""
    phone, pbx = lab.host("phone", "198.51.100.21"), lab.host("pbx", "203.0.113.10")
    lab.capture("phone")
    registrar, device = Party(pbx, "freeswitch", "1001"), Party(phone, "grandstream", "1001", to=pbx.ip)
    for n in range(6):
        stale = ", stale=true" if n else ""
        asked = f'WWW-Authenticate: Digest realm="203.0.113.10", nonce="6540a7c1{n}f3b2{n}9e", algorithm=MD5, qop="auth"{stale}'
        registrar.recv("REGISTER").reply(401, headers=[asked])
        device.send("REGISTER", headers=["Expires: 3600"], auth=("1001", "s3cret") if n else None).recv(401, auth=True)
    answering = registrar.start()
    device.start().wait(10)
    answering.wait(3)
