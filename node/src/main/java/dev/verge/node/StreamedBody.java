package dev.verge.node;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An output stream into a response, for one virtual thread. At most one buffer is under way: a
 * client that reads slowly slows the writer, and one that stops reading ends it after 30 seconds.
 */
final class StreamedBody extends OutputStream {
  private static final int BUFFER = 16 * 1024;
  private static final long PATIENCE_SECONDS = 30;

  private final HttpServerResponse response;
  private final Context context;
  private byte[] buffer = new byte[BUFFER];
  private int filled;
  private boolean failed;

  StreamedBody(HttpServerResponse response, Context context) {
    this.response = response;
    this.context = context;
  }

  /** Sets status and headers before the first byte. */
  void begin(Runnable head) throws IOException {
    await(() -> {
      head.run();
      return Future.succeededFuture();
    });
  }

  @Override
  public void write(int b) throws IOException {
    if (filled == buffer.length) {
      flush();
    }
    buffer[filled++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      if (filled == buffer.length) {
        flush();
      }
      int part = Math.min(end - at, buffer.length - filled);
      System.arraycopy(bytes, at, buffer, filled, part);
      filled += part;
      at += part;
    }
  }

  @Override
  public void flush() throws IOException {
    if (filled > 0) {
      Buffer part = ResponseWriter.wrap(buffer, filled);
      buffer = new byte[BUFFER];
      filled = 0;
      await(() -> response.write(part));
    }
  }

  @Override
  public void close() throws IOException {
    if (!failed) {
      flush();
      await(response::end);
    }
  }

  private void await(java.util.function.Supplier<Future<Void>> step) throws IOException {
    CompletableFuture<Void> done = new CompletableFuture<>();
    context.runOnContext(
        v -> step.get().onSuccess(done::complete).onFailure(done::completeExceptionally));
    try {
      done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      failed = true;
      throw new IOException("the client is gone", e.getCause());
    } catch (TimeoutException e) {
      failed = true;
      throw new IOException("the client read nothing for " + PATIENCE_SECONDS + " seconds", e);
    } catch (InterruptedException e) {
      failed = true;
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
