package io.archipelago.kit.declaration;

import io.archipelago.events.EventJson;
import io.archipelago.events.resource.Kind;
import io.archipelago.events.resource.Metadata;
import io.archipelago.events.resource.Resource;
import io.archipelago.kit.core.Rejection.FieldError;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads declarations: YAML or JSON documents divided by {@code ---}; JSON ones may also follow each other or form a list. The shape of each spec is that of the kind's
 * record, strictly: an unknown field is a mistake here, unlike in events. Thread-safe.
 */
public final class DeclarationReader {

    /** Longer texts are refused: 10 MB. */
    public static final int MAX_BYTES = 10 * 1024 * 1024;

    private static final Set<String> TOP = new TreeSet<>(Set.of("apiVersion", "kind", "metadata", "spec", "status"));
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");

    private final Set<Kind> kinds;
    private final String reader;

    /**
     * @param kinds those that may be declared here
     * @param reader the service, for messages
     */
    public DeclarationReader(Set<Kind> kinds, String reader) {
        this.kinds = Set.copyOf(kinds);
        this.reader = reader;
    }

    /** Never throws for bad input: whatever is wrong is among the errors. */
    public Declarations read(byte[] utf8) {
        if (utf8.length > MAX_BYTES)
            return unreadable(
                    1,
                    "%,d bytes are more than the %,d that one body may have: divide it"
                            .formatted(utf8.length, MAX_BYTES));
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var bytes = ByteBuffer.wrap(utf8);
        try {
            return read(decoder.decode(bytes).toString());
        } catch (CharacterCodingException e) {
            int at = bytes.position();
            int line = 1;
            for (int i = 0; i < at; i++) if (utf8[i] == '\n') line++;
            return unreadable(line, "not UTF-8: byte %d is 0x%02x".formatted(at, utf8[at] & 0xff));
        }
    }

    private static Declarations unreadable(int line, String detail) {
        return new Declarations(List.of(), List.of(new FieldError(0, "", line, detail)), (document, path) -> null);
    }

    public Declarations read(String written) {
        var text = written.startsWith("\uFEFF") ? written.substring(1) : written;
        var errors = new ArrayList<FieldError>();
        var trees = Chunk.trees(text, errors);
        if (trees.isEmpty() && errors.isEmpty()) errors.add(new FieldError(0, "", 1, "there is no declaration in it"));
        var documents = new ArrayList<Declarations.Document>();
        var firsts = new HashMap<String, Integer>();
        for (int position = 0; position < trees.size(); position++) {
            var tree = trees.get(position);
            if (tree == null) continue;
            var resource = resource(tree, position, errors);
            if (resource == null) continue;
            var id = resource.kind() + "/" + resource.metadata().name();
            var first = firsts.putIfAbsent(id, position);
            if (first == null) documents.add(new Declarations.Document(position, resource));
            else
                errors.add(new FieldError(
                        position,
                        "metadata.name",
                        Paths.line(tree, "metadata.name"),
                        id + " is declared twice in this text, first in document " + first));
        }
        errors.sort(
                Comparator.comparingInt(FieldError::document).thenComparingInt(e -> e.line() == null ? 0 : e.line()));
        return new Declarations(
                List.copyOf(documents),
                List.copyOf(errors),
                Declarations.Lines.of(
                        position -> position >= 0 && position < trees.size() ? trees.get(position) : null));
    }

    private @Nullable Resource resource(Tree tree, int position, List<FieldError> errors) {
        int before = errors.size();
        if (!(tree instanceof Tree.Mapping top)) {
            errors.add(new FieldError(
                    position,
                    "",
                    tree.line(),
                    "expected apiVersion, kind, metadata and spec, found " + tree.described()));
            return null;
        }
        top.fields().forEach((name, field) -> {
            if (!TOP.contains(name))
                errors.add(new FieldError(
                        position,
                        Paths.child("", name),
                        field.line(),
                        "unknown field '" + name + "'" + Spelling.hint(name, TOP)));
        });
        apiVersion(top, position, errors);
        var kind = kind(top, position, errors);
        var fitting = new Fitting(position, errors);
        var metadata = part(top, "metadata", position, errors);
        var fittedMetadata = metadata == null ? null : fitting.fit(metadata, Shape.of(Metadata.class), "metadata");
        if (metadata != null) checkMetadata(metadata, position, errors);
        var spec = part(top, "spec", position, errors);
        var fittedSpec = spec == null || kind == null ? null : fitting.fit(spec, Shape.of(kind.spec()), "spec");
        if (errors.size() > before || kind == null || fittedMetadata == null || fittedSpec == null) return null;
        return new Resource(
                Resource.API_VERSION,
                kind.title(),
                EventJson.MAPPER.convertValue(fittedMetadata, Metadata.class),
                fittedSpec,
                null);
    }

    private static void apiVersion(Tree.Mapping top, int position, List<FieldError> errors) {
        var version = part(top, "apiVersion", position, errors);
        if (version != null
                && !(version instanceof Tree.Scalar scalar && scalar.text().equals(Resource.API_VERSION)))
            errors.add(new FieldError(
                    position,
                    "apiVersion",
                    version.line(),
                    "expected " + Resource.API_VERSION + ", found " + version.described()));
    }

    private @Nullable Kind kind(Tree.Mapping top, int position, List<FieldError> errors) {
        var written = part(top, "kind", position, errors);
        if (written == null) return null;
        var title = written instanceof Tree.Scalar scalar ? scalar.text() : "";
        var kind = Kind.titled(title).orElse(null);
        if (kind != null && kinds.contains(kind)) return kind;
        var titles = kinds.stream().map(Kind::title).sorted().toList();
        errors.add(new FieldError(
                position,
                "kind",
                written.line(),
                kind != null
                        ? kind.title() + " is declared at " + kind.owner() + ", not at " + reader
                        : "unknown kind '" + title + "'" + Spelling.hint(title, titles) + " Known here: "
                                + String.join(", ", titles)));
        return null;
    }

    private static @Nullable Tree part(Tree.Mapping top, String name, int position, List<FieldError> errors) {
        var field = top.fields().get(name);
        if (field != null && !field.value().isNothing()) return field.value();
        errors.add(new FieldError(position, name, field == null ? top.line() : field.line(), "is required"));
        return null;
    }

    private static void checkMetadata(Tree metadata, int position, List<FieldError> errors) {
        if (!(metadata instanceof Tree.Mapping mapping)) return;
        if (mapping.fields().get("name") instanceof Tree.Field(int line, Tree.Scalar name)
                && !NAME.matcher(name.text()).matches())
            errors.add(new FieldError(
                    position,
                    "metadata.name",
                    line,
                    "a name has 1 to 63 lower case letters, digits, '-' and '.', and begins and ends with a letter or"
                            + " digit"));
    }

    /** The kinds a service owns. */
    public static Set<Kind> kindsOf(String service) {
        return Stream.of(Kind.values())
                .filter(kind -> kind.owner().equals(service))
                .collect(Collectors.toUnmodifiableSet());
    }
}
