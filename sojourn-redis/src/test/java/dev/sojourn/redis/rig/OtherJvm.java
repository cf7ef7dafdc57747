package dev.sojourn.redis.rig;

import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisSettings;
import java.nio.file.Path;
import java.time.Duration;

/** A process of its own that uses sessions, so that it can be killed, or made to stand still. */
public final class OtherJvm {

  private static final String URI = "OTHER_JVM_URI";
  private static final String LAYOUT = "OTHER_JVM_LAYOUT";
  private static final String KEYSPACE = "OTHER_JVM_KEYSPACE";

  /** A JVM that has just started on a busy machine misses the ordinary timeout. */
  public static final Duration PATIENT = Duration.ofSeconds(20);

  private OtherJvm() {}

  /** Without what makes a JVM slow to start; what it needs to know is in its environment. */
  public static ProcessBuilder running(Class<?> main, Setup setup, String uri) {
    ProcessBuilder jvm =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName());
    jvm.environment().put(URI, uri);
    jvm.environment().put(LAYOUT, setup.layout().name());
    jvm.environment().put(KEYSPACE, setup.keyspace().name());
    return jvm.redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** In that process, what it was told. */
  public static RedisSettings settings() {
    return RedisSettings.of(System.getenv(URI))
        .withLayout(LayoutName.valueOf(System.getenv(LAYOUT)))
        .withKeyspace(KeyspaceName.valueOf(System.getenv(KEYSPACE)))
        .withCommandTimeout(PATIENT);
  }
}
