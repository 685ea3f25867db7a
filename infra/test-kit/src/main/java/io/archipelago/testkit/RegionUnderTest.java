package io.archipelago.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.restassured.RestAssured;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts a {@link Region} for the tests of a module and points the service at it:
 *
 * <pre>{@code
 * @QuarkusTest
 * @QuarkusTestResource(RegionUnderTest.class)
 * class PlacementServiceTest {
 *     Region region; // set by the resource
 * }</pre>
 *
 * Requests by REST Assured bear the token of somebody with all roles, unless they bear another.
 */
public final class RegionUnderTest implements QuarkusTestResourceLifecycleManager {

    private @Nullable Region region;

    @Override
    public Map<String, String> start() {
        var started = new Region();
        region = started;
        return Map.ofEntries(
                Map.entry("archipelago.region", Region.NAME),
                Map.entry("archipelago.jurisdiction", Region.JURISDICTION),
                Map.entry("archipelago.location", Region.LOCATION),
                Map.entry("archipelago.peers", "us-east:US:aws/us-east-1,ap-southeast:SG:aws/ap-southeast-1"),
                Map.entry("archipelago.signing-key", started.signingKey().toString()),
                Map.entry("archipelago.trust-bundle", started.trustBundle().toString()),
                Map.entry("archipelago.oidc.issuer", TestIssuer.URL),
                Map.entry("archipelago.oidc.keys", started.issuerKeys().toString()),
                Map.entry("archipelago.database", started.database().address()),
                Map.entry("archipelago.database-password", TestDatabase.PASSWORD),
                Map.entry("kafka.bootstrap.servers", started.broker().bootstrap()),
                Map.entry("quarkus.log.category.\"kafka\".level", "WARN"),
                Map.entry("quarkus.log.category.\"state.change.logger\".level", "ERROR"),
                Map.entry("quarkus.log.category.\"org.apache.kafka\".level", "ERROR"));
    }

    @Override
    public void inject(TestInjector injector) {
        if (region != null) asAnyone(region.issuer());
        injector.injectIntoFields(region, new TestInjector.MatchesType(Region.class));
    }

    @Override
    public void stop() {
        if (region != null) region.close();
    }

    private static void asAnyone(TestIssuer issuer) {
        RestAssured.replaceFiltersWith((request, response, next) -> {
            if (!request.getHeaders().hasHeaderWithName("Authorization"))
                request.header(
                        "Authorization", "Bearer " + issuer.token("somebody", "reader", "operator", "policy-owner"));
            return next.next(request, response);
        });
    }
}
