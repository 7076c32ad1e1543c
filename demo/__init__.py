"""The demonstration: invented people and figures on the real tree of units. Loaded only in demonstrations."""
