"""One call's packets as a capture of their own, as they are or with every name, number and address replaced."""

from sipwhy.export.anonymous import LeakError, anonymous
from sipwhy.export.disguise import Disguise
from sipwhy.export.opened import Opened
from sipwhy.export.pcapng import RAW_IP, About, Record, write_pcapng
from sipwhy.export.selection import pick, wanted_of

__all__ = ["RAW_IP", "About", "Disguise", "LeakError", "Opened", "Record", "anonymous", "pick", "wanted_of", "write_pcapng"]
