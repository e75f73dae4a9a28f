@NullMarked
package dev.otpost.routing;

import org.jspecify.annotations.NullMarked;
