"""The vocabulary of the project as frozen values: message, leg, call, stream, finding."""

from sipwhy.model.call import Call, CallKind, Durations, HungUp, Leg, Registration, Result
from sipwhy.model.finding import AtFault, Confidence, Evidence, Finding, Severity, Value
from sipwhy.model.host import Host, HostRole
from sipwhy.model.log_account import LogAccount
from sipwhy.model.log_line import LogLine
from sipwhy.model.message import Endpoint, Message, NetworkError, Transport, Unacknowledged
from sipwhy.model.sdp import Media, Sdp
from sipwhy.model.stream import MediaReport, Side, Stream, Unreached
from sipwhy.model.transaction import Transaction

__all__ = [
    "AtFault",
    "Call",
    "CallKind",
    "Confidence",
    "Durations",
    "Endpoint",
    "Evidence",
    "Finding",
    "Host",
    "HostRole",
    "HungUp",
    "Leg",
    "LogAccount",
    "LogLine",
    "Media",
    "MediaReport",
    "Message",
    "NetworkError",
    "Registration",
    "Result",
    "Sdp",
    "Severity",
    "Side",
    "Stream",
    "Transaction",
    "Transport",
    "Unacknowledged",
    "Unreached",
    "Value",
]
