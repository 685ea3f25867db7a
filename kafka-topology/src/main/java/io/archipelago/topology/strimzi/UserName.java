package io.archipelago.topology.strimzi;

import io.archipelago.topology.access.Identity;

/** What an identity is called among Strimzi's users. */
final class UserName {

    private UserName() {}

    /** The name of its {@code KafkaUser}, such as {@code service-placement.eu-central}. */
    static String of(Identity identity) {
        return identity.fileName() + '.' + identity.region();
    }

    /** As the User Operator names it to the authorizer: {@code CN=service-placement.eu-central}. */
    static String commonName(Identity identity) {
        return "CN=" + of(identity);
    }
}
