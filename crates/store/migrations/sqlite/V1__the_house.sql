-- The first house. Every journaled table has `id` and `revision` first; times are
-- minutes on the museum's wall clock, days are minutes at which they begin, journal
-- times UTC milliseconds. Constraints that a person may meet are named for their codes.

-- The engine's own -------------------------------------------------------------

CREATE TABLE head (id INTEGER PRIMARY KEY CHECK (id = 1), sequence INTEGER NOT NULL) STRICT;
INSERT INTO head (id, sequence) VALUES (1, 0);

-- The last operation that changed each area: what a batch's rule read is still so
-- as long as none of its areas has moved.
CREATE TABLE area_head (area TEXT PRIMARY KEY, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE guard (ok INTEGER NOT NULL, CONSTRAINT e_guard CHECK (ok = 1)) STRICT;

CREATE TABLE operation (
  id TEXT PRIMARY KEY,
  digest TEXT NOT NULL,
  sequence INTEGER NOT NULL UNIQUE,
  actor_id TEXT NOT NULL,
  command TEXT NOT NULL,
  at_utc_milliseconds INTEGER NOT NULL,
  areas TEXT NOT NULL,
  answer TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('do','undo','redo')),
  reversible INTEGER NOT NULL CHECK (reversible IN (0, 1)),
  reverses TEXT REFERENCES operation (id),
  reversed_by TEXT REFERENCES operation (id)
) STRICT;
CREATE INDEX operation_actor ON operation (actor_id, sequence);

