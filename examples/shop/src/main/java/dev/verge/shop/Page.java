package dev.verge.shop;

import dev.verge.Context;
import dev.verge.Location;
import dev.verge.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What every page has around its content.
 *
 * @param description for search engines
 * @param canonical the page's one address, without the host
 * @param location where it is rendered
 * @param source where its data came from, in words
 * @param started {@link System#nanoTime} when the work on it began
 */
public record Page(
    String title,
    String description,
    String canonical,
    Location location,
    String country,
    String source,
    long started) {

  /** Starts a page whose data come from this location's own copies. */
  static Page start(Context c, String title) {
    return new Page(
        title,
        "Well-made things for every room, from a shop that is always close to you.",
        c.request().path(),
        c.location(),
        c.country(),
        "its own copy of the catalog",
        System.nanoTime());
  }

  Page describe(String text) {
    return new Page(title, text, canonical, location, country, source, started);
  }

  Page title(String text) {
    return new Page(text, description, canonical, location, country, source, started);
  }

  Page canonical(String path) {
    return new Page(title, description, path, location, country, source, started);
  }

  Page from(String where) {
    return new Page(title, description, canonical, location, country, where, started);
  }

  /** Renders a template around the page and what else it needs. */
  Response render(Context c, String template, Map<String, ?> parameters) {
    Map<String, Object> all = new HashMap<>(parameters);
    all.put("page", this);
    return c.render(template, all);
  }

  /** All categories, for the navigation. */
  public List<Category> categories() {
    return Category.all();
  }

  /** Where the page was rendered, such as {@code FRA}. */
  public String place() {
    return location.code().toUpperCase(Locale.ROOT);
  }

  /** The same as degrees. */
  public String coordinates() {
    return degrees(location.latitude(), "N", "S") + " " + degrees(location.longitude(), "E", "W");
  }

  private static String degrees(double value, String positive, String negative) {
    long tenths = Math.round(Math.abs(value) * 10);
    return tenths / 10 + "." + tenths % 10 + "°" + (value < 0 ? negative : positive);
  }

  /** Milliseconds of work until now, with one decimal. */
  public String elapsed() {
    long tenths = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - started) / 100;
    return tenths / 10 + "." + tenths % 10;
  }
}
