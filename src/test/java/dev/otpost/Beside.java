package dev.otpost;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Set;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/**
 * Tests of such a class run while those of others do, themselves one after the other. It promises
 * that
 *
 * <ul>
 *   <li>it waits nearly all of its time: one that computes takes the time of others, which may
 *       measure it;
 *   <li>it shares nothing with any other class that tests: no port but free ones, no file but in a
 *       directory of its own, no static state, no property of the system, no log of a class that
 *       others listen to;
 *   <li>it fails on no machine that is four times as slow: where it asserts that something is soon,
 *       then soon is generous.
 * </ul>
 *
 * <p>One that measures times is {@link org.junit.jupiter.api.parallel.Isolated} instead: it runs
 * last, while nothing else does. All others run one after the other, as ever.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(providers = Beside.OneAfterTheOther.class)
public @interface Beside {

  /** Whoever has the class to itself runs its tests by itself: they may share what is static. */
  final class OneAfterTheOther implements ResourceLocksProvider {

    @Override
    public Set<Lock> provideForClass(Class<?> testClass) {
      return Set.of(new Lock(testClass.getName()));
    }
  }
}
