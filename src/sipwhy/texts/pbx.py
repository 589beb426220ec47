"""The words of `sipwhy pbx`: its commands and options, what can go wrong, what is wrong with a server."""

from __future__ import annotations

from sipwhy.texts.catalogue import Table
from sipwhy.texts.install import as_root

PBX_COMMAND: Table = {
    "check": (
        "Look at the servers of this machine: do they run, who is registered, what failed, what to do.",
        "Осмотреть серверы этой машины: работают ли, кто зарегистрирован, какие были отказы, что делать.",
    ),
    "debug": (
        "Turn SIP logging on for a while, show the messages as calls with findings, turn it off again.",
        "Включить журнал SIP на время, показать сообщения как вызовы с диагнозами и выключить обратно.",
    ),
    "bans": (
        "Where an address is banned on this machine, since when and why; without IP, everybody who is.",
        "Где на этой машине заблокирован адрес, с каких пор и за что; без IP: все заблокированные.",
    ),
    "unban": (
        "Lift the ban of one address, and say what will get it banned again.",
        "Снять блокировку одного адреса и сказать, из-за чего его заблокируют снова.",
    ),
}

PBX_OPTION: Table = {
    "verbose": (
        "More telephones and trunks, and with each failure a line of the log.",
        "Больше телефонов и транков, а к каждому отказу строка журнала.",
    ),
    "fix": (
        "Run the commands that mend what is wrong, each after asking.",
        "Выполнить команды, которые это исправят; перед каждой спросить.",
    ),
    "yes": ("Do not ask (for scripts).", "Не спрашивать (для скриптов)."),
    "peer": ("Trace this phone or trunk: 120.", "Следить за этим телефоном или транком: 120."),
    "ip": ("Trace this address.", "Следить за этим адресом."),
    "all": ("Trace everybody; much, on a busy server.", "Следить за всеми; на нагруженном сервере это много."),
    "for": ("How long: 30s, 5m, 1h (usually 5m).", "Как долго: 30s, 5m, 1h (обычно 5m)."),
    "off": ("Turn off what an earlier run has left on.", "Выключить то, что осталось включённым от прошлого запуска."),
    "min-free": (
        "Stop when less is free on the disk (usually 200M).",
        "Остановиться, когда на диске свободно меньше (обычно 200M).",
    ),
    "server": ("Which server, where several run.", "Какой сервер, если их несколько."),
    "trace": ("Save the messages here too.", "Сохранить сообщения ещё и сюда."),
}

