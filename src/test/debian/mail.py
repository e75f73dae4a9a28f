#!/usr/bin/python3
"""Sends a mail with a code by SMTP to port 25, as who forwards it would: mail.py CODE. Ends with 0 if it was taken in."""

import smtplib
import sys

CODE = sys.argv[1]
MAIL = f"""\
From: Bank <noreply@bank.example>\r
To: run-{CODE}@example.com\r
Subject: Your verification code\r
Message-ID: <{CODE}@bank.example>\r
\r
Your verification code is {CODE}.\r
"""

with smtplib.SMTP("127.0.0.1", 25, timeout=30) as server:
    server.sendmail(f"run-{CODE}@example.com", ["codes@gw.example.com"], MAIL)
