"""Cisco CUCM, 3CX, Kamailio (acc), AudioCodes."""

from __future__ import annotations

from sipwhy.cdr.layout import Lack, Layout

_CUCM_STATUS = Lack(
    "CUCM tells Q.850 causes, not SIP statuses; give the capture of the trunk beside it",
    "CUCM пишет причины Q.850, а не коды SIP; дайте вместе с CDR дамп с транка",
)
_CUCM_CAUSE = (
    "coalesce(nullif(CASE WHEN whole_of(destcause_value) < 128 THEN whole_of(destcause_value) END, 0), "
    "nullif(CASE WHEN whole_of(origcause_value) < 128 THEN whole_of(origcause_value) END, 0))"
)
CUCM = Layout(
    slug="cisco-cucm",
    title="Cisco CUCM",
    source="Cisco Unified Communications Manager, Call Detail Records Administration Guide, CDR field descriptions",
    checked=False,
    needs=frozenset(
        {"cdrrecordtype", "datetimeorigination", "datetimeconnect", "datetimedisconnect", "callingpartynumber", "destcause_value"}
    ),
    clock="epoch",
    formats=("epoch",),
    where="cdrrecordtype = '1'",
    picks={
        "start": "{time:datetimeorigination}",
        "answer": "{time:datetimeconnect}",
        "end": "{time:datetimedisconnect}",
        "ring_s": "date_diff('second', {time:datetimeorigination}, coalesce({time:datetimeconnect}, {time:datetimedisconnect}))",
        "talk_s": "date_diff('second', {time:datetimeconnect}, {time:datetimedisconnect})",
        "billed_s": "{seconds:duration}",
        "caller": "text_of(callingpartynumber)",
        "callee": "text_of(finalcalledpartynumber)",
        "vendor": "text_of(destdevicename)",
        "source_trunk": "text_of(origdevicename)",
        "q850": _CUCM_CAUSE,
        "result": (
            f"result_of({{time:datetimeconnect}} IS NOT NULL, NULL, {_CUCM_CAUSE}, "
            "date_diff('second', {time:datetimeorigination}, {time:datetimedisconnect}) >= 1)"
        ),
        # the side whose cause is told released the call
        "hung_up": (
            "CASE WHEN coalesce(whole_of(origcause_value), 0) > 0 AND coalesce(whole_of(destcause_value), 0) = 0 THEN 'caller' "
            "WHEN coalesce(whole_of(destcause_value), 0) > 0 AND coalesce(whole_of(origcause_value), 0) = 0 THEN 'callee' END"
        ),
        "unique_id": "text_of(pkid)",
    },
    lacks={
        "status": _CUCM_STATUS,
        "pdd_s": Lack(
            "CUCM notes no ringing; give the capture beside it", "CUCM не записывает начало вызова (КПВ); дайте вместе с CDR дамп"
        ),
        "call_id": Lack(
            "the SIP Call-ID is in IncomingProtocolCallRef and OutgoingProtocolCallRef only for SIP trunks, as a number of its own",
            "Call-ID SIP в CUCM не пишется: IncomingProtocolCallRef и OutgoingProtocolCallRef — его собственные номера",
        ),
    },
)
THREECX_NAMES = (
    "historyid", "callid", "duration", "time-start", "time-answered", "time-end", "reason-terminated", "from-no", "to-no", "from-dn",
    "to-dn", "dial-no", "reason-changed", "final-number", "final-dn", "bill-code", "bill-rate", "bill-cost", "bill-name", "chain",
    "from-type", "to-type", "final-type", "from-dispname", "to-dispname", "final-dispname", "missed-queue-calls",
)  # fmt: skip
THREECX = Layout(
    slug="3cx",
    title="3CX CDR",
    source="3CX, CDR - Call Data Records (the fields in the order in which the console lists them)",
    names=(THREECX_NAMES[:20], THREECX_NAMES),
    looks={"historyid": r"^Call \d+$", "time-start": r"^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d$"},
    formats=("%Y/%m/%d %H:%M:%S",),
    checked=False,
    picks={
        "start": "{time:time-start}",
        "answer": "{time:time-answered}",
        "end": "{time:time-end}",
        "ring_s": "date_diff('second', {time:time-start}, coalesce({time:time-answered}, {time:time-end}))",
        "talk_s": "date_diff('second', {time:time-answered}, {time:time-end})",
        "billed_s": "{seconds:duration}",
        "caller": "regexp_replace(text_of(\"from-no\"), '^Ext\\.', '')",
        "callee": "coalesce(text_of(\"dial-no\"), regexp_replace(text_of(\"to-no\"), '^Ext\\.', ''))",
        "vendor": (
            "CASE WHEN \"final-type\" IN ('Line', 'ExternalLine', 'Provider') THEN text_of(\"final-dn\") "
            "WHEN \"to-type\" IN ('Line', 'ExternalLine', 'Provider') THEN text_of(\"to-dn\") END"
        ),
        "source_trunk": "CASE WHEN \"from-type\" IN ('Line', 'ExternalLine', 'Provider') THEN text_of(\"from-dn\") END",
        "reason": 'text_of("reason-terminated")',
        "result": (
            "CASE WHEN {time:time-answered} IS NOT NULL THEN 'answered' WHEN \"reason-terminated\" ILIKE '%busy%' THEN 'busy' "
            "WHEN \"reason-terminated\" ILIKE '%NoAnswer%' THEN 'no-answer' WHEN \"reason-terminated\" = "
            "'TerminatedBySrc' THEN 'cancelled' "
            "ELSE 'failed' END"
        ),
        "hung_up": "CASE \"reason-terminated\" WHEN 'TerminatedBySrc' THEN 'caller' WHEN 'TerminatedByDst' THEN 'callee' END",
        "unique_id": "text_of(callid)",
    },
    lacks={
        "status": Lack("3CX writes no SIP status; give the capture beside it", "3CX не пишет код SIP; дайте вместе с CDR дамп"),
        "pdd_s": Lack("3CX notes no ringing; give the capture beside it", "3CX не записывает начало вызова (КПВ); дайте вместе с CDR дамп"),
        "vendor": Lack(
            "add final-type and final-dn to the CDR fields in the management console",
            "добавьте final-type и final-dn к полям CDR в консоли управления",
        ),
    },
)
# An INVITE's last answer and the BYE of one dialog make one attempt.
_ACC = """
WITH messages AS (SELECT * FROM {raw} WHERE upper(method) IN ('INVITE', 'BYE', 'CANCEL')),
invites AS (
  SELECT callid, arg_max(columns(* EXCLUDE (callid, time)), time), max(time) AS time
  FROM messages WHERE upper(method) = 'INVITE' AND try_cast(sip_code AS INTEGER) NOT IN (401, 407) GROUP BY callid),
byes AS (
  SELECT callid AS bye_of, min(time) AS bye_time, arg_min(from_tag, time) AS bye_from
  FROM messages WHERE upper(method) = 'BYE' GROUP BY callid)
SELECT * FROM invites LEFT JOIN byes ON callid = bye_of
"""
_ACC_LACKS = {
    "vendor": Lack(
        'modparam("acc", "db_extra", "dst_domain=$dd; src_user=$fU; dst_user=$rU; src_ip=$si")',
        'modparam("acc", "db_extra", "dst_domain=$dd; src_user=$fU; dst_user=$rU; src_ip=$si")',
    ),
    "pdd_s": Lack(
        "acc notes the last answer only: log the 18x too (early_media=1) or give the capture",
        "acc записывает только последний ответ: включите запись 18x (early_media=1) или дайте дамп",
    ),
    "q850": Lack(
        'add the Reason header: modparam("acc", "db_extra", "reason=$hdr(Reason)") in the reply',
        'добавьте заголовок Reason: modparam("acc", "db_extra", "reason=$hdr(Reason)") в ответе',
    ),
    "answer": Lack(
        "acc has the time of the last message only; its table acc_cdrs (cdr_enable=1) has start_time and end_time",
        "в acc только время последнего сообщения; start_time и end_time есть в таблице acc_cdrs (cdr_enable=1)",
    ),
}
KAMAILIO = Layout(
    slug="kamailio-acc",
    title="Kamailio acc",
    source="Kamailio, modules/acc (README, database table acc); OpenSIPS, modules/acc",
    needs=frozenset({"method", "from_tag", "to_tag", "callid", "sip_code", "sip_reason", "time"}),
    formats=("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "epoch"),
    shape=_ACC,
    picks={
        "start": "{time:time}",
        "answer": "CASE WHEN whole_of(sip_code) BETWEEN 200 AND 299 THEN {time:time} END",
        "end": "coalesce({time:bye_time}, CASE WHEN whole_of(sip_code) >= 300 THEN {time:time} END)",
        "talk_s": "CASE WHEN whole_of(sip_code) BETWEEN 200 AND 299 THEN date_diff('second', {time:time}, {time:bye_time}) END",
        "caller": "text_of({maybe:src_user})",
        "callee": "text_of({maybe:dst_user})",
        "vendor": "coalesce(text_of({maybe:dst_domain}), text_of({maybe:dst_ip}))",
        "source_trunk": "text_of({maybe:src_ip})",
        "status": "whole_of(sip_code)",
        "q850": "reason_cause({maybe:reason})",
        "reason": "text_of(sip_reason)",
        "result": "result_of(false, whole_of(sip_code), reason_cause({maybe:reason}), NULL)",
        "hung_up": "CASE WHEN bye_from IS NULL THEN NULL WHEN bye_from = from_tag THEN 'caller' ELSE 'callee' END",
        "call_id": "text_of(callid)",
    },
    lacks=_ACC_LACKS,
)
AUDIOCODES = Layout(
    slug="audiocodes-sbc",
    title="AudioCodes SBC",
    source="AudioCodes Mediant user's manual, CDR fields for SBC signaling (titles as the device writes them)",
    checked=False,
    needs=frozenset({"sipcallid", "setuptime", "connecttime", "releasetime", "dsturi", "srcuri"}),
    formats=("%H:%M:%S.%g  UTC %a %b %d %Y", "%H:%M:%S.%g UTC %a %b %d %Y", "%Y-%m-%d %H:%M:%S"),
    clock="utc",
    where="{maybe:sbcreporttype} IS NULL OR {maybe:sbcreporttype} = 'CALL_END'",
    picks={
        "start": "{time:setuptime}",
        "answer": "{time:connecttime}",
        "end": "{time:releasetime}",
        "ring_s": "date_diff('millisecond', {time:setuptime}, coalesce({time:connecttime}, {time:releasetime})) / 1000",
        "talk_s": "date_diff('millisecond', {time:connecttime}, {time:releasetime}) / 1000",
        "billed_s": "{seconds:durat}",
        "caller": "split_part(text_of(srcuri), '@', 1)",
        "callee": "split_part(text_of(dsturi), '@', 1)",
        "vendor": (
            "coalesce(nullif(regexp_extract({maybe:ipgroup}, '\\((.+)\\)', 1), ''), text_of({maybe:ipgroup}), text_of({maybe:destip}))"
        ),
        "status": "coalesce(whole_of({maybe:siptrmreason}), CASE {maybe:siptrmreason} WHEN 'CANCEL' THEN 487 END)",
        "q850": "reason_cause({maybe:siptermdesc})",
        "reason": "coalesce(text_of({maybe:siptermdesc}), text_of({maybe:trmreason}))",
        "result": (
            "result_of({time:connecttime} IS NOT NULL, coalesce(whole_of({maybe:siptrmreason}), CASE {maybe:siptrmreason} WHEN 'CANCEL' "
            "THEN 487 END), NULL, {maybe:trmreasoncategory} = 'NO_ANSWER')"
        ),
        # the leg's own side (LCL) or the other one (RMT) ended it; of a leg that the device began, its other side is the callee
        "hung_up": (
            "CASE WHEN {maybe:trmsd} = 'RMT' THEN CASE {maybe:orig} WHEN 'LCL' THEN 'callee' ELSE 'caller' END "
            "WHEN {maybe:trmsd} = 'LCL' THEN CASE {maybe:orig} WHEN 'LCL' THEN 'caller' ELSE 'callee' END END"
        ),
        "call_id": "text_of(sipcallid)",
        "unique_id": "text_of({maybe:sessionid})",
    },
    lacks={
        "pdd_s": Lack(
            "add Alert Time to the SBC CDR Format table",
            "добавьте Alert Time в таблицу SBC CDR Format",
        ),
    },
)
LAYOUTS = (CUCM, THREECX, KAMAILIO, AUDIOCODES)
