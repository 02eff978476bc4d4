INSERT INTO archive.document (title, year) VALUES ('Charter of the town', 1342);
