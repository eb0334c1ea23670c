"""From a photo to the barcodes in it: the way out when a handheld has no scanner, or a label is too worn for it.

`unpack` refuses what is no photo and gives its grey pixels; `passes` look for barcodes, the cheap ones first;
`regions` say where bars run and which way, `straighten` cuts those out upright, `profiles` makes one line of their
rows; `readings` decide what is believed; `decode` is the door; `evaluate` counts how well it all reads. Nothing here
knows a database or a request; it may import numpy, Pillow, zxing-cpp and `scans.barcodes`.
"""
