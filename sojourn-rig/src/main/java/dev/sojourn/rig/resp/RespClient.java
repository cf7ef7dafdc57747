package dev.sojourn.rig.resp;

import dev.sojourn.testkit.Debugging;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A minimal blocking RESP 2 client, so that tests check a server without the client under test.
 * Thread-safe, one command at a time.
 *
 * <p>Replies are {@code String} (decoded as UTF-8), {@code Long}, {@code List} of such, or {@code
 * null}; an error is thrown as a {@link RespError}; inside a list it is an element. A reply that
 * takes more than ten seconds, or a broken connection, causes an {@link UncheckedIOException}.
 */
public final class RespClient implements AutoCloseable {

  private static final Duration TIMEOUT = Debugging.orLonger(Duration.ofSeconds(10));

  private final Socket socket = new Socket();
  private final InputStream input;

  private RespClient(String host, int port, Duration timeout) throws IOException {
    int millis = Math.toIntExact(timeout.toMillis());
    try {
      socket.connect(new InetSocketAddress(host, port), millis);
      socket.setSoTimeout(millis);
      socket.setTcpNoDelay(true);
      input = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Connects and authenticates.
   *
   * @param uri {@code redis://user:password@host:port}; without user and password there is no
   *     {@code AUTH}
   */
  public static RespClient connect(String uri) {
    return connect(uri, TIMEOUT);
  }

  public static RespClient connect(String uri, Duration timeout) {
    URI parsed = URI.create(uri);
    try {
      RespClient client = new RespClient(parsed.getHost(), parsed.getPort(), timeout);
      client.authenticate(parsed.getUserInfo());
      return client;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot connect to port " + parsed.getPort(), e);
    }
  }

  /** Sends a command and waits for the reply. */
  public @Nullable Object call(String... command) {
    return decoded(callBytes(bytes(command)));
  }

  /** The same for a reply that is a text; {@code "null"} if there is none. */
  public String text(String... command) {
    return String.valueOf(call(command));
  }

  /** The same for a reply that is a number. */
  public long number(String... command) {
    return Long.parseLong(text(command));
  }

  /** The same for a reply that is a list of texts. */
  public List<String> texts(String... command) {
    Object answer = call(command);
    if (answer instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    throw new IllegalStateException("the reply to " + command[0] + " is not a list: " + answer);
  }

  /** The same for binary data: each {@code String} is a {@code byte[]} instead. */
  public synchronized @Nullable Object callBytes(byte[]... command) {
    try {
      socket.getOutputStream().write(encoded(command));
      return thrown(reply());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no reply to " + new String(command[0], StandardCharsets.UTF_8), e);
    }
  }

  /** Waits for what the server pushes, as after {@code MONITOR}. */
  public synchronized @Nullable Object next() {
    try {
      return decoded(thrown(reply()));
    } catch (IOException e) {
      throw new UncheckedIOException("nothing received", e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the connection", e);
    }
  }

  private void authenticate(@Nullable String userInfo) {
    if (userInfo == null) {
      return;
    }
    String[] parts = userInfo.split(":", 2);
    try {
      call("AUTH", parts[0], parts[1]);
    } catch (RespError | UncheckedIOException e) {
      close();
      throw e;
    }
  }

  private static byte[][] bytes(String... command) {
    return Arrays.stream(command)
        .map(word -> word.getBytes(StandardCharsets.UTF_8))
        .toArray(byte[][]::new);
  }

  private static byte[] encoded(byte[]... command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ascii("*" + command.length + "\r\n"));
    for (byte[] word : command) {
      out.writeBytes(ascii("$" + word.length + "\r\n"));
      out.writeBytes(word);
      out.writeBytes(ascii("\r\n"));
    }
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private @Nullable Object reply() throws IOException {
    String line = line();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> rest.getBytes(StandardCharsets.UTF_8);
      case '-' -> new RespError(rest);
      case ':' -> Long.valueOf(rest);
      case '$' -> bulk(Integer.parseInt(rest));
      case '*' -> list(Integer.parseInt(rest));
      default -> throw new IOException("not RESP 2: " + line);
    };
  }

  private byte @Nullable [] bulk(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    byte[] bytes = input.readNBytes(length);
    if (bytes.length < length || !line().isEmpty()) {
      throw new EOFException("the reply is truncated");
    }
    return bytes;
  }

  private @Nullable List<@Nullable Object> list(int size) throws IOException {
    if (size < 0) {
      return null;
    }
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      list.add(reply());
    }
    return Collections.unmodifiableList(list);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = input.read(); next != '\r'; next = input.read()) {
      if (next < 0) {
        throw new EOFException("the server closed the connection");
      }
      line.write(next);
    }
    input.skipNBytes(1);
    return line.toString(StandardCharsets.UTF_8);
  }

  private static @Nullable Object thrown(@Nullable Object reply) {
    if (reply instanceof RespError error) {
      throw error;
    }
    return reply;
  }

  private static @Nullable Object decoded(@Nullable Object reply) {
    if (reply instanceof byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    if (reply instanceof List<?> list) {
      List<@Nullable Object> decoded = new ArrayList<>();
      list.forEach(element -> decoded.add(decoded(element)));
      return Collections.unmodifiableList(decoded);
    }
    return reply;
  }
}
