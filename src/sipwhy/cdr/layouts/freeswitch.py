"""FreeSWITCH: mod_cdr_csv (templates example, sql and asterisk), mod_json_cdr, mod_xml_cdr, tables of the same names."""

from __future__ import annotations

from sipwhy.cdr.layout import Lack, Layout

_EXAMPLE = (
    "caller_id_name", "caller_id_number", "destination_number", "context", "start_stamp", "answer_stamp", "end_stamp", "duration",
    "billsec", "hangup_cause", "uuid", "bleg_uuid", "accountcode", "read_codec", "write_codec",
)  # fmt: skip
_AS_ASTERISK = (
    "accountcode", "caller_id_number", "destination_number", "context", "caller_id", "channel_name", "bridge_channel", "last_app",
    "last_arg", "start_stamp", "answer_stamp", "end_stamp", "duration", "billsec", "hangup_cause", "amaflags", "uuid", "userfield",
)  # fmt: skip
_DATE = r"^(\d{4}[-/]\d{1,2}[-/]\d{1,2} \d{1,2}:\d\d(:\d\d)?)?$"
_CAUSE = r"^[A-Z][A-Z_]{5,}$"
_FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S")


def _lack(variable: str) -> Lack:
    return Lack(
        f"add ${{{variable}}} to the template in cdr_csv.conf.xml; JSON and XML CDRs have it",
        f"добавьте ${{{variable}}} в шаблон в cdr_csv.conf.xml; в CDR форматов JSON и XML она есть",
    )


