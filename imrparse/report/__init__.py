"""The report: many letters as one self-contained HTML file. `page.write_report` makes it."""
