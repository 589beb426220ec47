"""SIP over TCP, glued and split."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import DAVE, PBX
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net

LABEL = Label(
    "SIP over TCP, glued and split",
    "look-alike: two messages in one segment, one message over two segments, keep-alives between; the call is good.",
    "1004 registers and calls over TCP; the PBX's 100 and 180 share a segment, the 200 comes in two.",
    [
        call("1004", "1005"),
        registration("1004"),
    ],
)


class Wire(Net):
    """Sends SIP over the connection instead of UDP, glued to the next message or split."""

    glue = False
    split = 0
    held = b""

    def udp(self, at: float, src: tuple[str, int], dst: tuple[str, int], payload: bytes, **more: object) -> bytes:
        """Over TCP."""
        if self.glue:
            self.held += payload
        elif self.split:
            self.tcp(at, src, dst, payload[: self.split])
            self.tcp(at + 0.001, src, dst, payload[self.split :])
        else:
            self.tcp(at, src, dst, self.held + payload)
            self.held = b""
        return b""


def write() -> Net:
    """The packets."""
    net = Wire("two-messages-in-one-segment", taps=[PBX.ip])
    net.connect(0, DAVE.at, PBX.at)
    leg = Leg(net, DAVE, PBX, "1004", "1004", domain=PBX.ip, transport="TCP")
    leg.request(0.1, "REGISTER").challenge(0.102, realm="asterisk")
    leg.request(0.11, "REGISTER", auth=("1004", "pw")).reply(0.114, 200, contact=f"<{DAVE.uri('1004')};transport=tcp>;expires=600")
    net.tcp(3, DAVE.at, PBX.at, b"\r\n\r\n")
    net.tcp(3.001, PBX.at, DAVE.at, b"\r\n")
    leg = Leg(net, DAVE, PBX, "1004", "1005", domain=PBX.ip, transport="TCP")
    tx = leg.invite(5, sdp=DAVE.sdp("PCMA G729 PCMU iLBC"))
    net.glue = True
    tx.reply(5.004, 100)
    net.glue = False
    tx.reply(5.02, 180)
    net.split = 300
    tx.reply(7, 200, sdp=PBX.sdp("PCMA"))
    net.split = 0
    tx.ack(7.02)
    leg.bye(15)
    return net
