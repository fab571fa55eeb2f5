# SPDX-License-Identifier: Apache-2.0
"""Requests a second, waiting times and processor time against nginx, in alternating rounds."""

import contextlib
import re
import resource
import selectors
import socket
import statistics
import subprocess
import time

import servers
import support

PERSON = "person:eemland-jeugd"
UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}


def wrk(port, target, headers, seconds, connections):
    """One run of the load generator on the second core: requests, requests a second, p50 and p99 in seconds."""
    command = ["taskset", "--cpu-list", str(servers.CLIENT_CORE), "wrk", "--threads", "1", "--latency",
               "--connections", str(connections), "--duration", f"{seconds}s"]
    for name, value in headers.items():
        command += ["--header", f"{name}: {value}"]
    out = subprocess.run([*command, f"http://127.0.0.1:{port}{target}"], check=True, capture_output=True, text=True,
                         timeout=seconds + 30).stdout
    requests = int(re.search(r"(\d+) requests in", out)[1])
    failed = re.findall(r"(?:connect|read|write|timeout|responses:) (\d+)", out)
    if sum(map(int, failed)) * 1000 > requests:  # a busy machine may lose one to a timeout
        raise SystemExit(f"the load generator met errors:\n{out}")
    figures = {"requests": requests,
               "per_second": float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])}
    for name in ("50", "99"):
        value, unit = re.search(rf"{name}%\s+([\d.]+)(us|ms|s|m)\b", out).groups()
        figures[f"p{name}"] = float(value) * UNITS[unit]
    return figures


def round_of(server, target, headers, seconds, connections):
    before = servers.cpu_seconds(server.process.pid)
    figures = wrk(server.port, target, headers, seconds, connections)
    spent = servers.cpu_seconds(server.process.pid) - before
    return {**figures, "cpu_us": spent / figures["requests"] * 1e6}


def median_of(rounds):
    return {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}


def compare(ours, nginx, target, headers, seconds, rounds, connections=16):
    """Both servers in turn, each going first every other round. `headers` by server; ratios are of the medians."""
    results = {"ours": [], "nginx": []}
    both = [("ours", ours), ("nginx", nginx)]
    for number in range(rounds):
        for name, server in both if number % 2 else reversed(both):
            results[name].append(round_of(server, target, headers[name], seconds, connections))
    medians = {name: median_of(each) for name, each in results.items()}
    return {**medians,
            "rate_ratio": medians["ours"]["per_second"] / medians["nginx"]["per_second"],
            "cpu_ratio": medians["ours"]["cpu_us"] / medians["nginx"]["cpu_us"]}


def connect(port, count):
    connections = []
    for _ in range(count):
        connections.append(socket.create_connection(("127.0.0.1", port), timeout=10))
    return connections


def request_text(target):
    return f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()


def whole(octets):
    head, found, body = octets.partition(b"\r\n\r\n")
    if not found:
        return False
    if not head.startswith(b"HTTP/1.1 200 "):
        raise SystemExit(f"answered {head.splitlines()[0]}")
    return len(body) >= int(re.search(rb"(?i)\r\ncontent-length: (\d+)", head)[1])


def read_answers(connections, since):
    """Reads one whole answer from each; how long each took, in seconds."""
    times, received = [], {connection: b"" for connection in connections}
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            selector.register(connection, selectors.EVENT_READ)
        while selector.get_map():
            ready = selector.select(timeout=10)
            if not ready:
                raise SystemExit(f"{len(selector.get_map())} connections got no answer within ten seconds")
            for key, _ in ready:
                octets = key.fileobj.recv(65536)
                received[key.fileobj] += octets
                if whole(received[key.fileobj]):
                    times.append(time.monotonic() - since)
                    selector.unregister(key.fileobj)
                elif not octets:
                    raise SystemExit("a connection was closed before its answer was whole")
    return times


def idle(server, target, count, seconds):
    """The share of a core that kept-alive connections take which have asked once and now wait."""
    with contextlib.ExitStack() as stack:
        connections = [stack.enter_context(one) for one in connect(server.port, count)]
        for one in connections:
            one.sendall(request_text(target))
        read_answers(connections, time.monotonic())
        before = servers.cpu_seconds(server.process.pid)
        time.sleep(seconds)
        return (servers.cpu_seconds(server.process.pid) - before) / seconds


def burst(server, target, count):
    """How long the slowest of `count` new connections waits when all of them connect and ask at once."""
    with contextlib.ExitStack() as stack:
        begin = time.monotonic()
        connections = [stack.enter_context(one) for one in connect(server.port, count)]
        for one in connections:
            one.sendall(request_text(target))
        return max(read_answers(connections, begin))


def tag_of(server, target, expected):
    """The entity tag, once it is sure that the server sends these bytes and honours the tag."""
    answer = support.get(server.port, target)
    tag = answer.headers["ETag"]
    again = support.get(server.port, target, {"If-None-Match": tag})
    if (answer.status, answer.body, again.status, again.body) != (200, expected, 304, b""):
        raise SystemExit(f"port {server.port} does not serve the feed: {answer.status}, {again.status}")
    return tag


def measure(seconds, rounds, say):
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096) if hard > 0 else 4096, hard))
    with contextlib.ExitStack() as stack:
        ours = stack.enter_context(support.Service())
        servers.pin(ours.process, servers.SERVER_CORE)
        target = ours.feed_path(PERSON)
        answer = ours.get(target)
        nginx = stack.enter_context(servers.Nginx(target, answer))
        both = {"ours": ours, "nginx": nginx}
        tags = {name: {"If-None-Match": tag_of(server, target, answer.body)} for name, server in both.items()}
        plain, closing = ({name: headers for name in both} for headers in ({}, {"Connection": "close"}))

        result = {"octets": len(answer.body)}
        for name, headers, connections in (("200", plain, 16), ("304", tags, 16), ("200_new_connection", closing, 16),
                                           ("200_one_connection", plain, 1)):
            say(f"{name}: {rounds} rounds of {seconds} s each")
            result[name] = compare(ours, nginx, target, headers, seconds, rounds, connections)
        say("idle connections and a burst")
        result["idle_1000"] = {name: idle(server, target, 1000, 5) for name, server in both.items()}
        result["burst_400"] = {name: statistics.median(burst(server, target, 400) for _ in range(3))
                               for name, server in both.items()}
        return result
