package io.archipelago.kit.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.events.envelope.Labels;
import io.archipelago.kit.core.Change;
import io.archipelago.kit.core.Core;
import io.archipelago.kit.core.Emit;
import io.archipelago.kit.core.EventBody;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.core.Outcome;
import io.archipelago.kit.core.Rejection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A core to test the runtime with: adds amounts up per account, and closes accounts when time passes. */
public final class LedgerCore implements Core {

    public static final String NOTES = "inventory.sites.v1";
    public static final String LINES = "inventory.declarations.v1";
    public static final String TOTALS = "inventory.workloads.v1";
    public static final String CLOSED = "inventory.datasets.v1";

    /** Makes the core fail in the way it must never fail. */
    public static final int THROWS = 666;

    /** Leads to a document no PostgreSQL can store. */
    public static final int UNSTORABLE = 777;

    /** Tells the core to decide about the account later. */
    public static final int CLOSES = 888;

    public record Note(int amount) {}

    public record Add(String account, int amount) {}

    public record Total(String account, long total, int additions) {}

    public record Closed(String account, long at) {}

    private final Map<String, Total> totals = new TreeMap<>();
    private final TreeSet<String> closing = new TreeSet<>();

    @Override
    public Map<String, Class<?>> documents() {
        return Map.of("total", Total.class, "closing", String.class);
    }

    @Override
    public Map<String, EventBody> events() {
        return Map.of(NOTES, EventBody.of(Note.class), LINES, EventBody.rawBytes());
    }

    public Total total(String account) {
        return totals.getOrDefault(account, new Total(account, 0, 0));
    }

    @Override
    public Outcome handle(Input input) {
        return switch (input) {
            case Input.Event event ->
                switch (event.body()) {
                    case Note(int amount) -> add(event.key(), amount);
                    case byte[] line -> add(event.key(), Integer.parseInt(new String(line, UTF_8)));
                    default -> Outcome.nothing();
                };
            case Input.Command command -> {
                var add = (Add) command.body();
                yield add(add.account(), add.amount());
            }
            case Input.Tick tick -> close(tick);
        };
    }

    private Outcome add(String account, int amount) {
        if (amount < 0)
            return Outcome.rejected(
                    Rejection.invalid(List.of(new Rejection.FieldError(0, "amount", null, amount + " is negative"))));
        if (amount == THROWS) throw new IllegalStateException("the core failed");
        if (amount == CLOSES)
            return Outcome.builder().put("closing", account, account).build();
        var before = total(account);
        var after = new Total(account, before.total() + amount, before.additions() + 1);
        var key = amount == UNSTORABLE ? account + '\0' : account;
        return Outcome.builder()
                .put("total", key, after)
                .emit(Emit.of(TOTALS, account, after, Labels.internal("DE")))
                .answer(after)
                .build();
    }

    private Outcome close(Input.Tick tick) {
        var outcome = Outcome.builder();
        for (var account : closing) {
            outcome.remove("closing", account);
            outcome.emit(
                    Emit.of(CLOSED, account, new Closed(account, tick.now().toEpochMilli()), Labels.internal("DE")));
        }
        return outcome.build();
    }

    @Override
    public boolean hasWork() {
        return !closing.isEmpty();
    }

    @Override
    public void apply(Change change) {
        switch (change) {
            case Change.Put(var kind, var key, Total total) -> totals.put(key, total);
            case Change.Put put -> closing.add(put.key());
            case Change.Remove remove -> closing.remove(remove.key());
        }
    }
}
