"""What meta.json of the trained pipeline says."""

META = {
    "lang": "en",
    "name": "entente_news",
    "version": "1.1.0",
    "spacy_version": ">=3.8.0,<3.9.0",
    "description": "English news: Penn tags, universal dependencies, sentence ends, lemmas and names.",
    "author": "The Entente authors",
    "license": "CC BY-SA 4.0 (weights); Apache-2.0 (code and pretrained encoder)",
    "sources": [
        {"name": "all-MiniLM-L6-v2", "author": "sentence-transformers", "license": "Apache-2.0"},
        {"name": "UD English EWT", "author": "Universal Dependencies", "license": "CC BY-SA 4.0"},
        {"name": "UD English GUM (open genres)", "author": "Amir Zeldes and others", "license": "CC BY 4.0"},
        {"name": "Universal NER: English EWT", "author": "Universal NER", "license": "CC BY-SA 4.0"},
        {"name": "CrossNER politics", "author": "Zihan Liu and others", "license": "MIT; texts CC BY-SA"},
        {"name": "Wikigold", "author": "Dominic Balasuriya and others", "license": "CC BY 4.0"},
        {
            "name": "re3d (open parts)",
            "author": "dstl",
            "license": "OGL 3.0, CC BY 3.0 AU, CC BY-SA 3.0, public domain",
        },
        {"name": "Re-DocRED", "author": "Qingyu Tan and others", "license": "MIT; texts CC BY-SA"},
        {"name": "WordNet tables of spacy-lookups-data", "author": "Princeton; Explosion", "license": "WordNet; MIT"},
    ],
}
