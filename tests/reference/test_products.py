"""Products are known by what they call themselves."""

from __future__ import annotations

import re

import pytest

from sipwhy.reference.products import PRODUCTS, product_of


@pytest.mark.parametrize(
    ("agent", "platform", "role", "vendor"),
    [
        ("Asterisk PBX 20.5.0", "asterisk", "pbx", "Asterisk"),
        ("FPBX-16.0.40(18.9.0)", "asterisk", "pbx", "Asterisk"),
        ("FreeSWITCH-mod_sofia/1.10.9-release~64bit", "freeswitch", "pbx", "FreeSWITCH"),
        ("kamailio (5.6.3 (x86_64/linux))", "kamailio", "proxy", "Kamailio"),
        ("OpenSIPS (3.4.2 (x86_64/linux))", "opensips", "proxy", "OpenSIPS"),
        ("3CXPhoneSystem 18.0.9.20 (18.0.9.20)", "3cx", "pbx", "3CX"),
        ("Cisco-SIPGateway/IOS-16.12.4", "cube", "trunk", "Cisco CUBE"),
        ("Twilio Gateway", "twilio", "trunk", "Twilio"),
        ("Microsoft.PSTNHub.SIPProxy v.2024.1", "teams", "trunk", "Microsoft Teams"),
        ("Yealink SIP-T46U 108.86.0.20", "", "phone", ""),
        ("Zoiper v2.10.20", "", "phone", ""),
        ("3CXPhone for Windows 16", "", "phone", ""),
        ("Linphone iOS-5.0", "", "phone", ""),
        ("Linphonec/5.1.65 (belle-sip/5.1.64)", "", "phone", ""),
        ("PJSUA v2.15.1 Linux", "", "phone", ""),
        ("pyVoIP 1.6.8", "", "phone", ""),
        ("JsSIP 3.10.0", "", "phone", ""),
        ("Janus WebRTC Server SIP Plugin 0.0.8", "", "phone", ""),
        ("ejabberd 23.01-1", "ejabberd", "proxy", "ejabberd"),
        ("Sippy B2BUA (Simple)", "", "pbx", ""),
        ("Sippy Softswitch 2022", "", "trunk", ""),
        ("Avaya one-X Deskphone", "", "phone", ""),
        ("Avaya J179 IP Phone 4.0.10", "", "phone", ""),
        ("AVAYA-SM-7.1.3.0", "", "pbx", ""),
        ("OpenScape Desk Phone CP400", "", "phone", ""),
        ("Grandstream UCM6202V1.0 1.0.20.52", "", "pbx", ""),
        ("Grandstream GXP2170 1.0.11.74", "", "phone", ""),
    ],
)
def test_a_product_is_known_by_its_name(agent: str, platform: str, role: str, vendor: str) -> None:
    found = product_of(agent)
    assert found
    assert (found.platform, found.role, found.vendor) == (platform, role, vendor)


@pytest.mark.parametrize("agent", ["", "my own thing 1.0", "server", "user", "-"])
def test_an_unknown_name_is_no_product(agent: str) -> None:
    assert product_of(agent) is None


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.pattern[:20])
def test_every_row_is_whole(product: object) -> None:
    pattern, role, vendor, platform = (getattr(product, name) for name in ("pattern", "role", "vendor", "platform"))
    assert re.compile(pattern)
    assert role in ("pbx", "proxy", "trunk", "phone")
    assert bool(vendor) == bool(platform), "who has a platform is a vendor by name"
