package io.archipelago.kit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.archipelago.testkit.laws.ServiceLaws;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** A law that nobody can break is no law: each of them finds what it is for. */
class ServiceLawsTest {

    private final JavaClasses impure = new ClassFileImporter().importPackages("io.archipelago.kit.laws.impure");
    private final JavaClasses pure = new ClassFileImporter().importPackages("io.archipelago.kit.laws.pure");

    private static List<String> violations(ArchRule law, JavaClasses classes) {
        return law.evaluate(classes).getFailureReport().getDetails();
    }

    @Test
    void frameworks_in_a_core_are_found() {
        assertThat(violations(ServiceLaws.a_core_depends_on_its_own_kin_only, impure))
                .anyMatch(line -> line.contains("jakarta.inject.Singleton"));
    }

    @Test
    void clocks_and_chance_in_a_core_are_found() {
        assertThat(violations(ServiceLaws.a_core_knows_no_clock_and_no_chance, impure))
                .anyMatch(line -> line.contains("Instant.now()"))
                .anyMatch(line -> line.contains("java.util.Random.<init>()"));
    }

    @Test
    void calls_over_http_are_found() {
        assertThat(violations(ServiceLaws.services_talk_through_topics_only, impure))
                .isNotEmpty();
    }

    @Test
    void an_address_without_a_role_is_found() {
        var sample = new ClassFileImporter().importPackages("io.archipelago.kit.sample");
        assertThat(violations(ServiceLaws.every_address_names_a_role, sample))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("forgotten");
    }

    @Test
    void a_pure_core_passes() {
        assertThat(violations(ServiceLaws.a_core_depends_on_its_own_kin_only, pure))
                .isEmpty();
        assertThat(violations(ServiceLaws.a_core_knows_no_clock_and_no_chance, pure))
                .isEmpty();
        assertThat(violations(ServiceLaws.services_talk_through_topics_only, pure))
                .isEmpty();
    }
}
