"""How long this process has been running, as the operating system counts it."""

import ctypes
import os
import sys
import time
from pathlib import Path

_IMPORTED = time.perf_counter()
_WINDOWS_TICKS_A_SECOND = 10_000_000
_WINDOWS_EPOCH_SECONDS = 11_644_473_600


def seconds_since_start() -> float:
    """Seconds since the process began, the interpreter's own start included where it is known."""
    if sys.platform == "linux":
        # Field 22 of /proc/self/stat; the name in field 2 may hold spaces but ends with ")".
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        begun = int(fields[19]) / os.sysconf("SC_CLK_TCK")
        now = time.clock_gettime(time.CLOCK_BOOTTIME)
    elif sys.platform == "win32":
        times = [ctypes.c_ulonglong() for _ in range(4)]
        kernel = ctypes.windll.kernel32
        kernel.GetProcessTimes(kernel.GetCurrentProcess(), *(ctypes.byref(one) for one in times))
        begun = times[0].value / _WINDOWS_TICKS_A_SECOND - _WINDOWS_EPOCH_SECONDS
        now = time.time()
    else:
        begun, now = _IMPORTED, time.perf_counter()
    return now - begun
