package io.archipelago.residency.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.events.residency.CanarySighted;
import io.archipelago.events.residency.CanarySighted.Reason;
import io.archipelago.residency.domain.CanaryWatch.Sighting;
import io.archipelago.residency.domain.CanaryWatch.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** us-east watches the canaries of eu-central. */
class CanaryWatchTest {

    private static final LedgerKey KEY = LedgerKey.generate();
    private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final String TOPIC = "eu-central." + Canary.TOPIC;

    private static final Law OPEN = law("allow", START.minusSeconds(3600));
    private static final Law STRICT = law("deny", START.plusSeconds(600));

    private final CanaryWatch watch =
            new CanaryWatch("us-east", Map.of("eu-central", "DE", "us-east", "US"), EVERY, START);
    private Law law = OPEN;
    private Map<String, Law> known = laws(OPEN);

    private static Law law(String effect, Instant since) {
        var policy = Policies.policy(
                List.of("personal"), List.of("DE"), Policies.rule(effect, List.of("send"), List.of("US")));
        var articles = new TreeMap<String, Code.Article>();
        articles.put("p", new Code.Article(1, policy));
        return Law.of(Code.of(articles, new TreeMap<>(), since));
    }

    private static Map<String, Law> laws(Law... laws) {
        var known = new TreeMap<String, Law>();
        for (var law : laws) known.put(law.code().version(), law);
        return known;
    }

    private static Canary canary(String dataClass, Law law, Instant at) {
        return Canary.planted(
                "eu-central",
                1,
                dataClass,
                "DE",
                at,
                law.code().version(),
                Circumstances.of("DE", List.of(), List.of(), 0L),
                KEY);
    }

    private void see(Canary canary, String topic, String flow, String peer, String gate, Instant at) {
        watch.see(new Sighting(canary, topic, flow, peer, gate, 0, 42, at));
    }

    private void arrives(Canary canary, Instant at) {
        see(canary, TOPIC, Canary.TOPIC, "eu-central", "eu-central", at);
    }

    private List<CanarySighted> judge(Instant now) {
        var orders = new GateOrders(law, known, List.of(), List.of(), "US", Volumes.of("US", Map.of(), List.of()));
        return List.copyOf(watch.judge(orders, region -> KEY.publicKey(), now));
    }

