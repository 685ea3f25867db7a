package io.archipelago.cli.ledger;

import io.archipelago.events.ledger.Crossing;
import io.archipelago.residency.audit.Audit;
import io.archipelago.residency.audit.Replay;
import java.io.PrintStream;

/** An answer to an audit as a person reads it, with what came out when it was checked and decided again. */
final class AuditView {

    private AuditView() {}

    /** @param name of the region that was asked */
    static void print(Replay.Result answer, String name) {
        var out = System.out;
        var audit = answer.audit();
        if (audit != null) {
            summary(audit, out);
            audit.laws()
                    .forEach((version, code) -> out.printf(
                            "  law %s: %s%n",
                            version, String.join(", ", code.policies().keySet())));
            if (audit.question().workload() != null)
                answer.entries().values().forEach(entry -> entry.crossings().stream()
                        .filter(crossing -> audit.flows().contains(crossing.flow()))
                        .forEach(crossing -> crossing(entry.number(), crossing, out)));
            answer.copies().forEach(copy -> copy(copy, out));
            if (audit.continuedSince() != null)
                out.printf("  there is more: ask again with --since %s%n", audit.continuedSince());
        }
        faults(answer, name, out);
    }

    private static void summary(Audit audit, PrintStream out) {
        var question = audit.question();
        out.printf(
                "%s, on %s%s until %s: %d of %d copies, %d entries, %d laws%s, signed by %s%n",
                audit.region(),
                question.subject() != null ? "subject " + question.subject() : "workload " + question.workload(),
                question.since() == null ? "" : " since " + question.since(),
                question.until(),
                audit.copies().size(),
                audit.found(),
                audit.entries().size(),
                audit.laws().size(),
                audit.notEntered() == 0
                        ? ""
                        : ", " + audit.notEntered() + " copies not entered yet or of another time than asked for",
                audit.key());
    }

    private static void crossing(long entry, Crossing crossing, PrintStream out) {
        out.printf(
                "  entry %d  %s to %s: %d records, %d bytes, by %s%s%n",
                entry,
                crossing.flow(),
                crossing.to(),
                crossing.count(),
                crossing.bytes(),
                String.join(" ", crossing.rulings()),
                crossing.inputs() == null ? "" : "; " + inputs(crossing.inputs()));
    }

    private static String inputs(Crossing.Inputs inputs) {
        return "law " + inputs.law() + ", from " + (inputs.origin() == null ? "?" : inputs.origin()) + " to "
                + inputs.place()
                + (inputs.purposes().isEmpty() ? "" : ", for " + String.join(" ", inputs.purposes()))
                + (inputs.safeguards().isEmpty() ? "" : ", with " + String.join(" ", inputs.safeguards()))
                + (inputs.floors().isEmpty() ? "" : ", dataset " + String.join(" ", inputs.floors()))
                + (inputs.volume() == null ? "" : ", after " + inputs.volume() + " records or more");
    }

    private static void copy(Replay.Checked checked, PrintStream out) {
        var copy = checked.copy();
        out.printf(
                "  %s#%d of %s to %s: %s data of %s crossed by %s%n",
                copy.flow(),
                copy.offset(),
                copy.writtenAt(),
                copy.to(),
                copy.decision().dataClass(),
                copy.decision().jurisdiction(),
                copy.decision().ruling());
        out.printf("    %s%n", checked.proof() == null ? "NOT PROVEN" : "proven: " + checked.proof());
        if (!checked.again().isEmpty()) out.printf("    decided again: %s%n", checked.again());
    }

    static void faults(Replay.Result answer, String name, PrintStream out) {
        answer.faults().forEach(fault -> out.printf("  %s: NOT PROVEN: %s%n", name, fault));
    }
}