PROBLEM: Table = {
    "no-server": (
        "no server is running here: looked for Asterisk, FreeSWITCH and Kamailio; see sipwhy pbx check",
        "здесь не работает ни один сервер (искали Asterisk, FreeSWITCH и Kamailio); см. sipwhy pbx check",
    ),
    "not-installed": (
        "{server} is neither installed nor running here. Looked for: processes in /proc named {names:list}; services of systemd "
        "named {units:list}; programs named {names:list} in {folders:list}. Where it runs in a container or on another machine, "
        "call sipwhy there",
        "{server} здесь не установлен и не запущен. Искали: процессы в /proc с именами {names:list}; службы systemd {units:list}; "
        "программы {names:list} в {folders:list}. Если он в контейнере или на другой машине, запускайте sipwhy там",
    ),
    "fix-alone": (
        "--fix asks and tells as it goes: it goes with text, not with --json",
        "--fix спрашивает и отвечает по ходу дела: он работает с текстом, но не с --json",
    ),
    "nothing-installed": (
        "neither Asterisk nor FreeSWITCH nor Kamailio is installed or running here. Looked for: processes in /proc named {names:list}; "
        "services of systemd named {units:list}; programs named {names:list} in {folders:list}. Where the PBX runs in a container or on "
        "another machine, call sipwhy there; a capture or a log of any PBX is read here: sipwhy FILE",
        (
            "ни Asterisk, ни FreeSWITCH, ни Kamailio здесь не установлены и не запущены. Искали: процессы в /proc с именами {names:list}; "
            "службы systemd {units:list}; программы {names:list} в {folders:list}. Если АТС в контейнере или на другой машине, запускайте "
            "sipwhy там; дамп или журнал любой АТС читается и здесь: sipwhy FILE"
        ),
    ),
    "one-target": ("expected exactly one of --peer, --ip and --all", "ожидается ровно одно из --peer, --ip и --all"),
    "bad-address": ("{value} is no address: expected 192.0.2.1 or 2001:db8::1", "{value} не адрес: ожидается 192.0.2.1 или 2001:db8::1"),
    "bad-peer": ("{name} is no name of a phone or trunk", "{name} не похоже на имя телефона или транка"),
    "peer-nowhere": (
        "{name} is not registered and has no address in the configuration, so there is nothing to trace. Give its address: --ip ADDRESS; "
        "sipwhy pbx check names it if the log does",
        "{name} не зарегистрирован, и адреса в настройках у него нет: следить не за чем. Укажите адрес: --ip АДРЕС; "
        "его назовёт sipwhy pbx check, если он есть в журнале",
    ),
    "no-program": (
        "the program {detail} is in none of the folders where programs are looked for (does the server run in a container?), and there is "
        "no other way to ask",
        "программа {detail} не найдена ни в одной из папок с программами (сервер в контейнере?), а другого способа спросить нет",
    ),
    "console-lost": ("the console does not answer: {detail}", "консоль не отвечает: {detail}"),
    "ami-unreachable": ("AMI cannot be reached: {detail}", "AMI недоступен: {detail}"),
    "ami-login": ("AMI does not accept name and secret: {detail}", "AMI не принимает имя и пароль: {detail}"),
    "ami-refused": ("AMI refuses: {detail}", "AMI отказывает: {detail}"),
    "ami-lost": ("the connection to AMI broke off: {detail:list}", "соединение с AMI оборвалось: {detail:list}"),
    "ami-words": ("a command for AMI must be one line", "команда для AMI должна быть одной строкой"),
    "esl-unreachable": ("the event socket cannot be reached: {detail}", "event socket недоступен: {detail}"),
    "esl-login": ("the event socket does not accept the password", "event socket не принимает пароль"),
    "esl-refused": ("the event socket refuses: {detail}", "event socket отказывает: {detail}"),
    "esl-lost": ("the connection to the event socket broke off: {detail:list}", "соединение с event socket оборвалось: {detail:list}"),
    "esl-words": ("a command for the event socket must be one line", "команда для event socket должна быть одной строкой"),
    "no-way": ("there is no way to ask the server", "нет способа спросить сервер"),
    "not-turned-on": ("{command} was refused: {answer}", "{command}: отказ: {answer}"),
    "no-siptrace": (
        'Kamailio\'s module siptrace is not loaded: it needs loadmodule "siptrace.so", hep_mode_on=1 and '
        "duplicate_uri=sip:127.0.0.1:9060. Or record with tcpdump -i any -w trouble.pcap and look with sipwhy trouble.pcap",
        'Модуль siptrace в Kamailio не загружен: нужны loadmodule "siptrace.so", hep_mode_on=1 и '
        "duplicate_uri=sip:127.0.0.1:9060. Или запишите tcpdump -i any -w trouble.pcap и посмотрите sipwhy trouble.pcap",
    ),
    "siptrace-nowhere": (
        "siptrace sends no HEP: set hep_mode_on=1 and duplicate_uri, e.g. sip:127.0.0.1:9060",
        "siptrace не отправляет HEP: задайте hep_mode_on=1 и duplicate_uri, напр. sip:127.0.0.1:9060",
    ),
    "hep-elsewhere": (
        "siptrace sends its messages to {address}, where this program cannot listen ({detail}): look at them there",
        "siptrace отправляет сообщения на {address}, и принять их там программа не может ({detail}): смотрите их на том сервере",
    ),
    "no-room": (
        "{path}: only {free:room} are free, and {least:room} must stay so (--min-free): nothing was turned on",
        "{path}: свободно только {free:room}, а должно оставаться {least:room} (--min-free): ничего не включено",
    ),
    "in-use": (
        "SIP logging is on already: process {pid} of sipwhy has turned it on until {until}",
        "журнал SIP уже включён: это сделал процесс sipwhy {pid}, до {until}",
    ),
    "no-record": (
        "what is on cannot be written down, so nothing was turned on: {detail}",
        "негде записать, что включено, поэтому ничего не включено: {detail}",
    ),
    "no-watchdog": (
        "the process that would turn it off did not start, so nothing was turned on: {detail}",
        "не запустился процесс, который всё выключит, поэтому ничего не включено: {detail}",
    ),
    "not-root": (
        "this needs the administrator's rights: " + as_root() + " pbx {command}",
        "нужны права администратора: " + as_root() + " pbx {command}",
    ),
    "no-answer": ("there is nobody to ask; --yes agrees for scripts", "спросить некого; для скриптов есть --yes"),
}

