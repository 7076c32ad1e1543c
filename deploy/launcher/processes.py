"""Child processes: none outlives the launcher, each has a log, and they stop in a given order."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from .console import Stop, tail

PR_SET_PDEATHSIG = 1
LOG_LIMIT = 10_000_000
Command = list[str | Path]
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Account:
    """The system account a child runs as."""

    uid: int
    gid: int


def _bound_to_parent(death_signal: int, parent: int) -> Callable[[], None]:
    """Make a function for the child, run between fork and exec.

    The kernel clears the parent-death signal when credentials change, so this must come after the change of user:
    Popen calls it there. A parent that died before the call is noticed by its missing pid.
    """

    def prepare() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            signal.signal(number, signal.SIG_DFL)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


@dataclass
class Child:
    """One supervised component."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    stop_signal: int = signal.SIGTERM
    patience: float = 10

    def died(self) -> bool:
        """Whether it has ended."""
        return self.process.poll() is not None

    def stop(self) -> None:
        """Ask it to end, wait, then kill its whole process group."""
        if not self.died():
            self.process.send_signal(self.stop_signal)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(self.patience)
        kill_group(self.process.pid)
        self.process.wait()


def kill_group(pid: int) -> None:
    """Kill what is left of a process group that we started."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def spawn(
    name: str,
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    cwd: Path,
    log: Path,
    account: Account | None = None,
    stop_signal: int = signal.SIGTERM,
    death_signal: int = signal.SIGTERM,
    patience: float = 10,
) -> Child:
    """Start a component in its own session, with its output appended to its log."""
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(log.suffix + ".1"))
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            preexec_fn=_bound_to_parent(death_signal, os.getpid()),
        )
    return Child(name, process, log, stop_signal, patience)


def run_tool(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    account: Account | None = None,
    log: Path | None = None,
    inherit_output: bool = False,
    own_session: bool = True,
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; it dies with the launcher and on Ctrl-C.

    Its output is returned, or goes to `log`, or straight to the terminal. Commands that talk with the person
    (a shell, a password prompt) stay in the terminal's session.
    """
    output: int | None = None if inherit_output else subprocess.PIPE
    process = subprocess.Popen(
        [str(part) for part in command],
        env=dict(env) if env is not None else None,
        cwd=cwd,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL if own_session else None,
        stdout=output,
        stderr=None if inherit_output else subprocess.STDOUT,
        start_new_session=own_session,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        preexec_fn=_bound_to_parent(signal.SIGTERM, os.getpid()),
    )
    try:
        text, _ = process.communicate()
    except BaseException:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
        if own_session:
            kill_group(process.pid)
        raise
    if log is not None and text:
        with log.open("a", encoding="utf-8") as file:
            file.write(text)
    return subprocess.CompletedProcess(list(command), process.returncode, text or "", "")


@dataclass
class Supervisor:
    """Keeps the components; the first started is the last stopped."""

    children: list[Child] = field(default_factory=list)

    def add(self, child: Child) -> Child:
        """Watch one more component."""
        self.children.append(child)
        return child

    def check(self) -> None:
        """Raise Stop with the end of the log of a component that has died."""
        for child in self.children:
            if child.died():
                raise component_died(child)

    def stop(self) -> None:
        """Stop everything, last started first."""
        while self.children:
            self.children.pop().stop()

    def watch(self) -> None:
        """Wait until a component dies (raises) or a signal interrupts."""
        while True:
            self.check()
            time.sleep(0.5)


def component_died(child: Child) -> Stop:
    """Describe a dead component with the end of its log."""
    code = child.process.returncode
    return Stop(
        f"Thành phần «{child.name}» đã dừng (mã {code}), nhật ký: {child.log}.",
        f"Component '{child.name}' ended with {code}; the end of its log follows.",
        details=tail(child.log),
    )
