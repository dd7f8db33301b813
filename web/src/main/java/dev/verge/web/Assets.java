package dev.verge.web;

import dev.verge.Context;
import dev.verge.Handler;
import dev.verge.Headers;
import dev.verge.Problem;
import dev.verge.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Serves resources of the bundle: those whose extension is known, and no other. Each is read at its
 * first use and kept, up to 32 MiB together; beyond that, it is read each time. Browsers keep it
 * for an hour and then ask with its strong ETag (RFC 9110, section 13.1.2).
 */
final class Assets implements Handler {
  private static final int MAX_ASSET = 8 << 20;
  private static final long MAX_KEPT = 32 << 20;
  private static final Map<String, String> MEDIA_TYPES =
      Map.ofEntries(
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("webp", "image/webp"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("json", "application/json"));

  private final ClassLoader bundle;
  private final String folder;
  private final Map<String, Asset> kept = new ConcurrentHashMap<>();
  private final AtomicLong keptBytes = new AtomicLong();

  Assets(ClassLoader bundle, String folder) {
    if (folder.isEmpty() || !isPlain(folder)) {
      throw new DefinitionException(
          "assets folder '" + folder + "' must be a path in the bundle such as static or web/css");
    }
    this.bundle = bundle;
    this.folder = folder;
  }

  private record Asset(String etag, Response response) {}

  @Override
  public Response handle(Context c) throws IOException {
    Asset asset = find(c.path("path"));
    if (asset == null) {
      throw Problem.of(404, "Not found");
    }
    boolean same = matches(c.request().headers(), asset.etag());
    return same ? notModified(asset) : asset.response();
  }

  private static Response notModified(Asset asset) {
    Headers headers = asset.response().headers();
    Response response = Response.status(304);
    for (String name : Set.of("ETag", "Cache-Control")) {
      response = response.withHeader(name, String.valueOf(headers.first(name)));
    }
    return response;
  }

  private static boolean matches(Headers headers, String etag) {
    for (String field : headers.all("If-None-Match")) {
      for (String candidate : field.split(",", -1)) {
        String tag = candidate.strip();
        if (tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag)) {
          return true;
        }
      }
    }
    return false;
  }

  private @Nullable Asset find(String path) throws IOException {
    Asset known = kept.get(path);
    if (known != null) {
      return known;
    }
    String type = MEDIA_TYPES.get(extension(path));
    URL url = type != null && isPlain(path) ? bundle.getResource(folder + "/" + path) : null;
    if (url == null || type == null || !isFile(url)) {
      return null;
    }
    byte[] bytes = read(url, path);
    Asset asset = asset(type, bytes);
    if (keptBytes.addAndGet(bytes.length) > MAX_KEPT) {
      keptBytes.addAndGet(-bytes.length);
    } else if (kept.putIfAbsent(path, asset) != null) {
      keptBytes.addAndGet(-bytes.length);
    }
    return asset;
  }

  private static Asset asset(String type, byte[] bytes) {
    String etag = '"' + HexFormat.of().formatHex(sha256(bytes), 0, 16) + '"';
    Response response =
        Response.of(200, type, bytes)
            .withHeader("ETag", etag)
            .withHeader("Cache-Control", "public, max-age=3600")
            .withHeader("X-Content-Type-Options", "nosniff");
    return new Asset(etag, response);
  }

  /** Segments with a name each, none that leads elsewhere. */
  private static boolean isPlain(String path) {
    for (String segment : path.split("/", -1)) {
      if (segment.isEmpty()
          || segment.equals(".")
          || segment.equals("..")
          || segment.indexOf('\\') >= 0) {
        return false;
      }
    }
    return true;
  }

  private static String extension(String path) {
    return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** In a bundle that is a folder, a class loader would read a folder as the list of its files. */
  private static boolean isFile(URL url) {
    return !url.getProtocol().equals("file")
        || Files.isRegularFile(Path.of(URI.create(url.toString())));
  }

  private static byte[] read(URL url, String path) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      byte[] bytes = in.readNBytes(MAX_ASSET + 1);
      if (bytes.length > MAX_ASSET) {
        throw new IllegalStateException("asset " + path + " is larger than 8 MiB");
      }
      return bytes;
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
