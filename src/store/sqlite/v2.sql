-- Version 2: the outbox. One row for each notice and notifier, there until it is done with.
CREATE TABLE outbox (
  notice   INTEGER NOT NULL REFERENCES notices (seq),
  notifier TEXT NOT NULL,
  state    TEXT NOT NULL DEFAULT 'due',
  attempts INTEGER NOT NULL DEFAULT 0,
  due      INTEGER NOT NULL,
  claimed  INTEGER,
  answer   TEXT,
  UNIQUE (notice, notifier)
);
CREATE INDEX outbox_due ON outbox (notifier, due) WHERE state = 'due';
