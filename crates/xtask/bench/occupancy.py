"""Inserts into a million occupancies: ours with its triggers, the same with no check, and the naive EXISTS.

All three run in one engine in one process, turn by turn; ours is the table as the migration makes it.
Usage: occupancy.py MIGRATION.sql ROWS. Prints JSON.
"""

import json
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time

RESOURCES, EACH, ROUNDS = 1_000, 3_000, 9
COLUMNS = "id, revision, resource, starts, ends, live, holder_kind, holder_id"


def prepared(folder, schema, rows):
    database = sqlite3.connect(os.path.join(folder, "occupancy.db"), isolation_level=None)
    database.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000;" + schema)
    indexes = [
        (name, sql)
        for name, sql in database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'occupancy' AND sql IS NOT NULL")
    ]
    table = database.execute("SELECT sql FROM sqlite_master WHERE name = 'occupancy'").fetchone()[0]
    each = rows // RESOURCES
    filling = (
        (f"{n:08d}", 0, f"space/{n % RESOURCES}/event", n // RESOURCES * 60, n // RESOURCES * 60 + 45, 1, "session", f"h{n}")
        for n in range(each * RESOURCES)
    )
    database.execute("BEGIN")
    database.executemany(f"INSERT INTO occupancy ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", filling)
    for peer in ("unchecked", "naive"):
        database.execute(table.replace("occupancy", f"occupancy_{peer}", 1))
        # Before the rows, and those in any order, as ours had them: packed indexes would split at every insert.
        for name, sql in indexes:
            database.execute(sql.replace(name, f"{name}_{peer}", 1).replace("ON occupancy", f"ON occupancy_{peer}"))
        database.execute(f"INSERT INTO occupancy_{peer} SELECT * FROM occupancy WHERE id > '' ORDER BY random()")
    database.execute("COMMIT")
    return database, each


def insert(table):
    values = "?, ?, ?, ?, ?, ?, ?, ?"
    if table != "occupancy_naive":
        return f"INSERT INTO {table} ({COLUMNS}) VALUES ({values})"
    return (
        f"INSERT INTO {table} ({COLUMNS}) SELECT {values} WHERE NOT EXISTS (SELECT 1 FROM {table} "
        "WHERE resource = ?3 AND live = 1 AND starts < ?5 AND ends > ?4)"
    ).replace(values, "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8")


def turn(database, table, rows):
    statement = insert(table)
    written = 0
    database.execute("BEGIN")
    began = time.perf_counter()
    for row in rows:
        try:
            written += database.execute(statement, row).rowcount
        except sqlite3.IntegrityError:
            pass
    taken = time.perf_counter() - began
    database.execute("ROLLBACK")
    return taken / len(rows) * 1e6, written


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = file.read()
    rows = int(sys.argv[2])
    dice = random.Random(1)
    with tempfile.TemporaryDirectory(prefix="zhancheng-bench-") as folder:
        database, each = prepared(folder, schema, rows)
        tables = {"ours": "occupancy", "unchecked": "occupancy_unchecked", "naive": "occupancy_naive"}
        figures = {}
        for kind, shift in (("accepted", 45), ("rejected", 30)):
            taken = {name: [] for name in tables}
            for number in range(ROUNDS):
                # A gap of a quarter hour after each stretch: one that fits it, or one that begins too early.
                slots = dice.sample(range(RESOURCES * each), EACH)
                batch = [
                    (f"n{slot}", 0, f"space/{slot % RESOURCES}/event", slot // RESOURCES * 60 + shift, slot // RESOURCES * 60 + 60, 1, "session", "new")
                    for slot in slots
                ]
                # Each is first as often as the others: whoever is, finds the caches cold.
                order = list(tables.items())
                order = order[number % len(order) :] + order[: number % len(order)]
                for name, table in order:
                    microseconds, written = turn(database, table, batch)
                    taken[name].append(microseconds)
                    expected = EACH if kind == "accepted" or name == "unchecked" else 0
                    assert written == expected, (kind, name, written)
            figures[kind] = {name: round(statistics.median(all_rounds), 2) for name, all_rounds in taken.items()}
        print(json.dumps({"rows": rows, "engine": sqlite3.sqlite_version, "microseconds": figures}))


main()
