package dev.sojourn.rig.fleet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A blocking connection to a {@link ServerJvm}: sends a line and waits for a line, without a time
 * limit. Thread-safe, one request at a time.
 */
public final class LineClient implements AutoCloseable {

  private final Socket socket;
  private final BufferedReader answers;
  private final OutputStream questions;

  private LineClient(Socket socket) throws IOException {
    this.socket = socket;
    this.answers =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    this.questions = socket.getOutputStream();
    socket.setTcpNoDelay(true);
  }

  static LineClient connect(int port) {
    try {
      return new LineClient(new Socket(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UncheckedIOException("no server listens on port " + port, e);
    }
  }

  /**
   * Sends a line and waits for its answer.
   *
   * @throws UncheckedIOException when the connection broke, or was closed meanwhile
   */
  public synchronized String ask(String line) {
    try {
      questions.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      return Optional.ofNullable(answers.readLine())
          .orElseThrow(() -> new IOException("the server closed the connection"));
    } catch (IOException e) {
      throw new UncheckedIOException("no answer to " + line.split(" ", 2)[0], e);
    }
  }

  /** Also ends a request that is waiting. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the connection", e);
    }
  }
}
