"""Asterisk: cdr_csv, cdr_custom, the tables of cdr_sqlite3_custom, cdr_odbc and FreePBX, and CEL."""

from __future__ import annotations

from sipwhy.cdr.layout import Lack, Layout

_BASE = (
    "accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp", "lastdata", "start", "answer", "end",
    "duration", "billsec", "disposition", "amaflags",
)  # fmt: skip
_CLID_FIRST = (
    "clid", "src", "dst", "dcontext", "channel", "dstchannel", "lastapp", "lastdata", "start", "answer", "end",
    "duration", "billsec", "disposition", "amaflags", "accountcode", "uniqueid", "userfield",
)  # fmt: skip

_TAIL = "text_of(dstchannel) IS NULL AND text_of(lastapp) IN ('Hangup', 'Congestion', 'Busy', 'Playtones', 'Playback', 'Macro', 'GotoIf')"
_Q850 = "CASE WHEN lastapp = 'Hangup' AND whole_of(lastdata) BETWEEN 1 AND 127 THEN whole_of(lastdata) END"
_SENT = "split_part(split_part(lastdata, '@', 1), '/', 2)"
_DIALLED = (
    "CASE WHEN lastdata[strpos(lastdata, '/') + 1] BETWEEN '+' AND '9' "  # a cheap look before the dear one
    f"AND length({_SENT}) BETWEEN 7 AND 16 AND regexp_full_match({_SENT}, '\\+?\\d+') THEN {_SENT} END"
)
"""What was sent to the trunk, without the digits that only the dial plan needs: PJSIP/79161234567@carrier."""
_SHARED = {
    "talk_s": "CASE WHEN disposition = 'ANSWERED' THEN {seconds:billsec} END",
    "billed_s": "{seconds:billsec}",
    "caller": "text_of(src)",
    "callee": f"coalesce({_DIALLED}, text_of(dst))",
    "vendor": "trunk_of(dstchannel)",
    "source_trunk": "trunk_of(channel)",
    "q850": _Q850,
    # whatever is neither answered, busy nor congestion is NO ANSWER to Asterisk: what ended at once cannot have rung
    "result": (
        "CASE disposition WHEN 'ANSWERED' THEN 'answered' WHEN 'BUSY' THEN 'busy' WHEN 'NO ANSWER' THEN "
        "CASE WHEN {seconds:duration} < 1 THEN 'failed' ELSE 'no-answer' END WHEN 'FAILED' THEN "
        "'failed' WHEN 'CONGESTION' THEN 'failed' END"
    ),
    "reason": "text_of(disposition)",
    # a Local channel that Dial() was not told to dial is where the party that it dialled forwards to (app_dial.c, do_forward)
    "part": (
        f"CASE WHEN {_TAIL} THEN 1 WHEN starts_with(dstchannel, 'Local/') THEN "
        "CASE WHEN lastapp = 'Dial' AND NOT contains(lastdata, 'Local/') THEN 3 ELSE 2 END ELSE 0 END"
    ),
    "leg": "(hash(dstchannel) % 4294967296)::UINTEGER",
    "onward": "CASE WHEN starts_with(dstchannel, 'Local/') THEN hash(split_part(dstchannel, ';', 1)) END",
    "within": "CASE WHEN starts_with(channel, 'Local/') THEN hash(split_part(channel, ';', 1)) END",
    # what comes out of a Local channel belongs to the call that went into it: that is what linkedid names
    "unique_id": "coalesce(CASE WHEN starts_with(channel, 'Local/') THEN text_of({maybe:linkedid}) END, text_of({maybe:uniqueid}))",
}
_PICKS = _SHARED | {
    "start": "{time:start}",
    "answer": "{time:answer}",
    "end": "{time:end}",
    "ring_s": "date_diff('second', {time:start}, coalesce({time:answer}, {time:end}))",
}
_STATUS = Lack(
    "Asterisk writes no SIP status by itself: set CDR(sip_status)=${HANGUPCAUSE(${CDR(dstchannel)},tech)} in the hangup handler and add "
    "it to cdr_custom.conf; or give the capture beside the CDR",
    "Сам Asterisk код SIP не пишет: в обработчике завершения задайте CDR(sip_status)=${HANGUPCAUSE(${CDR(dstchannel)},tech)} и "
    "добавьте поле в cdr_custom.conf; или дайте вместе с CDR дамп",
)
_CAUSE = Lack(
    "Hangup(${HANGUPCAUSE}) behind Dial() puts the cause into lastdata; CEL has it in hangupcause",
    "Hangup(${HANGUPCAUSE}) после Dial() оставит причину в lastdata; в CEL она есть в поле hangupcause",
)
_PDD = Lack(
    "Asterisk notes no ringing: set CDR(ringtime) from ${PROGRESSTIME} or ${RINGTIME} (seconds, Asterisk 16 and later) and add it to "
    "cdr_custom.conf; or give the capture",
    "Asterisk не записывает начало вызова (КПВ): задайте CDR(ringtime) из ${PROGRESSTIME} или ${RINGTIME} (секунды, Asterisk 16 и новее) "
    "и добавьте поле в cdr_custom.conf; или дайте дамп",
)
_HUNG = Lack(
    "${CHANNEL(hangupsource)} in the hangup handler, or CEL (hangupsource)",
    "${CHANNEL(hangupsource)} в обработчике завершения или CEL (hangupsource)",
)
_CALL_ID = Lack(
    "set CDR(callid)=${CHANNEL(pjsip,call-id)} in a pre-dial handler (chan_sip: ${SIPCALLID}) and add it to cdr_custom.conf",
    "задайте CDR(callid)=${CHANNEL(pjsip,call-id)} в обработчике перед Dial (chan_sip: ${SIPCALLID}) и добавьте поле в cdr_custom.conf",
)
_LACKS = {"status": _STATUS, "q850": _CAUSE, "pdd_s": _PDD, "hung_up": _HUNG, "call_id": _CALL_ID}
_DATE = r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)?$"
_DISPOSITION = r"^(ANSWERED|NO ANSWER|BUSY|FAILED|CONGESTION)$"

