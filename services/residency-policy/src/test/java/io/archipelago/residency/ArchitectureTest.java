package io.archipelago.residency;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.UUID;

@AnalyzeClasses(packages = "io.archipelago.residency", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule the_domain_knows_no_framework_no_clock_and_no_network = classes()
            .that()
            .resideInAPackage("io.archipelago.residency.domain")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations",
                    "com.fasterxml.jackson..",
                    "io.archipelago.events..",
                    "io.archipelago.kit.core",
                    "io.archipelago.kit.declaration",
                    "io.archipelago.residency.condition",
                    "io.archipelago.residency.domain");

    /** The one library by which conditions are read; it knows no clock and no network either. */
    @ArchTest
    static final ArchRule only_conditions_know_cel = noClasses()
            .that()
            .resideOutsideOfPackage("io.archipelago.residency.condition")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.cel..", "com.google.common..", "com.google.protobuf..");

    /** The one library by which persons' columns are encrypted. */
    @ArchTest
    static final ArchRule only_the_keyring_knows_tink = noClasses()
            .that()
            .resideOutsideOfPackage("io.archipelago.residency.keyring")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.crypto..");

    @ArchTest
    static final ArchRule time_comes_in_with_the_input = noClasses()
            .that()
            .resideInAPackage("io.archipelago.residency.domain")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(UUID.class, "randomUUID");

    @ArchTest
    static final ArchRule the_gate_can_run_without_a_framework = noClasses()
            .that()
            .resideInAPackage("io.archipelago.residency.gate")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "io.quarkus..", "io.smallrye..", "io.archipelago.kit..");
}
