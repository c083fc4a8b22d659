"""Exports of a marketplace's seller centre: one file per format over one way of reading them.

`layout` finds the header and says which format it is, `hints` what its dates and amounts mean,
`reading` turns cells into values, `sift` keeps what cannot be read with its reason. A format says
which fields it has and what rows they make.
"""
