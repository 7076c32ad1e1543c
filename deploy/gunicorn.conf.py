"""Web server, the same under `./portal run` and in the image. Variables: docs/van-hanh.md."""

import gc
import os

bind = f"{os.environ.get('OCOP_BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
timeout = 60
graceful_timeout = 8
keepalive = 30
max_requests = 5_000  # a slow leak of memory never adds up
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 (heartbeat file, not data)
control_socket_disable = True
limit_request_line = 8_190
errorlog = "-"
accesslog = None  # core.middleware writes one line per request
preload_app = True  # one copy of the code for all processes: half the memory, quicker start


def pre_fork(server, worker):
    """Keep the shared pages shared: the collector must not touch what was loaded before the fork."""
    gc.freeze()
