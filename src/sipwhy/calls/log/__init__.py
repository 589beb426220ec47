"""What servers' logs tell: lines to events, events to attempts, attempts to the calls that they are about."""

from sipwhy.calls.log.attempts import Attempt, attempts_of
from sipwhy.calls.log.entry import entry_of
from sipwhy.calls.log.meeting import Told, meet
from sipwhy.calls.log.reading import event_of, events_of, masked

__all__ = ["Attempt", "Told", "attempts_of", "entry_of", "event_of", "events_of", "masked", "meet"]
