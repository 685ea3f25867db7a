package io.archipelago.local;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The parts of a region, in the order in which they start; they stop in the opposite one. */
public enum PartName {
    POSTGRES("postgres", 32),
    KAFKA("kafka", 92),
    CONNECT("connect", 83),
    INVENTORY("inventory", 1),
    RESIDENCY_POLICY("residency-policy", 2),
    PLACEMENT("placement", 3),
    COST("cost", 4),
    OBSERVABILITY("observability", 5);

    private static final List<PartName> SERVICES = List.of(INVENTORY, RESIDENCY_POLICY, PLACEMENT, COST, OBSERVABILITY);

    private final String text;
    private final int portOffset;

    PartName(String text, int portOffset) {
        this.text = text;
        this.portOffset = portOffset;
    }

    public static List<PartName> services() {
        return SERVICES;
    }

    /**
     * The part that a person calls so.
     *
     * @throws LocalCloudException when there is none
     */
    public static PartName of(String text) {
        return Arrays.stream(values())
                .filter(part -> part.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new LocalCloudException("no part '" + text + "'; a region has "
                        + Arrays.stream(values()).map(PartName::text).collect(Collectors.joining(", "))));
    }

    public String text() {
        return text;
    }

    public boolean isService() {
        return SERVICES.contains(this);
    }

    /** Where its port stands among the hundred of its region. */
    public int portOffset() {
        return portOffset;
    }
}
