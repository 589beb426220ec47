"""What advice names exists: commands and settings that were once written here, and that no such program has."""

from __future__ import annotations

import pytest

from sipwhy.diagnosis.registry import rules

NO_SUCH_THING = {
    "pjsip show acls": "Asterisk has acl show: res/res_pjsip_acl.c registers no command",
    "auto-redirect": "FreeSWITCH has manual-redirect, and follows 302 without it: mod_sofia/sofia.c",
    "www_authorize with qop": "OpenSIPS asks for qop by www_challenge(): modules/auth",
    "f0 and c1": "Kamailio's save() has a number of bits, OpenSIPS's words: modules/registrar",
    "OpenSIPS listen=": "OpenSIPS 3 has socket=... as ...: core parameters, listen was replaced in 3.1",
    "t or T option of Dial": "they are for transfer by keys, and REFER does not ask them: Asterisk app_dial.c",
    "list sessions.": "rtpengine-ctl wants to know which: all, own, foreign or a Call-ID",
}
"""Each with what there is instead, and where that stands."""


@pytest.mark.parametrize("name", NO_SUCH_THING)
def test_no_advice_names_what_does_not_exist(name: str) -> None:
    named = [slug for slug, rule in rules().items() for text in rule.texts.values() if name in " ".join((*text.en.fix, *text.ru.fix))]
    assert not named, NO_SUCH_THING[name]
