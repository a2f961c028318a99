"""The dossier, live: a Datasette plugin, and `onrecord serve`, which starts a Datasette with it.

Datasette brings tables, facets, filters, SQL, CSV and JSON of whatever is on screen; the plugin
adds the pages that it cannot know: the story, its claims, speakers and articles, and search.
Every ledger that a Datasette with this plugin opens has them, read only. `onrecord serve --review`
adds forms for whoever has its token; what they decide goes to the ledger, one decision at a time.
"""
