"""
Digests of passwords (RFC 7616, 2617, 8760), checked against passwords that the user gives.

A digest tells nothing of its password, but whoever knows the password can say whether the digest was made with it. So a
password that was cut, mistyped or spoilt on the way is found by doing the same to the right one and comparing. No password,
no digest and no part of either leaves this package: only what was done to it, and a length.
"""

from sipwhy.diagnosis.digest.logins import Checked, Logins
from sipwhy.diagnosis.digest.secret import Account, Secret, Secrets
from sipwhy.diagnosis.digest.slip import Slip, Verdict

__all__ = ["Account", "Checked", "Logins", "Secret", "Secrets", "Slip", "Verdict"]
