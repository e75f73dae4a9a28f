package dev.otpost.delivery;

import okhttp3.Call;
import okhttp3.EventListener;

/**
 * Whether anything of a request has left us. What failed before, for want of an address, a
 * connection or a handshake, was certainly not stored. For one call; safe for any number of
 * threads.
 */
final class Departure extends EventListener {

  private volatile boolean begun;

  /** Finds its own one in the request. */
  static EventListener of(Call call) {
    var departure = call.request().tag(Departure.class);
    return departure == null ? EventListener.NONE : departure;
  }

  boolean hasBegun() {
    return begun;
  }

  @Override
  public void requestHeadersStart(Call call) {
    begun = true;
  }
}
