-- Views that somebody keeps, how foreign sheets were read, calendars that others subscribe to.

-- What a person keeps of a view: its scale, rows and filters, under a name.
CREATE TABLE saved_view (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  profile_id TEXT NOT NULL REFERENCES profile (id),
  place TEXT NOT NULL,
  name TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  content TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX e_saved_view_name ON saved_view (profile_id, place, name);

-- How a sheet of a certain shape was read last: its headings name the shape.
CREATE TABLE sheet_mapping (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  shape TEXT NOT NULL,
  mapping TEXT NOT NULL,
  used INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX e_sheet_mapping_shape ON sheet_mapping (shape);

-- A calendar that others subscribe to: of a person, of a space, or of the whole museum. Whoever has the token reads it.
CREATE TABLE calendar_feed (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  subject_kind TEXT NOT NULL CHECK (subject_kind IN ('museum','space','person')),
  subject_id TEXT,
  token TEXT NOT NULL,
  created INTEGER NOT NULL,
  CHECK ((subject_kind = 'museum') = (subject_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX e_calendar_feed_token ON calendar_feed (token);
