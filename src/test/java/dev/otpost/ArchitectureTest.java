package dev.otpost;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.Date;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The architecture, as far as a machine can hold it: which room may use which, where a library
 * comes in, and the few things that only one place may do. Who needs an arrow or a library that is
 * not here argues for it by changing the table.
 */
class ArchitectureTest {
  /**
   * Beside what its line names a room may use itself, the JDK but for {@link #DOORS}, and JSpecify.
   * A room that is not there yet may stand here. In the column of rooms {@code *} is all of them
   * and {@code *Settings} the settings records that the rooms ask for.
   */
  private static final String ROOMS =
      """
      # room   | may use rooms     | libraries, and doors of the JDK, that are opened here
      base     | command           | -
      command  | *                 | org.slf4j picocli tools.jackson sun.misc
      gateway  | alerts config delivery doctor intake message parsing routing spool web | org.slf4j
      log      | config            | org.slf4j ch.qos.logback tools.jackson
      message  | -                 | -
      intake   | message           | org.slf4j okhttp3 okio kotlin tools.jackson org.eclipse.angus jakarta.mail org.apache.james.jdkim org.xbill.DNS
      parsing  | message           | org.jsoup org.mozilla.universalchardet
      routing  | message           | -
      spool    | message           | org.slf4j org.sqlite java.sql
      delivery | message spool     | org.slf4j okhttp3 okio kotlin tools.jackson
      alerts   | message           | org.slf4j okhttp3 okio kotlin tools.jackson jakarta.mail org.eclipse.angus.mail.smtp
      web      | message spool     | org.slf4j tools.jackson
      doctor   | message           | org.slf4j org.xbill.DNS
      systemd  | -                 | org.slf4j
      config   | message *Settings | org.slf4j io.smallrye.config org.yaml.snakeyaml
      demo     | message           | org.slf4j tools.jackson jakarta.mail
      """;

  /**
   * Parts of the JDK that lead out of the process, or that the runtime we ship does not have. Only
   * a room whose line names one may use it.
   */
  private static final String[] DOORS = {
    "java.sql..", "javax.sql..", "java.net.http..", "java.awt..", "java.beans..", "javax.swing.."
  };

  private static final JavaClasses OTPOST =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.otpost");

  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.OnlyIncludeTests())
          .importPackages("dev.otpost");

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = ROOMS)
  void aRoomUsesOnlyWhatItsLineNames(String room, String rooms, String libraries) {
    Stream<DescribedPredicate<JavaClass>> allowed =
        Stream.of(
                Stream.of(in(room), theJdk(), resideInAPackage("org.jspecify.annotations")),
                words(rooms).map(ArchitectureTest::in),
                words(libraries).map(library -> resideInAPackage(library + "..")))
            .flatMap(some -> some);

    classes()
        .that(in(room))
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.or(allowed.toList())
                .as(
                    "are in %s, its rooms (%s), its libraries (%s) or the JDK",
                    room, rooms, libraries))
        .allowEmptyShould(true)
        .check(OTPOST);
  }

  @Test
  void everyRoomHasALine() {
    Set<String> named =
        ROOMS.lines().map(line -> line.split(" ", 2)[0]).collect(toCollection(TreeSet::new));
    Set<String> built = new TreeSet<>();
    for (JavaClass type : OTPOST) {
      String[] path = type.getPackageName().split("\\.", 4);
      built.add(path.length == 2 ? "base" : path[2]);
    }
    built.removeAll(named);
    assertEquals(Set.of(), built, "rooms without a line in the table");
  }

  @Test
  void noTwoPackagesNeedEachOther() {
    slices().matching("dev.otpost.(**)").should().beFreeOfCycles().check(OTPOST);
  }

  @Test
  void everyPackagePromisesToBeFreeOfNull() {
    Set<String> without = new TreeSet<>();
    for (JavaClass type : OTPOST) {
      JavaPackage home = type.getPackage();
      if (!home.isAnnotatedWith(NullMarked.class)) {
        without.add(home.getName());
      }
    }
    assertEquals(Set.of(), without, "packages without @NullMarked in their package-info.java");
  }

  @Test
  void onlyMainReadsTheEnvironmentAndOnlyItAndASecondSignalEndTheProcess() {
    noClasses()
        .that(not(nameMatching("dev\\.otpost\\.(Main|command\\.Signals)")))
        .should(call("java.lang.System", "getenv"))
        .orShould(call("java.lang.System", "exit"))
        .orShould(call("java.lang.Runtime", "exit|halt"))
        .check(OTPOST);
  }

  /** Of the ways in one asks other servers by HTTP; that of SMTP makes certificates with it. */
  @Test
  void noWayInButThatOfTokensUsesHttp() {
    noClasses()
        .that(in("intake"))
        .and(not(resideInAPackage("dev.otpost.intake.oauth")))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("okhttp3..", "okio..", "tools.jackson..")
                .and(not(resideInAPackage("okhttp3.tls.."))))
        .check(OTPOST);
    noClasses()
        .that(in("intake"))
        .and(not(resideInAPackage("dev.otpost.intake.smtp")))
        .should()
        .dependOnClassesThat(resideInAPackage("okhttp3.tls.."))
        .check(OTPOST);
  }

  @Test
  void theTimeIsAskedOfAnInstantSourceOnly() {
    noClasses()
        .should(call("java\\.time\\..*", "now"))
        .orShould(call("java.lang.System", "currentTimeMillis"))
        .orShould()
        .callConstructor(Date.class)
        .check(OTPOST);
  }

  @Test
  void theInstantSourceIsHandedInByTheBase() {
    noClasses()
        .that(not(in("base")))
        .and(not(in("demo"))) // Its Skyvern stands for another machine, with a clock of its own.
        .should(call("java.time.InstantSource", "system"))
        .orShould(call("java.time.Clock", "system.*|tick.*"))
        .check(OTPOST);
  }

  @Test
  void aNameSaysWhatAThingIs() {
    noClasses()
        .should()
        .haveNameMatching(".*[.$](Abstract|Base)\\p{Upper}\\w*|.*(Manager|Helper|Utils?|Impl)")
        .check(OTPOST);
  }

  @Test
  void aTestWaitsForWhatItExpectsRatherThanSleeps() {
    noClasses().should(call("java.lang.Thread", "sleep")).check(TESTS);
  }

  /**
   * A call of a method by these names, or a reference to it; both are regular expressions for the
   * whole of a name.
   */
  private static ArchCondition<JavaClass> call(String type, String method) {
    return ArchConditions.accessTargetWhere(
            target(nameMatching(method)).and(target(owner(nameMatching(type)))))
        .as("call %s.%s", type, method);
  }

  private static DescribedPredicate<JavaClass> in(String room) {
    return switch (room) {
      case "*" -> resideInAPackage("dev.otpost..");
      case "*Settings" ->
          resideInAPackage("dev.otpost..").and(nameMatching(".*Settings(\\$.*)?").forSubtype());
      case "base" -> resideInAPackage("dev.otpost");
      default -> resideInAPackage("dev.otpost." + room + "..");
    };
  }

  private static DescribedPredicate<JavaClass> theJdk() {
    return resideInAnyPackage("java..", "javax..").and(not(resideInAnyPackage(DOORS)));
  }

  private static Stream<String> words(String cell) {
    return Stream.of(cell.split(" +", -1)).filter(word -> !word.equals("-"));
  }
}