    private CanaryWatch.Row personal(Instant now, CanarySighted... alarms) {
        return watch.rows(law, List.of(alarms), now).stream()
                .filter(row -> row.dataClass().equals("personal"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_the_law_lets_cross_is_waited_for_then_sound_then_missed() {
        assertThat(personal(START).verdict()).isEqualTo(Verdict.WAITING);
        arrives(canary("personal", OPEN, START), START.plusSeconds(1));
        assertThat(judge(START.plusSeconds(5))).isEmpty();
        var sound = personal(START.plusSeconds(5));
        assertThat(sound.verdict()).isEqualTo(Verdict.SOUND);
        assertThat(sound.arrived()).isEqualTo(1);
        assertThat(sound.kept()).isEqualTo(1); // that of US: the law says nothing of it
        assertThat(personal(START.plusSeconds(149)).verdict()).isEqualTo(Verdict.SOUND);
        var missed = personal(START.plusSeconds(151));
        assertThat(missed.verdict()).isEqualTo(Verdict.SILENT);
        assertThat(missed.silent()).containsExactly("DE");
    }

    @Test
    void what_no_law_lets_cross_is_an_alarm_once_a_policy_would_have_arrived() {
        law = STRICT;
        known = laws(STRICT);
        arrives(canary("personal", STRICT, START), START);
        assertThat(judge(START.plusSeconds(29))).isEmpty();
        assertThat(watch.hasWork()).isTrue();
        var alarms = judge(START.plusSeconds(31));
        assertThat(alarms).singleElement().satisfies(alarm -> {
            assertThat(alarm.reason()).isEqualTo(Reason.FORBIDDEN);
            assertThat(alarm.dataClasses()).containsExactly("personal");
            assertThat(alarm.detail()).contains("eu-central/personal/DE", TOPIC + "-0@42");
        });
        assertThat(watch.hasWork()).isFalse();
        assertThat(personal(START.plusSeconds(31), alarms.getFirst()).verdict()).isEqualTo(Verdict.ALARM);
    }

    @Test
    void a_law_that_changes_on_the_way_is_no_alarm() {
        law = STRICT;
        known = laws(OPEN, STRICT);
        arrives(canary("personal", OPEN, START.plusSeconds(599)), START.plusSeconds(601));
        assertThat(judge(START.plusSeconds(700))).isEmpty();
    }

    @Test
    void an_earlier_law_excuses_nothing() {
        law = STRICT;
        known = laws(OPEN, STRICT);
        arrives(canary("personal", STRICT, START.plusSeconds(601)), START.plusSeconds(602));
        assertThat(judge(START.plusSeconds(700))).singleElement().satisfies(alarm -> assertThat(alarm.reason())
                .isEqualTo(Reason.FORBIDDEN));
    }

    @Test
    void of_a_law_that_has_not_come_here_yet_nothing_is_said_before_it_could_have() {
        arrives(canary("personal", STRICT, START.plusSeconds(601)), START.plusSeconds(602));
        assertThat(judge(START.plusSeconds(603))).isEmpty();
        assertThat(watch.hasWork()).isTrue();
        law = STRICT;
        known = laws(OPEN, STRICT);
        assertThat(judge(START.plusSeconds(700))).hasSize(1);
    }

    @Test
    void of_a_law_that_never_comes_the_own_one_is_asked_unless_it_is_new() {
        law = STRICT;
        known = laws(STRICT);
        arrives(canary("personal", OPEN, START.plusSeconds(629)), START.plusSeconds(630));
        assertThat(judge(START.plusSeconds(700))).isEmpty();
        arrives(canary("personal", OPEN, START.plusSeconds(631)), START.plusSeconds(632));
        assertThat(judge(START.plusSeconds(700))).hasSize(1);
    }

    @Test
    void anywhere_but_in_its_own_topic_it_is_an_alarm_at_once() {
        var allowed = canary("personal", OPEN, START);
        see(allowed, "eu-central.shop.customers", "shop.customers", "eu-central", "eu-central", START);
        see(allowed, "placement.dead-letters.v1", "placement.dead-letters.v1", "us-east", "", START);
        see(allowed, Canary.TOPIC, Canary.TOPIC, "us-east", "", START);
        see(allowed, TOPIC, Canary.TOPIC, "eu-central", "", START);
        assertThat(judge(START.plusSeconds(1)))
                .extracting(CanarySighted::reason)
                .containsExactlyInAnyOrder(Reason.MISPLACED, Reason.MISPLACED, Reason.MISPLACED, Reason.UNGATED);
    }

    @Test
    void alarms_of_one_kind_are_counted_together() {
        for (int i = 0; i < 3; i++) {
            see(canary("personal", OPEN, START), TOPIC, Canary.TOPIC, "eu-central", "", START.plusSeconds(i));
            see(canary("c" + i, OPEN, START), TOPIC, Canary.TOPIC, "eu-central", "", START.plusSeconds(i));
        }
        assertThat(judge(START.plusSeconds(5))).singleElement().satisfies(alarm -> {
            assertThat(alarm.count()).isEqualTo(6);
            assertThat(alarm.dataClasses()).containsExactly("c0", "c1", "c2", "personal");
            assertThat(alarm.firstAt()).isEqualTo(START);
            assertThat(alarm.lastAt()).isEqualTo(START.plusSeconds(2));
        });
    }

    @Test
    void its_own_canaries_are_where_it_planted_them_and_nowhere_else() {
        var own = Canary.planted("us-east", 1, null, null, START, "0", Circumstances.UNKNOWN, KEY);
        see(own, Canary.TOPIC, Canary.TOPIC, "us-east", "", START);
        assertThat(judge(START.plusSeconds(60))).isEmpty();
        see(own, "us-east.dead-letters", "us-east.dead-letters", "us-east", "", START);
        assertThat(judge(START.plusSeconds(60))).hasSize(1);
    }
}
