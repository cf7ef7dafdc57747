import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs tests against each mutant in one JVM, until the first test fails. A mutant is a directory of
 * resources; each gets a class loader of its own for the module's classes, so that they load the
 * mutated resources, while the servers under the tests are started once.
 *
 * <pre>java -cp … tools/MutantRunner.java MUTANTS CLASSES TEST-CLASSES TEST …</pre>
 *
 * <p>Prints a line for each mutant: its name, and the test that noticed it, or "SURVIVED".
 */
final class MutantRunner {

  private static final long MOST_SECONDS = 90;

  public static void main(String[] args) throws Exception {
    List<Path> mutants;
    try (Stream<Path> directories = Files.list(Path.of(args[0]))) {
      mutants = directories.sorted().toList();
    }
    URL[] classes = {url(Path.of(args[1])), url(Path.of(args[2]))};
    List<String> tests = Arrays.asList(args).subList(3, args.length);
    for (Path mutant : mutants) {
      long began = System.nanoTime();
      String outcome = run(mutant, classes, tests);
      System.out.printf(
          "%s\t%s\t%d ms%n", mutant.getFileName(), outcome, (System.nanoTime() - began) / 1_000_000);
    }
    System.exit(0);
  }

  private static String run(Path mutant, URL[] classes, List<String> tests) throws Exception {
    CancellationToken enough = CancellationToken.create();
    CompletableFuture<String> outcome = new CompletableFuture<>();
    Thread thread = new Thread(() -> complete(outcome, mutant, classes, tests, enough));
    thread.setDaemon(true);
    thread.start();
    try {
      return outcome.get(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      enough.cancel();
      return "no end";
    } catch (ExecutionException e) {
      return "error: " + e.getCause();
    }
  }

  private static void complete(
      CompletableFuture<String> outcome,
      Path mutant,
      URL[] classes,
      List<String> tests,
      CancellationToken enough) {
    URL[] urls = {url(mutant), classes[0], classes[1]};
    try (URLClassLoader loader = new URLClassLoader(urls, MutantRunner.class.getClassLoader())) {
      Thread.currentThread().setContextClassLoader(loader);
      FirstFailure listener = new FirstFailure(enough);
      for (String test : tests) {
        if (!enough.isCancellationRequested()) {
          execute(request(loader.loadClass(test)), enough, listener);
        }
      }
      outcome.complete(listener.failed.get());
    } catch (Throwable e) {
      outcome.completeExceptionally(e);
    }
  }

  private static LauncherDiscoveryRequest request(Class<?> test) {
    return LauncherDiscoveryRequestBuilder.request()
        .selectors(DiscoverySelectors.selectClass(test))
        .build();
  }

  private static void execute(
      LauncherDiscoveryRequest request, CancellationToken enough, TestExecutionListener listener) {
    LauncherFactory.create()
        .execute(
            LauncherExecutionRequestBuilder.request(request)
                .cancellationToken(enough)
                .listeners(listener)
                .build());
  }

  private static final class FirstFailure implements TestExecutionListener {
    private final AtomicReference<String> failed = new AtomicReference<>("SURVIVED");
    private final CancellationToken enough;

    FirstFailure(CancellationToken enough) {
      this.enough = enough;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (result.getStatus() == TestExecutionResult.Status.FAILED) {
        failed.compareAndSet("SURVIVED", where(test));
        enough.cancel();
      }
    }

    private static String where(TestIdentifier test) {
      return test.getUniqueId().replaceAll(".*class(?:-template)?:([^\\]]*).*", "$1")
          + " > "
          + test.getDisplayName();
    }
  }

  private static URL url(Path directory) {
    try {
      return directory.toUri().toURL();
    } catch (java.net.MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
