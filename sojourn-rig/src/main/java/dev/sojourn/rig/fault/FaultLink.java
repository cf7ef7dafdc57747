package dev.sojourn.rig.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sojourn.rig.fault.Fault.BlackHole;
import dev.sojourn.rig.fault.Fault.Cut;
import dev.sojourn.rig.fault.Fault.Delay;
import dev.sojourn.rig.fault.Fault.DropReply;
import dev.sojourn.rig.fault.Fault.Freeze;
import dev.sojourn.rig.fault.Fault.None;
import dev.sojourn.rig.fault.Fault.RepeatReply;
import dev.sojourn.rig.fault.Fault.StrayNumber;
import dev.sojourn.rig.fault.Fault.Throttle;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;

/** One connection through a {@link FaultProxy}. Thread-safe. */
public final class FaultLink {

  private static final int CHUNK = 64 * 1024;
  private static final byte[] STRAY = ":1\r\n".getBytes(ISO_8859_1);

  private final Socket client;
  private final Socket server;
  private final FaultSwitch faults;
  private final LinkSorter sorter;
  private final AddressRewriter addresses;
  private volatile LinkKind kind = LinkKind.GREETING;
  private volatile boolean lossy;
  private volatile Fault replyFault = new None();

  private FaultLink(Socket client, Socket server, ProxyRoute route, FaultSwitch faults) {
    this.client = client;
    this.server = server;
    this.faults = faults;
    this.sorter = route.sorter();
    this.addresses = route.addressRewriter();
  }

  static FaultLink between(Socket client, Socket server, ProxyRoute route, FaultSwitch faults)
      throws IOException {
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    FaultLink link = new FaultLink(client, server, route, faults);
    start("fault-proxy-requests", () -> link.forward(client, server));
    start("fault-proxy-replies", () -> link.forward(server, client));
    return link;
  }

  /** What it is used for, as far as its client's commands show. */
  public LinkKind kind() {
    return kind;
  }

  /** Sets the fault of this connection, which takes precedence over others. */
  public void fault(Fault fault) {
    faults.of(this, fault);
    apply();
  }

  /** Clears the fault of this connection. */
  public void clear() {
    faults.clear(this);
    apply();
  }

  /** Whether neither side has closed it. */
  public boolean isOpen() {
    return !client.isClosed() && !server.isClosed();
  }

  /** Applies the effect that a fault has on an idle connection. */
  void apply() {
    Fault fault = faults.of(this);
    if (fault instanceof Cut || (lossy && !(fault instanceof BlackHole))) {
      reset();
    }
  }

  void reset() {
    reset(client);
    reset(server);
  }

  /** Closes with RST. */
  static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // closed already
    }
  }

  public static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void forward(Socket from, Socket to) {
    byte[] chunk = new byte[CHUNK];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
        if (from == client) {
          String request = new String(chunk, 0, length, ISO_8859_1);
          sort(chunk, length);
          faults.take(this, request).ifPresent(fault -> replyFault = fault);
          pass(chunk, length, out);
        } else {
          if (replyFault instanceof DropReply) {
            reset();
          }
          byte[] reply = addresses.of(chunk, length);
          byte[] altered = altered(reply);
          pass(altered, altered.length, out);
        }
      }
      if (passes()) {
        end(to);
      }
    } catch (IOException | InterruptedException e) {
      reset();
    }
  }

  private void sort(byte[] request, int length) {
    LinkKind now = sorter.after(request, length);
    if (!now.equals(kind)) {
      kind = now;
      faults.sorted();
      apply();
    }
  }

  /** Passes data on, at once or in pieces, unless it is lost. */
  private void pass(byte[] chunk, int length, OutputStream out)
      throws IOException, InterruptedException {
    for (int sent = 0; sent < length && passes(); ) {
      if (faults.of(this) instanceof Throttle throttle) {
        int piece = Math.min(throttle.piece(), length - sent);
        out.write(chunk, sent, piece);
        sent += piece;
        faults.awaitOther(this, throttle, throttle.timeOf(piece));
      } else {
        out.write(chunk, sent, length - sent);
        sent = length;
      }
    }
  }

  private byte[] altered(byte[] reply) {
    byte[] before =
        replyFault instanceof RepeatReply
            ? reply
            : replyFault instanceof StrayNumber ? STRAY : new byte[0];
    replyFault = new None();
    byte[] both = Arrays.copyOf(before, before.length + reply.length);
    System.arraycopy(reply, 0, both, before.length, reply.length);
    return both;
  }

  /** Waits as the fault demands; returns whether to pass the data on. */
  private boolean passes() throws InterruptedException {
    Fault fault = faults.of(this);
    if (fault instanceof Freeze) {
      fault = faults.awaitOther(this, fault);
    }
    if (fault instanceof Delay delay) {
      fault = faults.awaitOther(this, fault, delay.by());
    }
    if (fault instanceof Cut) {
      reset();
      return false;
    }
    if (fault instanceof BlackHole) {
      lossy = true;
    }
    return !lossy;
  }

  /** Passes on that one side has closed its output. */
  private void end(Socket to) throws IOException {
    to.shutdownOutput();
    if (client.isOutputShutdown() && server.isOutputShutdown()) {
      client.close();
      server.close();
    }
  }
}
