package dev.otpost.intake.smtp;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ScheduledExecutorService;

/** The socket on which clients arrive; each of them is given a {@link PeerSocket}. */
final class ListeningSocket extends ServerSocket {

  private final SmtpLimits limits;
  private final ScheduledExecutorService cutter;

  /** Not bound yet. */
  ListeningSocket(SmtpLimits limits, ScheduledExecutorService cutter) throws IOException {
    this.limits = limits;
    this.cutter = cutter;
  }

  @Override
  public Socket accept() throws IOException {
    var peer = new PeerSocket(limits, cutter);
    implAccept(peer);
    peer.setTcpNoDelay(true);
    return peer;
  }
}
