"""The peers of search on a museum's own names and titles: LIKE, and FTS5 with trigrams.

Usage: search.py MUSEUM.zhancheng TEXT… Prints JSON: microseconds and rows found, text by text.
"""

import json
import sqlite3
import statistics
import sys
import time

REPEATS = 15
# What a person is shown: names first, then what lies nearest to now.
NOW = 29_631_410
NEAREST = f"ORDER BY starts IS NOT NULL, abs(starts - {NOW}) LIMIT 60"


def measured(database, sql, values):
    taken = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        found = database.execute(sql, values).fetchall()
        taken.append((time.perf_counter() - began) * 1e6)
    return {"median_microseconds": round(statistics.median(taken)), "found": len(found)}


def main():
    source = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    database = sqlite3.connect(":memory:")
    names = source.execute("SELECT id, title, starts FROM session UNION ALL SELECT id, name, NULL FROM person UNION ALL SELECT id, name, NULL FROM space").fetchall()
    database.execute("CREATE TABLE named (id TEXT, name TEXT, starts INTEGER)")
    database.executemany("INSERT INTO named VALUES (?, ?, ?)", names)
    database.execute("CREATE VIRTUAL TABLE trigram USING fts5 (id UNINDEXED, name, starts UNINDEXED, tokenize = 'trigram')")
    database.execute("INSERT INTO trigram SELECT id, name, starts FROM named")
    figures = []
    for text in sys.argv[2:]:
        like = measured(database, f"SELECT id FROM named WHERE name LIKE ? {NEAREST}", (f"%{text}%",))
        fts = measured(database, f"SELECT id FROM trigram WHERE trigram MATCH ? {NEAREST}", (f'"{text}"',))
        figures.append({"name": text, "like": like, "trigram": fts})
    print(json.dumps({"names": len(names), "engine": sqlite3.sqlite_version, "searches": figures}, ensure_ascii=False))


main()
