package dev.verge.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verge.Problem;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Tokens that clients carry and cannot change. */
final class BookmarksTest {
  private static final Bookmarks BOOKMARKS = new Bookmarks("this cluster's key".getBytes(UTF_8));
  private static final Bookmark TWO =
      Bookmark.NONE.with("profiles", new Mark(7, 2, 40)).with("catalog", new Mark(-9, 1, 12));

  @Test
  void aTokenBringsItsMarksBack() {
    assertThat(BOOKMARKS.parse(BOOKMARKS.token(TWO))).isEqualTo(TWO);
    assertThat(BOOKMARKS.parse(null)).isEqualTo(Bookmark.NONE);
  }

  @Test
  void whatThisClusterHasNotIssuedIsA400() {
    String token = BOOKMARKS.token(TWO);
    byte[] bytes = Base64.getUrlDecoder().decode(token);
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      refused(Base64.getUrlEncoder().withoutPadding().encodeToString(changed));
    }
    for (int length = 0; length < token.length(); length++) {
      refused(token.substring(0, length));
    }
    refused(new Bookmarks("another cluster's key".getBytes(UTF_8)).token(TWO));
    refused("not base64!");
    refused("A".repeat(Bookmarks.MAX_LENGTH + 1));
  }

  @Test
  void marksAreMergedByMaximum() {
    Bookmark later = Bookmark.NONE.with("profiles", new Mark(7, 3, 41));
    assertThat(TWO.merge(later).of("profiles")).isEqualTo(new Mark(7, 3, 41));
    assertThat(later.merge(TWO).of("profiles")).isEqualTo(new Mark(7, 3, 41));
    assertThat(later.merge(TWO).of("catalog")).isEqualTo(new Mark(-9, 1, 12));
  }

  @Test
  void aTokenStaysShortAndKeepsWhatWasWrittenLast() {
    Bookmark many = Bookmark.NONE;
    for (int i = 0; i < 200; i++) {
      many = many.with("dataset-" + i, new Mark(1, 1, i + 1));
    }
    String token = BOOKMARKS.token(many.with("dataset-3", new Mark(1, 1, 999)));
    assertThat(token.length()).isLessThanOrEqualTo(Bookmarks.MAX_LENGTH);
    Bookmark kept = BOOKMARKS.parse(token);
    assertThat(kept.of("dataset-3")).isEqualTo(new Mark(1, 1, 999));
    assertThat(kept.of("dataset-199")).isNotNull();
    assertThat(kept.of("dataset-0")).isNull();
  }

  private static void refused(String token) {
    assertThatThrownBy(() -> BOOKMARKS.parse(token))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(400));
  }
}
