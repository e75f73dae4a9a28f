#!/usr/bin/python3
"""Stands for Skyvern on 127.0.0.1:9090: takes a code if the key is right, and writes each that it took into /story/posts."""

import http.server
import json
import re
import sys

KEY = sys.argv[1]


class Skyvern(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_GET(self):
        self.answer(200, [])

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.headers["x-api-key"] != KEY:
            self.answer(403, {"detail": "Invalid credentials"})
            return
        with open("/story/posts", "a") as posts:
            posts.write("%s %s\n" % (body["totp_identifier"], body["content"].replace("\n", " ")))
        self.answer(200, {
            "totp_code_id": "totp_1", "organization_id": "o_1", "totp_identifier": body["totp_identifier"],
            "content": body["content"], "code": re.search("[0-9]{6}", body["content"])[0], "otp_type": "totp",
            "created_at": "2026-11-01T00:00:00"})

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", 9090), Skyvern).serve_forever()
