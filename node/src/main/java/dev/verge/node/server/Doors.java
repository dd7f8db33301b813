package dev.verge.node.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Shows accepted connections to the {@link Door} of their port before Vert.x sees them: Vert.x
 * tells of a connection only when it has the head of a request, which a hostile client never sends.
 * It is a transport of Vert.x (an SPI) that leaves everything to another and adds a handler to
 * listening sockets. Thread-safe.
 */
public final class Doors implements Transport {
  private final Transport transport;
  private final ConcurrentHashMap<Integer, Door> byPort = new ConcurrentHashMap<>();

  private Doors(Transport transport) {
    this.transport = transport;
  }

  /** Vert.x with doors: what {@link EdgeServer} needs. */
  public static Vertx vertx(VertxOptions options) {
    return Vertx.builder().with(options).withTransport(new Named()).build();
  }

  /** The doors of that Vert.x. */
  static Doors of(Vertx vertx) {
    if (((VertxInternal) vertx).transport() instanceof Doors doors) {
      return doors;
    }
    throw new IllegalArgumentException("this Vert.x has no doors: make it with Doors.vertx");
  }

  void open(int port, Door door) {
    byPort.put(port, door);
  }

  void close(int port) {
    byPort.remove(port);
  }

  @Override
  public void configure(TcpConfig options, boolean domainSocket, ServerBootstrap bootstrap) {
    transport.configure(options, domainSocket, bootstrap);
    bootstrap.handler(new Accepted());
  }

  @Override
  public void configure(
      TcpConfig options, boolean domainSocket, io.netty.bootstrap.Bootstrap bootstrap) {
    transport.configure(options, domainSocket, bootstrap);
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return transport.ioHandlerFactory();
  }

  @Override
  public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
    return transport.datagramChannelFactory();
  }

  @Override
  @SuppressWarnings("deprecation") // the SPI asks for it
  public DatagramChannel datagramChannel(io.netty.channel.socket.InternetProtocolFamily family) {
    return transport.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return transport.channelFactory(domainSocket);
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return transport.serverChannelFactory(domainSocket);
  }

  /** How Vert.x is given a transport. */
  private static final class Named implements io.vertx.core.transport.Transport {
    @Override
    public String name() {
      return NIO.name();
    }

    @Override
    public boolean available() {
      return NIO.available();
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
      return NIO.unavailabilityCause();
    }

    @Override
    public Transport implementation() {
      return new Doors(NIO.implementation());
    }
  }

  /** On a listening socket, where what is read is connections. */
  @Sharable
  private final class Accepted extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof Channel channel && !admits(context.channel(), channel)) {
        channel.unsafe().closeForcibly(); // it has no event loop yet that could close it
      } else {
        context.fireChannelRead(message);
      }
    }

    private boolean admits(Channel listening, Channel accepted) {
      Door door =
          listening.localAddress() instanceof InetSocketAddress local
              ? byPort.get(local.getPort())
              : null;
      return door == null || door.accept(accepted);
    }
  }
}
