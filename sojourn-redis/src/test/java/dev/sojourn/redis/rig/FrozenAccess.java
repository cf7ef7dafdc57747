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
 * An access by another process that is frozen when its command reaches the server: the reply stays
 * in its socket until it resumes.
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

  /** Returns when the process is connected, before it sends anything. */
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

  /** Starts the access; returns when its command was sent and the process is frozen. */
  public void freezeAt(Predicate<List<String>> question) {
    gate.guard(Meanwhile.once(question, this::freeze));
    try {
      process.outputWriter().append('\n').flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await().until(() -> frozen);
  }

  /** Resumes the process and returns the result of the access. */
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
