package io.archipelago.testkit.laws;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What holds for every service:
 *
 * <pre>{@code
 * @AnalyzeClasses(packages = "io.archipelago.cost", importOptions = DoNotIncludeTests.class)
 * class LawsTest {
 *     @ArchTest
 *     static final ArchTests laws = ArchTests.in(ServiceLaws.class);
 * }
 * }</pre>
 */
public final class ServiceLaws {

    private static final String[] PURE = {"io.archipelago..domain..", "io.archipelago..engine.."};

    /** What a pure core may know: the language, the contract, its own kin; and how its records are written as JSON. */
    private static final String[] KIN = {
        "java.lang..",
        "java.util..",
        "java.time..",
        "java.math..",
        "java.text..",
        "java.io..",
        "java.nio.charset..",
        "java.nio",
        "java.security",
        "jdk.incubator.vector..",
        "org.jspecify..",
        "com.fasterxml.jackson..",
        "io.archipelago.events..",
        "io.archipelago.kit.core..",
        "io.archipelago.kit.declaration..",
        "io.archipelago.topology..",
        "io.archipelago..domain..",
        "io.archipelago..engine.."
    };

    private static final List<String> SERVICES =
            List.of("inventory", "residency", "placement", "cost", "observability");

    private static final Map<String, Set<String>> UNREPEATABLE = Map.ofEntries(
            Map.entry("java.time.Instant", Set.of("now")),
            Map.entry("java.time.LocalDate", Set.of("now")),
            Map.entry("java.time.LocalDateTime", Set.of("now")),
            Map.entry("java.time.OffsetDateTime", Set.of("now")),
            Map.entry("java.time.ZonedDateTime", Set.of("now")),
            Map.entry("java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system")),
            Map.entry("java.time.InstantSource", Set.of("system")),
            Map.entry("java.lang.System", Set.of("currentTimeMillis", "nanoTime", "getenv", "identityHashCode")),
            Map.entry("java.lang.Math", Set.of("random")),
            Map.entry("java.util.UUID", Set.of("randomUUID")),
            Map.entry("java.util.Collections", Set.of("shuffle")),
            Map.entry("java.util.concurrent.ThreadLocalRandom", Set.of("current")));

    @ArchTest
    public static final ArchRule a_core_depends_on_its_own_kin_only = classes()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(KIN)
                    .or(describe("arrays of primitives", JavaClass::isPrimitive)
                            .or(describe("arrays", JavaClass::isArray))))
            .allowEmptyShould(true)
            .because("the same inputs must lead to the same decisions, with no framework in between");

    @ArchTest
    public static final ArchRule a_core_knows_no_clock_and_no_chance = classes()
            .that()
            .resideInAnyPackage(PURE)
            .should(notCall(UNREPEATABLE))
            .allowEmptyShould(true)
            .because("time and ids come in with the input, so that a log replays to the same decisions");

    @ArchTest
    public static final ArchRule services_talk_through_topics_only = noClasses()
            .that()
            .resideInAPackage("io.archipelago..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.net.http..",
                    "jakarta.ws.rs.client..",
                    "org.eclipse.microprofile.rest.client..",
                    "io.vertx.ext.web.client..",
                    "io.vertx.mutiny.ext.web.client..")
            .allowEmptyShould(true)
            .because("no service calls another");

    @ArchTest
    public static final ArchRule no_service_depends_on_another = classes()
            .that()
            .resideInAnyPackage(SERVICES.stream()
                    .map(service -> "io.archipelago." + service + "..")
                    .toArray(String[]::new))
            .should(stayWithin(SERVICES))
            .allowEmptyShould(true)
            .because("what services share is in the contract");

    @ArchTest
    public static final ArchRule every_address_names_a_role = methods()
            .that(describe("answer HTTP", ServiceLaws::answersHttp))
            .should(nameARole())
            .allowEmptyShould(true)
            .because("nobody may do anything unless something says who may");

    private ServiceLaws() {}

    private static boolean answersHttp(JavaMethod method) {
        return method.getAnnotations().stream()
                .anyMatch(annotation -> annotation.getRawType().isAnnotatedWith("jakarta.ws.rs.HttpMethod"));
    }

    private static ArchCondition<JavaMethod> nameARole() {
        var roles = "jakarta.annotation.security.RolesAllowed";
        return new ArchCondition<>("name a role, or their class does") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                if (!method.isAnnotatedWith(roles) && !method.getOwner().isAnnotatedWith(roles))
                    events.add(SimpleConditionEvent.violated(method, method.getFullName() + " names no role"));
            }
        };
    }

    private static ArchCondition<JavaClass> notCall(Map<String, Set<String>> forbidden) {
        return new ArchCondition<>("not ask for the time, chance or the environment") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                for (var call : item.getCodeUnitCallsFromSelf())
                    if (unrepeatable(call.getTarget(), forbidden))
                        events.add(SimpleConditionEvent.violated(item, call.getDescription()));
            }
        };
    }

    private static boolean unrepeatable(CodeUnitCallTarget target, Map<String, Set<String>> forbidden) {
        var owner = target.getOwner().getName();
        boolean unseeded = owner.matches("java\\.util\\.(Random|SplittableRandom)")
                && target.getName().equals("<init>")
                && target.getRawParameterTypes().isEmpty();
        return unseeded || forbidden.getOrDefault(owner, Set.of()).contains(target.getName());
    }

    private static ArchCondition<JavaClass> stayWithin(List<String> services) {
        return new ArchCondition<>("not depend on another service") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                var own = service(item, services);
                item.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> {
                            var other = service(dependency.getTargetClass(), services);
                            return !other.isEmpty() && !other.equals(own);
                        })
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(item, dependency.getDescription())));
            }
        };
    }

    private static String service(JavaClass type, List<String> services) {
        return services.stream()
                .filter(service -> type.getPackageName().equals("io.archipelago." + service)
                        || type.getPackageName().startsWith("io.archipelago." + service + '.'))
                .findFirst()
                .orElse("");
    }
}
