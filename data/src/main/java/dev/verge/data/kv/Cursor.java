package dev.verge.data.kv;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.verge.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Where the next page of a list starts: the last key of the page before, with a check sum over
 * dataset, prefix and key. The sum tells rubbish and mix-ups, it is no secret: a cursor gives
 * nothing that listing the prefix from its start does not.
 */
final class Cursor {
  private static final int SUM = Integer.BYTES;

  private Cursor() {}

  static String after(String dataset, String prefix, String key) {
    byte[] text = key.getBytes(UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(SUM + text.length);
    bytes.putInt(sum(dataset, prefix, text)).put(text);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * The last key of the page before, or null on the first page.
   *
   * @throws Problem 400 if the cursor is not one of this list
   */
  static @Nullable String key(String dataset, String prefix, @Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    if (cursor.length() > 2 * Limits.KEY_BYTES) {
      throw rubbish();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      if (bytes.remaining() <= SUM) {
        throw rubbish();
      }
      int sum = bytes.getInt();
      byte[] text = new byte[bytes.remaining()];
      bytes.get(text);
      String key = UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
      if (sum != sum(dataset, prefix, text) || !key.startsWith(prefix)) {
        throw rubbish();
      }
      return key;
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw rubbish();
    }
  }

  private static int sum(String dataset, String prefix, byte[] key) {
    CRC32C sum = new CRC32C();
    sum.update(dataset.getBytes(UTF_8));
    sum.update(0xff);
    sum.update(prefix.getBytes(UTF_8));
    sum.update(0xff);
    sum.update(key);
    return (int) sum.getValue();
  }

  private static Problem rubbish() {
    return Problem.field("cursor", "not a cursor of this list; leave it out to start over");
  }
}