REMARK: Table = {
    "stopped": ("{server} is not running", "{server} не запущен"),
    "not-wanted": (
        "{server} is not running and is set not to start; systemctl enable --now {unit} changes that",
        "{server} не запущен, и запускать его не велено; изменить это: systemctl enable --now {unit}",
    ),
    "crash-loop": (
        "{server} crashes again and again ({n:count:restart|restarts}; it ended with {end}): journalctl -u {unit} -n 100 shows why",
        "{server} падает раз за разом ({n:count:перезапуск|перезапуска|перезапусков}; последний раз: {end}). "
        "Причину покажет journalctl -u {unit} -n 100",
    ),
    "restarted": (
        "{server} has ended by itself and was restarted by systemd {n:count:time|times}: journalctl -u {unit} shows when and why",
        "{server} завершался сам, и systemd перезапускал его {n:count:раз|раза|раз}: когда и почему, покажет journalctl -u {unit}",
    ),
    "starts-often": (
        "{server} was started {n:count:time|times} within an hour: it crashes, or is restarted; see the end of its log in {folder}",
        "За час {server} запускался {n:count:раз|раза|раз}: он падает или его перезапускают; смотрите конец журнала в {folder}",
    ),
    "not-listening": (
        "{server} runs, but listens on no socket that can be seen. An ordinary user does not see them all (sudo shows more), and root not "
        "those of a container; else its transports did not start",
        "{server} работает, но не слушает ни одного видимого порта. Обычному пользователю видны не все (под sudo видно больше), а root не "
        "видит портов контейнера; иначе не поднялись транспорты",
    ),
    "not-asked": ("{server} runs, but could not be asked: {detail}", "{server} работает, но спросить его не удалось: {detail}"),
    "peers-unreachable": (
        "{n:count:peer does|peers do} not answer OPTIONS: {names}. Phone switched off, network, NAT or firewall",
        "Не отвечает на OPTIONS {n:count:абонент|абонента|абонентов}: {names}. Аппарат выключен, сеть, NAT или межсетевой экран",
    ),
    "peers-unregistered": (
        "{n} of {all} not registered: {names}. For one of them: sipwhy pbx debug --ip ADDRESS",
        "Не зарегистрировано {n} из {all}: {names}. По одному из них: sipwhy pbx debug --ip АДРЕС",
    ),
    "peers-unregistered-seen": (
        "{n} of {all} not registered: {names}. What comes from one of them: sipwhy pbx debug --ip {ip}",
        "Не зарегистрировано {n} из {all}: {names}. Что приходит от одного из них: sipwhy pbx debug --ip {ip}",
    ),
    "peers-no-aor": (
        "{n:count:endpoint has|endpoints have} no AOR (aors=), so nobody can register or be called there: {names}",
        "Без AOR (aors=) {n:count:endpoint|endpoint|endpoint}: зарегистрироваться и принять вызов там нельзя: {names}",
    ),
    "peers-lagged": (
        "{n:count:peer answers|peers answer} OPTIONS slowly: {names}",
        "Медленно отвечает на OPTIONS {n:count:абонент|абонента|абонентов}: {names}",
    ),
    "trunk-rejected": (
        "The carrier refuses the registration {name} at {server} ({said}): name, password, or the address it allows",
        "Оператор отклоняет регистрацию {name} на {server} ({said}): логин, пароль или разрешённый адрес",
    ),
    "trunk-no-answer": (
        "The carrier does not answer the registration {name} at {server} ({said}): address, port, transport, firewall",
        "Оператор не отвечает на регистрацию {name} на {server} ({said}): адрес, порт, транспорт, межсетевой экран",
    ),
    "trunk-stopped": (
        "The registration {name} at {server} has been given up ({said})",
        "Попытки регистрации {name} на {server} прекращены ({said})",
    ),
    "debug-left": (
        "An earlier sipwhy pbx debug could not turn SIP logging off in {server}: {commands:list}",
        "Прошлый sipwhy pbx debug не смог выключить журнал SIP в {server}: {commands:list}",
    ),
    "traced": (
        "SIP messages are being written to the log of {server}: it grows, and digests of passwords stand in it",
        "Сообщения SIP пишутся в журнал {server}: он растёт, и в нём остаются дайджесты паролей",
    ),
    "core-debug": ("Debug messages are on in {server}: the log grows", "В {server} включена отладка: журнал растёт"),
    "pjsip-setting": (
        "debug= is set in section [global] of pjsip.conf: SIP is written to the log from every start on",
        "В разделе [global] файла pjsip.conf задано debug=: SIP пишется в журнал с каждого запуска",
    ),
    "disk-full": (
        "{path}: the disk is full ({free:number} GB, {share:percent} free): nothing can be written any more, calls may fail",
        "{path}: диск заполнен (свободно {free:number} ГБ, {share:percent}): писать некуда, вызовы могут срываться",
    ),
    "disk-short": (
        "{path}: the disk is nearly full ({free:number} GB, {share:percent} free)",
        "{path}: место на диске кончается (свободно {free:number} ГБ, {share:percent})",
    ),
    "log-large": ("{path} is large: {size:number} GB", "{path} слишком велик: {size:number} ГБ"),
}

