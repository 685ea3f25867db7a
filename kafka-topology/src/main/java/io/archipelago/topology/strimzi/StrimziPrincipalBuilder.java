package io.archipelago.topology.strimzi;

import io.archipelago.topology.access.Identity;
import io.archipelago.topology.access.SpiffePrincipalBuilder;
import java.util.Map;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.security.auth.AuthenticationContext;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.KafkaPrincipalBuilder;
import org.apache.kafka.common.security.auth.KafkaPrincipalSerde;

/**
 * Takes a client's name from its certificate as {@link SpiffePrincipalBuilder} does, and says it as Strimzi's User Operator
 * says it: {@code CN=mirror.us-east} for {@code spiffe://us-east.archipelago/mirror}. The name of a {@code KafkaUser} is that
 * of a Kubernetes object, which cannot be a URI.
 */
public final class StrimziPrincipalBuilder implements KafkaPrincipalBuilder, KafkaPrincipalSerde, Configurable {

    private final SpiffePrincipalBuilder spiffe = new SpiffePrincipalBuilder();

    /** @throws ConfigException when the file of authorities cannot be read */
    @Override
    public void configure(Map<String, ?> configs) {
        spiffe.configure(configs);
    }

    @Override
    public KafkaPrincipal build(AuthenticationContext context) {
        return Identity.of(spiffe.build(context).getName())
                .map(known -> new KafkaPrincipal(KafkaPrincipal.USER_TYPE, UserName.commonName(known)))
                .orElse(KafkaPrincipal.ANONYMOUS);
    }

    @Override
    public byte[] serialize(KafkaPrincipal principal) {
        return spiffe.serialize(principal);
    }

    @Override
    public KafkaPrincipal deserialize(byte[] bytes) {
        return spiffe.deserialize(bytes);
    }
}
