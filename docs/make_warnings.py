"""Writes the table of `docs/warnings.md` from the codes of the package.

python docs/make_warnings.py           writes the table again
python docs/make_warnings.py --check   writes nothing; exit 1 when the table is not what the codes say
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from imrparse.warning_codes import WORST_FIRST, Code, codes

PAGE = Path(__file__).with_name("warnings.md")
HEAD = "| code | severity | what it means | example | what to do |\n|---|---|---|---|---|\n"
TABLE = re.compile(r"^\| code \|.*\n(?:\|.*\n)+", re.MULTILINE)


def table() -> str:
    """A row a code, in the order of the file."""
    return HEAD + "".join(
        f"| `{code.code}` | {severity(code)} | {code.meaning} | {code.example} | {code.action} |\n"
        for code in codes().values()
    )


def severity(code: Code) -> str:
    """The severity, and the values of which it is another: `error`; `note` of `patient.age`."""
    others = {other: [f"`{path}`" for path, severity in code.but.items() if severity == other] for other in WORST_FIRST}
    return "; ".join(
        [f"`{code.severity}`", *(f"`{other}` of {', '.join(paths)}" for other, paths in others.items() if paths)]
    )


def main() -> int:
    page = PAGE.read_text(encoding="utf-8")
    made = TABLE.sub(lambda _: table(), page, count=1)
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(made, encoding="utf-8")
    elif made != page:
        print("docs/warnings.md is not what the codes say: run `make docs`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
