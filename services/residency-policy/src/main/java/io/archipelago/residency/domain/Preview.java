package io.archipelago.residency.domain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.events.residency.Ruling;
import io.archipelago.kit.core.Rejection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What drafts would lead to.
 *
 * @param items every ruling that would hold
 * @param changed how they differ from those that hold now; empty when nothing would change
 * @param rejection why the drafts cannot be judged; null when they can
 */
public record Preview(
        List<Ruling> items,
        List<Difference> changed,
        @JsonIgnore @Nullable Rejection rejection) {

    /**
     * @param gained jurisdictions that would be allowed and are not now
     * @param lost jurisdictions that are allowed now and would not be
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Difference(String subject, List<String> gained, List<String> lost) {}
}
