-- Version 14: what stories gained since their rows were written, one step for each commit that changed
-- one, in the order of commits. Written behind each other they take a few pages of a commit; the rows of
-- stories, which lie all over the file, took two thirds of what a backlog wrote. "upto" is the last step
-- that a story's row has taken in. Numbers of steps never come again.
CREATE TABLE story_steps (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  name       INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen  INTEGER NOT NULL,
  step       BLOB NOT NULL
);
ALTER TABLE stories ADD COLUMN upto INTEGER NOT NULL DEFAULT 0;
