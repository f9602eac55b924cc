-- Version 6: full texts, fetched because somebody asked for them.
CREATE TABLE article_texts (
  article INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  fetched INTEGER NOT NULL,
  url     TEXT NOT NULL,
  text    TEXT NOT NULL
);
