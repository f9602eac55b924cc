-- Version 18: keys of new articles lie in runs, as commits wrote them, and those of late in memory: each entry
-- is a key and 8 bytes, the number of its article, the low one first; 0: nobody's any more. "keys_round" is
-- the last run that was there when the slices of "keys_moved" began to go over to the tree.
CREATE TABLE key_runs (
  id   INTEGER PRIMARY KEY AUTOINCREMENT,
  keys BLOB NOT NULL
);
INSERT OR REPLACE INTO article_keys SELECT hash, article FROM young_keys ORDER BY hash;
DROP TABLE young_keys;
UPDATE meta SET value = 0 WHERE name = 'keys_moved';
INSERT INTO meta VALUES ('keys_round', 0);
