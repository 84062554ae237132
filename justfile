# The developers' list of commands; `just` alone prints it. Needs what check.py installs.

python := ".venv/bin/python"

_default:
    @just --list --unsorted

# install, lay out the demonstration and start
start *words:
    python3 start.py {{ words }}

# every check and test, on SQLite
check *words:
    python3 check.py {{ words }}

# the same tests on a PostgreSQL of their own
postgres *words:
    python3 check.py --postgres {{ words }}

# some tests: just test tests/rules -x
test *words:
    {{ python }} -m pytest -q {{ words }}

# put code and templates in order
tidy:
    .venv/bin/ruff check --fix --quiet .
    .venv/bin/ruff format --quiet .
    find kentongan -path "*/templates/*.html" | sort | xargs .venv/bin/djade --target-version 5.2 || true
    find kentongan -path "*/templates/*.html" | sort | xargs .venv/bin/djhtml --tabwidth 2 || true

# generate the generated parts of the documents again
docs:
    .venv/bin/cog -P -r README.md ARCHITECTURE.md GLOSSARY.md docs/*/*.md

# the quick set of the promises, in one table
promises *words:
    {{ python }} -m tests.promises.table {{ words }}

# the long set of the promises (hours); with --share 50 a fiftieth of it, to see that the night will work
promises-night *words:
    {{ python }} -m tests.promises.table --night {{ words }}

# lock the dependencies anew; no address of a package host goes into the files
lock:
    .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-package titir --no-emit-package simak pyproject.toml -o requirements.lock
    .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-package titir --no-emit-package simak --group test --group dev pyproject.toml -c requirements.lock -o requirements-dev.lock
    echo "uv" | .venv/bin/uv pip compile --quiet --generate-hashes --no-header --no-annotate - -o requirements-uv.lock

# load, search and draw regions, measured; figures in bench/results
bench-regions *words:
    {{ python }} bench/regions.py {{ words }}

# where, when and how many on labelled lines, with intervals; files in the schema of shared/data/text, or our own set
bench-reader-places *words:
    {{ python }} bench/reader_places.py {{ words }}

# durable reports a second over HTTP against a bare Django insert; needs wrk; figures in bench/results
bench-intake *words:
    {{ python }} bench/intake.py {{ words }}

# bytes, LCP, axe, taps, queue and keys against the budgets G1-G16; needs chromium and node; figures in bench/results
bench-pages *words:
    {{ python }} bench/pages.py {{ words }}

# systems that warn, compared over twenty made-up months; Ctrl-C and go on later; figures in bench/results
bench-gladi *words:
    {{ python }} bench/gladi.py {{ words }}

# does a system attend to all areas alike? hundreds of small worlds; Ctrl-C and go on later; figures in bench/results
bench-gladi-attention *words:
    {{ python }} bench/gladi_attention.py {{ words }}

# how much of what arrives in each scenario asks for no action; figures in bench/results
bench-gladi-noise *words:
    {{ python }} bench/gladi_noise.py {{ words }}

# the reader of texts: speed, memory, accuracy with intervals; --names trains and scores names, too
bench-reading *words:
    {{ python }} bench/reading.py {{ words }}

# a kabupaten-year made with its texts, measured; figures in bench/results
bench-gladi-speed *words:
    {{ python }} bench/gladi_speed.py {{ words }}

# the scans: time, memory, growth and distance from what the memory can do; figures in bench/results
bench-scan *words:
    {{ python }} bench/scan.py {{ words }}

# does the night watch keep its word: intervals, budgets, power; Ctrl-C and go on later; figures in bench/results
bench-calibration *words:
    {{ python }} bench/calibration.py {{ words }}

# rankings on UCDP Bangladesh and Syria against the best simple count; figures in bench/results
bench-backtest:
    {{ python }} bench/backtest.py
