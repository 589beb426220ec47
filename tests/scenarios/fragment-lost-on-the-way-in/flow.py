"""The rest of the phone's long INVITE does not arrive."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import DAVE, PBX, background
from tests.scenarios.wire.leg import INVITE_REPEATS, Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import register

LABEL = Label(
    "The rest of the phone's long INVITE does not arrive",
    "captured at the server: only first fragments of 1004's INVITE come in, seven times, and ICMP reassembly time exceeded "
    "goes out; short messages of the same phone arrive.",
    "1004's REGISTER is fine; its INVITE of 1.9 kB loses its second fragment every time. 1003's call is fine.",
    [
        call("1004", "1005", "fragment-lost", blame="network caller unknown"),
        registration("1004"),
        call("1003", "1005"),
        registration("1003"),
        registration("1005"),
    ],
    allow=["large-udp"],
)


def write() -> Net:
    """The packets."""
    net = Net("fragment-lost-on-the-way-in", taps=[PBX.ip])
    background(net, PBX)
    register(net, 0.4, DAVE, PBX, "1004")
    candidates = [f"a=candidate:{n} 1 UDP {2130706431 - n * 256} 198.51.100.24 {4000 + n} typ host generation 0" for n in range(15)]
    for n, at in enumerate((0, *INVITE_REPEATS)):
        quiet = Net("the same message every time")
        leg = Leg(quiet, DAVE, PBX, "1004", "1005", domain=PBX.ip)
        tx = leg.request(0, "INVITE", sdp=DAVE.sdp("PCMA PCMU G722 OPUS", lines=candidates))
        packet = net.udp(9 + at, *tx.sent[0], lose_fragment=1)
        if n in (0, 3):
            net.icmp(39 + at, PBX.ip, packet, 11, 1)
    return net
