"""
What products call themselves in User-Agent and Server: the platform by which rules know them, and the vendor's name.

Sources: the products' own documentation and captures of them. The first row that fits counts.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

_SIGNS = frozenset(r"\^$.?*+()[]{}")
"""What makes a pattern more than words, each of them an alternative."""


class Product(Struct, frozen=True):
    """A family of products; `role` is the part that it usually plays (model.host.HostRole), `platform` "" if rules need none."""

    pattern: str
    platform: str
    role: str
    vendor: str
    is_gateway: bool = False
    """Whether carriers and their customers alike put it at the border between them."""


PRODUCTS: tuple[Product, ...] = (
    Product(r"3cx ?phone ?system", "3cx", "pbx", "3CX"),
    Product(r"fpbx|freepbx|asterisk|issabel|elastix|vitalpbx|yeastar|mikopbx|askozia", "asterisk", "pbx", "Asterisk"),
    Product(r"freeswitch|fusionpbx|mod_sofia", "freeswitch", "pbx", "FreeSWITCH"),
    Product(r"opensips", "opensips", "proxy", "OpenSIPS"),
    Product(r"kamailio|\bser\b|openser", "kamailio", "proxy", "Kamailio"),
    Product(r"^ejabberd", "ejabberd", "proxy", "ejabberd"),
    Product(r"^flexisip", "flexisip", "proxy", "Flexisip"),
    Product(r"^yate/", "", "pbx", ""),
    Product(r"^sippy b2bua", "", "pbx", ""),
    Product(r"communigate", "communigate", "pbx", "CommuniGate Pro"),
    Product(r"cisco-cucm|cucm", "cucm", "pbx", "Cisco CUCM"),
    Product(r"cisco-sipgateway", "cube", "trunk", "Cisco CUBE", is_gateway=True),
    Product(r"broadworks|broadsoft", "broadworks", "pbx", "Cisco BroadWorks"),
    Product(r"audiocodes|mediant", "audiocodes", "trunk", "AudioCodes", is_gateway=True),
    Product(r"microsoft\.pstnhub|rtcc/\d", "teams", "trunk", "Microsoft Teams"),
    Product(r"^twilio", "twilio", "trunk", "Twilio"),
    Product(r"oracle|acme ?packet", "sbc", "trunk", "Oracle SBC", is_gateway=True),
    Product(r"sonus|ribbon|genband", "sbc", "trunk", "Ribbon SBC", is_gateway=True),
    Product(r"metaswitch|perimeta", "sbc", "trunk", "Metaswitch", is_gateway=True),
    Product(r"(avaya|openscape).*(phone|communicator|equinox|workplace)", "", "phone", ""),
    Product(r"avaya|ip ?office|openscape|hipath|omnipcx|mivoice|mitel.*icp|eltex ecss|\becss-?10|officeserv", "", "pbx", ""),
    Product(r"grandstream ucm", "", "pbx", ""),
    Product(r"panasonic.*(ns|nsx|tde|ncp|hts)\d", "", "pbx", ""),
    Product(r"\bmera\b|mvts|\brtu\b|softx|zte|sippy|vos\d000|mtas", "", "trunk", ""),
    Product(r"patton|dinstar|addpac|openvox|goip|mediatrix|quintum|eltex smg|\bsmg-?\d", "", "trunk", "", is_gateway=True),
    Product(r"yealink|grandstream|snom|polycom|polyedge|cisco-(cp|spa)|cisco/spa|fanvil|gigaset", "", "phone", ""),
    Product(r"panasonic|htek|mitel|aastra|eltex tau|linksys|sipura", "", "phone", ""),
    Product(r"linphone|zoiper|microsip|baresip|pjsua|bria|x-lite|eyebeam|jitsi|csipsimple|telephone|blink", "", "phone", ""),
    Product(r"^jami|^pyvoip|jssip|^sip\.js|sipml5|^janus webrtc", "", "phone", ""),
    Product(r"phonerlite|groundwire|acrobits|ekiga|twinkle|3cxphone for", "", "phone", ""),
)


@lru_cache(maxsize=4096)
def product_of(agent: str) -> Product | None:
    """The family of whoever calls itself `agent`; None if it is not known."""
    return next((product for product in PRODUCTS if _fits(product.pattern, agent)), None)


def _fits(pattern: str, agent: str) -> bool:
    """Whether a pattern is found in a name; most are words alone, and to look for these is quicker than to compile them."""
    if agent.isascii() and _SIGNS.isdisjoint(pattern):
        lowered = agent.lower()
        return any(word in lowered for word in pattern.split("|"))
    return re.search(pattern, agent, re.IGNORECASE) is not None


def usual_role(agent: str) -> str:
    """The part that whoever calls itself `agent` usually plays; "" if it is not known."""
    product = product_of(agent)
    return product.role if product else ""
