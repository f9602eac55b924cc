-- Version 8: who of many recipients has a notice already, a name a line; and notices of ends, which
-- have numbers below zero: the event that ended the alert, plus one, below zero.
ALTER TABLE outbox ADD COLUMN taken TEXT NOT NULL DEFAULT '';
INSERT OR IGNORE INTO cursors SELECT 'ends', coalesce(max(id), 0) FROM alert_events;
