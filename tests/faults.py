#!/usr/bin/env python3
"""Lets one thing at a time fail, and counts what the programs make of it.

    faults.py PREFIX [--few N] [NAME...]

PREFIX is where kkr is installed; --few takes N cases of each kind, by a fixed seed, and NAMEs only
what is of these programs (of the driver: kkr). Kinds of a program: each call for memory, each system
call with each error that it really has, reads and writes of a part, and little address space
(ulimit -v). Kinds of `kkr run refugees`: the same in each of its programs, and each call of a tool.

Right is a status of sysexits.h with a sentence `kkr-NAME: ...`, or status 0 with the bytes and files
of a run that nothing disturbs. The status is 1 where anything else was seen.
"""
import os, random, re, shlex, shutil, subprocess, sys, tempfile
from concurrent.futures import ThreadPoolExecutor

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
STATUSES = {64, 65, 66, 69, 70, 71, 73, 74, 75, 78}
SEED = 20
MOST = 1000 # cases of a kind that an invocation has; of more, so many by the seed
TIMEOUT = 30 # seconds, for a program that takes less than one

# What is run, where all inputs are: what begins with "<" is standard input. A name that is written ends in ".out".
INVOCATIONS = r"""
kkr-parse --rejects bad.out --report report.out a.xml
kkr-parse --schema export.xsd -- f.xml.gz <a.xml
kkr-table --encoding windows-1252 --maps maps --rejects bad.out --report report.out a.csv
kkr-table --maps maps a.xlsx
kkr-table --maps maps - <a.ods
kkr-table --sheet 1 --maps maps - <page.html
kkr-map --encoding windows-1252 --for refugees a.csv
kkr-map - <a.xlsx
kkr-read --jobs 2 --rejects bad.out --report report.out a.csv l.xml
kkr-read - <a.xlsx
kkr-inspect b.xml
kkr-inspect a.xlsx
kkr-codes --add name,region,region_name,level --details details.out --report report.out parsed.tsv
kkr-correct --corrections corrections.tsv --details details.out --report report.out codes.tsv
kkr-check --report report.out <codes.tsv
kkr-edition --needs needs/refugees.tsv --before before.out --details details.out --report report.out codes.tsv
kkr-select --where value>9 --sort measure,area codes.tsv
kkr-quota --landstal 600 --steps --table table.out checked.tsv
kkr-quota --landstal 600 --against codes.tsv checked.tsv
kkr-agree --transfers transfers.tsv --table --regions regions.out --report report.out quotas.tsv
kkr-kpi --definitions kpi.tsv --group region_name --rejects bad.out codes.tsv
kkr-compare quotas.tsv quotas.tsv
kkr-compare result other
kkr-why quotas.tsv more.tsv
kkr-format --lang da quotas.tsv
kkr-format --type csv-da - <quotas.tsv
kkr-format --type json quotas.tsv
kkr-format --type html --title Kvoter quotas.tsv
kkr-format --type xlsx --sheet a=quotas.tsv --sheet b=more.tsv
kkr-plot --type map --value quota quotas.tsv
kkr-plot --type bars --value quota quotas.tsv
kkr-report --type agenda --kkr KKR\ Hovedstaden --edition edition.tsv --quotas refugees=quotas.tsv
kkr-report --type page --kkr KKR\ Hovedstaden --lang da --edition edition.tsv --figures figures.tsv --quotas refugees=quotas.tsv kpi.tsv
kkr-manifest inputs --pipeline pipelines/refugees.sh --set landstal=600 --keep kept.out a.xml l.xml
kkr-manifest unchanged request.tsv
kkr-manifest write --request request.tsv --counts counts.tsv --stages stages.tsv other
kkr-manifest stands --request request.tsv result
kkr-manifest check --again again.out --pipelines pipelines --inputs . result
kkr-manifest same result same
kkr-manifest spool spool
"""

