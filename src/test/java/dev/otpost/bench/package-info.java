/**
 * Benchmarks (JMH): what one mail costs in the rooms that work on every mail. {@code mvn -Pbench
 * -DskipTests package} runs them, {@code -Dbench=Parsing} only those whose name matches. They
 * assert nothing; compare within one run, on a machine that does nothing else.
 */
@NullMarked
package dev.otpost.bench;

import org.jspecify.annotations.NullMarked;
