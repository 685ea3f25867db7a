package io.archipelago.bench.residency;

import com.styra.opa.wasm.OpaPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The policy that comes with OPA's Java runtime: one rule, whether a user's role is admin. Laws of our own cannot be asked:
 * to compile Rego to WebAssembly takes OPA's own program, which Maven Central does not have. So this is the least that a
 * decision of OPA costs here.
 */
final class Opa {
    private static final String DEMO = "/demo-policy.wasm";

    private final OpaPolicy policy;

    Opa() {
        try (var wasm = Opa.class.getResourceAsStream(DEMO)) {
            if (wasm == null) throw new IllegalStateException(DEMO + " is not in the jar of OPA's runtime");
            policy = OpaPolicy.builder().withPolicy(wasm).build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        policy.data("{\"role\":{\"john\":\"admin\",\"bob\":\"user\"}}");
        if (!allows("john") || allows("bob")) throw new IllegalStateException("OPA's demo policy says something else");
    }

    boolean allows(String user) {
        return policy.evaluate("{\"user\":\"" + user + "\"}").contains("true");
    }
}
