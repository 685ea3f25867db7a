package io.archipelago.residency.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A condition in CEL over {@link Fact}s. Whatever keeps it from an answer, a fact nobody knows or an error while it is
 * worked out, makes it {@link Truth#UNKNOWN}.
 *
 * <p>Answers are kept by the facts it speaks of, so each is worked out once: a law with ten thousand conditions on the
 * destination is a table of countries, not ten thousand evaluations. Thread-safe.
 */
public final class Condition {

    /** Longer conditions belong into several rules. */
    public static final int MAX_CHARACTERS = 1_000;

    /** Loops within loops could keep a region from deciding anything: more turns than these make it undecided. */
    private static final int MAX_ITERATIONS = 10_000;

    private static final Set<String> COMPARISONS = Set.of("_<_", "_<=_", "_>_", "_>=_", "_==_", "_!=_");

    /** Nobody knows what it means. */
    public static final Condition UNDECIDABLE = new Condition();

    private final String text;
    private final CelRuntime.@Nullable Program program;
    private final Set<Fact> facts = EnumSet.noneOf(Fact.class);
    private final SortedSet<Long> volumes = new TreeSet<>();
    private final Map<List<Object>, Truth> answers = new ConcurrentHashMap<>();

    private Condition() {
        text = "";
        program = null;
    }

    private Condition(String text, CelAbstractSyntaxTree checked) throws Unreadable {
        this.text = text;
        learn(checked.getExpr(), false);
        try {
            program = Cel.RUNTIME.createProgram(checked);
        } catch (CelEvaluationException e) {
            throw new Unreadable(String.valueOf(e.getMessage()));
        }
    }

    /** Loaded when the first condition is read: most regions' laws have none. */
    private static final class Cel {
        static final CelCompiler COMPILER = compiler();
        static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder()
                .setOptions(CelOptions.current()
                        .comprehensionMaxIterations(MAX_ITERATIONS)
                        .build())
                .build();

        private static CelCompiler compiler() {
            var builder = CelCompilerFactory.standardCelCompilerBuilder()
                    .setStandardMacros(CelStandardMacro.EXISTS, CelStandardMacro.ALL)
                    .setResultType(SimpleType.BOOL);
            for (var fact : Fact.values()) builder.addVar(fact.word, fact.type);
            return builder.build();
        }
    }

    /** It is no condition; the message says why, with a caret below the place. */
    public static final class Unreadable extends Exception {
        Unreadable(String message) {
            super(message);
        }
    }

    public static Condition of(String text) throws Unreadable {
        if (text.length() > MAX_CHARACTERS)
            throw new Unreadable("has more than " + MAX_CHARACTERS + " characters: write several rules");
        try {
            return new Condition(text, Cel.COMPILER.compile(text).getAst());
        } catch (CelValidationException e) {
            throw new Unreadable("is no CEL condition on " + String.join(", ", Fact.words()) + ": " + e.getMessage());
        }
    }

    /** As it was written; empty for {@link #UNDECIDABLE}. */
    public String text() {
        return text;
    }

    /** What it speaks of. */
    public Set<Fact> facts() {
        return Set.copyOf(facts);
    }

    /** The counts of records at which its answer may change, in order. */
    public SortedSet<Long> volumes() {
        return new TreeSet<>(volumes);
    }

    /** @param known a value of the fact's type for each fact that is known: text, a list of texts, a {@code Long} */
    public Truth holds(Map<Fact, Object> known) {
        var key = new ArrayList<>(facts.size());
        for (var fact : facts) key.add(known.getOrDefault(fact, Truth.UNKNOWN));
        return answers.computeIfAbsent(key, unused -> evaluate(known));
    }

    private Truth evaluate(Map<Fact, Object> known) {
        if (program == null) return Truth.UNKNOWN;
        var values = new HashMap<String, Object>();
        for (var fact : facts) {
            var value = known.get(fact);
            if (value != null) values.put(fact.word, value);
        }
        try {
            return program.eval(values) instanceof Boolean holds ? Truth.of(holds) : Truth.UNKNOWN;
        } catch (CelEvaluationException undecided) {
            return Truth.UNKNOWN;
        }
    }

    /** Notes the facts. The count may only be compared with numbers, so that between those the answer is the same. */
    private void learn(CelExpr expression, boolean compared) throws Unreadable {
        switch (expression.getKind()) {
            case IDENT -> {
                var fact = Fact.written(expression.ident().name());
                if (fact.isEmpty()) return; // a macro's own
                if (fact.get() == Fact.VOLUME && !compared)
                    throw new Unreadable("compares '" + Fact.VOLUME.word + "' with something else than a number");
                facts.add(fact.get());
            }
            case CALL -> call(expression.call());
            case SELECT -> learn(expression.select().operand(), false);
            case LIST -> {
                for (var element : expression.list().elements()) learn(element, false);
            }
            case MAP -> {
                for (var entry : expression.map().entries()) {
                    learn(entry.key(), false);
                    learn(entry.value(), false);
                }
            }
            case COMPREHENSION -> {
                learn(expression.comprehension().iterRange(), false);
                learn(expression.comprehension().accuInit(), false);
                learn(expression.comprehension().loopCondition(), false);
                learn(expression.comprehension().loopStep(), false);
                learn(expression.comprehension().result(), false);
            }
            default -> {}
        }
    }

    private void call(CelExpr.CelCall call) throws Unreadable {
        var limit = COMPARISONS.contains(call.function()) && call.args().size() == 2
                ? number(call.args().get(0), call.args().get(1))
                : null;
        if (limit != null) {
            volumes.add(limit);
            volumes.add(limit + 1);
        }
        if (call.target().isPresent()) learn(call.target().get(), false);
        for (var argument : call.args()) learn(argument, limit != null);
    }

    /** That the count is compared with; null when this is no such comparison. */
    private static @Nullable Long number(CelExpr left, CelExpr right) {
        if (isVolume(left) && isNumber(right)) return right.constant().int64Value();
        return isVolume(right) && isNumber(left) ? (Long) left.constant().int64Value() : null;
    }

    private static boolean isVolume(CelExpr expression) {
        return expression.getKind() == CelExpr.ExprKind.Kind.IDENT
                && expression.ident().name().equals(Fact.VOLUME.word);
    }

    private static boolean isNumber(CelExpr expression) {
        return expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && expression.constant().getKind() == CelConstant.Kind.INT64_VALUE;
    }
}
