-- Version 5: what people do. Who stands behind a state, what happened to each alert, silences.
ALTER TABLE alerts ADD COLUMN state_by TEXT NOT NULL DEFAULT '';
ALTER TABLE alerts ADD COLUMN notes INTEGER NOT NULL DEFAULT 0;

-- "act": several events that one person made at once, 0 for what wirewatch did by itself; it is
-- the number of the first of them. "was_…": how the alert stood before, for undoing.
CREATE TABLE alert_events (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  act       INTEGER NOT NULL,
  alert     INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
  at        INTEGER NOT NULL,
  what      TEXT NOT NULL,
  who       TEXT NOT NULL,
  text      TEXT NOT NULL,
  until     INTEGER,
  undone    INTEGER,
  was_state INTEGER,
  was_since INTEGER,
  was_until INTEGER,
  was_by    TEXT
);
CREATE INDEX alert_events_by_alert ON alert_events (alert, id);
CREATE INDEX alert_events_by_act ON alert_events (act);

-- "most": the highest severity that it holds back; "watches": JSON.
CREATE TABLE silences (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  query      TEXT NOT NULL,
  watches    TEXT NOT NULL,
  most       INTEGER NOT NULL,
  reason     TEXT NOT NULL,
  who        TEXT NOT NULL,
  made       INTEGER NOT NULL,
  until      INTEGER NOT NULL,
  removed    INTEGER,
  removed_by TEXT
);
CREATE INDEX silences_by_end ON silences (until);

CREATE TABLE silenced (
  notice  INTEGER PRIMARY KEY REFERENCES notices (seq) ON DELETE CASCADE,
  silence INTEGER NOT NULL REFERENCES silences (id)
);
CREATE INDEX silenced_by_silence ON silenced (silence);
