-- Version 17: what was learnt of a feed and was forgotten at each start: its clock, its long pauses, what its
-- server refuses, when its whole document came, and what people were told of it.
ALTER TABLE feeds ADD COLUMN newest INTEGER;
ALTER TABLE feeds ADD COLUMN missed INTEGER;
ALTER TABLE feeds ADD COLUMN again INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN long INTEGER;
ALTER TABLE feeds ADD COLUMN long_ended INTEGER;
ALTER TABLE feeds ADD COLUMN late INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN late_least INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN lag_polls INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN lag_least INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN lag_newest INTEGER;
ALTER TABLE feeds ADD COLUMN empty INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN whole INTEGER;
ALTER TABLE feeds ADD COLUMN bare INTEGER;
