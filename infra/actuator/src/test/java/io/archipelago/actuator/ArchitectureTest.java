package io.archipelago.actuator;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import io.archipelago.testkit.laws.ServiceLaws;

@AnalyzeClasses(packages = "io.archipelago.actuator", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests laws = ArchTests.in(ServiceLaws.class);
}
