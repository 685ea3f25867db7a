package io.archipelago.kit.declaration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archipelago.events.EventJson;
import io.archipelago.events.resource.Declared;
import io.archipelago.events.resource.Kind;
import io.archipelago.kit.core.Rejection.FieldError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Declarations judged together: each sees the others as if they held already. */
final class Batch implements View {

    /** What one record may hold with room for stamps and headers; topics of declared kinds take 16 MiB. */
    private static final int MAX_SPEC_BYTES = 12 * 1024 * 1024;

    /**
     * @param written the draft's spec as it is stored and sent
     * @param findings what its rules said
     */
    record Judged<S>(Shelf<S> shelf, Draft<S> draft, ObjectNode written, Findings findings) {}

    private final Region region;
    private final View state;
    private final Map<Kind, TreeMap<String, Declared<?>>> drafts = new EnumMap<>(Kind.class);
    private final List<Judged<?>> judged = new ArrayList<>();

    Batch(Region region, View state) {
        this.region = region;
        this.state = state;
    }

    <S> void add(Shelf<S> shelf, Declarations.Document document) {
        var resource = document.resource();
        var metadata = resource.metadata();
        var spec = EventJson.MAPPER.convertValue(resource.spec(), shelf.kind().spec());
        var draft = new Draft<>(metadata.name(), metadata.home(), metadata.labels(), spec);
        var findings = new Findings(document.position());
        judged.add(new Judged<>(shelf, draft, written(shelf.kind(), spec, findings), findings));
        var standing = shelf.living().get(draft.name());
        var home = draft.home() != null ? draft.home() : standing != null ? standing.home() : region.name();
        drafts.computeIfAbsent(shelf.kind().kind(), kind -> new TreeMap<>())
                .put(draft.name(), new Declared<>(draft.name(), home, 0, false, draft.labels(), spec, null, null));
    }

    /** As it reads after a journey over the wire, so that two spellings of a value are equal. */
    private static <S> ObjectNode written(OwnedKind<S> kind, S spec, Findings findings) {
        try {
            var json = EventJson.MAPPER.writeValueAsBytes(spec);
            if (json.length > MAX_SPEC_BYTES)
                findings.mistake(
                        "spec",
                        "is %,d bytes long as JSON, one record takes %,d: divide it into several of kind %s"
                                .formatted(
                                        json.length, MAX_SPEC_BYTES, kind.kind().title()));
            return (ObjectNode) EventJson.MAPPER.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException("a " + kind.kind().title() + " cannot be written as JSON", e);
        }
    }

    /** Applies every rule to every declaration. */
    List<Judged<?>> judge() {
        judged.forEach(this::judge);
        return judged;
    }

    List<FieldError> mistakes() {
        return judged.stream()
                .flatMap(one -> one.findings().mistakes().stream())
                .toList();
    }

    private <S> void judge(Judged<S> one) {
        var draft = one.draft();
        var findings = one.findings();
        var kind = one.shelf().kind();
        if (draft.home() != null && !region.all().contains(draft.home()))
            findings.mistake(
                    "metadata.home",
                    "there is no region '" + draft.home() + "'" + Spelling.hint(draft.home(), region.all()) + " Known: "
                            + String.join(", ", region.all()));
        var writer = kind.soleWriter();
        if (writer != null) checkWriter(kind, draft, writer, findings);
        kind.rules().check(draft, this, findings);
    }

    private <S> void checkWriter(OwnedKind<S> kind, Draft<S> draft, OwnedKind.SoleWriter<S> writer, Findings findings) {
        var owner = writer.region().apply(draft.spec());
        var title = kind.kind().title();
        if (!region.all().contains(owner))
            findings.mistake(
                    writer.path(),
                    "there is no region '" + owner + "'" + Spelling.hint(owner, region.all()) + " Known: "
                            + String.join(", ", region.all()));
        else if (!owner.equals(region.name()))
            findings.mistake(
                    writer.path(),
                    "a " + title + " is declared only in its own region: send this one to " + owner + " (this is "
                            + region.name() + ")");
        else if (draft.home() != null && !draft.home().equals(owner))
            findings.mistake("metadata.home", "a " + title + "'s home is its region, " + owner + ": leave home out");
    }

    @Override
    public <S> Optional<Declared<S>> find(Kind kind, Class<S> spec, String name) {
        var draft = drafted(kind, spec).get(name);
        return draft == null ? state.find(kind, spec, name) : Optional.of(draft);
    }

    @Override
    public <S> Collection<Declared<S>> all(Kind kind, Class<S> spec) {
        var drafted = drafted(kind, spec);
        if (drafted.isEmpty()) return state.all(kind, spec);
        var all = new TreeMap<String, Declared<S>>();
        state.all(kind, spec).forEach(one -> all.put(one.name(), one));
        all.putAll(drafted);
        return all.values();
    }

    @SuppressWarnings("unchecked") // the spec's class is checked
    private <S> Map<String, Declared<S>> drafted(Kind kind, Class<S> spec) {
        var drafted = drafts.get(kind);
        if (drafted == null) return Map.of();
        if (!kind.spec().equals(spec)) throw new IllegalArgumentException(kind.title() + " is not of " + spec);
        return (Map<String, Declared<S>>) (Map<String, ?>) drafted;
    }

    /** What the rules say of something that stands. */
    static <S> Findings review(OwnedKind<S> kind, Declared<S> standing, View view) {
        var findings = new Findings(0);
        kind.rules()
                .check(
                        new Draft<>(standing.name(), standing.home(), standing.labels(), standing.spec()),
                        view,
                        findings);
        return findings;
    }
}
