package io.archipelago.cli.local;

import io.archipelago.local.Progress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Shows how a long operation goes: on a terminal one line that is written over, with a bar per region; elsewhere one
 * line per step.
 */
final class ProgressLines implements Consumer<Progress> {
    private static final int PARTS = 8;

    private final PrintStream out;
    private final boolean terminal;
    private final Map<String, Integer> ready = new TreeMap<>();
    private double elapsed;

    ProgressLines(PrintStream out) {
        this.out = out;
        terminal = System.console() != null && System.console().isTerminal() && System.getenv("NO_COLOR") == null;
    }

    @Override
    public void accept(Progress step) {
        elapsed = Math.max(elapsed, step.seconds());
        if (step.state() == Progress.State.NOTICE) line("  ! " + step.message());
        else if (step.state() == Progress.State.FINISHED)
            line("✓ " + (step.message() == null ? "done" : step.message()) + seconds(step.seconds()));
        else if (step.state() == Progress.State.DONE) done(step);
        else if (terminal) bar(step);
    }

    private void done(Progress step) {
        var region = step.region() == null ? "" : step.region();
        var part = step.part() == null ? step.phase() : step.part();
        if (step.part() != null) ready.merge(region, 1, Integer::sum);
        if (terminal && step.part() != null) bar(step);
        else line(String.format(Locale.ROOT, "  %-14s %-20s", region, part) + seconds(step.seconds()));
    }

    private void bar(Progress step) {
        var line = new StringBuilder("\r\u001b[2K");
        ready.forEach((region, n) -> line.append(region)
                .append(' ')
                .repeat('█', Math.min(PARTS, n))
                .repeat('·', Math.max(0, PARTS - n))
                .append("  "));
        line.append(String.format(Locale.ROOT, "%.0f s  ", elapsed));
        if (step.part() != null) line.append(step.part());
        out.print(line);
        out.flush();
    }

    private void line(String text) {
        if (terminal) out.print("\r\u001b[2K");
        out.println(text);
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "  %.1f s", seconds);
    }
}
