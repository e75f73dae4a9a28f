package dev.otpost.message;

/**
 * What is kept in order: the deliveries of one identifier on one route.
 *
 * @param route the name of the route in the configuration; {@link #DEFAULT_ROUTE} for mail that no
 *     route is for
 */
public record Lane(String route, Identifier identifier) {

  /** The way to the Skyvern that the configuration names at its top. */
  public static final String DEFAULT_ROUTE = "default";

  /** The lane of an identifier that no route is for. */
  public static Lane of(Identifier identifier) {
    return new Lane(DEFAULT_ROUTE, identifier);
  }
}
