package dev.sojourn.server.internal.api;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A raw connection to the service, for what no HTTP client would send. */
public final class RawConnection implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;
  private final InputStream in;

  RawConnection(int port) throws IOException {
    this(port, new Socket());
  }

  private RawConnection(int port, Socket socket) throws IOException {
    this.socket = socket;
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** A connection with small buffers, so that the service notices soon that it is not read. */
  public static RawConnection narrow(int port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    return new RawConnection(port, socket);
  }

  /** Sends one request on a new connection and returns the answer. */
  static Reply exchange(int port, String request) throws IOException {
    try (RawConnection connection = new RawConnection(port)) {
      connection.send(request);
      return connection.reply();
    }
  }

  /**
   * The head of a request with a known key, without the final empty line, so that headers can
   * follow.
   */
  public static String head(String method, String target) {
    return method
        + " "
        + target
        + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
        + TestService.BOTH_KEY
        + "\r\n";
  }

  public void send(String text) throws IOException {
    sendBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  void sendBytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** The next answer. */
  Reply reply() throws IOException {
    return reply(true);
  }

  /** The next answer, which has no body in spite of its headers, as for HEAD. */
  Reply head() throws IOException {
    return reply(false);
  }

  /** The rest of a chunked body. */
  public String chunks() throws IOException {
    StringBuilder chunks = new StringBuilder();
    for (String line = line(); !line.equals("0"); line = line()) {
      chunks.append(line).append('\n');
    }
    return chunks.toString();
  }

  /** Whether the service has closed the connection without sending more. */
  boolean isClosed() throws IOException {
    return in.read() < 0;
  }

  /** Closes the connection abruptly. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private Reply reply(boolean withBody) throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    Map<String, List<String>> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), n -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", List.of("0")).get(0));
    byte[] body = in.readNBytes(withBody ? length : 0);
    return new Reply(
        status,
        HttpHeaders.of(headers, (name, value) -> true),
        new String(body, StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("closed after: " + line);
      }
      line.append((char) b);
    }
    return line.toString().stripTrailing();
  }
}
