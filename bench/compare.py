"""Runs the same flow by linkwright and by its peers on one sandbox, and writes what it took.

Needs only Python's own library; `make bench` (bench/run.sh) installs the peers first.
The tools take turns in blocks, and the first round of each block warms a fresh browser up and is not counted.
"""

import argparse
import contextlib
import json
import math
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
NOTE = (
    "Hello Ada, we met at a meet-up about telescopes, and you told me of your mirror made of glass. "
    "I would like to hear how it went, and to stay in touch."
)
OWN = ["cargo", "bench", "--quiet", "--bench", "flow", "--"]
VENV_PYTHON = str(HERE / ".venv/bin/python")


def tools(binary):
    """Name → command and its own environment, given whether the proof is asked for."""
    return {
        "linkwright": lambda origin, rounds, proof: (
            [*OWN, "flow", "--site", origin, "--rounds", str(rounds), "--proof", proof], {}),
        "playwright": lambda *_: (["node", str(HERE / "playwright.mjs")], {}),
        "selenium": lambda *_: ([VENV_PYTHON, str(HERE / "selenium_flow.py")], {"POLL": "0.5"}),
        "selenium-fast": lambda *_: ([VENV_PYTHON, str(HERE / "selenium_flow.py")], {"POLL": "0.05"}),
    }


@contextlib.contextmanager
def sandbox(binary):
    """Starts the sandbox on a free port, gives its address, and ends it."""
    process = subprocess.Popen([binary, "sandbox", "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        address = None
        for line in process.stdout:
            found = re.search(r"http://[^\s/]+", line)
            if found:
                address = found.group(0)
                break
        if not address:
            raise SystemExit(f"bench: `{binary} sandbox` printed no address")
        # Whatever it prints later must not fill the pipe and stop it.
        threading.Thread(target=process.stdout.read, daemon=True).start()
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)


def run_block(command, environment, origin, rounds, proof):
    """One process of one tool: its answer, a line of JSON."""
    own = {"ORIGIN": origin, "ROUNDS": str(rounds), "PROOF": proof, "NOTE": NOTE}
    done = subprocess.run(command, env={**os.environ, **own, **environment}, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, text=True, timeout=60 + 15 * rounds)
    if done.returncode != 0:
        raise SystemExit(f"bench: {' '.join(command)} ended with {done.returncode}; see its words above")
    answer = json.loads(done.stdout.strip().splitlines()[-1])
    if len(answer["samples_ms"]) != rounds:
        raise SystemExit(f"bench: {command[0]} gave {len(answer['samples_ms'])} samples instead of {rounds}")
    return answer


def measure(chosen, origin, rounds, blocks, proof):
    """All samples of all tools, for the flow with or without its proof."""
    per_block = math.ceil(rounds / blocks)
    gathered = {}
    names = list(chosen)
    for block in range(blocks):
        turn = block % len(names)
        for name in names[turn:] + names[:turn]:
            command, environment = chosen[name](origin, per_block + 1, proof)
            answer = run_block(command, environment, origin, per_block + 1, proof)
            kept = gathered.setdefault(name, {"tool": answer["tool"], "version": answer["version"],
                                              "samples": [], "starts": []})
            kept["samples"] += answer["samples_ms"][1:]
            if "start_ms" in answer:
                kept["starts"].append(answer["start_ms"])
            print(f"bench: proof={proof} block {block + 1}/{blocks} {answer['tool']}: "
                  f"median {statistics.median(answer['samples_ms'][1:]):.0f} ms", file=sys.stderr, flush=True)
    return gathered


def p90(samples):
    """The smallest sample that nine in ten do not exceed."""
    return sorted(samples)[math.ceil(0.9 * len(samples)) - 1]


def table(title, gathered):
    """A Markdown table; a ratio under 1 is faster than Playwright."""
    peer = gathered.get("playwright")
    base = statistics.median(peer["samples"]) if peer else None
    lines = [f"### {title}", "", "| tool | version | rounds | median ms | p90 ms | fastest ms | × Playwright | browser start ms |",
             "|---|---|---|---|---|---|---|---|"]
    for kept in gathered.values():
        median = statistics.median(kept["samples"])
        ratio = f"{median / base:.2f}" if base else "–"
        start = f"{statistics.median(kept['starts']):.0f}" if kept["starts"] else "–"
        lines.append(f"| {kept['tool']} | {kept['version']} | {len(kept['samples'])} | {median:.0f} | "
                     f"{p90(kept['samples']):.0f} | {min(kept['samples']):.0f} | {ratio} | {start} |")
    return "\n".join(lines)


def look():
    """The cost of one look on a large page, as linkwright measures it."""
    done = subprocess.run([*OWN, "look"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, timeout=120)
    if done.returncode != 0:
        raise SystemExit(f"bench: the look's benchmark ended with {done.returncode}")
    answer = json.loads(done.stdout.strip().splitlines()[-1])
    lines = ["### One look on a large page (linkwright)", "", "| what | value |", "|---|---|"]
    return "\n".join(lines + [f"| {key} | {value} |" for key, value in answer.items()])


def machine():
    """What the numbers were taken on."""
    browser = subprocess.run([os.environ.get("CHROMIUM", "/usr/bin/chromium"), "--version"], stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, text=True).stdout.strip()
    load = os.getloadavg()[0]
    return (f"{time.strftime('%Y-%m-%d')}, {browser.split(' built')[0]}, {platform.system()} {platform.machine()}, "
            f"{os.cpu_count()} cores, load {load:.1f} before the run.")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default="target/release/linkwright")
    parser.add_argument("--rounds", type=int, default=15, help="counted rounds of each tool")
    parser.add_argument("--blocks", type=int, default=3, help="how often the tools take turns")
    parser.add_argument("--tools", default="linkwright,playwright,selenium,selenium-fast")
    parser.add_argument("--origin", help="a sandbox that is already running")
    parser.add_argument("--out", default=str(HERE / "results.md"))
    options = parser.parse_args()

    assert len(NOTE) == 150, "the README promises a note of 150 characters"
    known = tools(options.binary)
    unknown = [name for name in options.tools.split(",") if name not in known]
    if unknown:
        parser.error(f"unknown tools {unknown}: choose from {', '.join(known)}")
    chosen = {name: known[name] for name in options.tools.split(",")}
    parts = ["## Benchmark", machine()]
    if os.getloadavg()[0] > 0.5 * (os.cpu_count() or 1):
        print("bench: this machine is busy with something else; the times will say so too", file=sys.stderr)
    site = contextlib.nullcontext(options.origin) if options.origin else sandbox(options.binary)
    with site as origin:
        for proof, title in (("0", "Open, Connect, Add a note, type, Send, see Pending"),
                             ("1", "The same, and Pending seen again on a fresh load")):
            parts.append(table(title, measure(chosen, origin, options.rounds, options.blocks, proof)))
    if "linkwright" in chosen:
        parts.append(look())
    report = "\n\n".join(parts) + "\n"
    pathlib.Path(options.out).write_text(report, encoding="utf-8")
    print(report)


if __name__ == "__main__":
    main()
