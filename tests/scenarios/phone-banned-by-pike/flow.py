"""A phone that stormed the proxy is not answered any more."""

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = (
    "Kamailio 5.6 with the pike module, then a firewall as fail2ban sets it, and SIPp phones in network namespaces; captured at the proxy."
)
LABEL = Label(
    "After a storm of REGISTERs one address is answered no more",
    "a flood protection drops one source while the proxy answers the others.",
    "2005 at 198.51.100.35 sends 60 REGISTERs in two seconds, and from some point on gets no answer at all, not to "
    "its proper REGISTER with a new "
    "Call-ID either; 2001 is answered all the while. The storm itself is 2005's fault.",
    [
        registration("2005", "banned-address", "flood", blame="caller user pbx proxy network unknown"),
        registration("2001"),
        call("2001", "2004"),
        registration("2004"),
    ],
    findings=["banned-address"],
    allow=["flood", "credentials-missing", "registrar-unreachable", "password-guessing", "banned-address"],
)


def record(lab: Lab) -> None:
    """pike: 16 requests in 2 seconds."""
    kam, wild = lab.host("kam", "203.0.113.60"), lab.host("wild", "198.51.100.35")
    one, four = lab.host("one", "198.51.100.31"), lab.host("four", "198.51.100.34")
    proxy(kam, "WITH_PIKE")
    lab.capture("kam")
    Party(four, "snom", "2004", to=kam.ip).register("pw-2004").start().wait()
    storm = Party(wild, "grandstream", "2005", to=kam.ip).send("REGISTER", headers=["Expires: 60"], repeat=False).recv(401, timeout=0.5)
    storm.start(calls=60, rate=30).wait(10)
    lab.ban("kam", "ip saddr 198.51.100.35")
    Party(one, "yealink", "2001", to=kam.ip).register("pw-2001").start().wait()
    again = Party(wild, "grandstream", "2005", to=kam.ip).register("pw-2005").start()
    callee = Party(four, "snom", "2004").answer(ring=0.5).hung_up().start()
    Party(one, "yealink", "2001", "2004", to=kam.ip).call().pause(1).hang_up().start().wait()
    callee.wait(5)
    again.wait(18)
