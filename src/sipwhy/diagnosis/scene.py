"""What surrounds one call: who the hosts are, who was registered where, who answered whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from sipwhy.diagnosis.digest import Checked
from sipwhy.diagnosis.limit import Limit
from sipwhy.diagnosis.sizes import Taken
from sipwhy.diagnosis.standing import Standing
from sipwhy.diagnosis.upset import Upset
from sipwhy.diagnosis.vantages import Gap
from sipwhy.model import Endpoint, Host, Leg, Message, Registration
from sipwhy.model.dtls import Dtls
from sipwhy.model.fax import Fax
from sipwhy.model.lock import Lock
from sipwhy.model.sound import Sounds
from sipwhy.model.thinning import Thinning

if TYPE_CHECKING:
    from sipwhy.diagnosis.signature import Given
    from sipwhy.media.sound.events import Pressed


class Scene(Protocol):
    """The surroundings of a call, asked by rules of scope "call"; every answer is about the whole evidence."""

    @property
    def start(self) -> int:
        """The time of the first packet, µs since 1970 UTC."""

    @property
    def end(self) -> int:
        """The time of the last packet, µs since 1970 UTC."""

    @property
    def has_rtp(self) -> bool:
        """Whether any RTP was seen at all."""

    @property
    def certificates(self) -> Sequence[Given]:
        """The certificates that the user gave, to check signatures with."""

    def logins(self, number: int) -> tuple[Checked, ...]:
        """The logins of the call of that number that could be checked against a password that the user gave."""

    def sounds(self, number: int) -> Sounds:
        """What the call of that number sounds like; nothing if it is not listened to (`Sign.LISTENED`)."""

    def fax(self, number: int) -> Fax | None:
        """What passed by T.38 in the call of that number, which may be nothing; None if it was not looked at."""

    def pressed(self, number: int) -> Mapping[int, Sequence[Pressed]]:
        """
        The keys that were pressed in a call by telephone events, by the index of the stream; nothing of one at which nobody looked.

        Calls in which INFO told of digits too are looked at, where their voice is in the clear (`app.keyed`).
        """

    def locks(self, number: int) -> Mapping[int, Lock]:
        """
        What became of the streams of a call that may be encrypted, by their index; nothing of one at which nobody looked.

        The first packets of each tell, of some hundred calls (`app.seals`).
        """

    def limit(self, limit: Limit) -> float:
        """The value that holds for a number by which a rule decides."""

    @property
    def dropped(self) -> int:
        """How many packets the capturing program says it lost."""

    @property
    def thinning(self) -> Thinning | None:
        """Voice that the capture as a whole lacks."""

    @property
    def has_whole(self) -> Callable[[int, int, int, float], bool]:
        """
        Whether a stream of a file that went on between two times (µs) lacks far less than a share: that recording took it whole.

        What is missing of others then is not missing for the capture's sake.
        """

    @property
    def lacks_fragments(self) -> bool:
        """Whether the capture itself lacks fragments: some message of which only the beginning was captured was answered."""

    def taken(self, asker: str, peer: str) -> Taken:
        """What `peer` answered of the small and the large messages that `asker` sent it by UDP."""

    def is_up(self, asker: str, peer: str, since: int, until: int) -> bool:
        """Whether `peer` answered small messages by UDP of a dialog that `asker` began between two times (µs)."""

    def streams_to(self, ip: str) -> int:
        """How many RTP streams of the whole evidence go to `ip`."""

    def names_sources(self, ip: str) -> bool:
        """Whether some RTCP report of `ip` in the whole evidence has a block for a source that it hears."""

    def is_vantage(self, ip: str) -> bool:
        """Whether every SIP message of the whole evidence comes from `ip` or goes there: it was taken at that host."""

    def gap(self, messages: Sequence[Message]) -> Gap | None:
        """What lies between the one capture that holds these messages, all of one socket and leg, and another that lacks them all."""

    def alike_cut(self, bye: Message, seconds: float) -> tuple[int, ...]:
        """Numbers of the calls that the sender of a BYE hung up after about as many seconds, where it has a limit (`Sign.CUT_ALIKE`)."""

    def silences(self, bye: Message) -> Sequence[float]:
        """For how many seconds the sender of a BYE had heard nothing in each call that it was the first to hang up in silence."""

    def handshakes(self, socket: Endpoint) -> Sequence[Dtls]:
        """What was sent from a socket, or to it, to make keys for voice by DTLS, in order of time."""

    def host(self, ip: str) -> Host:
        """What is known of an address (role "unknown" if nothing is)."""

    def standing(self, number: int) -> Standing:
        """What surrounds the call of that number; a kind of outcome includes it, so rules of scope "outcome" may ask."""

    def registrations(self, user: str) -> tuple[Registration, ...]:
        """Every binding asked for by `user`, accepted or not, in order of time."""

    def sent_by(self, ip: str, since: int, until: int) -> int:
        """How many SIP messages `ip` sent between two times (µs)."""

    def unanswered_probes(self, socket: Endpoint, before: int) -> tuple[int, ...]:
        """Numbers of OPTIONS sent to `socket` before a time (µs) that got no answer, since its last answer."""

    def silent_peers(self, ip: str, before: int) -> tuple[Message, ...]:
        """Of each peer of `ip`, telephones left out, that no longer answered its OPTIONS before a time (µs): the first of these."""

    def is_replaced(self, call_id: str | None) -> bool:
        """Whether a transfer names the call of that Call-ID as the one to take the place of (Refer-To with Replaces)."""

    def takes_login(self, asker: str, peer: str, user: str, since: int) -> bool:
        """Whether `peer` took a request that `asker` sent with the credentials of `user`, at `since` (µs) or later."""

    def subscribed_anew(self, refused: Message, event: str) -> Message | None:
        """The first SUBSCRIBE after a refusal of one that was taken, by the same asker for the same target and event."""

    def upsets(self, leg: Leg) -> tuple[Upset, ...]:
        """What went wrong below SIP on the connection of a leg, or for the host that it asked while that was asked."""

    def silence_between(self, one: Endpoint, other: Endpoint, since: int) -> float:
        """
        The longest time (seconds) from `since` (µs) to the end of the evidence in which nothing passed between two sockets.

        0 if keep-alives passed: they are counted, and not timed.
        """
