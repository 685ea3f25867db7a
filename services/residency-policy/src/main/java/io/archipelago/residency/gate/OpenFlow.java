package io.archipelago.residency.gate;

import java.util.List;

/**
 * A flow whose topics are all there.
 *
 * @param partitions of the topic itself
 * @param exports one for each destination, in their order
 * @param keepsState the topic is compacted: what was kept home may be sent when the law is widened
 */
record OpenFlow(Flow flow, int partitions, List<Export> exports, boolean keepsState) {

    /**
     * Where copies for one destination wait.
     *
     * @param maxBytes the largest record it takes
     */
    record Export(String topic, int partitions, int maxBytes) {}
}
