"""The quantised encoder as a spaCy component: word features, windows, one run of the network, decoding."""
