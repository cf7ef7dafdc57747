package dev.sojourn.rig.fleet;

import dev.sojourn.rig.fault.FaultLink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The server side of a {@link ServerJvm}, for its main class: reads its settings and answers lines,
 * each connection on a thread of its own.
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *   Map<String, String> settings = LineServer.settings();
 *   …
 *   LineServer.serve(line -> answer(line));
 * }
 * }</pre>
 */
public final class LineServer {

  private static final int BACKLOG = 200;

  private LineServer() {}

  /** The settings passed to {@link ServerJvm#start}. */
  public static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    try {
      BufferedReader input = reader(System.in);
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        String[] parts = line.split("=", 2);
        settings.put(parts[0], parts[1]);
      }
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException("no settings", e);
    }
  }

  /** Prints the port it listens on, and answers until the process is killed. */
  public static void serve(UnaryOperator<String> answers) {
    try (ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())) {
      System.out.println(ServerJvm.READY + listener.getLocalPort());
      // Nobody reads standard output from here on, and logs must not fill its pipe.
      System.setOut(System.err);
      while (true) {
        Socket client = listener.accept();
        FaultLink.start("line-server", () -> serve(client, answers));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot serve", e);
    }
  }

  private static void serve(Socket client, UnaryOperator<String> answers) {
    try (client) {
      client.setTcpNoDelay(true);
      BufferedReader questions = reader(client.getInputStream());
      OutputStream out = client.getOutputStream();
      for (@Nullable String line = questions.readLine();
          line != null;
          line = questions.readLine()) {
        out.write((answers.apply(line) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // the client has gone
    }
  }

  private static BufferedReader reader(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }
}
