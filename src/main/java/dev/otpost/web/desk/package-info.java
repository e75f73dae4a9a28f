/**
 * What the operator sees and does, whether by the dashboard or by the API: one place for both, so
 * that they never say different things.
 */
@NullMarked
package dev.otpost.web.desk;

import org.jspecify.annotations.NullMarked;
