package dev.sojourn.rig.fault;

import dev.sojourn.rig.server.RedisServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A gate between a client and a server: each command waits until the guard lets it pass. So a test
 * decides what happens between two commands of a client. Replies pass freely, and so does {@code
 * HELLO}: with it a client asks about the server, whenever its last question is old. Thread-safe.
 *
 * <pre>{@code
 * try (CommandGate gate = CommandGate.to(server)) {
 *   RedisSessions slow = RedisSessions.connect(gate.userUri());
 *   gate.guard(command -> {
 *     if (command.get(0).equals("PTTL")) {
 *       others.revoke(id);
 *     }
 *   });
 * }
 * }</pre>
 */
public final class CommandGate implements AutoCloseable {

  private final RedisServer server;
  private final ServerSocket listener;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile Guard guard = command -> {};

  /** Called with each command before it is passed on; may block, or do other things. */
  public interface Guard {
    /** Returns when the command, given as name and arguments, may pass. */
    void before(List<String> command);
  }

  private CommandGate(RedisServer server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** Opens a gate to a server, with a guard that lets everything pass. */
  public static CommandGate to(RedisServer server) {
    try {
      CommandGate gate = new CommandGate(server);
      start("gate", gate::acceptAll);
      return gate;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open a gate", e);
    }
  }

  /** The server's {@link RedisServer#userUri} through this gate. */
  public String userUri() {
    return through(server.userUri());
  }

  /** The server's {@link RedisServer#maintenanceUri} through this gate. */
  public String maintenanceUri() {
    return through(server.maintenanceUri());
  }

  /** The server's {@link RedisServer#migrateUri} through this gate. */
  public String migrateUri() {
    return through(server.migrateUri());
  }

  private String through(String uri) {
    return uri.replace(":" + server.port(), ":" + listener.getLocalPort());
  }

  /** Replaces the guard. */
  public void guard(Guard other) {
    guard = other;
  }

  /** Lets every command pass. */
  public void open() {
    guard = command -> {};
  }

  @Override
  public void close() {
    open();
    quietly(listener::close);
    sockets.forEach(socket -> quietly(socket::close));
  }

  private void acceptAll() throws IOException {
    while (true) {
      Socket client = listener.accept();
      Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server.port());
      upstream.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
      sockets.addAll(List.of(client, upstream));
      start("gate to server", () -> passCommands(client, upstream));
      start("gate to client", () -> passReplies(upstream, client));
    }
  }

  private void passCommands(Socket client, Socket upstream) throws IOException {
    try (client;
        upstream) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      OutputStream out = upstream.getOutputStream();
      while (true) {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        List<String> command = read(in, raw);
        if (!command.get(0).equals("HELLO")) {
          guard.before(command);
        }
        raw.writeTo(out);
      }
    }
  }

  private static void passReplies(Socket upstream, Socket client) throws IOException {
    try (upstream;
        client) {
      upstream.getInputStream().transferTo(client.getOutputStream());
    }
  }

  private static List<String> read(InputStream in, ByteArrayOutputStream raw) throws IOException {
    int count = Integer.parseInt(line(in, raw).substring(1));
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = Integer.parseInt(line(in, raw).substring(1));
      byte[] word = in.readNBytes(length);
      raw.writeBytes(word);
      raw.writeBytes(in.readNBytes(2));
      words.add(new String(word, StandardCharsets.UTF_8));
    }
    return words;
  }

  private static String line(InputStream in, ByteArrayOutputStream raw) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the client closed the connection");
      }
      line.append((char) next);
    }
    raw.writeBytes((line + "\n").getBytes(StandardCharsets.US_ASCII));
    return line.toString().strip();
  }

  private interface Io {
    void run() throws IOException;
  }

  private static void start(String name, Io task) {
    Thread thread = new Thread(() -> quietly(task), name);
    thread.setDaemon(true);
    thread.start();
  }

  /** A connection that ends is no failure of the gate; its client notices. */
  private static void quietly(Io task) {
    try {
      task.run();
    } catch (IOException e) {
      System.getLogger(CommandGate.class.getName())
          .log(System.Logger.Level.TRACE, "a connection ended", e);
    }
  }
}
