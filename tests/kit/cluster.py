"""A Dask cluster of two processes on this computer, until standard input ends.

Run as a program: prints the address of its scheduler.
"""

from __future__ import annotations

import importlib
import sys


def main() -> None:
    """Run the cluster."""
    with importlib.import_module("distributed").LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        worker_dashboard_address=None,
    ) as cluster:
        sys.stdout.write(f"{cluster.scheduler_address}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
