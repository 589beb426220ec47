"""Functions of DuckDB that the layouts use: results from codes, peers from channels, causes from names."""

from __future__ import annotations

from collections.abc import Iterator

FREESWITCH_CAUSES = {
    "UNALLOCATED_NUMBER": 1, "NO_ROUTE_TRANSIT_NET": 2, "NO_ROUTE_DESTINATION": 3, "CHANNEL_UNACCEPTABLE": 6, "CALL_AWARDED_DELIVERED": 7,
    "NORMAL_CLEARING": 16, "USER_BUSY": 17, "NO_USER_RESPONSE": 18, "NO_ANSWER": 19, "SUBSCRIBER_ABSENT": 20, "CALL_REJECTED": 21,
    "NUMBER_CHANGED": 22, "REDIRECTION_TO_NEW_DESTINATION": 23, "EXCHANGE_ROUTING_ERROR": 25, "DESTINATION_OUT_OF_ORDER": 27,
    "INVALID_NUMBER_FORMAT": 28, "FACILITY_REJECTED": 29, "RESPONSE_TO_STATUS_ENQUIRY": 30, "NORMAL_UNSPECIFIED": 31,
    "NORMAL_CIRCUIT_CONGESTION": 34, "NETWORK_OUT_OF_ORDER": 38, "NORMAL_TEMPORARY_FAILURE": 41, "SWITCH_CONGESTION": 42,
    "ACCESS_INFO_DISCARDED": 43, "REQUESTED_CHAN_UNAVAIL": 44, "PRE_EMPTED": 45, "FACILITY_NOT_SUBSCRIBED": 50,
    "OUTGOING_CALL_BARRED": 52, "INCOMING_CALL_BARRED": 54, "BEARERCAPABILITY_NOTAUTH": 57, "BEARERCAPABILITY_NOTAVAIL": 58,
    "SERVICE_UNAVAILABLE": 63, "BEARERCAPABILITY_NOTIMPL": 65, "CHAN_NOT_IMPLEMENTED": 66, "FACILITY_NOT_IMPLEMENTED": 69,
    "SERVICE_NOT_IMPLEMENTED": 79, "INVALID_CALL_REFERENCE": 81, "INCOMPATIBLE_DESTINATION": 88, "INVALID_MSG_UNSPECIFIED": 95,
    "MANDATORY_IE_MISSING": 96, "MESSAGE_TYPE_NONEXIST": 97, "WRONG_MESSAGE": 98, "IE_NONEXIST": 99, "INVALID_IE_CONTENTS": 100,
    "WRONG_CALL_STATE": 101, "RECOVERY_ON_TIMER_EXPIRE": 102, "MANDATORY_IE_LENGTH_ERROR": 103, "PROTOCOL_ERROR": 111,
    "INTERWORKING": 127,
}  # fmt: skip
"""Names of mod_cdr_csv and its like to Q.850 (FreeSWITCH, switch_types.h, switch_call_cause_t). Its own causes over 127 have none."""

_TEXTS = {
    "text_of(t)": "nullif(trim(t), '')",
    "whole_of(t)": "try_cast(regexp_extract(t, '^\\s*(\\d{1,9})\\s*$', 1) AS INTEGER)",
    # PJSIP/carrier-0000001a, SIP/10.0.0.1-00000002, IAX2/peer-12, DAHDI/i1/79161234567-3 (its span, i1), sofia/gateway/carrier/7916,
    # sofia/external/7916@host; what is called through Local is no peer
    "peer_of(t)": (
        # the usual form is taken apart without a regular expression: there are millions of them
        "CASE WHEN t IS NULL OR t = '' THEN NULL "
        "WHEN t LIKE '%-________' AND strpos(t, '/') BETWEEN 2 AND 6 AND t NOT LIKE '%/%/%' "
        "THEN substr(t, strpos(t, '/') + 1, length(t) - 9 - strpos(t, '/')) "
        "WHEN starts_with(t, 'sofia/gateway/') THEN split_part(t, '/', 3) "
        "WHEN starts_with(t, 'sofia/') THEN regexp_extract(t, '^sofia/([^/]+)/', 1) || coalesce('/' || "
        "nullif(regexp_extract(t, '@([^/;:]+)', 1), ''), '') "
        "WHEN starts_with(t, 'Local/') THEN NULL "
        "WHEN regexp_matches(t, '^[A-Za-z0-9]+/i\\d+/') THEN split_part(t, '/', 2) "
        "ELSE regexp_extract(t, '^[A-Za-z0-9]+/(.+?)(?:-[0-9A-Fa-f]+)?(?:<ZOMBIE>)?$', 1) END"
    ),
    # a telephone's own name (120, 1001) is nobody's trunk
    "not_telephone(t)": "CASE WHEN length(t) <= 6 AND regexp_full_match(t, '\\d*') THEN NULL ELSE t END",
    "trunk_of(t)": "not_telephone(peer_of(t))",
    "user_of(t)": (
        "CASE WHEN t IS NULL OR t = '' THEN NULL "
        "WHEN regexp_matches(t, '^.*?<?sips?:') THEN nullif(regexp_extract(t, 'sips?:([^@;>]+)', 1), '') "
        "WHEN regexp_matches(t, '<tel:') THEN regexp_extract(t, 'tel:([^;>]+)', 1) ELSE trim(t) END"
    ),
    "reason_cause(t)": "try_cast(nullif(regexp_extract(t, '(?i)q\\.?850[^,]*?cause\\s*=\\s*(\\d+)', 1), '') AS INTEGER)",
    "result_of_status(s, rang)": (
        "CASE WHEN s IS NULL THEN NULL WHEN s < 200 THEN 'incomplete' WHEN s < 300 THEN 'answered' WHEN s < 400 THEN 'redirected' "
        "WHEN s IN (486, 600) THEN 'busy' WHEN s IN (603, 607) THEN 'declined' WHEN s = 487 THEN 'cancelled' "
        "WHEN s IN (408, 480) AND coalesce(rang, false) THEN 'no-answer' ELSE 'failed' END"
    ),
    "result_of_cause(q, rang)": (
        "CASE WHEN q IS NULL OR q = 0 THEN NULL WHEN q = 17 THEN 'busy' WHEN q = 19 THEN 'no-answer' "
        "WHEN q = 18 THEN CASE WHEN coalesce(rang, true) THEN 'no-answer' ELSE 'failed' END "
        "WHEN q = 21 THEN CASE WHEN coalesce(rang, false) THEN 'declined' ELSE 'failed' END WHEN q = 487 THEN 'cancelled' "
        "WHEN q IN (16, 31) THEN 'cancelled' ELSE 'failed' END"
    ),
    # 480 and 408 are the callee's own where it rang, or where the cause says so (Q.850 18, 19, 20)
    "result_of(answered, s, q, rang)": (
        "CASE WHEN answered THEN 'answered' WHEN s BETWEEN 200 AND 299 THEN 'answered' WHEN s = 480 AND q IN (18, 19, 20) THEN 'no-answer' "
        "ELSE coalesce(result_of_status(s, rang), result_of_cause(q, rang), CASE WHEN rang THEN 'no-answer' ELSE 'failed' END) END"
    ),
}


def macros() -> Iterator[str]:
    """The statements that make them, in an order in which each finds those it uses."""
    yield from (f"CREATE TEMP MACRO {head} AS ({body})" for head, body in _TEXTS.items())
    known = ", ".join(f"'{name}': {cause}" for name, cause in FREESWITCH_CAUSES.items())
    yield f"CREATE TEMP MACRO cause_named(t) AS (map_extract_value(MAP {{{known}}}, upper(t)))"