MASTER = Layout(
    slug="asterisk-csv",
    title="Asterisk Master.csv",
    source="Asterisk, cdr/cdr_csv.c, build_csv_record",
    names=(_BASE, (*_BASE, "uniqueid"), (*_BASE, "uniqueid", "userfield")),
    looks={"start": _DATE, "answer": _DATE, "disposition": _DISPOSITION},
    picks=_PICKS,
    lacks=_LACKS,
    has_tails=True,
)
CUSTOM = Layout(
    slug="asterisk-custom",
    title="Asterisk cdr_custom",
    source="Asterisk, configs/samples/cdr_custom.conf.sample (Master.csv)",
    names=(_CLID_FIRST, (*_CLID_FIRST, "sequence")),
    looks={"start": _DATE, "answer": _DATE, "disposition": _DISPOSITION},
    picks=_PICKS,
    lacks=_LACKS,
    has_tails=True,
)
_DATED = (
    "calldate", "clid", "src", "dst", "dcontext", "channel", "dstchannel", "lastapp", "lastdata", "duration", "billsec", "disposition",
    "amaflags", "accountcode", "uniqueid", "userfield", "did", "recordingfile", "cnum", "cnam", "outbound_cnum", "outbound_cnam",
    "dst_cnam", "linkedid", "peeraccount", "sequence",
)  # fmt: skip
TABLE = Layout(
    slug="asterisk-table",
    title="Asterisk cdr (calldate)",
    source="Asterisk, contrib/realtime (alembic, cdr); FreePBX asteriskcdrdb.cdr",
    needs=frozenset(
        {"calldate", "src", "dst", "duration", "billsec", "disposition", "channel", "dstchannel", "lastapp", "lastdata", "uniqueid"}
    ),
    formats=("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%d/%m/%Y %H:%M:%S", "%d.%m.%Y %H:%M:%S"),
    names=tuple(_DATED[:count] for count in range(15, 27)),
    looks={"calldate": r"^\d{1,4}[-/.]\d\d?[-/.]\d{2,4} \d\d?:\d\d:\d\d", "disposition": _DISPOSITION, "duration": r"^\d+$"},
    picks=_SHARED
    | {
        "start": "{time:calldate}",
        "answer": (
            "CASE WHEN disposition = 'ANSWERED' THEN {time:calldate} + "
            "to_seconds(greatest({seconds:duration} - {seconds:billsec}, 0)::BIGINT) END"
        ),
        "end": "{time:calldate} + to_seconds({seconds:duration}::BIGINT)",
        "ring_s": "CASE WHEN disposition = 'ANSWERED' THEN greatest({seconds:duration} - {seconds:billsec}, 0) ELSE {seconds:duration} END",
    },
    lacks=_LACKS,
    has_tails=True,
)
SQLITE = Layout(
    slug="asterisk-start",
    title="Asterisk cdr (start, answer, end)",
    source="Asterisk, configs/samples/cdr_sqlite3_custom.conf.sample; cdr_adaptive_odbc",
    needs=frozenset(
        {
            "src",
            "dst",
            "start",
            "answer",
            "end",
            "duration",
            "billsec",
            "disposition",
            "channel",
            "dstchannel",
            "lastapp",
            "lastdata",
            "uniqueid",
        }
    ),
    formats=("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f"),
    picks=_PICKS,
    lacks=_LACKS,
    has_tails=True,
)