# The errors that a system call really has, and what is not let fail: it does not, or, as brk, says so in no error.
ERRORS = {
    "openat": "EACCES EMFILE EIO", "open": "EACCES EMFILE EIO", "read": "EIO EINTR", "pread64": "EIO EINTR",
    "write": "EIO ENOSPC EINTR", "pwrite64": "EIO ENOSPC EINTR", "writev": "EIO ENOSPC EINTR", "close": "EIO",
    "lseek": "EIO", "fstat": "EIO", "newfstatat": "EIO ENOMEM EACCES", "statx": "EIO ENOMEM EACCES", "stat": "EIO EACCES",
    "lstat": "EIO EACCES", "fstatfs": "EIO", "statfs": "EIO", "access": "EACCES EIO", "faccessat2": "EACCES EIO",
    "mmap": "ENOMEM", "brk": "", "mremap": "ENOMEM", "mprotect": "ENOMEM", "munmap": "ENOMEM", "fsync": "EIO",
    "fdatasync": "EIO", "rename": "EIO ENOSPC EACCES", "renameat2": "EIO ENOSPC EACCES", "mkdir": "EACCES ENOSPC",
    "mkdirat": "EACCES ENOSPC", "unlink": "EACCES EIO", "unlinkat": "EACCES EIO", "rmdir": "EACCES EIO",
    "symlink": "EACCES ENOSPC", "symlinkat": "EACCES ENOSPC", "link": "EACCES ENOSPC", "linkat": "EACCES ENOSPC EXDEV",
    "dup": "EMFILE", "dup2": "EMFILE", "dup3": "EMFILE", "pipe": "EMFILE ENFILE", "pipe2": "EMFILE ENFILE",
    "ioctl": "ENOTTY EIO", "getcwd": "ENOENT ENOMEM", "getdents64": "EIO", "readlink": "EACCES EIO",
    "readlinkat": "EACCES EIO", "ftruncate": "EIO", "fallocate": "ENOSPC", "fchmod": "EACCES", "chmod": "EACCES",
    "utimensat": "EACCES", "clone": "EAGAIN ENOMEM", "clone3": "EAGAIN ENOMEM", "vfork": "EAGAIN ENOMEM",
    "fork": "EAGAIN ENOMEM", "execve": "ENOENT ENOMEM", "wait4": "EINTR", "poll": "EINTR ENOMEM", "ppoll": "EINTR ENOMEM",
    "select": "EINTR ENOMEM", "pselect6": "EINTR ENOMEM", "getrandom": "EINTR ENOSYS", "copy_file_range": "EIO ENOSPC EXDEV",
    "sendfile": "EIO ENOSPC", "flock": "EINTR ENOLCK", "socket": "EMFILE", "connect": "EACCES", "waitid": "EINTR",
    "fadvise64": "EINVAL", "umask": "", "fcntl": "", "rt_sigaction": "", "rt_sigprocmask": "", "rt_sigreturn": "", "sigaltstack": "",
    "futex": "", "getpid": "", "getppid": "", "gettid": "", "getuid": "", "geteuid": "", "getgid": "", "getegid": "",
    "exit_group": "", "exit": "", "prlimit64": "", "sysinfo": "", "uname": "", "sched_getaffinity": "", "kill": "",
    "tgkill": "", "time": "", "clock_gettime": "", "arch_prctl": "", "set_tid_address": "", "set_robust_list": "",
    "rseq": "", "setpgid": "", "getpgrp": "", "alarm": "", "madvise": "", "prctl": "", "clock_nanosleep": "", "restart_syscall": "",
}

SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);
static long number(const char *name) { const char *text = getenv(name); return text ? atol(text) : -1; }
/* FAULT_MEMORY=N: the Nth call for memory fails. FAULT_COUNT=FD: how many there were is written there. */
static long calls;
static int fails(void)
{
	static long at;
	if (!at)
		at = number("FAULT_MEMORY");
	if (++calls != at)
		return 0;
	errno = ENOMEM;
	return 1;
}
void *malloc(size_t size) { return fails() ? NULL : __libc_malloc(size); }
void *calloc(size_t count, size_t size) { return fails() ? NULL : __libc_calloc(count, size); }
void *realloc(void *memory, size_t size) { return fails() ? NULL : __libc_realloc(memory, size); }
__attribute__((destructor)) static void count(void)
{
	if (number("FAULT_COUNT") >= 0)
		syscall(SYS_write, (int)number("FAULT_COUNT"), &calls, sizeof calls);
}
/* FAULT_PART=N: a read or write has N bytes at most. */
static size_t part(size_t size)
{
	long most = number("FAULT_PART");
	return most > 0 && size > (size_t)most ? (size_t)most : size;
}
ssize_t read(int file, void *bytes, size_t size) { return syscall(SYS_read, file, bytes, part(size)); }
ssize_t __read_chk(int file, void *bytes, size_t size, size_t room) { (void)room; return read(file, bytes, size); }
ssize_t write(int file, const void *bytes, size_t size) { return syscall(SYS_write, file, bytes, part(size)); }
ssize_t pread(int file, void *bytes, size_t size, off_t at) { return syscall(SYS_pread64, file, bytes, part(size), at); }
ssize_t pread64(int file, void *bytes, size_t size, off_t at) { return pread(file, bytes, size, at); }
"""

CORRECTIONS = "area\tmeasure\tcolumn\told\tnew\treason\tby\tdate\n101\tpopulation\tvalue\t667099\t667098\tfejl\tABC\t2026-01-31\n"
STAGES = "stage\tprogram\tstatus\tset_aside\tcorrected\nparse\tkkr-parse\t0\t\t\n"
COUNTS = "file\tkind\tkey\tfound\texpected\tcount\na.xml\tin\t\t\t\t312\n"
BUILD = """
cp samples/refugees/bilag-a.xml "$IN/a.xml"; cp samples/refugees/bilag-b.xml "$IN/b.xml"
cp samples/refugees/landstal.xml "$IN/l.xml"; cp samples/refugees/familie*.gz "$IN/f.xml.gz"
cp tests/fixtures/tables/bilag-a.csv "$IN/a.csv"; cp tests/fixtures/tables/bilag-a.xlsx "$IN/a.xlsx"
cp tests/fixtures/tables/bilag-a.ods "$IN/a.ods"; cp tests/fixtures/tables/refugees.html "$IN/page.html"
cp schemas/export.xsd "$IN"; grep -v deadline schemas/kpi/refugees.tsv >"$IN/kpi.tsv"
cp samples/agreements/nordjylland-2026.tsv "$IN/transfers.tsv"; cp -r bin/pipelines schemas/maps schemas/needs "$IN"
cd "$IN"
kkr-parse --columns dataset,area,period,measure,unit,value a.xml b.xml f.xml.gz l.xml >parsed.tsv; kkr-codes --add name,region,region_name,level parsed.tsv >codes.tsv
kkr-select --where measure=population,non_western_nationals,family_reunified codes.tsv | kkr-check --complete >checked.tsv
kkr-quota --landstal 600 checked.tsv >quotas.tsv; kkr-quota --landstal 700 checked.tsv >more.tsv
kkr-edition --needs needs/refugees.tsv --report edition.tsv codes.tsv >edition
kkr-manifest inputs --pipeline pipelines/refugees.sh --set landstal=600 a.xml l.xml >request.tsv
kkr-kpi --definitions kpi.tsv codes.tsv >kpi.figures; kkr-report --type figures refugees=kpi.figures >figures.tsv
mkdir result other spool; cp quotas.tsv result; cp more.tsv other/quotas.tsv; cp a.xml l.xml spool
kkr-manifest write --request request.tsv --counts counts.tsv --stages stages.tsv result >manifest
mv manifest result/manifest.tsv; cp result/manifest.tsv other; cp -r result same
"""


def chosen(cases, few):
    """All cases or, by a fixed seed, a few of them."""
    cases = list(cases)
    return cases if len(cases) <= few else random.Random(SEED).sample(cases, few)


def files_of(directory):
    found = {}
    for at, _, names in os.walk(directory):
        for name in names:
            path = os.path.join(at, name)
            link = os.readlink(path).replace(directory, "") if os.path.islink(path) else None
            found[os.path.relpath(path, directory)] = link or open(path, "rb").read()
    return found


class Ran:
    def __init__(self, status, out, err, made, traced=""):
        self.status, self.out, self.err, self.made, self.traced = status, out, err, made, traced


class Bench:
    """The programs, and a directory with whatever they read."""

    def __init__(self, prefix, few):
        self.bin, self.few = os.path.join(os.path.abspath(prefix), "bin"), few
        self.work = tempfile.mkdtemp(prefix="kkr-faults-")
        self.inputs, self.shim = os.path.join(self.work, "in"), os.path.join(self.work, "shim.so")
        os.mkdir(self.inputs)
        self.environment = {"PATH": self.bin + ":" + os.environ["PATH"], "LC_ALL": "C", "HOME": self.work, "TMPDIR": self.work}
        for name, text in (("corrections.tsv", CORRECTIONS), ("stages.tsv", STAGES), ("counts.tsv", COUNTS)):
            with open(os.path.join(self.inputs, name), "w") as file:
                file.write(text)
        if subprocess.run(["sh", "-euc", BUILD], cwd=ROOT, env={**self.environment, "IN": self.inputs}).returncode:
            sys.exit("faults.py: the inputs cannot be made")
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-w", "-x", "c", "-", "-o", self.shim], input=SHIM.encode(), check=True)
        self.pool = ThreadPoolExecutor(os.cpu_count())
        self.rows = []

    def run(self, line, wrapper=(), environment=None, setup=None, descriptors=()):
        """A program in a directory of its own, in which it finds links to all inputs."""
        words = shlex.split(line)
        given = [w[1:] for w in words if w.startswith("<")]
        directory = tempfile.mkdtemp(dir=self.work)
        try:
            room = os.path.join(directory, "room")
            os.mkdir(room)
            for name in os.listdir(self.inputs):
                os.symlink(os.path.join("../../in", name), os.path.join(room, name))
            trace = os.path.join(directory, "trace")
            wrapper = [trace if w == "TRACE" else w for w in wrapper]
            with open(os.path.join(directory, "out"), "wb+") as out, open(os.path.join(directory, "err"), "wb+") as err, \
                    open(os.path.join(room, given[0]) if given else os.devnull, "rb") as source:
                try:
                    status = subprocess.run(wrapper + [os.path.join(self.bin, words[0])] + [w for w in words[1:] if w[0] != "<"],
                        cwd=room, env={**self.environment, **(environment or {})}, stdin=source, stdout=out, stderr=err,
                        timeout=TIMEOUT, preexec_fn=setup, pass_fds=descriptors).returncode
                except subprocess.TimeoutExpired:
                    status = "none: it hung"
                out.seek(0)
                err.seek(0)
                said, wrote = err.read().decode(errors="replace"), out.read().replace(room.encode(), b"")
            for name in os.listdir(room):
                if os.path.islink(os.path.join(room, name)):
                    os.unlink(os.path.join(room, name))
            traced = open(trace, errors="replace").read() if os.path.exists(trace) else ""
            return Ran(status, wrote, said, files_of(room), traced)
        finally:
            shutil.rmtree(directory, ignore_errors=True)

    def table(self, program, kind, line, cases, run, judge):
        """Runs all cases, and adds a row to the table; what is wrong is said as it is found."""
        right = apart = 0
        wrong = []
        cases = list(cases)
        for case, ran in zip(cases, self.pool.map(run, cases)):
            verdict = judge(case, ran)
            right += verdict is None
            apart += verdict == "apart"
            if verdict not in (None, "apart"):
                wrong.append((case, verdict))
                print(f"{program}: {kind} {case}: {verdict}: {line}", file=sys.stderr, flush=True)
        self.rows.append((program, kind, len(cases), right, apart, len(wrong)))


LOADER = "error while loading shared libraries" # says the loader, and ends with 127, before anything of kkr runs


def wrongness(ran, whole, statuses=STATUSES, mute=False):
    """What is wrong with what came out, beside what comes out of an undisturbed run; None: nothing; "apart": the loader failed."""
    lines = ran.err.splitlines()
    shown = " / ".join(lines[:3])
    if ran.status == 0:
        if ran.out != whole.out or ran.made != whole.made:
            return "status 0 with other bytes: " + shown
        return None
    if ran.status == 127 and LOADER in ran.err:
        return "apart"
    if ran.status not in statuses:
        return f"status {ran.status}: {shown}"
    if mute:
        return None
    own = [line for line in lines if LOADER not in line] # of a program's programs
    if not own or not all(re.match(r"kkr(-[a-z]+)?: .", line) for line in own):
        return f"status {ran.status}, and no sentence: {shown}"
    return None


def memory(bench, program, line, whole):
    reader, writer = os.pipe()
    bench.run(line, environment={"LD_PRELOAD": bench.shim, "FAULT_COUNT": str(writer)}, descriptors=(writer,))
    os.close(writer)
    with os.fdopen(reader, "rb") as counted:
        counts = counted.read()
    calls = max(int.from_bytes(counts[i:i + 8], sys.byteorder) for i in range(0, len(counts), 8))
    cases = chosen(range(1, calls + 1), bench.few or MOST)
    bench.table(program, "memory", line, cases,
        lambda n: bench.run(line, environment={"LD_PRELOAD": bench.shim, "FAULT_MEMORY": str(n)}),
        lambda n, ran: wrongness(ran, whole, {71}))


def calls_of(traced):
    """The system calls of a trace, but for those of the loader, as (name, how manieth of the process)."""
    counts, loading, found, open_pipes = {}, set(), set(), set()
    for row in traced.splitlines():
        match = re.match(r"(\d+) +(\w+)\((\d+<pipe)?", row)
        if not match:
            continue
        process, name, pipe = match.groups()
        at = counts[process, name] = counts.get((process, name), 0) + 1
        # A pipe that strace lets fail to be closed stays open, and its reader waits for ever.
        if pipe and name == "close":
            open_pipes.add((name, at))
        elif process not in loading and len(counts) > 1:
            found.add((name, at))
        if name == "execve" and " ENOENT" not in row:
            loading.add(process)
        if "rt_sigaction(SIGPIPE" in row: # the first thing that main does
            loading.discard(process)
    return sorted(found - open_pipes)


def system_calls(bench, program, line, whole):
    traced = bench.run(line, ["strace", "-f", "-qq", "-y", "-o", "TRACE"]).traced
    unknown = {name for name, _ in calls_of(traced) if name not in ERRORS}
    if unknown:
        sys.exit(f"faults.py: it is not said how these fail: {', '.join(sorted(unknown))}: {line}")
    cases = [(name, at, error) for name, at in calls_of(traced) for error in ERRORS[name].split()]

    def run(case):
        name, at, error = case
        return bench.run(line, ["strace", "-f", "-qq", "-y", "-o", "TRACE", "-e", f"trace={name}", "-e", f"inject={name}:error={error}:when={at}"])

    def judge(case, ran):
        mute = re.search(r"write\(2<.*INJECTED", ran.traced) is not None
        verdict = wrongness(ran, whole, mute=mute)
        # Of a file, no read or write is interrupted; where a library takes none up again, that is no fault.
        of_file = re.search(r"\w+\(\d+</.*INJECTED", ran.traced) is not None
        if verdict is None and LOADER in ran.err:
            return "apart" # that of a program that it has started
        if verdict is None and case[2] == "EINTR" and ran.status != 0 and not of_file:
            return f"interrupted, and not taken up again: status {ran.status}: {ran.err.strip()}"
        return verdict

    bench.table(program, "calls", line, chosen(cases, bench.few or MOST), run, judge)


def parts(bench, program, line, whole):
    bench.table(program, "parts", line, chosen([1, 7, 1000], bench.few or MOST),
        lambda n: bench.run(line, environment={"LD_PRELOAD": bench.shim, "FAULT_PART": str(n)}),
        lambda n, ran: f"status {ran.status}" if ran.status != whole.status else wrongness(ran, whole))


def space(bench, program, line, whole):
    sizes = [20 + 9.5 * i for i in range(20)] # megabytes

    def limit(size):
        import resource
        resource.setrlimit(resource.RLIMIT_AS, (int(size * 1e6), int(size * 1e6)))

    bench.table(program, "space", line, chosen(sizes, bench.few or MOST),
        lambda size: bench.run(line, setup=lambda: limit(size)), lambda _, ran: wrongness(ran, whole, {71}))


# The driver: copies of its programs, and its tools, each of which counts its calls in a run and lets one fail.

TOOLS = """awk sort cat mkdir mv cp rm rmdir ln ls mktemp readlink find sync flock date uname id tail head tr sed grep wc
cut paste dirname basename tee stat xargs""".split()

WRAPPER = """#!/bin/sh
n=1
while ! /bin/mkdir "$FAULT_SEEN/@NAME@.$n" 2>/dev/null; do n=$((n + 1)); done
[ "$FAULT_OF" = "@NAME@.$n" ] || exec @REAL@ "$@"
case $FAULT_BY in
before) echo "@NAME@: this is a fault" >&2 && exit 2 ;;
after) @REAL@ "$@" && echo "@NAME@: this is a fault" >&2 && exit 2 ;;
killed) kill -KILL $$ ;;
esac
exec $FAULT_BY @REAL@ "$@"
"""


class Driver:
    def __init__(self, bench):
        self.bench = bench
        self.tree, self.tools = os.path.join(bench.work, "tree"), os.path.join(bench.work, "tools")
        shutil.copytree(os.path.dirname(bench.bin), self.tree, symlinks=True)
        os.mkdir(self.tools)
        self.programs = sorted(name for name in os.listdir(bench.bin) if name.startswith("kkr-"))
        for name in self.programs:
            self.wrap(os.path.join(self.tree, "bin", name), os.path.join(bench.bin, name))
        for name in TOOLS:
            self.wrap(os.path.join(self.tools, name), shutil.which(name))
        self.before = os.path.join(bench.work, "before")
        subprocess.run([os.path.join(bench.bin, "kkr"), "run", "refugees", "-o", self.before, "--set", "landstal=700"], check=True)
        self.before_files, self.old = files_of(self.before + "/"), None
        self.whole, self.calls = self.run({})
        self.count = 0

    @staticmethod
    def wrap(path, real):
        if os.path.exists(path):
            os.unlink(path)
        with open(path, "w") as file:
            file.write(WRAPPER.replace("@NAME@", os.path.basename(path)).replace("@REAL@", real))
        os.chmod(path, 0o755)

    def run(self, fault, standing=False):
        """A run, where a result stands already or not: what came of it, and which calls there were."""
        directory = tempfile.mkdtemp(dir=self.bench.work)
        try:
            seen, room = os.path.join(directory, "seen"), os.path.join(directory, "room")
            os.mkdir(seen)
            os.mkdir(room)
            if standing:
                for name in (".before.1", ".before.state"):
                    shutil.copytree(os.path.join(self.bench.work, name), os.path.join(room, name.replace("before", "out")), symlinks=True)
                os.symlink(".out.1", os.path.join(room, "out"))
            environment = {**self.bench.environment, "PATH": self.tools + ":" + os.environ["PATH"], "FAULT_SEEN": seen,
                "TMPDIR": directory, **fault}

            def once(surroundings, program):
                with open(os.path.join(directory, "err"), "wb+") as err:
                    try:
                        status = subprocess.run([program, "run", "refugees", "-o", "out", "--set", "kkr=KKR Hovedstaden"], cwd=room,
                            env=surroundings, stdin=subprocess.DEVNULL, stdout=err, stderr=err, timeout=TIMEOUT).returncode
                    except subprocess.TimeoutExpired:
                        status = "none: it hung"
                    err.seek(0)
                    return Ran(status, b"", err.read().decode(errors="replace"), files_of(os.path.join(room, "out") + "/"))

            ran, ran.again = once(environment, os.path.join(self.tree, "bin", "kkr")), None
            calls = sorted(os.listdir(seen))
            if fault:
                ran.again = once(self.bench.environment, os.path.join(self.bench.bin, "kkr"))
            return ran, calls
        finally:
            shutil.rmtree(directory, ignore_errors=True)

    def judge(self, standing, ran):
        verdict = wrongness(ran, self.whole)
        if verdict:
            return verdict
        placed = "has the new results all the same" in ran.err and ran.made == self.whole.made
        if ran.status and not placed and ran.made != (self.before_files if standing else {}):
            return f"status {ran.status}, and the results are not what they were: {ran.err.strip()}"
        if ran.again.status or ran.again.made != self.whole.made:
            return f"the next run: status {ran.again.status}: {ran.again.err.strip()}"
        return None

    def table(self, kind, cases, fault_of):
        """Every second case with results that stand already."""
        cases = [(case, i % 2 == 1) for i, case in enumerate(cases)]
        self.bench.table("kkr", kind, "kkr run refugees", cases, lambda c: self.run(fault_of(c[0]), c[1])[0],
            lambda c, ran: self.judge(c[1], ran))

    def check(self):
        few = self.bench.few
        tools = [call for call in self.calls if not call.startswith("kkr-")]
        programs = [call for call in self.calls if call.startswith("kkr-")]
        self.table("tools", chosen([(call, how) for call in tools for how in ("before", "after", "killed")], few or 400),
            lambda case: {"FAULT_OF": case[0], "FAULT_BY": case[1]})
        draw = random.Random(SEED)
        self.table("memory", chosen([(call, draw.randrange(1, 150)) for call in programs], few or 100),
            lambda case: {"FAULT_OF": case[0], "FAULT_BY": f"env LD_PRELOAD={self.bench.shim} FAULT_MEMORY={case[1]}"})
        faults = [(call, name, error, draw.randrange(1, 9)) for call in programs
            for name, error in (("write", "ENOSPC"), ("write", "EINTR"), ("read", "EIO"), ("openat", "EMFILE"), ("mmap", "ENOMEM"), ("close", "EIO"))]
        self.table("calls", chosen(faults, few or 200), lambda case: {"FAULT_OF": case[0],
            "FAULT_BY": "strace -f -qq -o /dev/null -e trace={1} -e inject={1}:error={2}:when={3}".format(*case)})
        self.table("killed", chosen(programs, few or 100), lambda call: {"FAULT_OF": call, "FAULT_BY": "killed"})


def main():
    arguments, few = sys.argv[1:], None
    if "--few" in arguments:
        at = arguments.index("--few")
        few = int(arguments[at + 1])
        del arguments[at:at + 2]
    bench = Bench(arguments[0], few)
    try:
        for line in INVOCATIONS.strip().splitlines():
            program = line.split()[0]
            if arguments[1:] and program not in arguments[1:]:
                continue
            whole = bench.run(line)
            if whole.status or [b for b in (bench.run(line),) if (b.out, b.made) != (whole.out, whole.made)]:
                sys.exit(f"faults.py: ends with {whole.status}, or not twice in the same way: {line}: {whole.err}")
            for kind in (memory, system_calls, parts, space):
                kind(bench, program, line, whole)
        if not arguments[1:] or "kkr" in arguments[1:]:
            Driver(bench).check()
    finally:
        shutil.rmtree(bench.work, ignore_errors=True)
    print("program\tkind\tinjected\tright\tapart\twrong")
    for key in sorted({row[:2] for row in bench.rows}):
        sums = [sum(row[i] for row in bench.rows if row[:2] == key) for i in range(2, 6)]
        print("\t".join([*key, *map(str, sums)]))
    sys.exit(any(row[5] for row in bench.rows))


main()
