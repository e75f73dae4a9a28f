package dev.otpost.web;

/**
 * Where the HTTP server listens.
 *
 * @param host an address of this machine
 * @param port 0 for any free one
 */
public record WebSettings(String host, int port) {}
