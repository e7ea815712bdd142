"""The room below the other two: the nouns, the rules of the world, and how to remember them. Imports neither ingest nor app."""
