"""The far side of every run: allo-smsc, which says when submissions came."""
import os

import machine


class Smsc:
    def __init__(self, build, directory, port):
        self.port = port
        self.log = os.path.join(directory, "smsc.log")
        self.process = machine.start(
            [os.path.join(build, "allo-smsc"), "--listen",
             f"127.0.0.1:{port}", "--quiet", "--bursts", "--no-receipts"],
            self.log)
        machine.wait_until(lambda: b"listens" in self._read(), 10,
                           "allo-smsc starts", self.process)

    def _read(self):
        with open(self.log, "rb") as log:
            return log.read()

    @property
    def pid(self):
        return self.process.pid

    def stop(self):
        """Ends it; every burst as (first, last, count)."""
        machine.stop(self.process)
        bursts = []
        for line in self._read().decode().splitlines():
            words = line.split()
            if words and words[0] == "burst":
                bursts.append((float(words[1]), float(words[2]),
                               int(words[3])))
        return bursts
