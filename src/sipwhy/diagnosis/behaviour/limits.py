"""The numbers by which behaviour is judged and that a user may set otherwise."""

from __future__ import annotations

from sipwhy.diagnosis.limit import Limit

USERS = Limit(
    slug="extension-scan",
    name="users",
    usual=10,
    en="how many different users one source must be refused before it is a scan",
    ru="сколько разных абонентов должны отвергнуть у одного источника, чтобы это был перебор",
)
TRIES = Limit(
    slug="password-guessing",
    name="tries",
    usual=10,
    en="how many refused credentials from one source make guessing; from a known attacker 5 do, or fewer if fewer are set here",
    ru="сколько отвергнутых паролей с одного источника считать подбором; от известного нападающего хватает 5 или меньше, если здесь меньше",
)
RATE = Limit(
    slug="flood",
    name="rate",
    usual=50,
    en="how many unwanted requests a second from one source make a flood; fewer an office may send whose telephones return at once",
    ru="сколько ненужных запросов в секунду с одного источника считать флудом; меньше бывает и от офиса, чьи телефоны включились разом",
)
TIMES = Limit(
    slug="volume-spike",
    name="times",
    usual=5,
    en="how many times as many calls as usual one minute must have",
    ru="во сколько раз больше обычного вызовов должно быть в одной минуте",
)
DROP = Limit(
    slug="asr-dropped",
    name="drop",
    usual=0.2,
    en="by how much the share of lost calls must rise (0.2 is 20 per cent)",
    ru="на сколько должна вырасти доля потерянных вызовов (0.2 — это 20 процентов)",
)
OVERLOADED = Limit(
    slug="peer-overloaded",
    name="share",
    usual=0.1,
    en="which share of calls must get 503 for certain (0.1 is 10 per cent)",
    ru="какая доля вызовов точно должна получать 503 (0.1 — это 10 процентов)",
)
PATIENCE = Limit(
    slug="slow-peer",
    name="patience",
    usual=11,
    en="seconds within which 95 of 100 calls should ring (ITU-T E.721: 11 abroad, 8 within a country, 6 in a town)",
    ru="за сколько секунд должны пойти гудки у 95 вызовов из 100 (ITU-T E.721: 11 за границу, 8 по стране, 6 в городе)",
)
SHORT = Limit(
    slug="short-calls",
    name="seconds",
    usual=5,
    en="seconds within which a conversation is too short to be one",
    ru="за сколько секунд разговор слишком короток, чтобы быть разговором",
)
