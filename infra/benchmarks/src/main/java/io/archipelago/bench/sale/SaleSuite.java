package io.archipelago.bench.sale;

import static java.util.Objects.requireNonNull;

import io.archipelago.bench.Result;
import io.archipelago.events.catalogue.CatalogueSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/** A day with a flash sale, minute by minute: are promises kept, is it legal, is it paid for, is anything dropped. */
final class SaleSuite {
    private final SaleStory story;
    private final Judge judge;
    private final Map<String, Judge.Standing> before = new HashMap<>();
    private int kept;
    private int keptOnSale;
    private int saleMinutes;
    private int illegal;
    private int overCeiling;
    private int dropped;
    private int shedMinutes;
    private int shedAtMost;
    private double fullest;
    private int waysBefore;
    private int waysOnSale;
    private int waysAfter;

    private SaleSuite(SaleStory story) {
        this.story = story;
        judge = new Judge(story);
    }

    /**
     * @param from the first minute of the day, in universal time
     * @param to the last, exclusive
     */
    static SaleStory live(SortedMap<String, CatalogueSpec> catalogues, int from, int to, long seed, Result result) {
        var story = new SaleStory(catalogues, from, seed);
        var suite = new SaleSuite(story);
        suite.look();
        for (int minute = from; minute < to; minute++) suite.minute(minute);
        suite.tell(to - from, result);
        return story;
    }

    private Map<String, Judge.Standing> look() {
        var now = new HashMap<String, Judge.Standing>();
        for (var shop : story.shops()) {
            var placement = story.cloud().placement(shop.name());
            var weights =
                    story.cloud().at(placement.home()).weights(shop.name()).orElseThrow();
            now.put(shop.name(), Judge.Standing.of(placement, weights));
        }
        before.putAll(now);
        return now;
    }

    private void minute(int minute) {
        var was = new HashMap<>(before);
        story.minute(minute);
        var is = look();
        boolean all = true;
        int shed = 0;
        for (var shop : story.shops()) {
            var placement = story.cloud().placement(shop.name());
            var load = shop.load(minute, story);
            var objective = shop.spec().objective();
            double within = judge.within(shop, load, of(was, shop), of(is, shop));
            if (objective != null && within < objective.share()) all = false;
            if (!judge.legal(shop, placement)) illegal++;
            if (judge.spendMicros(shop, placement) > shop.ceiling().micros()) overCeiling++;
            dropped += judge.dropped(shop, placement);
            shed += judge.shed(placement);
        }
        fullest = Math.max(fullest, story.cloud().fullest());
        if (shed > 0) shedMinutes++;
        shedAtMost = Math.max(shedAtMost, shed);
        if (all) kept++;
        int ways = ways(is);
        if (story.onSale(minute)) {
            saleMinutes++;
            if (all) keptOnSale++;
            waysOnSale = Math.max(waysOnSale, ways);
        } else if (saleMinutes == 0) waysBefore = ways;
        else waysAfter = ways;
    }

    private static Judge.Standing of(Map<String, Judge.Standing> standings, Shop shop) {
        return requireNonNull(standings.get(shop.name()));
    }

    /** Pairs of a shop and a site that serves the city of the sale. */
    private static int ways(Map<String, Judge.Standing> standings) {
        return standings.values().stream()
                .mapToInt(standing ->
                        standing.ways().getOrDefault(SaleStory.AREA, Map.of()).size())
                .sum();
    }

    private void tell(int minutes, Result result) {
        result.metric("minutes", minutes)
                .metric("minutes_kept_pct", 100.0 * kept / minutes)
                .metric("sale_minutes", saleMinutes)
                .metric("sale_minutes_kept_pct", saleMinutes == 0 ? 100 : 100.0 * keptOnSale / saleMinutes)
                .metric("illegal_placements", illegal)
                .metric("minutes_over_ceiling", overCeiling)
                .metric("replicas_dropped_silently", dropped)
                .metric("minutes_with_shed_list", shedMinutes)
                .metric("replicas_shed_at_most", shedAtMost)
                .metric("ways_to_sites_before", waysBefore)
                .metric("ways_to_sites_on_sale", waysOnSale)
                .metric("ways_to_sites_after", waysAfter)
                .metric("fullest_site_pct", 100 * fullest);
    }
}
