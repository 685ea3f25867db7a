package io.archipelago.topology.access;

import java.util.Locale;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Permissions in Kafka's own form. */
public final class Acls {

    private static final String USER = "User:";
    private static final String ANY_HOST = "*";

    private Acls() {}

    public static AclBinding of(Grant grant) {
        var type =
                switch (grant.resource()) {
                    case TOPIC -> ResourceType.TOPIC;
                    case GROUP -> ResourceType.GROUP;
                    case TRANSACTIONAL_ID -> ResourceType.TRANSACTIONAL_ID;
                };
        var operation =
                switch (grant.right()) {
                    case READ -> AclOperation.READ;
                    case WRITE -> AclOperation.WRITE;
                    case CREATE -> AclOperation.CREATE;
                    case DESCRIBE_CONFIGS -> AclOperation.DESCRIBE_CONFIGS;
                };
        var pattern = grant.prefix() ? PatternType.PREFIXED : PatternType.LITERAL;
        return new AclBinding(
                new ResourcePattern(type, grant.name(), pattern),
                new AccessControlEntry(principal(grant.identity()), ANY_HOST, operation, AclPermissionType.ALLOW));
    }

    /** As Kafka names it: {@code User:spiffe://…}. */
    public static String principal(Identity identity) {
        return USER + identity.uri();
    }

    /** As a {@link Grant} reads, whatever the permission is. */
    public static String text(AclBinding binding) {
        var entry = binding.entry();
        var pattern = binding.pattern();
        var who = entry.principal().startsWith(USER) ? entry.principal().substring(USER.length()) : entry.principal();
        var may = entry.permissionType() == AclPermissionType.ALLOW ? " may " : " may not ";
        var kind = pattern.resourceType() == ResourceType.TOPIC
                ? ""
                : pattern.resourceType().name().toLowerCase(Locale.ROOT) + ' ';
        var end = pattern.patternType() == PatternType.PREFIXED ? "*" : "";
        var from = entry.host().equals(ANY_HOST) ? "" : " from " + entry.host();
        return who + may + entry.operation() + ' ' + kind + pattern.name() + end + from;
    }
}
