"""The plain SQL that each command cannot beat: the rows that its answer or its change is made of, and nothing else.

Usage: commands.py MUSEUM.zhancheng KNOWN.json, the second as our own figures name the day, the week and the rows that were
asked about. Reads on the museum; writes on a copy, a transaction a row, synchronised as ours is. Prints JSON: the median and
the 95th percentile in microseconds and the rows, command by command.
"""

import json
import os
import sqlite3
import sys
import tempfile
import time
import uuid

DAY = 1440
REPEATS = 40
ENOUGH_SECONDS = 3

# Sessions of a stretch with what a person sees of them.
SESSIONS = [
    "SELECT * FROM session WHERE starts < :to AND ends > :from",
    "SELECT b.* FROM session a JOIN session_space b ON b.session_id = a.id WHERE a.starts < :to AND a.ends > :from",
    "SELECT b.* FROM session a JOIN post b ON b.session_id = a.id WHERE a.starts < :to AND a.ends > :from",
    "SELECT f.* FROM session a JOIN finding f ON f.holder_id = a.id WHERE a.starts < :to AND a.ends > :from",
]
LISTS = ["SELECT * FROM space ORDER BY rank", "SELECT * FROM person ORDER BY sort_key", "SELECT * FROM vehicle", "SELECT * FROM kit"]
# What stands around: the facts that a judgement of a stretch needs.
TAKEN = [
    "SELECT * FROM occupancy WHERE live = 1 AND starts < :to AND ends > :from",
    "SELECT * FROM session WHERE starts < :to AND ends > :from",
]
PEOPLE = ["SELECT * FROM person", "SELECT * FROM qualification", "SELECT * FROM availability", "SELECT * FROM leave"]
RUNS = [
    "SELECT * FROM caravan_run WHERE departs < :to AND returns > :from",
    "SELECT s.* FROM caravan_run r JOIN caravan_stop s ON s.run_id = r.id WHERE r.departs < :to AND r.returns > :from",
    "SELECT c.* FROM caravan_run r JOIN caravan_crew c ON c.run_id = r.id WHERE r.departs < :to AND r.returns > :from",
]
ONE_SESSION = [
    "SELECT * FROM session WHERE id = :session",
    "SELECT * FROM session_space WHERE session_id = :session",
    "SELECT * FROM post WHERE session_id = :session",
    "SELECT * FROM finding WHERE holder_id = :session",
]


def spans(known):
    """Stretches by the names under which commands are asked."""
    day, week = known["day"], known["week"]
    return {"day": (day, day + DAY), "week": (week, week + 7 * DAY), "month": (week, week + 31 * DAY), "year": (week - 180 * DAY, week + 185 * DAY)}


def reads(known):
    """Statements by command, with the stretch they are about."""
    everything = LISTS + SESSIONS + RUNS + ["SELECT * FROM exhibition WHERE installs_from < :to AND deinstalls_until >= :from", "SELECT * FROM leave WHERE starts < :to AND ends > :from"]
    return {
        "schedule_read day": (everything + TAKEN, "day"),
        "schedule_read week": (everything + TAKEN, "week"),
        "schedule_read month": (everything + TAKEN, "month"),
        "today_read": (SESSIONS + TAKEN + RUNS, "day"),
        "year_load": (SESSIONS[:3] + RUNS, "year"),
        "session_read": (ONE_SESSION + TAKEN + PEOPLE, "day"),
        "session_check": (TAKEN + PEOPLE, "day"),
        "session_candidates": (TAKEN + PEOPLE, "day"),
        "quick_add_read": (LISTS + TAKEN + PEOPLE, "day"),
        "sheet_export": (SESSIONS, "week"),
        "print_render": (LISTS[:1] + SESSIONS, "week"),
        "print_pdf": (LISTS[:1] + SESSIONS, "week"),
        "leave_list": (["SELECT * FROM leave WHERE starts < :to AND ends > :from"], "month"),
        "duty_list": (["SELECT * FROM duty WHERE day < :to AND day >= :from"], "week"),
        "exhibition_list": (["SELECT * FROM exhibition WHERE installs_from < :to AND deinstalls_until >= :from", "SELECT * FROM exhibition_space"] + TAKEN, "month"),
        "run_list": (RUNS, "month"),
        "run_read": (RUNS + TAKEN, "month"),
        "run_check": (RUNS + TAKEN, "month"),
        "space_list": (["SELECT * FROM space ORDER BY rank"], "day"),
        "person_list": (["SELECT * FROM person ORDER BY sort_key", "SELECT * FROM qualification", "SELECT * FROM department"], "day"),
        "person_read": (["SELECT * FROM person WHERE id = :person", "SELECT * FROM qualification WHERE person_id = :person", "SELECT * FROM leave WHERE person_id = :person", "SELECT s.* FROM post p JOIN session s ON s.id = p.session_id WHERE p.person_id = :person AND s.starts >= :from"], "day"),
        "exhibit_list": (["SELECT * FROM exhibit", "SELECT * FROM exhibit_fault"], "day"),
        "vehicle_list": (["SELECT * FROM vehicle"], "day"),
        "kit_list": (["SELECT * FROM kit", "SELECT * FROM kit_item"], "day"),
        "site_list": (["SELECT * FROM site"], "day"),
        "department_list": (["SELECT * FROM department"], "day"),
        "profile_list": (["SELECT * FROM profile"], "day"),
        "template_list": (["SELECT * FROM template", "SELECT template_id, state, COUNT(*) FROM session WHERE template_id IS NOT NULL GROUP BY 1, 2"], "day"),
        "template_read": (["SELECT * FROM template", "SELECT * FROM session WHERE template_id = :template"] + TAKEN, "month"),
        "template_preview": (["SELECT * FROM template", "SELECT * FROM session WHERE template_id = :template"] + TAKEN, "month"),
        "history_of_row": (["SELECT j.*, o.* FROM journal j JOIN operation o ON o.sequence = j.sequence WHERE j.row_id = :session"], "day"),
        "store_check": (["PRAGMA integrity_check", "PRAGMA foreign_key_check"], "day"),
    }


