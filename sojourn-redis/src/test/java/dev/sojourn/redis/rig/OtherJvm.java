package dev.sojourn.redis.rig;

import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisSettings;
import java.nio.file.Path;
import java.time.Duration;

/** Runs a main class that uses sessions as a process, which can be killed or frozen. */
public final class OtherJvm {

  private static final String URI = "OTHER_JVM_URI";
  private static final String LAYOUT = "OTHER_JVM_LAYOUT";
  private static final String KEYSPACE = "OTHER_JVM_KEYSPACE";

  /** A JVM that has just started on a busy machine exceeds the default timeout. */
  public static final Duration PATIENT = Duration.ofSeconds(20);

  private OtherJvm() {}

  /** Starts it with flags for a quick start; its parameters are in its environment. */
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

  /** In that process, one of its parameters. */
  public static RedisSettings settings() {
    return RedisSettings.of(System.getenv(URI))
        .withLayout(LayoutName.valueOf(System.getenv(LAYOUT)))
        .withKeyspace(KeyspaceName.valueOf(System.getenv(KEYSPACE)))
        .withCommandTimeout(PATIENT);
  }
}
