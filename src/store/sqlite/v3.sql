-- Version 3: digests keep the notices they began with, receivers may stop a notifier.
ALTER TABLE outbox ADD COLUMN bundle INTEGER;
ALTER TABLE outbox ADD COLUMN settled INTEGER;
CREATE INDEX outbox_by_state ON outbox (state, notifier);

CREATE TABLE notifiers (
  name    TEXT PRIMARY KEY,
  stopped INTEGER NOT NULL,
  why     TEXT NOT NULL
) WITHOUT ROWID;
