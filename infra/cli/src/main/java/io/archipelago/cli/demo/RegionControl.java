package io.archipelago.cli.demo;

/** What the story does to whole regions. */
interface RegionControl {

    /** kill -9 of everything in the region, at once. */
    void kill(String region);

    /** Starts it again from its data. */
    void start(String region);
}
