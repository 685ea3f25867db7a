package io.archipelago.residency.domain;

import java.util.Collection;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Classes of data and what they are kinds of: a dot narrows, so {@code personal.health} is {@code personal}. What is
 * said of a class is said of all its kinds, also of those nobody has named yet.
 */
public final class DataClass {

    static final Pattern NAME = Pattern.compile("(?=.{1,63}$)[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)*");

    private DataClass() {}

    /** True also for the class itself. */
    public static boolean isA(String dataClass, String general) {
        return dataClass.startsWith(general)
                && (dataClass.length() == general.length() || dataClass.charAt(general.length()) == '.');
    }

    /** The narrowest of some classes that it is a kind of; null when it is of none. */
    public static @Nullable String nearest(String dataClass, Collection<String> known) {
        for (var name = dataClass; ; ) {
            if (known.contains(name)) return name;
            int dot = name.lastIndexOf('.');
            if (dot < 0) return null;
            name = name.substring(0, dot);
        }
    }
}
