"""The report: many letters as one self-contained HTML file. `run.make_report` makes it."""