FAILURE: Table = {
    "wrong-password": ("wrong password", "неверный пароль"),
    "unknown-user": ("no such user or device", "такого абонента нет"),
    "not-dynamic": ("the peer may not register (host is not dynamic)", "абоненту не положено регистрироваться (host не dynamic)"),
    "acl-denied": ("refused by an access list", "отказ по списку доступа (ACL)"),
    "unknown-number": ("the dialled number is not in the dial plan", "набранного номера нет в диалплане"),
    "callee-not-registered": ("the called phone is not registered", "вызываемый телефон не зарегистрирован"),
    "no-route": ("the call had no way to go", "вызов некуда направить"),
    "too-many-contacts": ("more phones than max_contacts allows", "телефонов больше, чем разрешает max_contacts"),
    "no-aor": ("the endpoint has no AOR", "у endpoint нет AOR"),
    "codec-mismatch": ("no codec in common", "нет общего кодека"),
    "trunk-refused": ("the carrier refuses our registration", "оператор отклоняет нашу регистрацию"),
    "trunk-silent": ("the carrier does not answer our registration", "оператор не отвечает на нашу регистрацию"),
    "other-login": ("failed login to AMI or over IAX2", "неудачный вход в AMI или по IAX2"),
    "options-silent": ("a peer stopped answering OPTIONS", "абонент перестал отвечать на OPTIONS"),
    "flood": ("too many requests in a short time", "слишком много запросов за короткое время"),
    "unknown": ("a reason we do not know", "неизвестная нам причина"),
}

AGAIN: Table = {
    "wrong-password": (
        "Mend the password first, on the phone or in the PBX: with the old one the next registrations fail and it is banned again. "
        "Some old phones send only the first 12 characters",
        "Сначала исправьте пароль на аппарате или на АТС: со старым регистрации снова не пройдут, и блокировка вернётся. "
        "Некоторые старые аппараты передают только первые 12 символов",
    ),
    "unknown-user": (
        "Mend the user name first: the PBX does not know it, and each registration counts as an attack",
        "Сначала исправьте имя пользователя: АТС его не знает, и каждая регистрация считается атакой",
    ),
    "not-dynamic": (
        "Set host=dynamic for the peer, or stop it from registering",
        "Задайте абоненту host=dynamic или отключите у него регистрацию",
    ),
    "acl-denied": (
        "Let the address in by the access list first (permit=): each request of it is refused and counted",
        "Сначала разрешите адрес в списке доступа (permit=): каждый его запрос получает отказ и засчитывается",
    ),
    "unknown-number": (
        "Mend what is dialled, or the dial plan: each such call counts",
        "Исправьте набор или диалплан: засчитывается каждый такой вызов",
    ),
    "other-login": (
        "It is a login to AMI or IAX2 that fails: mend name and secret in the program that asks, or stop it",
        "Не проходит вход в AMI или по IAX2: исправьте имя и пароль у той программы, которая подключается, или остановите её",
    ),
    "flood": (
        "Find out what sends so much: a phone that registers in a loop, or a network of many phones behind one address",
        "Выясните, что шлёт так много: аппарат, который регистрируется по кругу, или много телефонов за одним адресом",
    ),
    "unknown": (
        "The lines below say what was counted; unless that ends, it is banned again",
        "Что засчитывалось, видно из строк ниже; пока это не прекратится, блокировка вернётся",
    ),
}
