"""How each slip is said: what was used in place of the password that was given, and what to do about it."""

from __future__ import annotations

from msgspec import Struct

from sipwhy.diagnosis.digest.slip import Slip


class SlipWords(Struct, frozen=True):
    """The words for one slip in one language."""

    used: str
    """With what the login was made: "… logs in with {used}"; Russian in the instrumental case."""
    reason: str
    """How that comes about."""
    remedy: str
    """What to do."""


SLIP_WORDS: dict[Slip, tuple[SlipWords, SlipWords]] = {
    Slip.TAIL: (
        SlipWords("the password without its first character", "It was copied without its first character.", "Enter it anew, whole."),
        SlipWords("паролем без первого символа", "Пароль скопирован без первого символа.", "Введите его заново целиком."),
    ),
    Slip.CASE: (
        SlipWords(
            "the password in a different letter case",
            "Caps Lock was on, or the telephone begins words with a capital letter by itself.",
            "Enter the password anew and watch upper and lower case.",
        ),
        SlipWords(
            "паролем в другом регистре",
            "Был включён Caps Lock, или телефон сам начинает слово с заглавной буквы.",
            "Введите пароль заново, следя за регистром.",
        ),
    ),
    Slip.BLANK: (
        SlipWords(
            "the password with a blank too many or missing",
            "A blank (or tab) at the beginning or the end came along with copying, or one that belongs to the password was lost.",
            "Enter the password by hand, or delete the blank at the end of the field.",
        ),
        SlipWords(
            "паролем с лишним или потерянным пробелом",
            "При копировании прихватили пробел (или табуляцию) в начале или в конце, либо потеряли пробел, который входит в пароль.",
            "Введите пароль вручную или удалите пробел в конце поля.",
        ),
    ),
    Slip.LINE_END: (
        SlipWords(
            "the password with a line break at its end",
            "A file written on Windows ends its lines with CR LF, or the password was copied with the end of its line.",
            "Write the provisioning file with Unix line ends (dos2unix); enter the password by hand.",
        ),
        SlipWords(
            "паролем с символом конца строки",
            "Файл записан в Windows (строки кончаются на CR LF), или пароль скопирован вместе с концом строки.",
            "Сохраните файл автонастройки с концами строк Unix (dos2unix) или введите пароль вручную.",
        ),
    ),
    Slip.QUOTES: (
        SlipWords(
            "the password with quotation marks added or missing",
            "Quotation marks from a configuration file were taken for part of the password, or those that belong to it were taken away.",
            "Write the password without quotation marks where the program does not expect them.",
        ),
        SlipWords(
            "паролем с лишними или потерянными кавычками",
            "Кавычки из файла настроек попали в пароль, или пропали те, что в него входят.",
            "Запишите пароль без кавычек там, где программа их не ждёт.",
        ),
    ),
    Slip.LAYOUT: (
        SlipWords(
            "the password typed in another keyboard layout",
            "The keys are the right ones, but Russian was chosen instead of English (or German, or French) while it was typed.",
            "Switch the keyboard to English and enter the password anew.",
        ),
        SlipWords(
            "паролем, набранным в другой раскладке",
            "Клавиши нажаты те же, но при вводе была включена русская раскладка вместо английской (или немецкая, или французская).",
            "Переключите клавиатуру на английский и введите пароль заново.",
        ),
    ),
    Slip.ENCODING: (
        SlipWords(
            "the password in another encoding",
            "The characters are the right ones, but other bytes were hashed: one side uses UTF-8, the other Latin-1 or a Russian code "
            "page, or letters with accents are put together otherwise.",
            "Choose a password of Latin letters and digits only; then no encoding matters.",
        ),
        SlipWords(
            "паролем в другой кодировке",
            "Символы те же, но хешировались другие байты: одна сторона использует UTF-8, другая Latin-1 или кириллическую кодовую "
            "страницу, либо буквы с диакритикой составлены иначе.",
            "Задайте пароль только из латинских букв и цифр: тогда кодировка не важна.",
        ),
    ),
    Slip.ESCAPED: (
        SlipWords(
            "the password with characters escaped or unescaped",
            "A special character was written as &amp;, as %26 or with a backslash on its way through a web page, an XML file or a "
            "configuration file; or such a spelling was turned back into one character.",
            "Choose a password without & < > % \\ ; # and quotation marks, or escape as the file demands: in XML &amp;, "
            "in Asterisk's files \\; for a semicolon.",
        ),
        SlipWords(
            "паролем с экранированными (или разэкранированными) символами",
            "По дороге через веб-страницу, XML или файл настроек спецсимвол записали как &amp;, %26 или с обратной косой чертой, либо "
            "наоборот такую запись превратили в один символ.",
            "Задайте пароль без & < > % \\ ; # и кавычек или экранируйте так, как требует файл: в XML &amp;, в файлах Asterisk \\; вместо "
            "точки с запятой.",
        ),
    ),
    Slip.DOUBLED: (
        SlipWords("the password twice in a row", "It was pasted behind itself.", "Empty the field and enter the password once."),
        SlipWords("паролем, введённым дважды подряд", "Его вставили ещё раз вслед за прежним.", "Очистите поле и введите пароль один раз."),
    ),
    Slip.LOOKALIKE: (
        SlipWords(
            "the password with look-alike characters",
            "The letter O and zero, l, I and 1, or Latin and Russian letters of the same shape were taken for each other.",
            "Copy the password instead of reading it off, or choose one without such characters.",
        ),
        SlipWords(
            "паролем с похожими символами",
            "Перепутаны буква O и ноль, l, I и 1 или одинаковые на вид латинские и русские буквы.",
            "Скопируйте пароль, а не перепечатывайте, или задайте пароль без таких символов.",
        ),
    ),
    Slip.SWAPPED: (
        SlipWords("the password with two neighbouring characters swapped", "It is a slip of typing.", "Enter the password anew."),
        SlipWords("паролем, где переставлены два соседних символа", "Это опечатка.", "Введите пароль заново."),
    ),
    Slip.MISSING: (
        SlipWords("the password with one character missing or doubled", "It is a slip of typing.", "Enter the password anew."),
        SlipWords("паролем, где один символ пропущен или повторён", "Это опечатка.", "Введите пароль заново."),
    ),
    Slip.EMPTY: (
        SlipWords(
            "an empty password",
            "The field was never filled in, or the provisioning file left it out.",
            "Enter the password; after provisioning look whether the telephone took it.",
        ),
        SlipWords(
            "пустым паролем",
            "Поле не заполнено, или файл автонастройки его не содержит.",
            "Введите пароль; после автонастройки проверьте, принял ли его телефон.",
        ),
    ),
    Slip.SAME_AS_USER: (
        SlipWords(
            "the user name in place of the password",
            "The user name stands in the field of the password too, as many devices have it from the factory.",
            "Enter the password in its field.",
        ),
        SlipWords(
            "именем пользователя вместо пароля",
            "В поле пароля стоит имя пользователя, у многих устройств так с завода.",
            "Введите пароль в его поле.",
        ),
    ),
}
"""English and Russian. What is no slip of a password but of names or of the formula has words of its own."""
