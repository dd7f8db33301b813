package dev.verge.shop;

import dev.verge.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks on what clients send; each names the field that is wrong. */
final class Input {
  private static final Pattern PAGE = Pattern.compile("0*[1-9][0-9]{0,5}");
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+");
  private static final int MAX_EMAIL = 254; // RFC 5321, section 4.5.3.1.3

  private Input() {}

  /** A page's number, 1 if there is none. */
  static int page(Optional<String> page) {
    if (page.isPresent() && !PAGE.matcher(page.get()).matches()) {
      throw Problem.field("page", "must be a number from 1 to 999999");
    }
    return page.map(Integer::parseInt).orElse(1);
  }

  /** Text that is not blank, without space around it. */
  static String text(String field, String value, int max) {
    String text = value.strip();
    if (!isPlain(text)) {
      throw Problem.field(field, "must not have control characters");
    }
    if (text.isEmpty() || text.codePointCount(0, text.length()) > max) {
      throw Problem.field(field, "must have 1 to " + max + " characters");
    }
    return text;
  }

  /** An email address, in lower case: who may receive at it is one person however they type it. */
  static String email(String value) {
    if (!isEmail(value)) {
      throw Problem.field(
          "email",
          "must be an address such as name@example.com, of at most " + MAX_EMAIL + " characters");
    }
    return value.toLowerCase(Locale.ROOT);
  }

  /** Whether this has the shape of an email address. */
  static boolean isEmail(String value) {
    return value.length() <= MAX_EMAIL && isPlain(value) && EMAIL.matcher(value).matches();
  }

  /** A new password. */
  static String password(String value) {
    if (value.codePointCount(0, value.length()) < 8
        || value.getBytes(StandardCharsets.UTF_8).length > Accounts.MAX_PASSWORD) {
      throw Problem.field(
          "password",
          "must have at least 8 characters and at most " + Accounts.MAX_PASSWORD + " bytes");
    }
    return value;
  }

  /** No control characters and no halves of surrogate pairs, which databases refuse. */
  private static boolean isPlain(String value) {
    return value.chars().noneMatch(Character::isISOControl)
        && StandardCharsets.UTF_8.newEncoder().canEncode(value);
  }
}
