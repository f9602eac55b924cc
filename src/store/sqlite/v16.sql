-- Version 16: the key of what an article says and when.
ALTER TABLE articles ADD COLUMN wording BLOB;
