package io.archipelago.kit.declaration;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archipelago.events.envelope.Hlc;
import io.archipelago.events.envelope.Labels;
import io.archipelago.events.resource.Author;
import io.archipelago.events.resource.Declared;
import io.archipelago.events.resource.Kind;
import io.archipelago.events.resource.Resource;
import io.archipelago.kit.core.Change;
import io.archipelago.kit.core.Emit;
import io.archipelago.kit.core.EventBody;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.core.Outcome;
import io.archipelago.kit.core.Rejection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The declared things a core keeps. A core that owns kinds holds one of these and hands it the inputs and changes it
 * does not handle itself. Takes declarations from people and from the raw intake topic, joins the copies that come from
 * peers, and publishes every change as a fact on the kind's topic.
 */
public final class Registry implements View {

    /** A peer's clock may run ahead by this much; a stamp further ahead would win every conflict for that long. */
    private static final Duration MAX_CLOCK_LEAD = Duration.ofMinutes(5);

    private static final EventBody COPY = EventBody.of(new TypeReference<Declared<ObjectNode>>() {});

    private final Region region;
    private final String intakeTopic;
    private final DeclarationReader reader;
    private final Map<Kind, Shelf<?>> shelves = new EnumMap<>(Kind.class);
    private final NavigableMap<String, Conflict> conflicts = new TreeMap<>();
    private Hlc clock = Hlc.ZERO;

    /** @param intakeTopic the local topic that carries declarations as raw text */
    public Registry(Region region, String service, String intakeTopic, List<OwnedKind<?>> kinds) {
        this.region = region;
        this.intakeTopic = intakeTopic;
        kinds.forEach(kind -> shelves.put(kind.kind(), new Shelf<>(kind)));
        this.reader = new DeclarationReader(shelves.keySet(), service);
    }

    /** Reads texts for this registry: in whatever thread, before the wish is handed in. */
    public DeclarationReader reader() {
        return reader;
    }

    /** To be added to the core's own documents. */
    public Map<String, Class<?>> documents() {
        var documents = new HashMap<String, Class<?>>();
        shelves.values().forEach(shelf -> documents.put(shelf.kind().document(), Entity.class));
        documents.put(Conflict.DOCUMENT, Conflict.class);
        return documents;
    }

    /** To be added to the topics the core reads. */
    public Map<String, EventBody> events() {
        var events = new HashMap<String, EventBody>();
        shelves.keySet().forEach(kind -> events.put(kind.topic(), COPY));
        events.put(intakeTopic, EventBody.rawBytes());
        return events;
    }

    /** Takes a change into the state, if it is one of the registry's documents; true when it was. */
    public boolean apply(Change change) {
        if (change.kind().equals(Conflict.DOCUMENT)) {
            if (change instanceof Change.Put(var kind, var key, Conflict conflict)) conflicts.put(key, conflict);
            else conflicts.remove(change.key());
            return true;
        }
        var shelf = Kind.titled(change.kind()).map(shelves::get).orElse(null);
        if (shelf == null) return false;
        if (change instanceof Change.Put(var kind, var key, Entity entity)) {
            shelf.put(entity);
            clock = clock.max(entity.lastSeen());
        } else shelf.remove(change.key());
        return true;
    }

    /** Decides on a wish about declarations, a text from the intake topic or a peer's copy; empty for anything else. */
    public Optional<Outcome> handle(Input input) {
        return Optional.ofNullable(
                switch (input) {
                    case Input.Command command when command.body() instanceof Apply wish -> apply(wish, command.now());
                    case Input.Command command
                    when command.body() instanceof Delete wish -> delete(wish, command.now());
                    case Input.Event event when event.topic().equals(intakeTopic) -> intake(event);
                    case Input.Event event when event.peer() != null -> copy(event, event.peer());
                    default -> null;
                });
    }

    private Outcome intake(Input.Event event) {
        if (!(event.body() instanceof byte[] text)) return Outcome.nothing(); // a record without a value says nothing
        var declarations = reader.read(text);
        var rejection = declarations.rejection();
        if (rejection != null) return Outcome.rejected(rejection);
        var outcome = apply(
                new Apply(
                        declarations.documents(),
                        false,
                        Author.claimed(event.envelope().source())),
                event.now());
        return outcome.rejection() == null ? outcome : Outcome.rejected(declarations.located(outcome.rejection()));
    }

    private Outcome apply(Apply wish, Instant now) {
        var batch = new Batch(region, this);
        for (var document : wish.documents()) {
            var shelf =
                    Kind.titled(document.resource().kind()).map(shelves::get).orElse(null);
            if (shelf == null)
                return Outcome.rejected(Rejection.malformed(document.resource().kind() + " is not kept here"));
            batch.add(shelf, document);
        }
        var judged = batch.judge();
        if (!batch.mistakes().isEmpty()) return Outcome.rejected(Declarations.invalid(batch.mistakes()));
        var stamp = next(now);
        var outcome = Outcome.builder();
        var results = new ArrayList<Apply.Result>();
        judged.forEach(
                one -> results.add(declare(one, stamp, wish.author(), wish.dryRun() ? Outcome.builder() : outcome)));
        return outcome.answer(new Apply.Applied(List.copyOf(results))).build();
    }

