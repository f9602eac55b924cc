-- Version 16: the key of what an article says and when, and the address by which the articles of a feed are
-- called where it was put in under another one.
ALTER TABLE articles ADD COLUMN wording BLOB;
ALTER TABLE feeds ADD COLUMN named TEXT;
