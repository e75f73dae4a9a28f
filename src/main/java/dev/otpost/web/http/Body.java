package dev.otpost.web.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;

/** The octets of a request or an answer. Immutable: whoever hands them in lets go of them. */
public final class Body {

  /** No octets. */
  public static final Body EMPTY = new Body(new byte[0]);

  private final byte[] octets;

  private Body(byte[] octets) {
    this.octets = octets;
  }

  public static Body of(byte[] octets) {
    return new Body(octets);
  }

  /** In UTF-8. */
  public static Body of(String text) {
    return new Body(text.getBytes(UTF_8));
  }

  /** In bytes. */
  public int length() {
    return octets.length;
  }

  /** A copy. */
  public byte[] octets() {
    return octets.clone();
  }

  /** Read as UTF-8; what is none comes as U+FFFD. */
  public String text() {
    return new String(octets, UTF_8);
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(octets);
  }

  /** The length only. */
  @Override
  public String toString() {
    return "Body[" + octets.length + " bytes]";
  }
}
