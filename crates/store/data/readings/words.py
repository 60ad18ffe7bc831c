#!/usr/bin/env python3
"""Write words.tsv: words that are not read character by character.

    pip install pypinyin==0.55.0
    python3 words.py

Kept are words of two and three characters whose letters differ from the first
reading of each character (the reading that the `pinyin` crate gives, which has
the same source). A word is left out where shorter kept words already read it.
Idioms of four characters do not occur in the names of a museum.
"""

from pathlib import Path

from pypinyin.contrib.tone_convert import to_normal, to_tone3
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict


def letters(syllable):
    return to_normal(syllable, v_to_u=False)


def predicted(word, kept):
    place, found = 0, []
    while place < len(word):
        for length in (3, 2):
            part = word[place : place + length]
            if len(part) == length and part in kept:
                found += [letters(syllable) for syllable in kept[part]]
                place += length
                break
        else:
            readings = pinyin_dict.get(ord(word[place]), "")
            found.append(letters(readings.split(",")[0]))
            place += 1
    return found


kept = {}
for word, readings in sorted(phrases_dict.items(), key=lambda item: (len(item[0]), item[0])):
    syllables = [reading[0] for reading in readings]
    if len(word) not in (2, 3) or len(syllables) != len(word):
        continue
    if predicted(word, kept) != [letters(syllable) for syllable in syllables]:
        kept[word] = syllables

lines = [f"{word}\t{' '.join(to_tone3(syllable) for syllable in kept[word])}\n" for word in sorted(kept)]
Path(__file__).with_name("words.tsv").write_text("".join(lines), encoding="utf-8")
