@NullMarked
package dev.otpost.parsing;

import org.jspecify.annotations.NullMarked;
