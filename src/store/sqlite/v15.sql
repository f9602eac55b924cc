-- Version 15: for how many seconds an article stands in a feed's document, how many seconds between polls its
-- server asks for, the longest pause between two arrivals of late and when one of that length ended.
ALTER TABLE feeds ADD COLUMN span INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN wish INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN pause INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN paused INTEGER;
