package dev.otpost.story;

import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium, without a window. It gets at this machine only. */
final class Browser implements AutoCloseable {

  /** It says at every start that this Chromium is newer than itself, which does not matter. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private static final Duration SOON = Duration.ofSeconds(10);

  private static final Path SCREENSHOTS = Path.of("target/screenshots");

  /** What a person sees of it. */
  enum Look {
    DESKTOP_LIGHT(1280, 900, false, "light"),
    DESKTOP_DARK(1280, 900, false, "dark"),
    PHONE_LIGHT(360, 780, true, "light"),
    PHONE_DARK(360, 780, true, "dark");

    final int width;
    final int height;
    final boolean mobile;
    final String scheme;

    Look(int width, int height, boolean mobile, String scheme) {
      this.width = width;
      this.height = height;
      this.mobile = mobile;
      this.scheme = scheme;
    }
  }

  private final ChromeDriver driver;
  private final String origin;

  private Browser(ChromeDriver driver, String origin) {
    this.driver = driver;
    this.origin = origin;
  }

  /**
   * @param profile a folder that is empty
   * @param origin of the pages
   */
  static Browser start(Path profile, String origin) {
    var chromium = Needs.program("chromium", "chromium");
    var chromedriver = Needs.program("chromedriver", "chromium-driver");
    SELENIUM.setLevel(Level.SEVERE);
    var logs = new LoggingPreferences();
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    var options =
        new ChromeOptions()
            .setBinary(chromium.toFile())
            .addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--hide-scrollbars",
                "--disable-component-update",
                "--no-first-run",
                "--user-data-dir=" + profile.toAbsolutePath(),
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    var service =
        new ChromeDriverService.Builder().usingDriverExecutable(chromedriver.toFile()).build();
    var driver = new ChromeDriver(service, options);
    driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(30));
    driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(30));
    return new Browser(driver, origin);
  }

  Browser look(Look look) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            look.width,
            "height",
            look.height,
            "deviceScaleFactor",
            look.mobile ? 2 : 1,
            "mobile",
            look.mobile));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", look.scheme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    driver.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", "Asia/Tokyo"));
    return this;
  }

  /** As in a window of this width. */
  Browser wide(int width) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    return this;
  }

  Browser withoutScripts() {
    driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    return this;
  }

  Browser open(String path) {
    driver.get(origin + path);
    return this;
  }

  String text() {
    return find("body").getText();
  }

  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  int count(String selector) {
    return driver.findElements(By.cssSelector(selector)).size();
  }

  /** Clicks on something, and waits for what comes of it. */
  Browser click(String selector, String awaited) throws Exception {
    find(selector).click();
    Until.holds(awaited + " is seen", SOON, () -> count(awaited) > 0);
    return this;
  }

  Browser press(Keys key) {
    driver.switchTo().activeElement().sendKeys(key);
    return this;
  }

  /** What a script returns, in words. */
  String ask(String script) {
    return String.valueOf(driver.executeScript(script));
  }

  /** What somebody who cannot see or point at it would stumble over, in words; empty if nothing. */
  List<String> barriers() {
    return new AxeBuilder()
        .analyze(driver).getViolations().stream()
            .map(it -> it.getId() + ": " + it.getNodes())
            .toList();
  }

  /** The whole page, also what one would have to scroll to, kept for people to look at. */
  void photograph(String name) throws IOException {
    var taken =
        driver.executeCdpCommand(
            "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
    Files.createDirectories(SCREENSHOTS);
    Files.write(
        SCREENSHOTS.resolve(name + ".png"),
        Base64.getDecoder().decode(String.valueOf(taken.get("data"))));
  }

  /** What was asked for elsewhere than at the origin since this was last asked. */
  List<String> strangers() {
    var asked = Pattern.compile("\"request\":\\{.*?\"url\":\"([^\"]*)\"");
    return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(it -> it.getMessage())
        .filter(it -> it.contains("Network.requestWillBeSent\""))
        .flatMap(it -> asked.matcher(it).results())
        .map(it -> it.group(1))
        .filter(it -> it.startsWith("http") && !it.startsWith(origin + "/"))
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