_LACKS = {
    "vendor": _lack("sip_gateway_name"),
    "status": _lack("sip_term_status"),
    "pdd_s": _lack("progress_mediamsec"),
    "hung_up": _lack("sip_hangup_disposition"),
    "call_id": _lack("sip_call_id"),
    "source_trunk": _lack("sip_gateway_name"),
}
_OWN = (
    "CASE WHEN hangup_cause IN ('ORIGINATOR_CANCEL', 'LOSE_RACE', 'PICKED_OFF') THEN 'cancelled' "
    "WHEN hangup_cause = 'BUSY_EVERYWHERE' THEN 'busy' WHEN hangup_cause IN ('DECLINE', 'UNWANTED') THEN 'declined' "
    "WHEN hangup_cause IN ('PROGRESS_TIMEOUT', 'USER_NOT_REGISTERED', 'GATEWAY_DOWN', 'INVALID_GATEWAY', 'INVALID_URL', "
    "'INVALID_PROFILE', 'DOES_NOT_EXIST_ANYWHERE', 'NOT_ACCEPTABLE', 'CRASH', 'SYSTEM_SHUTDOWN') THEN 'failed' END"
)
"""Of causes that Q.850 does not have (switch_types.h, switch_call_cause_t, from 142 on); as Q.850 most are told as 16."""
_CSV = {
    "start": "{time:start_stamp}",
    "answer": "{time:answer_stamp}",
    "end": "{time:end_stamp}",
    "ring_s": "date_diff('second', {time:start_stamp}, coalesce({time:answer_stamp}, {time:end_stamp}))",
    "talk_s": "CASE WHEN text_of(answer_stamp) IS NOT NULL THEN {seconds:billsec} END",
    "billed_s": "{seconds:billsec}",
    "caller": "text_of(caller_id_number)",
    "callee": "text_of(destination_number)",
    "q850": "cause_named(hangup_cause)",
    "reason": "text_of(hangup_cause)",
    "result": (
        f"CASE WHEN text_of(answer_stamp) IS NOT NULL THEN 'answered' "
        f"ELSE coalesce({_OWN}, result_of(false, NULL, cause_named(hangup_cause), {{seconds:duration}} >= 1)) END"
    ),
    "unique_id": "text_of(uuid)",
}
EXAMPLE = Layout(
    slug="freeswitch-csv",
    title="FreeSWITCH cdr_csv (example)",
    source="FreeSWITCH, conf/vanilla/autoload_configs/cdr_csv.conf.xml (example)",
    names=(_EXAMPLE[:12], _EXAMPLE[:13], _EXAMPLE),
    looks={"start_stamp": _DATE, "answer_stamp": _DATE, "hangup_cause": _CAUSE},
    formats=_FORMATS,
    picks=_CSV,
    lacks=_LACKS,
)
AS_ASTERISK = Layout(
    slug="freeswitch-asterisk",
    title="FreeSWITCH cdr_csv (asterisk)",
    source="FreeSWITCH, conf/vanilla/autoload_configs/cdr_csv.conf.xml (asterisk)",
    names=(_AS_ASTERISK,),
    looks={"start_stamp": _DATE, "answer_stamp": _DATE, "hangup_cause": _CAUSE},
    formats=_FORMATS,
    picks=_CSV | {"vendor": "trunk_of(bridge_channel)", "source_trunk": "trunk_of(channel_name)"},
    lacks={name: lack for name, lack in _LACKS.items() if name not in ("vendor", "source_trunk")},
)
TABLE = Layout(
    slug="freeswitch-table",
    title="FreeSWITCH cdr",
    source="FreeSWITCH, conf/vanilla/autoload_configs/cdr_csv.conf.xml (sql), cdr_pg_csv.conf.xml",
    needs=frozenset(
        {
            "caller_id_number",
            "destination_number",
            "start_stamp",
            "answer_stamp",
            "end_stamp",
            "billsec",
            "duration",
            "hangup_cause",
            "uuid",
        }
    ),
    formats=(*_FORMATS, "%Y-%m-%d %H:%M:%S%z", "%Y-%m-%d %H:%M:%S.%f%z", "%Y-%m-%d %H:%M:%S.%f"),
    picks=_CSV,
    lacks=_LACKS,
)
_STATUS = (
    "coalesce(whole_of(sip_term_status), whole_of(sip_invite_failure_status), whole_of(last_bridge_proto_specific_hangup_cause), "
    "try_cast(nullif(regexp_extract(proto_specific_hangup_cause, 'sip:(\\d+)', 1), '') AS INTEGER), "
    "try_cast(nullif(regexp_extract(last_bridge_proto_specific_hangup_cause, 'sip:(\\d+)', 1), '') AS INTEGER))"
)
_RANG = "coalesce(whole_of(progress_epoch), 0) > 0 OR coalesce(whole_of(progress_media_epoch), 0) > 0"
_Q850 = "coalesce(whole_of(hangup_cause_q850), cause_named(hangup_cause))"
VARIABLES = (
    "start_uepoch", "answer_uepoch", "end_uepoch", "progress_uepoch", "progress_media_uepoch", "progress_epoch", "progress_media_epoch",
    "billsec", "duration", "billmsec", "caller_id_number", "sip_from_user", "destination_number", "sip_to_user", "sip_req_user",
    "sip_gateway_name", "sip_gateway", "channel_name", "direction", "hangup_cause", "hangup_cause_q850", "sip_term_status",
    "sip_invite_failure_status", "sip_invite_failure_phrase", "proto_specific_hangup_cause", "last_bridge_proto_specific_hangup_cause",
    "sip_hangup_disposition", "sip_call_id", "uuid", "sip_term_cause", "sip_hangup_phrase", "start_epoch", "answer_epoch", "end_epoch",
)  # fmt: skip
"""The variables of a channel that are read from JSON and XML; each is a column of that name."""
CHANNEL = Layout(
    slug="freeswitch-channel",
    title="FreeSWITCH json_cdr, xml_cdr",
    source="FreeSWITCH, src/switch_ivr.c, switch_ivr_generate_xml_cdr and _json_cdr",
    needs=frozenset({"start_uepoch", "hangup_cause", "uuid", "sip_call_id"}),
    clock="epoch",
    formats=("epoch-us",),
    picks={
        "start": "{time:start_uepoch}",
        "answer": "{time:answer_uepoch}",
        "end": "{time:end_uepoch}",
        "pdd_s": (
            "date_diff('millisecond', {time:start_uepoch}, coalesce({time:progress_uepoch}, {time:progress_media_uepoch}, "
            "{time:answer_uepoch})) / 1000"
        ),
        "ring_s": "date_diff('millisecond', {time:start_uepoch}, coalesce({time:answer_uepoch}, {time:end_uepoch})) / 1000",
        "talk_s": "date_diff('millisecond', {time:answer_uepoch}, {time:end_uepoch}) / 1000",
        "billed_s": "{seconds:billsec}",
        "caller": "coalesce(text_of(caller_id_number), text_of(sip_from_user))",
        "callee": "coalesce(text_of(destination_number), text_of(sip_to_user))",
        "vendor": "CASE WHEN direction = 'outbound' THEN coalesce(text_of(sip_gateway_name), trunk_of(channel_name)) END",
        "source_trunk": "CASE WHEN direction = 'inbound' THEN coalesce(text_of(sip_gateway), text_of(sip_gateway_name)) END",
        "status": _STATUS,
        "q850": f"nullif({_Q850}, 0)",
        "reason": "coalesce(text_of(sip_invite_failure_phrase), text_of(hangup_cause))",
        "result": (
            "CASE WHEN {time:answer_uepoch} IS NOT NULL THEN 'answered' WHEN hangup_cause = 'ORIGINATOR_CANCEL' THEN 'cancelled' ELSE "
            f"coalesce(CASE WHEN {_STATUS} IS NULL THEN {_OWN} END, result_of(false, {_STATUS}, {_Q850}, {_RANG})) END"
        ),
        "hung_up": (
            "CASE sip_hangup_disposition WHEN 'send_bye' THEN CASE direction WHEN 'outbound' THEN 'caller' ELSE 'callee' END "
            "WHEN 'recv_bye' THEN CASE direction WHEN 'outbound' THEN 'callee' ELSE 'caller' END "
            "WHEN 'recv_cancel' THEN 'caller' WHEN 'send_cancel' THEN 'caller' WHEN 'recv_refuse' THEN 'callee' END"
        ),
        "call_id": "text_of(sip_call_id)",
        "unique_id": "text_of(uuid)",
    },
)
LAYOUTS = (EXAMPLE, AS_ASTERISK, TABLE, CHANNEL)
