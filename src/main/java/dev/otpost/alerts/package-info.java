/** TODO. */
@NullMarked
package dev.otpost.alerts;

import org.jspecify.annotations.NullMarked;
