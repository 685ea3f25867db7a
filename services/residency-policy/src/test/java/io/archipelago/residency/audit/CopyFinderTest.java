package io.archipelago.residency.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.residency.audit.CopyFinder.Found;
import io.archipelago.residency.gate.Crossed;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Which copies an audit proves, and which it only counts. */
class CopyFinderTest {

    private static Found copy(String to, long number) {
        var copy = new ConsumerRecord<>(
                "export." + to + ".shop.customers", 0, number, "c-1".getBytes(UTF_8), "v".getBytes(UTF_8));
        copy.headers().add(Crossed.HEADER, ("0/" + number + '/' + number).getBytes(UTF_8));
        return new Found("shop.customers", to, new Crossed(0, number, number), copy);
    }

    private static Stream<String> kept(CopyFinder finder) {
        return finder.kept().stream().map(kept -> kept.found().sequence());
    }

    /** The copies are the same to the last byte where a record has the same number on the way to both. */
    @Test
    void a_record_that_crossed_to_two_regions_is_found_twice() {
        var finder = new CopyFinder(any -> true, 10);
        finder.take(copy("us-east", 1));
        finder.take(copy("ap-southeast", 1));
        assertThat(finder.found()).isEqualTo(2);
        assertThat(kept(finder)).containsExactlyInAnyOrder("shop.customers|0|us-east", "shop.customers|0|ap-southeast");
    }

    @Test
    void the_sample_is_the_same_in_whatever_order_the_copies_are_read() {
        var one = new CopyFinder(any -> true, 3);
        var other = new CopyFinder(any -> true, 3);
        for (int number = 1; number <= 20; number++) {
            one.take(copy("us-east", number));
            other.take(copy("us-east", 21 - number));
        }
        assertThat(one.found()).isEqualTo(20);
        assertThat(one.kept()).hasSize(3);
        assertThat(one.kept().stream().map(kept -> kept.found().mark()))
                .containsExactlyElementsOf(
                        other.kept().stream().map(kept -> kept.found().mark()).toList());
    }
}
