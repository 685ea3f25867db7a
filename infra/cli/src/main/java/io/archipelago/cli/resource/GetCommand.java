package io.archipelago.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.client.Client;
import io.archipelago.cli.output.Format;
import io.archipelago.cli.output.Printer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "get",
        description = "List what is declared or decided, one row each.",
        footer = {
            "",
            "Kinds: sites workloads datasets catalogues demands residencypolicies jurisdictiongroups,",
            "       placements weights reservations rulings transfers certificates canaries alarms",
            "       costs charges regions links flows journeys",
            "Example: archipelago get placements -o wide --watch"
        })
public final class GetCommand implements Callable<Integer> {
    private static final long WATCH_NANOS = 1_000_000_000L;

    @Mixin
    private RegionOption region = new RegionOption();

    @Parameters(index = "0", paramLabel = "KIND", description = "sites, workloads, placements, costs, …; or KIND/NAME")
    private String kind = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "only this one")
    private @Nullable String name;

    @Option(
            names = {"-o", "--output"},
            description = "${COMPLETION-CANDIDATES}",
            defaultValue = "table")
    private Format format = Format.table;

    @Option(
            names = {"-w", "--watch"},
            description = "go on and print each row again when it changes; Ctrl-C ends it")
    private boolean watch;

    @Option(names = "--by", description = "costs only: owner, workload, site, link or region", defaultValue = "owner")
    private String by = "owner";

    @Override
    public Integer call() {
        int slash = kind.indexOf('/');
        if (slash > 0 && name == null) {
            name = kind.substring(slash + 1);
            kind = kind.substring(0, slash);
        }
        var view = KindView.named(kind);
        var client = region.client();
        var first = fetch(client, view);
        print(view, first, true);
        if (watch) watch(client, view, items(first));
        return ExitCode.OK;
    }

    private JsonNode fetch(Client client, KindView view) {
        var path = "/" + view.plural();
        if (view.plural().equals("costs")) return client.get(view.service(), path + "?by=" + Client.encode(by));
        if (name == null) return client.get(view.service(), path);
        // a ruling's name is itself kind/name
        return client.get(view.service(), path + "/" + Client.encode(name).replace("%2F", "/"));
    }

    private void watch(Client client, KindView view, List<JsonNode> shown) {
        Map<String, JsonNode> last = new HashMap<>();
        shown.forEach(n -> last.put(key(view, n), n));
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(WATCH_NANOS);
            var changed = new ArrayList<JsonNode>();
            for (var item : items(fetch(client, view)))
                if (!item.equals(last.put(key(view, item), item))) changed.add(item);
            if (!changed.isEmpty()) {
                ArrayNode list = Client.JSON.createArrayNode().addAll(changed);
                print(view, Client.JSON.createObjectNode().set("items", list), false);
            }
        }
    }

    private static String key(KindView view, JsonNode item) {
        return view.columns().getFirst().cell().apply(item) + "|"
                + view.columns().get(1).cell().apply(item);
    }

    private static List<JsonNode> items(JsonNode answer) {
        if (!answer.path("items").isArray()) return List.of(answer);
        var list = new ArrayList<JsonNode>();
        answer.path("items").forEach(list::add);
        return list;
    }

    private void print(KindView view, JsonNode answer, boolean headings) {
        switch (format) {
            case json -> Printer.json(answer);
            case yaml -> Printer.yaml(answer);
            case name ->
                items(answer)
                        .forEach(n -> System.out.println(view.title().toLowerCase(java.util.Locale.ROOT) + "/"
                                + view.columns().getFirst().cell().apply(n)));
            case table, wide -> table(view, items(answer), headings);
        }
        if (format == Format.table && view.plural().equals("costs") && answer.has("total"))
            System.out.println("total " + io.archipelago.cli.output.Cells.usd(answer.path("total")));
    }

    private void table(KindView view, List<JsonNode> items, boolean headings) {
        if (items.isEmpty()) {
            System.err.println("no " + view.plural() + " yet"
                    + (view.declared() ? ": ./archipelago apply -f FILE declares some" : ""));
            return;
        }
        view.table(items, format == Format.wide).print(System.out, headings);
    }
}
