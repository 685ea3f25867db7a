package io.archipelago.local;

import java.util.List;

/**
 * A region of the local cloud.
 *
 * @param jurisdiction ISO 3166 code of the country it stands for
 * @param location the cloud region it stands for, as the catalogue calls it
 */
public record LocalRegion(String name, String jurisdiction, String location) {
    /** The regions there can be, in the order in which they are added. */
    public static final List<LocalRegion> ALL = List.of(
            new LocalRegion("eu-central", "DE", "aws/eu-central-1"),
            new LocalRegion("us-east", "US", "aws/us-east-1"),
            new LocalRegion("ap-southeast", "SG", "aws/ap-southeast-1"));

    /**
     * The first regions.
     *
     * @throws LocalCloudException when there are not that many
     */
    public static List<LocalRegion> first(int count) {
        if (count < 1 || count > ALL.size())
            throw new LocalCloudException("a local cloud has 1 to " + ALL.size() + " regions, not " + count);
        return ALL.subList(0, count);
    }
}
