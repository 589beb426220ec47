"""
Accounts with their passwords out of a file that a PBX has or a person writes; its kind is told by its content.

    user:password                            one a line; user:realm:HASH as htdigest writes it (RFC 7616's H(user:realm:password))
    [1001] type=auth ... password=           Asterisk: pjsip.conf, pjsip_wizard.conf, sip.conf, users.conf
    <user id="1001"> ... name="password"     FreeSWITCH: directory and gateways
    subscriber                               Kamailio, OpenSIPS: a table as mysql, psql or csv print it, a dump (INSERT INTO), dbtext
"""

from sipwhy.sources.accounts.found import Found, NoAccountsError
from sipwhy.sources.accounts.kinds import accounts_in

__all__ = ["Found", "NoAccountsError", "accounts_in"]
