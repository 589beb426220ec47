"""
Ten million records summarised, and pandas doing the same beside it.

usage: python bench/cdr.py ROWS       makes ROWS records of Master.csv, measures both, prints seconds and memory
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

_MAKE = """
COPY (SELECT '' AS accountcode, '7495' || lpad((hash(i) % 1000000)::VARCHAR, 7, '0') AS src,
  ['7916', '7903', '7495', '7812', '49151', '38050', '1212'][(1 + hash(i * 17) % 7)::BIGINT] ||
    lpad((hash(i * 7) % 10000000)::VARCHAR, 7, '0') AS dst,
  'out' AS dcontext, '"7495" <7495>' AS clid, 'PJSIP/1001-' || lpad(printf('%x', i * 2), 8, '0') AS channel,
  'PJSIP/vendor' || (hash(i * 3) % 8)::VARCHAR || '-' || lpad(printf('%x', i * 2 + 1), 8, '0') AS dstchannel, 'Dial' AS lastapp,
  'PJSIP/trunk,60' AS lastdata, strftime(t, '%Y-%m-%d %H:%M:%S') AS start,
  CASE WHEN ok THEN strftime(t + INTERVAL 7 SECOND, '%Y-%m-%d %H:%M:%S') END AS answer,
  strftime(t + to_seconds(d), '%Y-%m-%d %H:%M:%S') AS ended, d, CASE WHEN ok THEN d - 7 ELSE 0 END AS billsec,
  CASE WHEN ok THEN 'ANSWERED' WHEN hash(i * 11) % 3 = 0 THEN 'BUSY' WHEN hash(i * 11) % 3 = 1 THEN 'NO ANSWER' ELSE 'FAILED' END AS how,
  'DOCUMENTATION' AS ama, 'pbx1-' || i::VARCHAR AS uniqueid, '' AS userfield
  FROM (SELECT i, TIMESTAMP '2026-10-01' + to_microseconds(i * (2592000000000 // {rows})) AS t, hash(i * 5) % 100 < 48 AS ok,
    (7 + hash(i * 13) % 300)::INTEGER AS d FROM range({rows}) r(i)))
TO '{path}' (HEADER false, FORCE_QUOTE *)
"""
_PANDAS = """
import sys
import pandas as pd
names = '''accountcode src dst dcontext clid channel dstchannel lastapp lastdata start answer end duration billsec disposition ama
uniqueid userfield'''.split()
rows = pd.read_csv(sys.argv[1], names=names, header=None, dtype=str,
    usecols=["src", "dst", "dstchannel", "start", "answer", "duration", "billsec", "disposition"])
rows["start"] = pd.to_datetime(rows["start"])
rows["talk"] = pd.to_numeric(rows["billsec"])
rows["vendor"] = rows["dstchannel"].str.extract(r"^[^/]+/(.*)-[0-9a-f]+$", expand=False)
rows["direction"] = rows["dst"].str[:6]
rows["answered"] = rows["disposition"] == "ANSWERED"
for keys in (["vendor"], ["direction"], ["vendor", "direction"]):
    print(rows.groupby(keys).agg(attempts=("answered", "size"), answered=("answered", "sum"), talk=("talk", "sum")).head(2))
"""


def measured(name: str, command: list[str]) -> None:
    """Runs a command; prints wall and CPU seconds and the peak of memory."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, "TZ": "UTC"})
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    cpu = used.ru_utime + used.ru_stime
    print(f"{name}: {wall:.1f} s wall, {cpu:.1f} s CPU, {used.ru_maxrss / 1024:.0f} MB, status {os.waitstatus_to_exitcode(status)}")


def main(rows: int) -> None:
    """Makes the file and measures both."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Master.csv"
        duckdb.connect().execute(_MAKE.format(rows=rows, path=path))
        print(f"{rows:,} rows, {path.stat().st_size / 1e9:.2f} GB, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        measured("sipwhy cdr", [sys.executable, "-m", "sipwhy", "cdr", str(path), "--country", "RU", "--utc"])
        measured("pandas", [sys.executable, "-c", _PANDAS, str(path)])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
