"""launcher.py FD COMMAND...: runs a command, and writes how it ended, its seconds and its peak memory to that file descriptor.

The kernel charges a process with the memory of whoever started it until it becomes the program: so something small has to start it."""
import os
import sys
import time

begin = time.perf_counter()
_, status, usage = os.wait4(os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ), 0)
wall = time.perf_counter() - begin
os.write(int(sys.argv[1]), f"{os.waitstatus_to_exitcode(status)} {wall} {usage.ru_maxrss}".encode())
