package dev.otpost.web;

import dev.otpost.web.http.HttpSettings;
import dev.otpost.web.pull.PullSettings;
import dev.otpost.web.sms.SmsSettings;

/** What the room must know. */
public record WebSettings(HttpSettings http, PullSettings pull, SmsSettings sms) {}
