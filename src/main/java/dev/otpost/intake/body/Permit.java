package dev.otpost.intake.body;

import java.util.concurrent.atomic.AtomicBoolean;

/** Leave to do something, given back by {@link #close}; closing it twice does no harm. */
public final class Permit implements AutoCloseable {

  private final Runnable giveBack;
  private final AtomicBoolean closed = new AtomicBoolean();

  Permit(Runnable giveBack) {
    this.giveBack = giveBack;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      giveBack.run();
    }
  }
}