_CEL = (
    "eventtype", "eventtime", "cidname", "cidnum", "cidani", "cidrdnis", "ciddnid", "exten", "context", "channame", "appname", "appdata",
    "amaflags", "accountcode", "uniqueid", "linkedid", "peer", "userdeftype", "userfield", "extra",
)  # fmt: skip
# The channels that a call began with are where it came from; each other one is an attempt to go on.
_CEL_SHAPE = """
WITH events AS (SELECT *, coalesce({maybe:extra}, {maybe:userfield}) AS said FROM {raw}),
one AS (
  SELECT uniqueid, any_value(linkedid) AS linkedid, max(channame) AS channame,
    min(eventtime) FILTER (eventtype = 'CHAN_START') AS began, min(eventtime) FILTER (eventtype = 'ANSWER') AS answered,
    max(eventtime) FILTER (eventtype = 'HANGUP') AS ended, max(said) FILTER (eventtype = 'HANGUP') AS said,
    max(cidnum) FILTER (cidnum <> '') AS cidnum, min(exten) FILTER (exten NOT IN ('', 's', 'h')) AS exten
  FROM events GROUP BY uniqueid),
first AS (SELECT linkedid, channame AS source, cidnum AS src, exten AS dst FROM one WHERE uniqueid = linkedid)
SELECT one.*, first.source, first.src, coalesce(first.dst, one.exten) AS dst FROM one LEFT JOIN first USING (linkedid)
WHERE one.uniqueid <> one.linkedid OR NOT EXISTS (SELECT 1 FROM one o WHERE o.linkedid = one.linkedid AND o.uniqueid <> o.linkedid)
"""
_CAUSE_SAID = "try_cast(nullif(regexp_extract(said, 'hangupcause\"?\\s*:\\s*(\\d+)', 1), '') AS INTEGER)"
_CEL_PICKS = {
    "start": "{time:began}",
    "answer": "{time:answered}",
    "end": "{time:ended}",
    "ring_s": "date_diff('millisecond', {time:began}, coalesce({time:answered}, {time:ended})) / 1000",
    "talk_s": "date_diff('millisecond', {time:answered}, {time:ended}) / 1000",
    "caller": "text_of(src)",
    "callee": "text_of(dst)",
    "vendor": "CASE WHEN uniqueid <> linkedid THEN trunk_of(channame) END",  # the channel that a call began with leads nowhere
    "source_trunk": "trunk_of(source)",
    "q850": f"nullif({_CAUSE_SAID}, 0)",
    "result": f"result_of(text_of(answered) IS NOT NULL, NULL, nullif({_CAUSE_SAID}, 0), NULL)",
    "hung_up": (
        "CASE WHEN coalesce(regexp_extract(said, 'hangupsource\"?\\s*:\\s*\"([^\"]+)', 1), '') = '' THEN NULL "
        "WHEN regexp_extract(said, 'hangupsource\"?\\s*:\\s*\"([^\"]+)', 1) = channame THEN 'callee' ELSE 'caller' END"
    ),
    "unique_id": "text_of({maybe:uniqueid})",
    "part": "CASE WHEN starts_with(channame, 'Local/') THEN 2 ELSE 0 END",
}
CEL = Layout(
    slug="asterisk-cel",
    title="Asterisk CEL",
    source="Asterisk, configs/samples/cel_custom.conf.sample; main/cel.c (extra of HANGUP)",
    names=(_CEL[:19], _CEL),
    looks={
        "eventtype": r"^(CHAN_START|CHAN_END|ANSWER|HANGUP|APP_START|APP_END|BRIDGE_\w+|LINKEDID_END|[A-Z_]+)$",
        "eventtime": r"^(\d{9,11}\.\d{6}|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?)$",
    },
    formats=("epoch", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S"),
    shape=_CEL_SHAPE,
    picks=_CEL_PICKS,
    lacks={"status": _STATUS, "pdd_s": _PDD, "call_id": _CALL_ID},
)
CEL_TABLE = Layout(
    slug="asterisk-cel-table",
    title="Asterisk CEL",
    source="Asterisk, configs/samples/cel_odbc.conf.sample, cel_sqlite3_custom.conf.sample",
    needs=frozenset({"eventtype", "eventtime", "uniqueid", "linkedid"}),
    formats=("epoch", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S"),
    shape=_CEL_SHAPE,
    picks=_CEL_PICKS,
    lacks={"status": _STATUS, "pdd_s": _PDD, "call_id": _CALL_ID},
)
LAYOUTS = (MASTER, CUSTOM, SQLITE, TABLE, CEL, CEL_TABLE)
