"""Lines to headings, sections and captions, and what a document says it is."""
