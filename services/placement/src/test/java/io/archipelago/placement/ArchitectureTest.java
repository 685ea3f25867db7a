package io.archipelago.placement;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.UUID;

@AnalyzeClasses(packages = "io.archipelago.placement", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule the_engine_knows_nothing_but_the_jdk = classes()
            .that()
            .resideInAPackage("io.archipelago.placement.engine")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify.annotations", "io.archipelago.placement.engine");

    @ArchTest
    static final ArchRule the_assignment_engine_knows_nothing_but_the_jdk = classes()
            .that()
            .resideInAPackage("io.archipelago.placement.assign")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify.annotations", "io.archipelago.placement.assign");

    @ArchTest
    static final ArchRule the_domain_knows_no_framework_and_no_network = classes()
            .that()
            .resideInAPackage("io.archipelago.placement.domain")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations",
                    "com.fasterxml.jackson.annotation",
                    "io.archipelago.events..",
                    "io.archipelago.kit.core",
                    "io.archipelago.placement.domain",
                    "io.archipelago.placement.engine");

    @ArchTest
    static final ArchRule time_and_ids_come_in_with_the_input = noClasses()
            .that()
            .resideInAPackage("io.archipelago.placement.domain")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(UUID.class, "randomUUID");
}
