package dev.otpost.web.http;

/**
 * Where the HTTP server listens, and who may ask it.
 *
 * @param host an address of this machine
 * @param port 0 for any free one
 */
public record HttpSettings(String host, int port) {}
