-- Version 1. Times are microseconds since 1970 (UTC), numbers of 64 bits without sign are kept
-- as those with sign and the same bits.
CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO meta VALUES ('revision', 0), ('articles', 0), ('last_notice', 0), ('last_poll', 0);

CREATE TABLE cursors (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;

-- "address" is what the configuration says, "url" where the feed is now (301, 308).
CREATE TABLE feeds (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  address       TEXT NOT NULL UNIQUE,
  url           TEXT NOT NULL,
  title         TEXT NOT NULL,
  outlet        TEXT NOT NULL,
  class         TEXT NOT NULL,
  language      TEXT NOT NULL,
  tags          TEXT NOT NULL,
  fixed         INTEGER,
  allow_private INTEGER NOT NULL,
  enabled       INTEGER NOT NULL,
  state         TEXT NOT NULL DEFAULT 'new',
  error_kind    TEXT,
  error_message TEXT,
  articles      INTEGER NOT NULL DEFAULT 0,
  polls         INTEGER NOT NULL DEFAULT 0,
  not_modified  INTEGER NOT NULL DEFAULT 0,
  last_success  INTEGER,
  last_poll     INTEGER,
  next_poll     INTEGER,
  last_article  INTEGER,
  failures      INTEGER NOT NULL DEFAULT 0,
  interval      INTEGER NOT NULL DEFAULT 0,
  gap           INTEGER NOT NULL DEFAULT 0,
  ttl           INTEGER,
  skip_hours    INTEGER NOT NULL DEFAULT 0,
  skip_days     INTEGER NOT NULL DEFAULT 0,
  etag          BLOB,
  last_modified BLOB,
  delay_p50     INTEGER,
  delay_p99     INTEGER,
  repaired      TEXT
);
CREATE INDEX feeds_by_state ON feeds (enabled, state);

-- "matches" is JSON, and only where a watch flags the article. Long texts come last, so that the
-- columns before them are read without walking overflow pages.
CREATE TABLE articles (
  id         INTEGER PRIMARY KEY,
  identity   BLOB NOT NULL,
  alias      BLOB,
  feed       INTEGER NOT NULL,
  story      INTEGER NOT NULL,
  content    INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  seen       INTEGER NOT NULL,
  published  INTEGER,
  updated    INTEGER,
  origin     TEXT NOT NULL,
  matches    TEXT,
  title      TEXT NOT NULL,
  url        TEXT NOT NULL,
  guid       TEXT NOT NULL,
  outlet     TEXT NOT NULL,
  feed_title TEXT NOT NULL,
  author     TEXT NOT NULL,
  language   TEXT NOT NULL,
  categories TEXT,
  summary    TEXT NOT NULL,
  body       TEXT NOT NULL
);
CREATE INDEX articles_by_story ON articles (story);
CREATE INDEX articles_by_time ON articles (first_seen);

-- Identities and aliases in one tree: one look-up finds either.
CREATE TABLE article_keys (
  hash    BLOB PRIMARY KEY,
  article INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE article_versions (
  article  INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  version  INTEGER NOT NULL,
  replaced INTEGER NOT NULL,
  content  INTEGER NOT NULL,
  updated  INTEGER,
  title    TEXT NOT NULL,
  url      TEXT NOT NULL,
  summary  TEXT NOT NULL,
  body     TEXT NOT NULL,
  PRIMARY KEY (article, version)
) WITHOUT ROWID;

-- Articles by the minute in which they were fetched, with the smallest row of that minute.
CREATE TABLE arrivals (
  minute   INTEGER PRIMARY KEY,
  articles INTEGER NOT NULL,
  first_id INTEGER NOT NULL
);

-- Words are folded and made distinct before they come here, so neither a tokenizer for all
-- scripts nor places of words are needed.
CREATE VIRTUAL TABLE articles_fts USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);
INSERT INTO articles_fts (articles_fts, rank) VALUES ('hashsize', 33554432);
INSERT INTO articles_fts (articles_fts, rank) VALUES ('automerge', 16);
INSERT INTO articles_fts (articles_fts, rank) VALUES ('crisismerge', 64);

-- Rows in order of founding: names are spread at random, states are large.
CREATE TABLE stories (
  id         INTEGER PRIMARY KEY,
  name       INTEGER NOT NULL UNIQUE,
  title      TEXT NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen  INTEGER NOT NULL,
  state      BLOB NOT NULL
);
CREATE INDEX stories_by_last ON stories (last_seen);

-- state: 0 open, 1 acknowledged, 2 snoozed, 3 resolved; severity: 0 routine to 3 flash.
CREATE TABLE alerts (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  story         INTEGER NOT NULL UNIQUE,
  state         INTEGER NOT NULL DEFAULT 0,
  state_since   INTEGER NOT NULL,
  snoozed_until INTEGER,
  raised        INTEGER NOT NULL,
  changed       INTEGER NOT NULL,
  severity      INTEGER NOT NULL,
  score         INTEGER NOT NULL,
  seq           INTEGER NOT NULL DEFAULT 0,
  words         INTEGER NOT NULL,
  settled       INTEGER NOT NULL GENERATED ALWAYS AS (state <> 0) STORED,
  line          TEXT NOT NULL
);
CREATE INDEX alerts_by_urgency ON alerts (settled, severity DESC, changed DESC, id DESC, state);
CREATE INDEX alerts_by_change ON alerts (changed DESC, id DESC, severity, state);
CREATE INDEX alerts_snoozed ON alerts (snoozed_until) WHERE state = 2;

CREATE TABLE alert_watches (
  alert INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
  watch TEXT NOT NULL,
  PRIMARY KEY (alert, watch)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE alerts_fts USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);

-- Alerts raised per hour and watch.
CREATE TABLE alert_hours (
  hour   INTEGER NOT NULL,
  watch  TEXT NOT NULL,
  alerts INTEGER NOT NULL,
  PRIMARY KEY (hour, watch)
) WITHOUT ROWID;

CREATE TABLE alert_counts (
  state    INTEGER NOT NULL,
  severity INTEGER NOT NULL,
  alerts   INTEGER NOT NULL,
  PRIMARY KEY (state, severity)
) WITHOUT ROWID;
CREATE TRIGGER alerts_added AFTER INSERT ON alerts BEGIN
  INSERT INTO alert_counts VALUES (new.state, new.severity, 1)
    ON CONFLICT (state, severity) DO UPDATE SET alerts = alerts + 1;
END;
CREATE TRIGGER alerts_removed AFTER DELETE ON alerts BEGIN
  UPDATE alert_counts SET alerts = alerts - 1
    WHERE state = old.state AND severity = old.severity;
END;
CREATE TRIGGER alerts_moved AFTER UPDATE OF state, severity ON alerts
  WHEN old.state <> new.state OR old.severity <> new.severity BEGIN
  UPDATE alert_counts SET alerts = alerts - 1
    WHERE state = old.state AND severity = old.severity;
  INSERT INTO alert_counts VALUES (new.state, new.severity, 1)
    ON CONFLICT (state, severity) DO UPDATE SET alerts = alerts + 1;
END;

-- The bytes of a notice never change.
CREATE TABLE notices (
  seq    INTEGER PRIMARY KEY,
  alert  INTEGER NOT NULL,
  raised INTEGER NOT NULL,
  json   TEXT NOT NULL
);
CREATE INDEX notices_by_alert ON notices (alert);
