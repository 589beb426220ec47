"""Who ended an answered call, as the card says it: a person, the device, or a network whose cause a gateway hands on."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.diagnosis.registry import rules
from sipwhy.render.voice import Voice
from sipwhy.render.wording import timing
from sipwhy.texts.language import Language
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap


@pytest.mark.parametrize(
    ("reason", "lang", "said"),
    [
        ("Q.850;cause=16", "en", "the callee hung up"),
        ("Q.850;cause=102", "en", "the called device ended the call by itself"),
        ("Q.850;cause=41", "en", "the called side ended the call for a technical reason (Q.850 41)"),
        ("Q.850;cause=41", "ru", "вызов завершила вызванная сторона по технической причине (Q.850 41)"),
    ],
)
def test_the_card_names_the_device_only_where_it_speaks_of_itself(reason: str, lang: Language, said: str, tmp_path: Path) -> None:
    script = Script({})
    flow = (
        "0.000 pbx > bob INVITE 1001 > 1002 +sdp",
        "2.000 bob > pbx 200 OK +sdp",
        "2.010 pbx > bob ACK",
        "9.000 bob > pbx BYE",
        f"    Reason: {reason}",
        "9.010 pbx > bob 200 OK",
    )
    script.play(list(flow))
    write_pcap(tmp_path / "call.pcap", script.packets)
    assert timing(run([str(tmp_path / "call.pcap")]).call(1), Voice(lang, rules())).endswith(f", {said}")


@pytest.mark.parametrize(("lang", "said"), [("en", "the caller hung up"), ("ru", "трубку положил звонивший")])
def test_a_gateway_of_ones_own_that_began_the_call_is_the_caller(lang: Language, said: str) -> None:
    fax = Path(__file__).resolve().parents[1] / "scenarios" / "fax-over-t38" / "capture.pcap"
    assert timing(run([str(fax)]).call(1), Voice(lang, rules())).endswith(f", {said}")


@pytest.mark.parametrize(("lang", "said"), [("en", "the trunk hung up"), ("ru", "отбой со стороны транка")])
def test_a_carrier_with_a_gateway_of_the_same_make_is_the_trunk(lang: Language, said: str, tmp_path: Path) -> None:
    script = Script({"trunk": "Oracle SBC"})
    script.play(["0.0 pbx > trunk [r] REGISTER 74951234567", "0.01 trunk > pbx [r] 200 OK"])
    script.play(["1.0 trunk > pbx INVITE 79161234567 > 1001 +sdp", "2.0 pbx > trunk 200 OK +sdp:4002", "2.1 trunk > pbx ACK"])
    script.play(["32.0 trunk > pbx BYE", "32.1 pbx > trunk 200 OK"])
    write_pcap(tmp_path / "call.pcap", script.packets)
    assert timing(run([str(tmp_path / "call.pcap")]).call(2), Voice(lang, rules())).endswith(f", {said}")
