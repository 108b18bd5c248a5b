"""What the kernel says of a process, and waiting for it."""
import os
import socket
import subprocess
import time

TICK = 1 / os.sysconf("SC_CLK_TCK")


class Failed(Exception):
    """A run that cannot be measured, with the reason."""


def cpu(pids):
    """Seconds of CPU, user and system, that these processes took so far."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/stat") as stat:
            fields = stat.read().rsplit(") ", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total * TICK


def memory(pids):
    """Resident, proportional and private memory in MB, over all of them."""
    sums = {"Rss": 0, "Pss": 0, "Private_Clean": 0, "Private_Dirty": 0}
    for pid in pids:
        with open(f"/proc/{pid}/smaps_rollup") as rollup:
            for line in rollup:
                key, _, rest = line.partition(":")
                if key in sums:
                    sums[key] += int(rest.split()[0]) / 1024
    return {"rss": sums["Rss"], "pss": sums["Pss"],
            "private": sums["Private_Clean"] + sums["Private_Dirty"]}


def peak(pid):
    """The most resident memory that it ever had, in MB."""
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    raise Failed(f"process {pid} has no VmHWM")


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as listed:
        return [int(word) for word in listed.read().split()]


def load():
    return os.getloadavg()[0]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(command, log, environment=None):
    """A process of ours with stdin empty and both outputs in a file."""
    with open(log, "wb") as out:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out,
                                stderr=out, env=environment)


def stop(process, patience=30):
    """End it kindly; SIGKILL when it does not listen."""
    if process is None or process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_until(true, seconds, what, process=None, every=0.05):
    """Until true() gives something, which is returned."""
    end = time.monotonic() + seconds
    while True:
        found = true()
        if found:
            return found
        if process is not None and process.poll() is not None:
            raise Failed(f"{what}: the process ended ({process.returncode})")
        if time.monotonic() > end:
            raise Failed(f"{what}: not within {seconds} s")
        time.sleep(every)
