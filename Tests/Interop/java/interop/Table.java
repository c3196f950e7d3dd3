// SPDX-License-Identifier: Apache-2.0

package interop;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counts what was compared, and tells of each difference at once. */
final class Table {
    private static final int MOST_TOLD = 20;

    private final String release;
    private final Map<String, int[]> rows = new LinkedHashMap<>();

    Table(String release) {
        this.release = release;
    }

    /** Also whether Flink, having read the file, wrote it again byte for byte. */
    void equal(String row, boolean sameBytes) {
        int[] counts = counts(row);
        counts[1]++;
        counts[2] += sameBytes ? 1 : 0;
    }

    void refusedAlike(String row) {
        counts(row)[3]++;
    }

    void different(String row, String what, String how) {
        int told = ++counts(row)[4];
        if (told <= MOST_TOLD) {
            System.err.println("Flink " + release + ", " + row + ": " + what + ": " + how);
        } else if (told == MOST_TOLD + 1) {
            System.err.println("Flink " + release + ", " + row + ": and more");
        }
    }

    private int[] counts(String row) {
        int[] counts = rows.computeIfAbsent(row, key -> new int[5]);
        counts[0]++;
        return counts;
    }

    /** Prints the numbers of files, of equal ones, of those that Flink writes alike, of refused and of different ones. */
    void print() {
        rows.forEach((row, counts) -> System.out.printf(
                "%s\t%s\t%d\t%d\t%d\t%d\t%d%n", release, row, counts[0], counts[1], counts[2], counts[3], counts[4]));
    }

    boolean hasDifferences() {
        return rows.values().stream().anyMatch(counts -> counts[4] > 0);
    }
}
