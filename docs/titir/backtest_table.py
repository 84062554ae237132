"""The tables of docs/titir/tutorial.md, from what `just bench-backtest` wrote down."""

import json
from pathlib import Path

RESULTS = Path(__file__).resolve().parents[2] / "bench" / "results" / "backtest.json"


def table(name):
    """Return the rows of one series."""
    if not RESULTS.exists():
        return "_Not measured yet._"
    told = json.loads(RESULTS.read_text())["series"][name]
    lines = []
    for part, title in (("any_event", "any event"), ("escalation", "an escalation begins")):
        if part not in told or told[part + "_base"] < 0.001:
            continue
        lines += [f"_{title}_, base {told[part + '_base']:.2%}:", ""]
        lines += ["| ranking | AP | AUC | P@3 | R@3 | Brier |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
        for row in told[part]:
            brier = f"{row['brier']:.4f}" if row["brier"] is not None else ""
            lines.append(
                f"| {row['ranking']} | {row['average_precision']:.3f} | {row['area']:.3f} | {row['precision_at_3']:.3f} "
                f"| {row['recall_at_3']:.3f} | {brier} |"
            )
        lines.append("")
    return "\n".join(lines).strip()
