-- Version 1 of what the embedded store keeps. Integer keys inside, `key` is the public id.
-- Days are proleptic Gregorian day numbers (date.toordinal). `published` 0: unknown. Sorted by `latest` 0: unknown.
-- An open side of a period is 0 (opens) or 9999999 (closes); a piece whose day nobody tells has neither.

CREATE TABLE state (revision INTEGER NOT NULL);
INSERT INTO state VALUES (0);

-- Counters behind stats(): what = status | type | source | month | total.
CREATE TABLE tally (what TEXT NOT NULL, key TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (what, key)) WITHOUT ROWID;

CREATE TABLE type (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

CREATE TABLE article (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  published INTEGER NOT NULL,
  url TEXT,
  source TEXT,
  digest TEXT NOT NULL
);
CREATE INDEX article_newest ON article (published DESC, key);
CREATE INDEX article_source ON article (source, published DESC, key) WHERE source IS NOT NULL;
-- parts: little-endian 32-bit numbers: how many profiles, the profiles, then entity, start, end, kind of each mention.
CREATE TABLE body (article INTEGER PRIMARY KEY, text TEXT NOT NULL, parts BLOB NOT NULL);
CREATE VIRTUAL TABLE article_words USING fts5
  (words, content = '', detail = none, columnsize = 0, tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co Cn'");

-- What all articles together say an entity is; `degree`: its relations at either end.
CREATE TABLE entity (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  aliases TEXT NOT NULL,
  codes TEXT NOT NULL,
  iso3 TEXT,
  country TEXT,
  degree INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX entity_degree ON entity (degree DESC, key);
CREATE INDEX entity_name ON entity (name, key);
-- An entity as `articles` of them give it, each the same; fingerprint: of what it says.
CREATE TABLE profile (
  id INTEGER PRIMARY KEY,
  entity INTEGER NOT NULL,
  fingerprint INTEGER NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  aliases TEXT NOT NULL,
  codes TEXT NOT NULL,
  articles INTEGER NOT NULL
);
CREATE INDEX profile_entity ON profile (entity, fingerprint);
-- Which articles give an entity, in the order of their public ids.
CREATE TABLE appearance (
  entity INTEGER NOT NULL, article_key TEXT NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (entity, article_key)
) WITHOUT ROWID;
-- How often a mention of the entity reads so.
CREATE TABLE surface (entity INTEGER NOT NULL, text TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (entity, text)) WITHOUT ROWID;

-- Names as words; rowid = entity * 65536 + number of the name (0: name, then the aliases).
CREATE VIRTUAL TABLE name_words USING fts5
  (words, content = '', detail = none, columnsize = 0, prefix = '1 2 3', tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co Cn'");
-- graph/names.py: spellings of names, and the index pieces under which a misspelt one is found.
CREATE TABLE spelling (spelling TEXT NOT NULL, entity INTEGER NOT NULL, PRIMARY KEY (spelling, entity)) WITHOUT ROWID;
CREATE TABLE piece (piece TEXT NOT NULL, spelling TEXT NOT NULL, PRIMARY KEY (piece, spelling)) WITHOUT ROWID;

-- What is claimed, with what its evidence adds up to. opens..closes: the days that any piece reaches.
CREATE TABLE relation (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  subject INTEGER NOT NULL,
  type INTEGER NOT NULL,
  object INTEGER NOT NULL,
  evidence_count INTEGER NOT NULL,
  article_count INTEGER NOT NULL,
  asserted INTEGER NOT NULL,
  planned INTEGER NOT NULL,
  requested INTEGER NOT NULL,
  denied INTEGER NOT NULL,
  hypothetical INTEGER NOT NULL,
  earliest INTEGER,
  latest INTEGER NOT NULL,
  first_published INTEGER,
  last_published INTEGER,
  confidence REAL NOT NULL,
  opens INTEGER,
  closes INTEGER
);
CREATE INDEX relation_newest ON relation (latest DESC, key);
CREATE INDEX relation_type ON relation (type, latest DESC, key, opens, closes);
CREATE INDEX relation_pair ON relation (subject, object);
-- The adjacency list: one row per relation and end, newest first, so that the newest of a hub are read without looking at the rest.
-- way: 1 out, 2 in, 3 both (a symmetric type, or subject = object).
CREATE TABLE incident (
  entity INTEGER NOT NULL,
  latest INTEGER NOT NULL,
  key TEXT NOT NULL,
  relation INTEGER NOT NULL,
  other INTEGER NOT NULL,
  type INTEGER NOT NULL,
  way INTEGER NOT NULL,
  PRIMARY KEY (entity, latest DESC, key)
) WITHOUT ROWID;
CREATE TABLE degree (
  entity INTEGER NOT NULL, type INTEGER NOT NULL, outgoing INTEGER NOT NULL, incoming INTEGER NOT NULL, PRIMARY KEY (entity, type)
) WITHOUT ROWID;

CREATE TABLE evidence (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  relation INTEGER NOT NULL,
  article INTEGER NOT NULL,
  sentence_start INTEGER NOT NULL,
  sentence_end INTEGER NOT NULL,
  trigger_start INTEGER NOT NULL,
  trigger_end INTEGER NOT NULL,
  subject_start INTEGER NOT NULL,
  subject_end INTEGER NOT NULL,
  object_start INTEGER NOT NULL,
  object_end INTEGER NOT NULL,
  status INTEGER NOT NULL,
  granularity TEXT,
  opens INTEGER,
  closes INTEGER,
  published INTEGER,
  place INTEGER,
  role TEXT,
  attributed_to TEXT,
  confidence REAL NOT NULL,
  rule TEXT NOT NULL
);
CREATE INDEX evidence_relation ON evidence (relation);
CREATE INDEX evidence_article ON evidence (article);
CREATE TABLE quote (evidence INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE VIRTUAL TABLE quote_words USING fts5
  (words, content = '', detail = none, columnsize = 0, tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co Cn'");

-- What people say about the graph: decisions of curators, saved views, notes. No part of any export.
CREATE TABLE shelf (shelf TEXT NOT NULL, key TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (shelf, key)) WITHOUT ROWID;

PRAGMA application_id = 1164866661;
PRAGMA user_version = 1;
