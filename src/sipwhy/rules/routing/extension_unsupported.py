"""420, 421 or 494: one side demands an extension that the other does not have."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of

RULE = Rule(
    slug="extension-unsupported",
    area="routing",
    seeks=Seeks(kinds=frozenset({"call", "registration"}), statuses=statuses_of("extension-unsupported")),
    scope="outcome",
    check=claims("extension-unsupported", "error"),
    references=("RFC 3261 sections 21.4.15 and 21.4.16", "RFC 3329 section 2.3.1"),
    texts={
        "": Text(
            en=Words(
                title="{peer} and {asker} disagree about a SIP extension",
                explanation=(
                    "{peer} answered {status} {phrase}: after 420 the request demands (Require) what {peer} does not know and lists in "
                    "Unsupported; after 421 {peer} demands what the request does not offer (Supported); after 494 it demands "
                    "an agreement on the protection of the signalling (sec-agree) first, as IMS and VoLTE access does."
                ),
                fix=(
                    "Find the extension in Unsupported (420) or Require (421) of the answer; for 494, what is offered, in Security-Server.",
                    (
                        "Let {asker} offer it instead of demanding it: Asterisk PJSIP 100rel=yes instead of required, timers=yes instead "
                        "of required."
                    ),
                ),
                notes={
                    "answer": "the refusal",
                    "told": "what the caller was told in the end",
                },
            ),
            ru=Words(
                title="{peer} и {asker} не сошлись в расширениях SIP",
                explanation=(
                    "{peer} ответил {status} {phrase}: при 420 запрос требует (Require) то, чего {peer} не знает и перечислил в "
                    "Unsupported; при 421 {peer} требует того, чего запрос не предлагает (Supported); при 494 — сначала "
                    "договориться о защите сигнализации (sec-agree), как при доступе в IMS и VoLTE."
                ),
                fix=(
                    "Найдите расширение в Unsupported (420) или Require (421) ответа; при 494 предложенное — в Security-Server.",
                    "Пусть {asker} его предлагает, а не требует: Asterisk PJSIP 100rel=yes вместо required, timers=yes вместо required.",
                ),
                notes={
                    "answer": "отказ",
                    "told": "что в итоге ответили звонящему",
                },
            ),
        ),
    },
)
