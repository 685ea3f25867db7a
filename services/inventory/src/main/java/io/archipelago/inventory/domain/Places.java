package io.archipelago.inventory.domain;

import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.catalogue.City;
import io.archipelago.events.catalogue.World;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.place.SitePlace;
import io.archipelago.events.resource.Declared;
import io.archipelago.events.resource.Kind;
import io.archipelago.kit.declaration.Condition;
import io.archipelago.kit.declaration.Findings;
import io.archipelago.kit.declaration.Spelling;
import io.archipelago.kit.declaration.View;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Checks names of places against the catalogues in sight. While there is none, a place is accepted with a condition:
 * regions hear of catalogues at different times, and the answer would depend on who is asked first.
 */
final class Places {

    private static final Set<String> ISO_COUNTRIES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);
    private static final int SUGGESTIONS = 3;

    private List<CatalogueSpec> catalogues = List.of();
    private World world = World.of(List.of());

    /** The world of these catalogues; the same object while they are the same, for it takes a while to make. */
    private World world(View view) {
        var seen = view.all(Kind.CATALOGUE, CatalogueSpec.class).stream()
                .map(Declared::spec)
                .toList();
        if (!seen.equals(catalogues)) {
            catalogues = seen;
            world = World.of(seen);
        }
        return world;
    }

    /** @param id such as {@code aws/eu-central-1} */
    void cloudRegion(String id, String path, View view, Findings findings) {
        var world = world(view);
        if (world.regionIds().isEmpty()) {
            unknownWorld("cloud region '" + id + "'", findings);
            return;
        }
        if (world.region(id).isPresent()) return;
        var provider = id.substring(0, Math.max(0, id.indexOf('/')));
        var providers = providers(world);
        if (!providers.contains(provider)) {
            findings.mistake(
                    path,
                    "no catalogue here knows a provider '" + provider + "'" + Spelling.hint(provider, providers)
                            + " Known: " + String.join(", ", providers)
                            + ". Write <provider>/<region>, such as aws/eu-central-1");
            return;
        }
        var near = Spelling.nearest(id, world.regionIds(), SUGGESTIONS);
        var of = world.regionIds().stream()
                .filter(known -> known.startsWith(provider + "/"))
                .toList();
        findings.mistake(
                path,
                "no catalogue here knows the cloud region '" + id + "'; "
                        + (near.isEmpty()
                                ? provider + " has " + String.join(", ", of)
                                : "nearest: " + String.join(", ", near)));
    }

    /** Whether a site can be where it says, and whose word there is for it. Told where there are surveyors to ask. */
    void standing(String site, SiteSpec spec, View view, Findings findings) {
        var world = world(view);
        var standing = new SitePlace(world, name -> view.find(Kind.SITE, SiteSpec.class, name)
                        .map(Declared::spec)
                        .orElse(null))
                .of(site, spec);
        switch (standing.kind()) {
            case CONTRADICTED ->
                findings.condition(Condition.unmet("PlacePlausible", "Contradicted", standing.reason()));
            case CLAIMED -> {
                if (world.hasSurveyors() || spec.place() != null)
                    findings.condition(Condition.unmet("PlaceAttested", "NotAttested", standing.reason()));
            }
            case ATTESTED -> {}
        }
    }

    void provider(String provider, String path, View view, Findings findings) {
        var providers = providers(world(view));
        if (!providers.isEmpty() && !providers.contains(provider))
            findings.mistake(
                    path,
                    "no catalogue here knows a provider '" + provider + "'" + Spelling.hint(provider, providers)
                            + " Known: " + String.join(", ", providers));
    }

    private static Set<String> providers(World world) {
        return world.regionIds().stream()
                .map(id -> id.substring(0, id.indexOf('/')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** @param code ISO 3166-1 alpha-2 */
    void country(String code, String path, View view, Findings findings) {
        if (!isCountry(code, view))
            findings.mistake(
                    path, "'" + code + "' is not an ISO 3166-1 country code of two capital letters, such as DE");
    }

    boolean isCountry(String code, View view) {
        return ISO_COUNTRIES.contains(code) || world(view).countries().contains(code);
    }

    /** @param area a country, or one of its cities: {@code US/New York City} */
    void area(String area, String path, View view, Findings findings) {
        int slash = area.indexOf('/');
        var country = slash < 0 ? area : area.substring(0, slash);
        if (!isCountry(country, view)) {
            country(country, path, view, findings);
            return;
        }
        var world = world(view);
        var cities = world.cities(country);
        if (cities.isEmpty() && catalogues.stream().allMatch(c -> c.cities().isEmpty()))
            unknownWorld("user area '" + area + "'", findings);
        else if (cities.isEmpty()) findings.mistake(path, "no catalogue here knows a city of " + country);
        else if (slash >= 0 && world.cities(area).isEmpty())
            findings.mistake(path, unknownCity(area.substring(slash + 1), country, cities));
    }

    private static String unknownCity(String city, String country, List<City> cities) {
        var near = Spelling.nearest(city, cities.stream().map(City::name).toList(), 1);
        return "no catalogue here knows a city '" + city + "' in " + country + "; "
                + (near.isEmpty()
                        ? "the largest are "
                                + cities.stream()
                                        .limit(SUGGESTIONS)
                                        .map(City::name)
                                        .collect(Collectors.joining(", "))
                        : "did you mean '" + country + "/" + near.getFirst() + "'?");
    }

    private static void unknownWorld(String what, Findings findings) {
        findings.condition(Condition.unmet(
                "PlacesKnown",
                "NoCatalogue",
                "no catalogue has come to this region yet, so the " + what
                        + " could not be checked: declare the catalogues, such as infra/catalogue/data"));
    }
}