CREATE TABLE journal (
  sequence INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  table_name TEXT NOT NULL,
  row_id TEXT NOT NULL,
  before TEXT,
  after TEXT,
  PRIMARY KEY (sequence, ordinal),
  CHECK (before IS NOT NULL OR after IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_row ON journal (row_id, sequence);

CREATE TABLE search_token (
  token TEXT NOT NULL,
  table_name TEXT NOT NULL,
  row_id TEXT NOT NULL,
  PRIMARY KEY (token, table_name, row_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_token_row ON search_token (row_id, token);

-- The museum -------------------------------------------------------------------

CREATE TABLE setting (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE profile (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  name TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('front_desk','planner','roster_lead','duty_manager','manager','administrator')),
  pin_hash TEXT,
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX e_profile_name ON profile (name);

CREATE TABLE department (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  name TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX e_department_name ON department (name);

CREATE TABLE state_notice (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  year INTEGER NOT NULL,
  version INTEGER NOT NULL,
  title TEXT NOT NULL,
  published TEXT NOT NULL,
  source TEXT NOT NULL,
  days TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX e_state_notice ON state_notice (year, version);

CREATE TABLE museum_notice (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  from_day INTEGER NOT NULL,
  to_day INTEGER NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('day','morning','afternoon')),
  space_id TEXT REFERENCES space (id),
  effect TEXT NOT NULL CHECK (effect IN ('close','open')),
  kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
  CONSTRAINT e_museum_notice_days CHECK (from_day <= to_day)
) STRICT;
CREATE INDEX museum_notice_days ON museum_notice (to_day, from_day);

CREATE TABLE duty (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  day INTEGER NOT NULL,
  leader_id TEXT NOT NULL REFERENCES person (id)
) STRICT;
CREATE UNIQUE INDEX e_duty_day ON duty (day);

-- Resources --------------------------------------------------------------------

CREATE TABLE space (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  parent_id TEXT REFERENCES space (id),
  name TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  rank INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('hall','zone','theatre','classroom','outdoor')),
  capacity INTEGER CHECK (capacity > 0),
  area_square_metres INTEGER CHECK (area_square_metres > 0),
  lanes INTEGER NOT NULL CHECK (lanes BETWEEN 0 AND 20),
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX e_space_name ON space (name, parent_id);

CREATE TABLE person (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  name TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('staff','docent','volunteer')),
  department_id TEXT REFERENCES department (id),
  phone TEXT,
  licence_class TEXT,
  licence_expires INTEGER,
  remark TEXT,
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;

CREATE TABLE qualification (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  person_id TEXT NOT NULL REFERENCES person (id),
  aspect TEXT NOT NULL CHECK (aspect IN ('role','theme','language','age_band','hall')),
  value TEXT NOT NULL,
  expires INTEGER
) STRICT;
CREATE UNIQUE INDEX e_qualification ON qualification (person_id, aspect, value);

CREATE TABLE availability (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  person_id TEXT NOT NULL REFERENCES person (id),
  weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  valid_from INTEGER,
  valid_to INTEGER,
  CONSTRAINT e_availability_span CHECK (starts < ends)
) STRICT;
CREATE INDEX availability_person ON availability (person_id);

CREATE TABLE leave (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  person_id TEXT NOT NULL REFERENCES person (id),
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  kind TEXT NOT NULL,
  remark TEXT,
  CONSTRAINT e_leave_span CHECK (starts < ends)
) STRICT;
CREATE INDEX leave_person ON leave (person_id, starts);

CREATE TABLE vehicle (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  name TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  plate TEXT NOT NULL,
  kind TEXT NOT NULL,
  licence_class TEXT NOT NULL,
  inspection_expires INTEGER,
  insurance_expires INTEGER,
  acquired INTEGER,
  odometer_kilometres INTEGER,
  remark TEXT,
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX e_vehicle_plate ON vehicle (plate);

CREATE TABLE kit (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  name TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  remark TEXT,
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX e_kit_name ON kit (name);

CREATE TABLE kit_item (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  kit_id TEXT NOT NULL REFERENCES kit (id),
  name TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  rank INTEGER NOT NULL
) STRICT;
CREATE INDEX kit_item_kit ON kit_item (kit_id, rank);

CREATE TABLE site (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  name TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  district_code TEXT NOT NULL,
  kind TEXT NOT NULL,
  address TEXT,
  contact_name TEXT,
  contact_phone TEXT,
  power TEXT,
  parking TEXT,
  remark TEXT,
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX e_site_name ON site (name, district_code);

CREATE TABLE travel_time (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  from_code TEXT NOT NULL,
  to_code TEXT NOT NULL,
  minutes INTEGER NOT NULL CHECK (minutes > 0),
  metres INTEGER NOT NULL CHECK (metres > 0),
  provenance TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX e_travel_time ON travel_time (from_code, to_code);

-- The programme ----------------------------------------------------------------

CREATE TABLE exhibition (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  title TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft','planned','published','cancelled')),
  department_id TEXT REFERENCES department (id),
  lender TEXT,
  installs_from INTEGER NOT NULL,
  opens_on INTEGER NOT NULL,
  closes_on INTEGER NOT NULL,
  deinstalls_until INTEGER NOT NULL,
  remark TEXT,
  reason_code TEXT,
  reason_text TEXT,
  CONSTRAINT e_exhibition_phases CHECK (installs_from <= opens_on AND opens_on <= closes_on AND closes_on <= deinstalls_until)
) STRICT;
CREATE INDEX exhibition_span ON exhibition (deinstalls_until, installs_from);

CREATE TABLE exhibition_space (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  exhibition_id TEXT NOT NULL REFERENCES exhibition (id),
  space_id TEXT NOT NULL REFERENCES space (id)
) STRICT;
CREATE UNIQUE INDEX e_exhibition_space ON exhibition_space (exhibition_id, space_id);
CREATE INDEX exhibition_space_space ON exhibition_space (space_id);

CREATE TABLE exhibit (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  name TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  space_id TEXT REFERENCES space (id),
  exhibition_id TEXT REFERENCES exhibition (id),
  condition TEXT NOT NULL CHECK (condition IN ('on_show','in_store','under_repair')),
  remark TEXT,
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;

CREATE TABLE exhibit_fault (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  exhibit_id TEXT NOT NULL REFERENCES exhibit (id),
  reported INTEGER NOT NULL,
  words TEXT NOT NULL,
  mended INTEGER
) STRICT;
CREATE INDEX exhibit_fault_exhibit ON exhibit_fault (exhibit_id, reported);

CREATE TABLE template (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  title TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  valid_from INTEGER NOT NULL,
  valid_to INTEGER NOT NULL,
  content TEXT NOT NULL,
  split_from TEXT REFERENCES template (id),
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  CONSTRAINT e_template_days CHECK (valid_from <= valid_to)
) STRICT;

CREATE TABLE template_skip (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  template_id TEXT NOT NULL REFERENCES template (id),
  day INTEGER NOT NULL,
  start_minute INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX e_template_skip ON template_skip (template_id, day, start_minute);

CREATE TABLE session (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft','planned','published','held','counted','locked','moved','cancelled','no_audience')),
  public INTEGER NOT NULL CHECK (public IN (0, 1)),
  department_id TEXT REFERENCES department (id),
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  lead_in_minutes INTEGER NOT NULL CHECK (lead_in_minutes BETWEEN 0 AND 1440),
  lead_out_minutes INTEGER NOT NULL CHECK (lead_out_minutes BETWEEN 0 AND 1440),
  theme TEXT,
  language TEXT NOT NULL,
  age_band TEXT,
  capacity INTEGER CHECK (capacity > 0),
  meeting_point TEXT,
  remark TEXT,
  template_id TEXT REFERENCES template (id),
  template_day INTEGER,
  template_start INTEGER,
  -- No foreign key: the old row gives its occurrence away before the new one takes it.
  moved_to TEXT,
  reason_code TEXT,
  reason_text TEXT,
  CONSTRAINT e_session_span CHECK (starts < ends),
  CHECK ((template_id IS NULL) = (template_day IS NULL) AND (template_id IS NULL) = (template_start IS NULL))
) STRICT;
CREATE INDEX session_starts ON session (starts, ends);
CREATE INDEX session_template ON session (template_id) WHERE template_id IS NOT NULL;
CREATE UNIQUE INDEX e_session_occurrence ON session (template_id, template_day, template_start) WHERE template_id IS NOT NULL AND state <> 'moved';

CREATE TABLE session_space (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  session_id TEXT NOT NULL REFERENCES session (id),
  space_id TEXT NOT NULL REFERENCES space (id)
) STRICT;
CREATE UNIQUE INDEX e_session_space ON session_space (session_id, space_id);
CREATE INDEX session_space_space ON session_space (space_id);

-- A place to be filled: a type now ("one English docent"), a person later.
CREATE TABLE post (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  session_id TEXT NOT NULL REFERENCES session (id),
  rank INTEGER NOT NULL,
  role TEXT NOT NULL,
  language TEXT,
  person_id TEXT REFERENCES person (id)
) STRICT;
CREATE INDEX post_session ON post (session_id, rank);
CREATE INDEX post_person ON post (person_id);

CREATE TABLE caravan_run (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  title TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  departs INTEGER NOT NULL,
  returns INTEGER NOT NULL,
  vehicle_id TEXT REFERENCES vehicle (id),
  kit_id TEXT REFERENCES kit (id),
  return_drive_minutes INTEGER NOT NULL,
  return_drive_metres INTEGER NOT NULL,
  remark TEXT,
  -- When the vehicle leaves for home.
  return_departs INTEGER NOT NULL,
  CONSTRAINT e_caravan_run_span CHECK (departs < returns)
) STRICT;
CREATE INDEX caravan_run_span ON caravan_run (departs, returns);

CREATE TABLE caravan_crew (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  run_id TEXT NOT NULL REFERENCES caravan_run (id),
  person_id TEXT NOT NULL REFERENCES person (id),
  duty TEXT NOT NULL CHECK (duty IN ('driver','crew'))
) STRICT;
CREATE UNIQUE INDEX e_caravan_crew ON caravan_crew (run_id, person_id);
CREATE INDEX caravan_crew_person ON caravan_crew (person_id);

CREATE TABLE caravan_stop (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  run_id TEXT NOT NULL REFERENCES caravan_run (id),
  session_id TEXT NOT NULL REFERENCES session (id),
  site_id TEXT NOT NULL REFERENCES site (id),
  outreach_place TEXT NOT NULL,
  drive_minutes INTEGER NOT NULL CHECK (drive_minutes >= 0),
  drive_metres INTEGER NOT NULL CHECK (drive_metres >= 0),
  -- When the vehicle leaves for the stop, and where the night after it is spent.
  departs INTEGER NOT NULL,
  overnight TEXT
) STRICT;
CREATE UNIQUE INDEX e_caravan_stop ON caravan_stop (session_id);
CREATE INDEX caravan_stop_run ON caravan_stop (run_id);

CREATE TABLE caravan_load (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  run_id TEXT NOT NULL REFERENCES caravan_run (id),
  name TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  loaded INTEGER NOT NULL CHECK (loaded IN (0, 1)),
  rank INTEGER NOT NULL
) STRICT;
CREATE INDEX caravan_load_run ON caravan_load (run_id, rank);

-- What can be in one place at a time ---------------------------------------------

-- Live rows of one resource are disjoint, so only the last one that starts before a
-- new end can clash with it: one index seek decides.
CREATE TABLE occupancy (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  resource TEXT NOT NULL,
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  live INTEGER NOT NULL CHECK (live IN (0, 1)),
  holder_kind TEXT NOT NULL CHECK (holder_kind IN ('session','exhibition','caravan_run')),
  holder_id TEXT NOT NULL,
  CONSTRAINT e_occupancy_span CHECK (starts < ends)
) STRICT;
CREATE UNIQUE INDEX occupancy_live ON occupancy (resource, starts, ends) WHERE live = 1;
CREATE INDEX occupancy_holder ON occupancy (holder_id);
CREATE INDEX occupancy_ends ON occupancy (ends, starts);

CREATE TRIGGER occupancy_insert BEFORE INSERT ON occupancy WHEN NEW.live = 1 BEGIN
  SELECT RAISE(ABORT, 'e_overlap') WHERE (
    SELECT o.ends FROM occupancy o
    WHERE o.resource = NEW.resource AND o.live = 1 AND o.starts < NEW.ends
    ORDER BY o.starts DESC LIMIT 1
  ) > NEW.starts;
END;

CREATE TRIGGER occupancy_update BEFORE UPDATE ON occupancy WHEN NEW.live = 1 BEGIN
  SELECT RAISE(ABORT, 'e_overlap') WHERE (
    SELECT o.ends FROM occupancy o
    WHERE o.resource = NEW.resource AND o.live = 1 AND o.starts < NEW.ends AND o.id <> NEW.id
    ORDER BY o.starts DESC LIMIT 1
  ) > NEW.starts;
END;

-- A soft clash that somebody let pass, with the reason that prints.
CREATE TABLE finding (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  holder_kind TEXT NOT NULL,
  holder_id TEXT NOT NULL,
  code TEXT NOT NULL,
  facts TEXT NOT NULL,
  reason TEXT NOT NULL,
  author_id TEXT NOT NULL,
  author_name TEXT NOT NULL,
  decided_utc_milliseconds INTEGER NOT NULL
) STRICT;
CREATE INDEX finding_holder ON finding (holder_id);

CREATE TABLE print_version (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  document TEXT NOT NULL,
  subject TEXT NOT NULL,
  from_day INTEGER NOT NULL,
  to_day INTEGER NOT NULL,
  number INTEGER NOT NULL,
  issued INTEGER NOT NULL,
  issued_by TEXT NOT NULL,
  content TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX e_print_version ON print_version (document, subject, from_day, to_day, number);
