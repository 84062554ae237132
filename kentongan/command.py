"""The `kentongan` command: Django's commands under the names of the office."""

import os
import sys

from kentongan.sqlite import use_modern_sqlite

COMMANDS = {
    "serve": ("jalankan layanan", "run the service: web server and loop"),
    "beat": ("jalankan putaran waktu saja", "run the loop alone"),
    "night": ("jalankan penjaga malam saja", "run the night watch alone"),
    "prepare": ("siapkan folder data", "prepare the data folder"),
    "demo": ("tata kabupaten peragaan", "lay out the demonstration kabupaten"),
    "load-regions": ("muat wilayah Indonesia", "load the regions of Indonesia"),
    "invite-admin": ("undang admin suatu wilayah", "invite an administrator of a region"),
    "import-reports": ("masukkan laporan dari berkas JSONL", "read reports from a JSONL file"),
    "train-reader": ("latih mesin pembaca", "train the reader of texts"),
    "verify-log": ("periksa buku log", "check the logbook for changes"),
    "backup": ("salin semua data ke satu berkas", "copy all data into one file"),
    "restore": ("kembalikan salinan ke folder kosong", "put a copy back into an empty folder"),
    "check": ("periksa keamanan dan basis data", "check safety and database"),
}


def main() -> None:
    """Run one command; without a name, list them."""
    use_modern_sqlite()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kentongan.settings")
    words = sys.argv[1:]
    if not words or (words[0] in ("help", "--help", "-h") and len(words) == 1):
        print(overview())  # noqa: T201 this is the command line
        return
    from django.core.management import execute_from_command_line  # noqa: PLC0415 after the swap of SQLite

    execute_from_command_line(["kentongan", words[0].replace("-", "_"), *words[1:]])


def overview() -> str:
    """Return the list of commands in both languages."""
    lines = [f"  {name:<15} {said:<37} {english}" for name, (said, english) in COMMANDS.items()]
    closing = (
        "\n`kentongan NAMA --help` menjelaskan satu perintah. / `kentongan NAME --help` explains one command."
    )
    return "\n".join(["kentongan NAMA / NAME", "", *lines, closing])
