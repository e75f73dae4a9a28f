@NullMarked
package dev.otpost.intake.oauth;

import org.jspecify.annotations.NullMarked;
