-- Version 9: keys of new articles. Keys are spread at random: in a large tree each would touch a
-- page of its own, so they gather in a small one and go over a slice at a time ("keys_moved": how
-- far the slices have got, in parts of 2^32).
CREATE TABLE young_keys (
  hash    BLOB PRIMARY KEY,
  article INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO meta VALUES ('keys_moved', 0);
