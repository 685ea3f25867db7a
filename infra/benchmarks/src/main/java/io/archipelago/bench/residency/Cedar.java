package io.archipelago.bench.residency;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.entity.Entities;
import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.exception.CacheException;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.CedarList;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimLong;
import com.cedarpolicy.value.PrimString;
import com.cedarpolicy.value.Value;
import io.archipelago.events.residency.ResidencyPolicySpec;
import io.archipelago.events.residency.ResidencyPolicySpec.Rule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The same law in Cedar: a policy per rule, data classes as entities of which some are in others, the rest in the context.
 * The policies are parsed once and cached on Cedar's side.
 */
final class Cedar {
    private static final EntityTypeName CLASS = type("DataClass");
    private static final EntityTypeName COUNTRY = type("Country");
    private static final EntityUID SEND = type("Action").of("send");

    private final BasicAuthorizationEngine engine = new BasicAuthorizationEngine();
    private final PolicySet policies;
    private final Entities entities = new Entities(entities());
    private final List<AuthorizationRequest> requests;

    /** @throws UnsatisfiedLinkError where Cedar has no native library for this machine */
    Cedar(GeneratedLaw law) throws CacheException {
        var written = new HashSet<Policy>();
        for (int p = 0; p < law.policies().size(); p++)
            for (var rule : law.policies().get(p).rules())
                written.add(new Policy(policy(law.policies().get(p), rule), "p" + p + "#" + rule.id()));
        policies = new PolicySet(written);
        policies.cache();
        requests = law.questions().stream().map(Cedar::request).toList();
    }

    private static EntityTypeName type(String name) {
        return EntityTypeName.parse(name).orElseThrow();
    }

    private static Set<Entity> entities() {
        var entities = new HashSet<Entity>();
        for (var name : GeneratedLaw.CLASSES) {
            int dot = name.lastIndexOf('.');
            entities.add(new Entity(CLASS.of(name), dot < 0 ? Set.of() : Set.of(CLASS.of(name.substring(0, dot)))));
        }
        return entities;
    }

    private static String policy(ResidencyPolicySpec policy, Rule rule) {
        var text = new StringBuilder()
                .append(rule.effect().equals("allow") ? "permit" : "forbid")
                .append("(principal, action == Action::\"send\", resource in DataClass::\"")
                .append(policy.dataClasses().getFirst())
                .append("\") when { ")
                .append(list(policy.subjects()))
                .append(".contains(context.subject) && ")
                .append(list(rule.jurisdictions()))
                .append(".contains(context.place)");
        if (rule.safeguards() != null) text.append(" && context.safeguards.contains(\"contract\")");
        if (rule.volume() != null)
            text.append(" && context.volume < ").append(rule.volume().below());
        if (rule.when() != null)
            text.append(" && ")
                    .append(
                            rule.when().startsWith("place")
                                    ? "(context.place != \"CN\" || context.volume < 1000000)"
                                    : "context.safeguards.contains(\"contract\")");
        return text.append(" };").toString();
    }

    private static String list(List<String> words) {
        return words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(",", "[", "]"));
    }

    private static AuthorizationRequest request(GeneratedLaw.Question question) {
        Map<String, Value> context = new HashMap<>();
        context.put("subject", new PrimString(question.subject()));
        context.put("place", new PrimString(GeneratedLaw.PLACES.get(question.place())));
        context.put("safeguards", new CedarList(List.of(new PrimString("contract"))));
        context.put("volume", new PrimLong(250_000));
        return new AuthorizationRequest(COUNTRY.of(question.subject()), SEND, CLASS.of(question.dataClass()), context);
    }

    boolean allows(int question) {
        try {
            var response = engine.isAuthorized(requests.get(question), policies, entities);
            return response.success.orElseThrow().isAllowed();
        } catch (AuthException e) {
            throw new IllegalStateException("Cedar did not answer", e);
        }
    }
}
