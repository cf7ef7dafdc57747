package dev.sojourn.redis.rig;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server that answers {@code HELLO} as configured, and knows no other command. */
public final class FakeServer implements AutoCloseable {

  private final String hello;
  private final ServerSocket socket;

  private FakeServer(String name, String version) throws IOException {
    this.hello =
        "%5\r\n+server\r\n+"
            + name
            + "\r\n+version\r\n+"
            + version
            + "\r\n+proto\r\n:3\r\n"
            + "+mode\r\n+standalone\r\n+role\r\n+master\r\n";
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  public static FakeServer of(String name, String version) {
    try {
      FakeServer server = new FakeServer(name, version);
      server.start(server::serve);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String uri() {
    return "redis://127.0.0.1:" + socket.getLocalPort();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void start(Runnable task) {
    Thread thread = new Thread(task, "fake-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve() {
    try {
      while (true) {
        Socket client = socket.accept();
        start(() -> answer(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void answer(Socket client) {
    try (client) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      OutputStream out = client.getOutputStream();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.write(answer(name(in, line)).getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      // the client has gone
    }
  }

  /** The first word of a command; its first line has the number of words. */
  private static String name(BufferedReader in, String count) throws IOException {
    String name = "";
    for (int left = Integer.parseInt(count.substring(1)); left > 0; left--) {
      in.readLine();
      String word = in.readLine();
      name = name.isEmpty() ? word : name;
    }
    return name;
  }

  private String answer(String name) {
    return name.equals("HELLO") ? hello : "-ERR unknown command\r\n";
  }
}
