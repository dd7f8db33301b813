package dev.verge.data;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.verge.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Writes bookmarks as tokens that clients carry and cannot change: {@code base64url(version, marks,
 * HMAC-SHA256 cut to 16 bytes)}. Thread-safe.
 *
 * <p>A token has at most {@value #MAX_LENGTH} characters. Marks that do not fit are left out, least
 * recently changed first: a dataset without a mark is read as by a client without a bookmark.
 */
public final class Bookmarks {
  /** The longest token. */
  public static final int MAX_LENGTH = 2048;

  private static final int VERSION = 1;
  private static final int MAC_BYTES = 16;
  private static final int MAX_BODY = MAX_LENGTH / 4 * 3 - MAC_BYTES;
  private static final int MAX_NAME = 100;

  private final SecretKeySpec key;

  /**
   * @param key the cluster's secret for bookmarks, at least 16 bytes
   */
  public Bookmarks(byte[] key) {
    if (key.length < 16) {
      throw new IllegalArgumentException("the bookmark key has " + key.length + " bytes, not 16");
    }
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  /** The token of a bookmark. */
  public String token(Bookmark bookmark) {
    byte[] body = encode(bookmark);
    byte[] token = Arrays.copyOf(body, body.length + MAC_BYTES);
    System.arraycopy(mac(body), 0, token, body.length, MAC_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /**
   * The bookmark of a token; an empty one for null.
   *
   * @throws Problem 400 if it is not one that this cluster has given out
   */
  public Bookmark parse(@Nullable String token) {
    if (token == null) {
      return Bookmark.NONE;
    }
    if (token.length() > MAX_LENGTH) {
      throw bad("it is longer than " + MAX_LENGTH + " characters");
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      throw bad("it is not base64url");
    }
    if (bytes.length <= MAC_BYTES) {
      throw bad("it is cut short");
    }
    byte[] body = Arrays.copyOf(bytes, bytes.length - MAC_BYTES);
    byte[] given = Arrays.copyOfRange(bytes, body.length, bytes.length);
    if (!MessageDigest.isEqual(mac(body), given)) {
      throw bad("this cluster has not issued it");
    }
    return decode(body);
  }

  /** The 400 for a bookmark, saying why. */
  public static Problem bad(String why) {
    return Problem.of(400, "Bad bookmark", why + "; send the last Verge-Bookmark, or none");
  }

  private byte[] mac(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return Arrays.copyOf(mac.doFinal(body), MAC_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static byte[] encode(Bookmark bookmark) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(VERSION);
    for (Map.Entry<String, Mark> entry : latestFirst(bookmark)) {
      byte[] mark = encode(entry.getKey(), entry.getValue());
      if (out.size() + mark.length > MAX_BODY) {
        break;
      }
      out.writeBytes(mark);
    }
    return out.toByteArray();
  }

  private static List<Map.Entry<String, Mark>> latestFirst(Bookmark bookmark) {
    return new ArrayList<>(bookmark.marks().entrySet()).reversed();
  }

  private static byte[] encode(String dataset, Mark mark) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      byte[] name = dataset.getBytes(US_ASCII);
      if (name.length > MAX_NAME) {
        throw new IllegalArgumentException("too long a dataset name: " + dataset);
      }
      out.writeByte(name.length);
      out.write(name);
      out.writeLong(mark.incarnation());
      out.writeLong(mark.epoch());
      out.writeLong(mark.sequence());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  private static Bookmark decode(byte[] body) {
    LinkedHashMap<String, Mark> marks = new LinkedHashMap<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
      int version = in.read();
      if (version != VERSION) {
        throw bad("it is of version " + version);
      }
      while (in.available() > 0) {
        String name = new String(in.readNBytes(in.readUnsignedByte()), US_ASCII);
        marks.putFirst(name, new Mark(in.readLong(), in.readLong(), in.readLong()));
      }
    } catch (IOException e) {
      throw bad("it is cut short");
    }
    return new Bookmark(marks);
  }
}
