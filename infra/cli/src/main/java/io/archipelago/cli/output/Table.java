package io.archipelago.cli.output;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Left-aligned columns, two spaces apart, as wide as their widest cell. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    public Table(List<String> headings) {
        rows.add(headings);
    }

    public Table row(List<String> cells) {
        rows.add(cells);
        return this;
    }

    public Table row(String... cells) {
        return row(List.of(cells));
    }

    public void print(PrintStream out) {
        print(out, true);
    }

    /** @param headings false when the rows go on under headings printed before */
    public void print(PrintStream out, boolean headings) {
        var widths = new int[rows.getFirst().size()];
        for (var row : rows) for (int i = 0; i < row.size(); i++) widths[i] = Math.max(widths[i], width(row.get(i)));
        var line = new StringBuilder();
        for (var row : headings ? rows : rows.subList(1, rows.size())) {
            line.setLength(0);
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i));
                if (i < row.size() - 1) line.repeat(' ', widths[i] - width(row.get(i)) + 2);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
