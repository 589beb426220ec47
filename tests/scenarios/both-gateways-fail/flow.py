"""The first gateway refuses, the second is silent."""

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Kamailio 5.6 (fr_timer 4 s) between SIPp parties in network namespaces; captured at the proxy."
LABEL = Label(
    "503 from one gateway, silence from the other",
    "two faults of one call, and a good call inside the office at the same time.",
    "203.0.113.70 refuses with 503 and Reason Q.850;cause=34, 203.0.113.71 never answers four INVITEs. The first "
    "thing that, put right, would have saved "
    "the call is the 503; that the other route is dead as well is true beside. 2001's call to 2002 is fine.",
    [
        call("2003", "74950000012", "upstream-unavailable", "next-hop-unreachable", blame="trunk network unknown"),
        call("2001", "2002"),
        registration("2001"),
        registration("2002"),
        registration("2003"),
    ],
    allow=["upstream-unavailable", "next-hop-unreachable"],
)


def record(lab: Lab) -> None:
    """Two phones talk while the third calls out."""
    kam, first = lab.host("kam", "203.0.113.60"), lab.host("gw1", "203.0.113.70")
    lab.host("gw2", "203.0.113.71")
    phones = [lab.host(f"phone{n}", f"198.51.100.3{n}") for n in (1, 2, 3)]
    lab.drop("ip daddr 203.0.113.71 udp dport 5060")
    proxy(kam, "WITH_CALLAUTH", FR_TIMER="4000", GW1="sip:203.0.113.70:5060", GW2="sip:203.0.113.71:5060")
    lab.capture("kam")
    Party(first, "sonus", "74950000012").refuse(503, headers=['Reason: Q.850;cause=34;text="No circuit available"']).start()
    for number, phone in enumerate(phones, 2001):
        Party(phone, "yealink", str(number), to=kam.ip).register(f"pw-{number}").start().wait()
    Party(phones[1], "snom", "2002").answer().hung_up().start()
    talking = Party(phones[0], "yealink", "2001", "2002", to=kam.ip).call(password="pw-2001").pause(5).hang_up().start()
    out = Party(phones[2], "yealink", "2003", "74950000012", to=kam.ip)
    out.send("INVITE", sdp=True).recv(100, optional=True).recv(407, auth=True).send("ACK").send(
        "INVITE", sdp=True, auth=("2003", "pw-2003")
    )
    out.recv(100, optional=True).recv(503, optional=True).recv(408).send("ACK").start().wait(20)
    talking.wait(20)
