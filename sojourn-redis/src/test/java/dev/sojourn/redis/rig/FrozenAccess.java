package dev.sojourn.redis.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.rig.fault.CommandGate;
import dev.sojourn.rig.server.FrozenProcess;
import dev.sojourn.rig.server.ProcessOutput;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.testkit.TestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Predicate;

/**
 * An access by another process, which stands still from the moment when its question reaches the
 * server: the answer lies in its socket until it goes on.
 */
public final class FrozenAccess implements AutoCloseable {

  private final CommandGate gate;
  private final Process process;
  private final ProcessOutput said;
  private volatile boolean frozen;

  private FrozenAccess(CommandGate gate, Process process) {
    this.gate = gate;
    this.process = process;
    this.said = ProcessOutput.of(process);
  }

  /** Returns when the process is connected, before it asks anything. */
  public static FrozenAccess to(TestClient testClient, Setup setup, RedisServer server) {
    CommandGate gate = CommandGate.to(server);
    ProcessBuilder client = OtherJvm.running(FrozenClient.class, setup, gate.userUri());
    client.environment().put(FrozenClient.ID, testClient.id().value());
    client.environment().put(FrozenClient.SECRET, testClient.secret().text());
    try {
      FrozenAccess access = new FrozenAccess(gate, client.start());
      assertThat(access.said.next()).isEqualTo("connected");
      return access;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins the access; returns when that question was asked and the process stands still. */
  public void freezeAt(Predicate<List<String>> question) {
    gate.guard(Meanwhile.once(question, this::freeze));
    try {
      process.outputWriter().append('\n').flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await().until(() -> frozen);
  }

  /** How the access is answered when the process goes on. */
  public String thawed() {
    FrozenProcess.end(process.pid());
    return said.next();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    gate.close();
  }

  private void freeze() {
    FrozenProcess.begin(process.pid());
    frozen = true;
  }
}
