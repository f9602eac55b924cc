-- Version 15: for how many seconds an article stands in a feed's document, and how many seconds between polls
-- its server asks for.
ALTER TABLE feeds ADD COLUMN span INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN wish INTEGER NOT NULL DEFAULT 0;
