package io.archipelago.observability;

import io.archipelago.observability.domain.Outlook.Patience;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * When silence means something; the defaults judge a region lost 8 to 11 s after its last word. Environment:
 * {@code ARCHIPELAGO_WATCH_PROBE_EVERY}, {@code ARCHIPELAGO_WATCH_LOST_AFTER}, …
 */
@ConfigMapping(prefix = "archipelago.watch")
public interface WatchConfig {

    /** Time between two probes. */
    @WithDefault("PT2S")
    Duration probeEvery();

    /** Silence after which a region is suspect; must be more than two probes, so that one lost probe is no verdict. */
    @WithDefault("PT5S")
    Duration suspectAfter();

    /** Silence after which a region is lost, unless another region still hears it. */
    @WithDefault("PT8S")
    Duration lostAfter();

    /** What a peer gets on top after this region was asleep, since its mirror may take that long to start. */
    @WithDefault("PT15S")
    Duration wakeGrace();

    /** Median age of probes, in ms, from which a link is slow. */
    @WithDefault("1000")
    long slowAfterMs();

    /** Probes in a row that make a suspect or lost region healthy again. */
    @WithDefault("3")
    int probesToTrust();

    /** The figures of a link are published this often at most. */
    @WithDefault("PT10S")
    Duration linkEvery();

    default Patience patience() {
        return new Patience(
                probeEvery(), suspectAfter(), lostAfter(), wakeGrace(), slowAfterMs(), probesToTrust(), linkEvery());
    }
}
