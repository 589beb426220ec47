"""A connection was to become a WebSocket for SIP, and did not (RFC 7118)."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Text, Words
from sipwhy.diagnosis.upsets import SOUGHT, in_capture, of_call

_NOTES_EN = {
    "upgrade": "the client asks for WebSocket",
    "answered": "the server's answer",
    "told": "what the caller was told",
}
_NOTES_RU = {
    "upgrade": "клиент просит WebSocket",
    "answered": "ответ сервера",
    "told": "что ответили звонящему",
}
_SERVER_EN = (
    "What the server needs: Asterisk http.conf enabled=yes and res_http_websocket, res_pjsip_transport_websocket loaded, path /ws on port "
    "8088 (TLS 8089); FreeSWITCH ws-binding and wss-binding of the profile; Kamailio modules xhttp and websocket, ws_handle_handshake() in "
    "event_route[xhttp:request]."
)
_SERVER_RU = (
    "Что нужно серверу: Asterisk http.conf enabled=yes и загруженные res_http_websocket, res_pjsip_transport_websocket, путь /ws на порту "
    "8088 (TLS 8089); FreeSWITCH ws-binding и wss-binding у профиля; Kamailio модули xhttp и websocket, ws_handle_handshake() в "
    "event_route[xhttp:request]."
)

RULE = Rule(
    slug="websocket-refused",
    area="transport",
    seeks=SOUGHT,
    check=of_call("websocket-refused"),
    whole=in_capture("websocket-refused"),
    looks_at=("upsets",),
    references=("RFC 7118 section 4", "RFC 6455 section 4"),
    texts={
        "": Text(
            en=Words(
                title="{client} asks {server} for a WebSocket and does not say that it is for SIP",
                explanation=(
                    "The request for {target} has no Sec-WebSocket-Protocol: sip ({times:count:time|times}; the answer was {status}). A "
                    "server tells by it that SIP will be spoken; without it it refuses, or takes the connection for something else."
                ),
                fix=(
                    "In the browser: new WebSocket(url, 'sip'); libraries such as JsSIP and SIP.js do it by themselves.",
                    (
                        "If a reverse proxy stands between, let it pass the header on: nginx proxy_set_header Sec-WebSocket-Protocol "
                        "$http_sec_websocket_protocol, beside Upgrade and Connection."
                    ),
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{client} просит у {server} WebSocket, но не говорит, что это для SIP",
                explanation=(
                    "В запросе {target} нет Sec-WebSocket-Protocol: sip ({times:count:раз|раза|раз}; ответ {status}). По этому заголовку "
                    "сервер узнаёт, что пойдёт SIP; без него он отказывает или принимает соединение за другое."
                ),
                fix=(
                    "В браузере: new WebSocket(url, 'sip'); библиотеки JsSIP и SIP.js делают это сами.",
                    (
                        "Если между ними обратный прокси, пусть он передаёт заголовок: nginx proxy_set_header Sec-WebSocket-Protocol "
                        "$http_sec_websocket_protocol, рядом с Upgrade и Connection."
                    ),
                ),
                notes=_NOTES_RU,
            ),
        ),
        "status": Text(
            en=Words(
                title="{server} refuses {client} a WebSocket: {status}",
                explanation=(
                    "{client} asked for {target} with the protocol {offered}, and {server} answered {status} instead of 101 "
                    "({times:count:time|times}). 404: another path is right; 400: no handler for this protocol, or headers got lost in a "
                    "proxy; 403: the page's origin is not allowed; 426: WebSocket is not spoken here; 502 to 504: a proxy does not reach "
                    "the PBX."
                ),
                fix=(
                    _SERVER_EN,
                    "A reverse proxy must pass Upgrade and Connection on (nginx: proxy_http_version 1.1).",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{server} отказывает {client} в WebSocket: {status}",
                explanation=(
                    "{client} просил {target} с протоколом {offered}, а {server} ответил {status} вместо 101 ({times:count:раз|раза|раз}). "
                    "404: нужен другой путь; 400: нет обработчика этого протокола или заголовки потерялись в прокси; 403: источник "
                    "страницы не разрешён; 426: WebSocket здесь нет; 502–504: прокси не достаёт до АТС."
                ),
                fix=(
                    _SERVER_RU,
                    "Обратный прокси должен передавать Upgrade и Connection (nginx: proxy_http_version 1.1).",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "unspoken": Text(
            en=Words(
                title="{server} opens a WebSocket for {client} without naming SIP",
                explanation=(
                    "{client} asked for {target} with the protocol {offered}; {server} agreed and did not name that protocol in its "
                    "answer, and the connection ended at once ({times:count:time|times}). A client has to give up then (RFC 6455 section "
                    "4.1)."
                ),
                fix=(
                    _SERVER_EN,
                    "If a reverse proxy answers itself, let it pass Sec-WebSocket-Protocol through in both directions.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{server} открывает {client} WebSocket, не называя SIP",
                explanation=(
                    "{client} просил {target} с протоколом {offered}; {server} согласился, но этот протокол в ответе не назвал, и "
                    "соединение сразу закончилось ({times:count:раз|раза|раз}). Клиент в таком случае обязан отказаться (RFC 6455, раздел "
                    "4.1)."
                ),
                fix=(
                    _SERVER_RU,
                    "Если отвечает сам обратный прокси, пусть он пропускает Sec-WebSocket-Protocol в обе стороны.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "silent": Text(
            en=Words(
                title="{server} does not answer when {client} asks for a WebSocket",
                explanation=(
                    "{client} asked for {target} with the protocol {offered}, and no HTTP answer came ({times:count:time|times})."
                ),
                fix=(_SERVER_EN, "Does the port speak HTTP at all? curl -i http://{server}/ws."),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{server} не отвечает, когда {client} просит WebSocket",
                explanation=("{client} просил {target} с протоколом {offered}, и ответа HTTP не было ({times:count:раз|раза|раз})."),
                fix=(_SERVER_RU, "Отвечает ли этот порт по HTTP вообще? curl -i http://{server}/ws."),
                notes=_NOTES_RU,
            ),
        ),
    },
)