    private <S> Apply.Result declare(Batch.Judged<S> judged, Hlc stamp, Author author, Outcome.Builder outcome) {
        var shelf = judged.shelf();
        var draft = judged.draft();
        var edit = Edit.declare(
                shelf.entity(draft.name()),
                draft.name(),
                draft.home(),
                draft.labels(),
                judged.written(),
                stamp,
                author);
        if (edit.what() != Edit.What.UNCHANGED) publish(shelf, edit.entity(), null, outcome);
        return result(shelf, edit, judged.findings().conditions());
    }

    private Outcome delete(Delete wish, Instant now) {
        var shelf = shelves.get(wish.kind());
        return shelf == null
                ? Outcome.rejected(Rejection.notFound(wish.kind().title()))
                : delete(shelf, wish.name(), wish.author(), now);
    }

    private <S> Outcome delete(Shelf<S> shelf, String name, Author author, Instant now) {
        var title = shelf.kind().kind().title();
        var before = shelf.entity(name);
        var living = shelf.living().get(name);
        if (before == null || living == null) return Outcome.rejected(Rejection.notFound(title + " '" + name + "'"));
        var writer = shelf.kind().soleWriter();
        if (writer != null && !writer.region().apply(living.spec()).equals(region.name()))
            return Outcome.rejected(Rejection.conflict("the " + title + " '" + name + "' belongs to "
                    + writer.region().apply(living.spec()) + ": delete it there"));
        var edit = Edit.delete(before, next(now), author);
        var outcome = Outcome.builder();
        publish(shelf, edit.entity(), null, outcome);
        return outcome.answer(result(shelf, edit, List.of())).build();
    }

    private Hlc next(Instant now) {
        return Hlc.next(clock, now.toEpochMilli(), region.name());
    }

    private static Apply.Result result(Shelf<?> shelf, Edit edit, List<Condition> conditions) {
        return new Apply.Result(
                shelf.kind().kind().title(),
                edit.entity().name(),
                edit.what().name().toLowerCase(Locale.ROOT),
                edit.entity().revision(),
                conditions);
    }

    private @Nullable Outcome copy(Input.Event event, String peer) {
        for (var shelf : shelves.values())
            if (shelf.kind().kind().topic().equals(event.topic())) return copy(shelf, event, peer);
        return null;
    }

    @SuppressWarnings("unchecked") // what events() asks for
    private <S> Outcome copy(Shelf<S> shelf, Input.Event event, String peer) {
        if (!(event.body() instanceof Declared<?> body)) return Outcome.nothing(); // peers say removed in the body
        var copy = (Declared<ObjectNode>) body;
        var flaw =
                Copies.flaw(shelf.kind(), copy, event.key(), peer, event.now().plus(MAX_CLOCK_LEAD));
        if (flaw != null) return Outcome.rejected(Rejection.malformed(flaw));
        var mine = shelf.entity(copy.name());
        var merge = Merge.of(mine, Entity.of(copy));
        var outcome = Outcome.builder();
        if (merge.changed()) publish(shelf, merge.entity(), merge.repeats() ? peer : null, outcome);
        else if (!merge.entity().equals(mine)) outcome.put(shelf.kind().document(), copy.name(), merge.entity());
        for (var loss : merge.losses()) {
            var conflict = new Conflict(shelf.kind().kind().title(), copy.name(), loss, event.now());
            if (!conflicts.containsKey(conflict.key())) outcome.put(Conflict.DOCUMENT, conflict.key(), conflict);
        }
        return outcome.build();
    }

    /** @param origin the peer this only repeats; null for news, which the gate then takes abroad */
    private <S> void publish(Shelf<S> shelf, Entity entity, @Nullable String origin, Outcome.Builder outcome) {
        var owner = shelf.kind().owner().apply(entity.as(shelf.kind().spec()).spec());
        var labels = Labels.internal(region.jurisdiction()).ownedBy(owner).from(origin);
        outcome.put(shelf.kind().document(), entity.name(), entity)
                .emit(new Emit(
                        shelf.kind().kind().topic(), entity.name(), entity.published(), labels, entity.lastStamp()));
    }

    @Override
    public <S> Optional<Declared<S>> find(Kind kind, Class<S> spec, String name) {
        return Optional.ofNullable(living(kind, spec).get(name));
    }

    @Override
    public <S> Collection<Declared<S>> all(Kind kind, Class<S> spec) {
        return living(kind, spec).values();
    }

    @SuppressWarnings("unchecked") // the spec's class is checked
    private <S> NavigableMap<String, Declared<S>> living(Kind kind, Class<S> spec) {
        var shelf = shelves.get(kind);
        if (shelf == null || !shelf.kind().spec().equals(spec))
            throw new IllegalArgumentException("no " + kind.title() + " of " + spec + " is kept here");
        return ((Shelf<S>) shelf).living();
    }

    /** As people read it, with its status. */
    public Optional<Resource> resource(Kind kind, String name) {
        var shelf = shelves.get(kind);
        return shelf == null ? Optional.empty() : Standing.of(shelf, name, this, conflicts);
    }

    /** All of a kind as people read them, by name. */
    public List<Resource> resources(Kind kind) {
        var shelf = shelves.get(kind);
        if (shelf == null) return List.of();
        return shelf.living().keySet().stream()
                .flatMap(name -> Standing.of(shelf, name, this, conflicts).stream())
                .toList();
    }

    /** The ledger of lost writes. */
    public List<Conflict> conflicts() {
        return List.copyOf(conflicts.values());
    }
}
