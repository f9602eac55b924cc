-- Version 7: the alert that an alert became part of when their stories turned out to be one.
ALTER TABLE alerts ADD COLUMN part_of INTEGER;
CREATE INDEX alerts_by_whole ON alerts (part_of) WHERE part_of IS NOT NULL;
