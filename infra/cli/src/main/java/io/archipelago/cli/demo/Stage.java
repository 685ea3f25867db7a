package io.archipelago.cli.demo;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Where the story is told: what is said, what is awaited, what is checked. */
final class Stage {
    private static final long POLL_NANOS = 10_000_000;

    private final Report report;
    private final PrintStream out;
    private final long paceMs;
    private List<Report.Check> checks = new ArrayList<>();

    /** @param paceMs pause before each act, for talks */
    Stage(Report report, PrintStream out, long paceMs) {
        this.report = report;
        this.out = out;
        this.paceMs = paceMs;
    }

    Report report() {
        return report;
    }

    /** Plays one act. What goes wrong inside is a failed check, and the story goes on. */
    void act(String name, String said, Runnable play) {
        if (paceMs > 0) LockSupport.parkNanos(paceMs * 1_000_000);
        long started = report.elapsedMs();
        out.printf("%n%6s  %s%n", Report.seconds(started), said);
        checks = new ArrayList<>();
        try {
            play.run();
        } catch (Failure e) {
            if (e.exitCode() == ExitCode.USAGE) throw e;
            check(name, false, e.getMessage());
        } catch (RuntimeException e) {
            check(name, false, e.toString());
        }
        report.add(new Report.Act(name, started, report.elapsedMs() - started, List.copyOf(checks)));
    }

    /** Says what a person would type to do the same. */
    void command(String command) {
        out.println("        $ archipelago " + command);
    }

    void say(String line) {
        out.println("        " + line);
    }

    void check(String name, boolean passed, String detail) {
        checks.add(new Report.Check(name, passed, detail));
        out.println((passed ? "      ✓ " : "      ✗ ") + name + ": " + detail);
    }

    /** A figure of the report, said aloud too. */
    void metric(String name, double value) {
        report.metric(name, value);
    }

    /**
     * Waits until the condition holds.
     *
     * @return how long it took in ms
     * @throws Failure when it does not hold in time
     */
    long await(String what, long timeoutMs, BooleanSupplier holds) {
        return await(what, timeoutMs, holds, () -> "");
    }

    /** @param seen what to report of the state when it never holds */
    long await(String what, long timeoutMs, BooleanSupplier holds, Supplier<String> seen) {
        long start = System.nanoTime();
        while (!holds.getAsBoolean()) {
            if ((System.nanoTime() - start) / 1_000_000 > timeoutMs)
                throw new Failure(
                        ExitCode.TIMEOUT,
                        what + " did not happen within " + Report.seconds(timeoutMs) + " " + seen.get());
            LockSupport.parkNanos(POLL_NANOS);
        }
        return (System.nanoTime() - start) / 1_000_000;
    }
}
