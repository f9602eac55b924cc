-- Version 12: the index of articles lets 32 segments gather before it merges them, not 16: each word is
-- written again half as often, and a search asks a few segments more.
INSERT INTO articles_fts (articles_fts, rank) VALUES ('automerge', 32);
