/**
 * What a product ships beside the program, made at the build out of what the program says of
 * itself: the pages for {@code man}, and the licences of what is in it.
 *
 * <p>{@code src/build/product.sh} runs {@link dev.otpost.shipped.Papers}. It stands among the tests
 * so that the jar of the product does not grow by it, and yet is compiled and looked at like
 * everything else.
 *
 * <p>Decision: the pages are written as roff here. The generator that belongs to the library of the
 * commands writes AsciiDoc, which wants another program, in Ruby, before it is a page; and it knows
 * nothing of the configuration.
 */
@NullMarked
package dev.otpost.shipped;

import org.jspecify.annotations.NullMarked;