def figure(taken, rows):
    taken.sort()
    at = lambda percent: round(taken[(len(taken) - 1) * percent // 100], 1)
    return {"median_microseconds": at(50), "p95_microseconds": at(95), "rows": rows}


def measured(one):
    taken, rows, until = [], 0, time.perf_counter() + ENOUGH_SECONDS
    while len(taken) < 5 or (len(taken) < REPEATS and time.perf_counter() < until):
        began = time.perf_counter()
        rows = one()
        taken.append((time.perf_counter() - began) * 1e6)
    return figure(taken, rows)


def read_figures(database, known):
    rows = known["rows"]
    ids = {"session": rows["session"]["id"], "person": rows["person"], "template": rows["template"]["template"]["id"]}
    figures = {}
    for command, (statements, span) in reads(known).items():
        first, last = spans(known)[span]
        values = {"from": first, "to": last, **ids}
        figures[command] = measured(lambda: sum(len(database.execute(sql, values).fetchall()) for sql in statements))
    return figures


def copied(database, table, source, changed):
    """Inserts a row like another, with some values changed."""
    columns = [column[1] for column in database.execute(f"PRAGMA table_info({table})")]
    row = dict(zip(columns, source)) | changed
    database.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", [row[name] for name in columns])


def write_figures(database, known):
    """A row and what belongs to it, in a transaction of its own."""
    example = {}
    for table in ("session", "post", "session_space", "person", "space"):
        example[table] = database.execute(f"SELECT * FROM {table} ORDER BY id DESC LIMIT 1").fetchone()
    start = known["day"] + 21 * 60
    made = []

    def committed(change):
        def one():
            database.execute("BEGIN IMMEDIATE")
            change()
            database.execute("COMMIT")
            return 1
        return one

    day = {"from": known["day"], "to": known["day"] + DAY}

    def judged(change):
        """What is judged must be read before: what is taken that day, and who there is."""
        def one():
            for sql in TAKEN + PEOPLE:
                database.execute(sql, day).fetchall()
            change()
        return one

    def save_session():
        new = str(uuid.uuid4())
        free = {"template_id": None, "template_day": None, "template_start": None, "moved_to": None}
        copied(database, "session", example["session"], {"id": new, "starts": start, "ends": start + 30} | free)
        copied(database, "post", example["post"], {"id": str(uuid.uuid4()), "session_id": new})
        copied(database, "session_space", example["session_space"], {"id": str(uuid.uuid4()), "session_id": new})
        database.execute("INSERT INTO occupancy VALUES (?, 0, ?, ?, ?, 1, 'session', ?)", (str(uuid.uuid4()), f"bench/{new}", start, start + 30, new))
        made.append(new)

    def move_session():
        last = made[-1]
        database.execute("UPDATE session SET starts = starts + 15, ends = ends + 15 WHERE id = ?", (last,))
        database.execute("UPDATE occupancy SET starts = starts + 15, ends = ends + 15 WHERE holder_id = ?", (last,))

    def named(table):
        return lambda: copied(database, table, example[table], {"id": str(uuid.uuid4()), "name": str(uuid.uuid4())})

    figures = {"session_save": measured(committed(judged(save_session))), "session_move": measured(committed(judged(move_session)))}
    for command in ("history_undo", "history_redo"):
        figures[command] = measured(committed(move_session))
    publish = lambda: database.execute("UPDATE session SET state = 'published', revision = revision + 1 WHERE id = ?", (made[-1],))
    figures["session_transition"] = measured(committed(judged(publish)))
    figures["person_save"] = measured(committed(named("person")))
    figures["space_save"] = measured(committed(named("space")))
    person, day = known["rows"]["person"], known["day"]
    leave = lambda: database.execute("INSERT INTO leave VALUES (?, 0, ?, ?, ?, 'annual', NULL)", (str(uuid.uuid4()), person, day, day + DAY))
    figures["leave_save"] = measured(committed(leave))
    return figures


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        known = json.load(file)
    museum = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True, isolation_level=None)
    figures = read_figures(museum, known)
    with tempfile.TemporaryDirectory(prefix="plain-", dir=os.path.dirname(sys.argv[1])) as folder:
        database = sqlite3.connect(os.path.join(folder, "copy.db"), isolation_level=None)
        museum.backup(database)
        database.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")
        figures |= write_figures(database, known)
    print(json.dumps(figures, ensure_ascii=False))


main()
