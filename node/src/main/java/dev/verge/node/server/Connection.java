package dev.verge.node.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;

/**
 * A client's connection, from the moment it was accepted: closes itself when the head of a request
 * does not come whole in time, or nothing comes for long. Bytes that trickle in do not help, which
 * is what an idle time-out alone would let happen. For the connection's event loop only.
 *
 * <p>Over HTTP/2, heads are bounded by Vert.x and silence by its idle time-out.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a connection that cannot be closed is closed
final class Connection extends ChannelInboundHandlerAdapter {
  private final Channel channel;
  private final long headNanos;
  private final long idleNanos;
  private long since = System.nanoTime();
  private boolean reading = true;
  private boolean multiplexed;
  private int open;

  Connection(Channel channel, long headNanos, long idleNanos) {
    this.channel = channel;
    this.headNanos = headNanos;
    this.idleNanos = idleNanos;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    check();
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    if (open == 0 && !reading) {
      reading = true;
      since = System.nanoTime();
    }
    context.fireChannelRead(bytes);
  }

  /** A request's head has come. */
  void begin(boolean http2) {
    open++;
    reading = false;
    multiplexed = http2;
  }

  /** A request was answered. */
  void end() {
    if (--open == 0) {
      since = System.nanoTime();
    }
  }

  private void check() {
    if (multiplexed || !channel.isOpen()) {
      return;
    }
    long left = open > 0 ? headNanos : left();
    if (left <= 0) {
      channel.close();
    } else {
      long next = Math.min(left, headNanos);
      channel.eventLoop().schedule(this::check, next, TimeUnit.NANOSECONDS);
    }
  }

  private long left() {
    return (reading ? headNanos : idleNanos) - (System.nanoTime() - since);
  }
}
