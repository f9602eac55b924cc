-- Version 4: what people chose for two articles. bond: 0 apart, 1 together.
CREATE TABLE story_choices (
  article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  other   INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  bond    INTEGER NOT NULL,
  PRIMARY KEY (article, other)
) WITHOUT ROWID;
CREATE INDEX story_choices_by_other ON story_choices (other);
