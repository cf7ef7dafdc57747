package dev.sojourn.redis.internal.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The number of ids in one script is bounded. */
final class IdBatchTest {

  @Test
  void groupsHoldAtMostSoManyIdsAndAllOfThem() {
    List<IdBatch> batches = List.of(of("a", 3), of("b", 250), of("c", 0), of("d", 2), of("e", 100));

    List<List<IdBatch>> groups = IdBatch.group(batches, 100);

    assertThat(groups).allSatisfy(group -> assertThat(ids(group)).isBetween(1, 100));
    assertThat(groups.stream().mapToInt(IdBatchTest::ids).sum()).isEqualTo(355);
    assertThat(groups).hasSize(5);
  }

  @Test
  void nothingIsNoGroup() {
    assertThat(IdBatch.group(List.of(of("a", 0)), 100)).isEmpty();
    assertThat(IdBatch.group(List.of(), 100)).isEmpty();
  }

  @Test
  void someOfItsIdsAreAPortionOfTheSameIndex() {
    assertThat(of("a", 3).filter(id -> !id.equals("a1")))
        .isEqualTo(new IdBatch("a", "a", List.of("a0", "a2")));
  }

  private static int ids(List<IdBatch> group) {
    return group.stream().mapToInt(batch -> batch.ids().size()).sum();
  }

  private static IdBatch of(String user, int count) {
    return new IdBatch(user, user, IntStream.range(0, count).mapToObj(n -> user + n).toList());
  }
}
