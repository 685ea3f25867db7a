package io.archipelago.inventory.domain;

import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.catalogue.CloudRegion;
import io.archipelago.events.quantity.Usd;
import io.archipelago.kit.declaration.Draft;
import io.archipelago.kit.declaration.Findings;
import io.archipelago.kit.declaration.OwnedKind;
import io.archipelago.kit.declaration.View;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A catalogue is a table others reckon with: no price below zero, no place off the globe, no row of another length. */
record CatalogueRules() implements OwnedKind.Rules<CatalogueSpec> {

    private static final Pattern PROVIDER = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");
    private static final List<String> CONTINENTS = List.of("AF", "AN", "AS", "EU", "NA", "OC", "SA");

    @Override
    public void check(Draft<CatalogueSpec> draft, View view, Findings findings) {
        var spec = draft.spec();
        var provider = spec.provider();
        if (provider == null && !(spec.regions().isEmpty() && spec.transfers().isEmpty() && spec.rtt() == null))
            findings.mistake("spec.provider", "is required for regions, transfers and round trips");
        if (provider != null && !PROVIDER.matcher(provider).matches())
            findings.mistake("spec.provider", "is '" + provider + "': lower case letters, digits and '-'");
        var names = new HashSet<String>();
        for (int i = 0; i < spec.regions().size(); i++) {
            var region = spec.regions().get(i);
            if (!names.add(region.name()))
                findings.mistake("spec.regions[" + i + "].name", "'" + region.name() + "' is listed twice");
            region(region, "spec.regions[" + i + "]", findings);
        }
        for (int i = 0; i < spec.transfers().size(); i++)
            price(spec.transfers().get(i).perGB(), "spec.transfers[" + i + "].perGB", findings);
        roundTrips(spec, names, findings);
        for (int i = 0; i < spec.cities().size(); i++) {
            var city = spec.cities().get(i);
            var path = "spec.cities[" + i + "]";
            country(city.country(), path, findings);
            position(city.latitude(), city.longitude(), path, findings);
            Amounts.atLeast(0, city.population(), path + ".population", findings);
        }
        for (int i = 0; i < spec.roundTrips().size(); i++) {
            var roundTrip = spec.roundTrips().get(i);
            Amounts.notNegative(roundTrip.ms(), "spec.roundTrips[" + i + "].ms", findings);
        }
        for (int i = 0; i < spec.surveyors().size(); i++)
            if (!KEY.matcher(spec.surveyors().get(i).key()).matches())
                findings.mistake("spec.surveyors[" + i + "].key", "is no public key of Ed25519: 64 hexadecimal digits");
    }

    private static void region(CloudRegion region, String path, Findings findings) {
        country(region.country(), path, findings);
        if (!CONTINENTS.contains(region.continent()))
            findings.mistake(path + ".continent", "must be one of " + String.join(", ", CONTINENTS));
        position(region.latitude(), region.longitude(), path, findings);
        Amounts.atLeast(1, region.zones(), path + ".zones", findings);
        price(region.cpuHour(), path + ".cpuHour", findings);
        price(region.memoryGiBHour(), path + ".memoryGiBHour", findings);
        price(region.storageGiBMonth(), path + ".storageGiBMonth", findings);
        Amounts.atLeast(0, region.carbonGramsPerKwh(), path + ".carbonGramsPerKwh", findings);
    }

    private static void country(String code, String path, Findings findings) {
        if (!COUNTRY.matcher(code).matches())
            findings.mistake(path + ".country", "'" + code + "' is not a country code of two capital letters");
    }

    private static void position(double latitude, double longitude, String path, Findings findings) {
        if (Math.abs(latitude) > 90) findings.mistake(path + ".latitude", "is " + latitude + ", off the globe");
        if (Math.abs(longitude) > 180) findings.mistake(path + ".longitude", "is " + longitude + ", off the globe");
    }

    private static void price(Usd price, String path, Findings findings) {
        if (price.compareTo(Usd.ZERO) < 0) findings.mistake(path, "is " + price + ", must not be negative");
    }

    private static void roundTrips(CatalogueSpec spec, Set<String> regions, Findings findings) {
        var model = spec.rttModel();
        if (model != null) {
            Amounts.notNegative(model.fixedMs(), "spec.rttModel.fixedMs", findings);
            Amounts.notNegative(model.msPerKm(), "spec.rttModel.msPerKm", findings);
            Amounts.notNegative(model.accessMs(), "spec.rttModel.accessMs", findings);
        }
        var matrix = spec.rtt();
        if (matrix == null) return;
        int size = matrix.regions().size();
        for (int i = 0; i < size; i++)
            if (!regions.contains(matrix.regions().get(i)))
                findings.mistake("spec.rtt.regions[" + i + "]", "is none of spec.regions");
        if (matrix.rows().size() != size)
            findings.mistake("spec.rtt.rows", "has " + matrix.rows().size() + " rows for " + size + " regions");
        for (int i = 0; i < matrix.rows().size(); i++)
            if (matrix.rows().get(i).size() != size)
                findings.mistake(
                        "spec.rtt.rows[" + i + "]",
                        "has " + matrix.rows().get(i).size() + " columns for " + size + " regions");
    }
}
