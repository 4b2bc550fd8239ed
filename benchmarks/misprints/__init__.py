"""One printed figure of a correct document changed at a time: is it found, is it blamed, is its cause named?

The document is made and read once; what is changed is the text that was read, so that a thousand misprints cost a
thousand audits and not a thousand PDFs.
"""
