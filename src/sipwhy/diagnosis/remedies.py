"""Steps that more than one diagnosis advises, in both languages."""

from __future__ import annotations

ANEW_EN = (
    "Enter user name and password anew on {asker}: look for a blank at the end, upper and lower case, the letter O and zero. Some "
    "telephones keep only the first characters of a long password."
)
ANEW_RU = (
    "Введите на {asker} имя и пароль заново: проверьте пробел в конце, регистр, букву O и ноль. Некоторые телефоны сохраняют только первые "
    "символы длинного пароля."
)
BANNED_EN = (
    "After several tries the address may be banned: look with sipwhy pbx bans {asker} on the server; Asterisk: fail2ban-client status "
    "asterisk; FreeSWITCH: fail2ban-client status freeswitch; Kamailio: kamcmd htable.dump ipban; 3CX: IP blacklist."
)
BANNED_RU = (
    "После нескольких попыток адрес могли заблокировать: посмотрите sipwhy pbx bans {asker} на сервере; Asterisk: fail2ban-client status "
    "asterisk; FreeSWITCH: fail2ban-client status freeswitch; Kamailio: kamcmd htable.dump ipban; 3CX: чёрный список IP."
)
REALM_EN = "Clear the field for realm or authentication domain on {asker}, so that it takes what the server says."
REALM_RU = "Очистите на {asker} поле realm (домен аутентификации), чтобы он брал его из запроса сервера."
AGAINST_SCANS_EN = (
    "Refuse unknown and known users alike, so that nothing is learnt: Asterisk PJSIP does so by itself; chan_sip: alwaysauthreject=yes.",
    "Ban the address: fail2ban with the jail asterisk or freeswitch; Kamailio pike and htable ipban; 3CX IP blacklist.",
    "Let SIP in only from networks that you know, and give no extension its own number as password.",
)
AGAINST_SCANS_RU = (
    "Отвечайте на известные и неизвестные имена одинаково: Asterisk PJSIP делает это сам; в chan_sip alwaysauthreject=yes.",
    "Заблокируйте адрес: fail2ban с jail asterisk или freeswitch; в Kamailio pike и htable ipban; в 3CX чёрный список IP.",
    "Пускайте SIP только из известных сетей и не ставьте паролем сам внутренний номер.",
)
KNOWN_NETWORKS_EN = "Let SIP in only from networks that you know; if {source} is yours, look for a device that logs in in a loop."
KNOWN_NETWORKS_RU = "Пускайте SIP только из известных сетей; если {source} ваш, ищите устройство, которое регистрируется по кругу."
KEEP_ALIVE_EN = "A telephone behind NAT: let it send keep-alives, or qualify it more often than the router forgets (30 s)."
KEEP_ALIVE_RU = "Телефон за NAT: включите keep-alive или опрашивайте его чаще, чем забывает маршрутизатор (30 с)."
WAY_EN = (
    'Look at {teller}: "administratively prohibited" is a rule of a firewall; "port unreachable" from a router is its REJECT rule, or a '
    'port of its NAT that leads nowhere any more; "host unreachable" means that it does not find {peer} in the network behind it '
    '(switched off, moved), "network unreachable" that it has no route.'
)
WAY_RU = (
    "Посмотрите на {teller}: «administratively prohibited» — правило межсетевого экрана; «port unreachable» от маршрутизатора — правило "
    "REJECT или порт NAT, который уже никуда не ведёт; «host unreachable» — маршрутизатор не находит {peer} в сети за собой (выключен, "
    "переехал), «network unreachable» — у него нет маршрута."
)
