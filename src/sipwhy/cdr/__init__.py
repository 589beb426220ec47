"""
Traffic quality from call detail records (CDRs): reading, measuring, explaining.

Whatever a file, a database or a capture holds becomes one table of DuckDB, `attempts`, a row for each attempt to reach somebody
through a vendor (`attempt.COLUMNS`; what a CDR lacks is NULL), and a table `prefixes` of where numbers lead. Everything behind
reads these two and nothing else:

    reading/    files and databases -> rows of text        layouts/    rows of text -> attempts, a file for each product
    guess       columns of unknown CSV, Parquet, Excel     mapping     the same, kept as a file that a user may edit
    load        the door: sources -> `Loaded` (the tables, the layouts, what was left out and what could not be read)
    directions  `prefixes`: country, direction, operator, looked up once for each distinct prefix
    packets     calls of captures as attempts, and beside attempts of CDRs
    measures    attempts -> ASR, ABR, NER, SER, SEER, ISA, ACD, PDD ... by vendor, direction, caller, hour
    shifts/     what changed, since when, and whether the others changed too -> `diagnosis.traffic`
"""
