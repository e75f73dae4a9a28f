package dev.otpost.web.desk;

/**
 * The operator as the log names him.
 *
 * @param means by which he looks and acts: {@code dashboard} or {@code api}
 * @param address of the network from which he does; empty if that is not known
 */
public record Operator(String means, String address) {

  /** Of whom nothing was said. */
  static final Operator UNNAMED = new Operator("unknown", "");
}
