# SPDX-License-Identifier: Apache-2.0
"""Random texts that calendars get wrong: everything that iCalendar escapes, folds or counts, in many scripts."""

LONG = 300  # characters of the longest word

WORDS = [
    "werksessie", "bibliotheek", "Interne", "samenwerking", "ouders", "gezinsaanpak", "2023", "a", "–", "&", "voor", "één",
    "coördinator", "geïnteresseerd", "IJssel", "'s-Hertogenbosch", "straße", "Ærø", "Łódź", "ﬁnale", "½", "№", "€",
    # what separates, quotes or escapes in iCalendar, CSV, TOML, HTML and templates
    "komma,", ",", ",,", "punt;", ";", ";;", "dubbel:", ":", "a,b;c:d", '"', '"aangehaald"', "'", "''", "'enkel'", '""', "^n", "^^",
    "^'", "%0D%0A", "=", "==", "a=b", "#", "<b>", "&amp;", "{{naam}}", "${x}", "`x`", "|", "~", "()", "[]", "=0D=0A", "=?utf-8?q?a?=",
    # what would be structure at the start of a line
    "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR", "DTSTART:19700101T000000Z", "X-EVIL=1", "ATTENDEE;CN=x:mailto:x@example.org",
    "STATUS:CANCELLED", "TZID=Etc/UTC:", "RRULE:FREQ=DAILY",
    # scripts, also from right to left
    "Привет", "Ελληνικά", "العربية", "مكتبة", "עברית", "ספרייה", "中文", "図書館", "도서관", "ภาษาไทย", "हिन्दी", "தமிழ்", "አማርኛ",
    "Հայերեն", "ქართული", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "𠜎𠜱𠝹", "𓀀𓁨",
    # combining marks, joiners, emoji of several code points, blanks of other widths
    "e\u0301e\u0301n", "a\u0323\u0302", "Z\u0335\u0321a\u0337\u0322l\u0334\u0328g\u0338\u0327o\u0336\u0321", "n\u0303",
    "👍", "📚", "👍🏽", "👩\u200d👩\u200d👧\u200d👦", "🏳\ufe0f\u200d🌈", "🇳🇱", "1\ufe0f\u20e3", "می\u200cخواهم", "a\u00a0b",
    "1\u2009000", "x\u3000y", "\u00ad", "\ufffd",
]
# What looks like an escape already. Not every foreign reader undoes the escapes of these right, so they are not everywhere.
ESCAPES = [
    "\\", "\\\\", "a\\b", "\\,", "\\;", "\\\\,", "eind\\", "\\x41", "\\u0041", "\\n", "\\N", "\\r\\n", "C:\\nieuw\\Noord",
    "\\\\n", "%2C", "%5Cn", "%3B",
]
BLOCKS = ["abcdefghijklmnopqrstuvwxyz", "àéïõüÿçñ", "АБВГДабвгд", "図書館中文字", "📚👍🎉🇳🇱", "e\u0301o\u0308", "ab,", ";", "ءبت"]
ESCAPE_BLOCKS = ["\\,;", "\\", "\\n"]


def long_word(rng, length):
    """One word without blanks of exactly that many characters."""
    block = rng.choice(ESCAPE_BLOCKS if rng.random() < 0.1 else BLOCKS)
    return "".join(rng.choice(block) for _ in range(length))


def line(rng, longest):
    """Between one character and `longest`, on one line, without blanks at its ends."""
    if rng.random() < 0.08:
        return long_word(rng, min(longest, LONG))
    choice = WORDS + ESCAPES if rng.random() < 0.15 else WORDS
    words = [rng.choice(choice) for _ in range(rng.randint(1, 12))]
    if longest > LONG and rng.random() < 0.3:
        words.insert(rng.randrange(len(words) + 1), long_word(rng, LONG))
    text = words[0]
    for word in words[1:]:
        text += rng.choice([" "] * 12 + ["  ", "", "   "]) + word
    return trimmed(text[:longest])


def lines(rng, longest):
    """Up to four lines, some of them empty."""
    return trimmed("\n".join(line(rng, longest // 4) if rng.random() < 0.9 else "" for _ in range(rng.randint(1, 4))))


def trimmed(text):
    """Without the blanks at its ends, which the configuration reader takes off; never empty."""
    return text.strip(" \t\r\n") or "x"


def address(rng):
    """An https address with everything that is allowed in one."""
    tail = "".join(rng.choice("abcXYZ0189-._~:/?#[]@!$&'()*+,;=%") for _ in range(rng.choice([0, 5, 20, 200])))
    return f"https://vergader.example.org/{tail}"
