-- Version 13: the host that asked a feed to wait, where a redirect led there; and whether people were told
-- that something is wrong with a feed. They were, of what was in these states before.
ALTER TABLE feeds ADD COLUMN held TEXT;
ALTER TABLE feeds ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
UPDATE feeds SET told = 1 WHERE state IN ('auth', 'gone', 'blocked', 'broken', 'silent');
