"""Nobody picks up, voicemail does."""

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Kamailio 5.6 (rings 6 s, then voicemail) between SIPp parties; captured at the proxy."
LABEL = Label(
    "No answer at the phone, answered by voicemail",
    "a phone that is not picked up, its CANCEL and 487, and a 200 from another server: the call was answered.",
    "2002 rings for six seconds and is cancelled by the proxy; voicemail at 203.0.113.80 answers, 2001 leaves a message and hangs up.",
    [call("2001", "2002"), registration("2001"), registration("2002")],
)


def record(lab: Lab) -> None:
    """The proxy's own timer."""
    kam, box = lab.host("kam", "203.0.113.60"), lab.host("box", "203.0.113.80")
    one, two = lab.host("one", "198.51.100.31"), lab.host("two", "198.51.100.32")
    proxy(kam, FR_INV="6000", VOICEMAIL="sip:203.0.113.80:5060")
    lab.capture("kam")
    Party(one, "yealink", "2001", to=kam.ip).register("pw-2001").start().wait()
    Party(two, "fanvil", "2002", to=kam.ip).register("pw-2002").start().wait()
    silent = (
        Party(two, "fanvil", "2002")
        .recv("INVITE")
        .reply(100)
        .reply(180)
        .keep("INVITE")
        .recv("CANCEL")
        .reply(200, repeat=False)
        .reply_kept(487)
        .recv("ACK")
        .start()
    )
    voice = Party(box, "asterisk", "2002").answer(ring=0.1).hung_up().start()
    Party(one, "yealink", "2001", "2002", to=kam.ip).call().pause(2).hang_up().start().wait(20)
    silent.wait(3)
    voice.wait(3)
