package dev.verge;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A response, immutable; it may be kept in a cache and sent many times unless it streams. */
public final class Response {
  private final int status;
  private final Headers headers;
  private final Body body;

  private Response(int status, Headers headers, Body body) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("not a final HTTP status: " + status);
    }
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** What a response carries. */
  public sealed interface Body {
    /** Nothing. */
    record Empty() implements Body {}

    /** Bytes, not to be written to. */
    record Bytes(byte[] bytes) implements Body {}

    /**
     * A value that the runtime writes as JSON, once however often it is sent: a response that is
     * kept in a cache is encoded by its first sender. Thread-safe; two first senders may both
     * encode it.
     */
    final class Json implements Body {
      private final Object value;
      private volatile byte @Nullable [] encoded;

      /** A value that does not change from now on. */
      public Json(Object value) {
        this.value = value;
      }

      /** The value. */
      public Object value() {
        return value;
      }

      /** The value as bytes, not to be written to; encoded on first use and kept. */
      public byte[] encoded(Function<? super Object, byte[]> encoder) {
        byte[] bytes = encoded;
        if (bytes == null) {
          bytes = encoder.apply(value);
          encoded = bytes;
        }
        return bytes;
      }
    }

    /** Written piece by piece while it is sent, with the client's backpressure. */
    record Stream(Writer writer) implements Body {}

    /** Writes a streamed body. */
    @FunctionalInterface
    interface Writer {
      /** Writes everything; blocks while the client is slow. */
      void writeTo(OutputStream out) throws IOException;
    }
  }

  /** Any status with a body of that media type. */
  public static Response of(int status, String contentType, byte[] body) {
    return new Response(status, Headers.of("Content-Type", contentType), new Body.Bytes(body));
  }

  /** A status without a body. */
  public static Response status(int status) {
    return new Response(status, Headers.empty(), new Body.Empty());
  }

  /** 200 with a value as JSON: records, maps, lists, {@link Row}, numbers, strings. */
  public static Response json(Object value) {
    return json(200, value);
  }

  /** The same with another status. */
  public static Response json(int status, Object value) {
    return new Response(
        status, Headers.of("Content-Type", "application/json"), new Body.Json(value));
  }

  /** 201 with a value as JSON. */
  public static Response created(Object value) {
    return json(201, value);
  }

  /** 204. */
  public static Response noContent() {
    return status(204);
  }

  /** 200 with HTML that is already safe; prefer {@link Context#render}. */
  public static Response html(String html) {
    return of(200, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
  }

  /** 200 with plain text. */
  public static Response text(String text) {
    return of(200, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /** 303: the answer to a form, fetched with GET from there. */
  public static Response redirect(String location) {
    return redirect(303, location);
  }

  /** A redirect with a status of choice. */
  public static Response redirect(int status, String location) {
    return status(status).withHeader("Location", URI.create(location).toASCIIString());
  }

  /** 200, written while it is sent. */
  public static Response stream(String contentType, Body.Writer writer) {
    return new Response(200, Headers.of("Content-Type", contentType), new Body.Stream(writer));
  }

  /** An error as {@code application/problem+json} (RFC 9457). */
  public static Response problem(int status, String title) {
    return problem(status, title, null, Map.of());
  }

  /** The same with a detail and further members. */
  public static Response problem(
      int status, String title, @Nullable String detail, Map<String, ?> members) {
    Map<String, Object> problem = new java.util.LinkedHashMap<>();
    problem.put("type", "about:blank");
    problem.put("title", title);
    problem.put("status", status);
    if (detail != null) {
      problem.put("detail", detail);
    }
    problem.putAll(members);
    return new Response(
        status, Headers.of("Content-Type", "application/problem+json"), new Body.Json(problem));
  }

  /** The status code. */
  public int status() {
    return status;
  }

  /** The headers the application set. */
  public Headers headers() {
    return headers;
  }

  /** The body. */
  public Body body() {
    return body;
  }

  /** A copy with another status. */
  public Response withStatus(int other) {
    return new Response(other, headers, body);
  }

  /** A copy with the header in place of all of that name. */
  public Response withHeader(String name, String value) {
    return new Response(status, headers.with(name, value), body);
  }

  /** A copy with another body. */
  public Response withBody(Body other) {
    return new Response(status, headers, other);
  }

  /** A copy that sets one more cookie. */
  public Response withCookie(Cookie cookie) {
    return new Response(status, headers.plus("Set-Cookie", cookie.toHeader()), body);
  }
}
