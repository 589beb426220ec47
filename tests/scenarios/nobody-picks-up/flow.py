"""It rings until the proxy gives up."""

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Kamailio 5.6 (rings 15 s) between SIPp phones; captured at the proxy."
LABEL = Label(
    "It rang for fifteen seconds",
    "408 made by the proxy after 180 is no answer and no unreachable hop; another call is cancelled by its caller after three seconds.",
    "2002 rings and is not picked up; the proxy cancels and gives 408. 2003 cancels its call to 2004 after three seconds.",
    [
        call("2001", "2002", "no-answer", blame="user nobody callee"),
        call("2003", "2004", "caller-cancelled", blame="user nobody caller"),
        registration("2001"),
        registration("2002"),
        registration("2003"),
        registration("2004"),
    ],
)


def record(lab: Lab) -> None:
    """The proxy's own timer."""
    kam = lab.host("kam", "203.0.113.60")
    one, two, three, four = (lab.host(f"phone{n}", f"198.51.100.3{n}") for n in (1, 2, 3, 4))
    proxy(kam, FR_INV="15000")
    lab.capture("kam")
    for phone, number in ((one, "2001"), (two, "2002"), (three, "2003"), (four, "2004")):
        Party(phone, "yealink", number, to=kam.ip).register(f"pw-{number}").start().wait()
    rings = [
        Party(phone, "yealink", number)
        .recv("INVITE")
        .reply(100)
        .reply(180)
        .keep("INVITE")
        .recv("CANCEL")
        .reply(200, repeat=False)
        .reply_kept(487)
        .recv("ACK")
        .start()
        for phone, number in ((two, "2002"), (four, "2004"))
    ]
    waits = Party(one, "yealink", "2001", "2002", to=kam.ip).refused(408).start()
    gives_up = Party(three, "yealink", "2003", "2004", to=kam.ip).send("INVITE", sdp=True).recv(100).recv(180).pause(3)
    gives_up.send("CANCEL").recv(200).recv(487).send("ACK").start().wait(10)
    waits.wait(25)
    for one_ringing in rings:
        one_ringing.wait(3)
