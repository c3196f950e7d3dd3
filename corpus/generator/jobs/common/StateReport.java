// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Collects the state that the operators of a job report. A local cluster runs them in this JVM and
 * with this class loader, so that static fields are enough.
 */
final class StateReport {

    private static final Set<String> LINES = new ConcurrentSkipListSet<>();
    private static final AtomicInteger REPORTERS_DONE = new AtomicInteger();
    private static final AtomicLong RECORDS_PROCESSED = new AtomicLong();

    private StateReport() {}

    static void reset() {
        LINES.clear();
        REPORTERS_DONE.set(0);
        RECORDS_PROCESSED.set(0);
    }

    /** Adds a line. If several subtasks add the same line, it is kept once. */
    static void add(String line) {
        LINES.add(line);
    }

    static void reporterIsDone() {
        REPORTERS_DONE.incrementAndGet();
    }

    static void recordIsProcessed() {
        RECORDS_PROCESSED.incrementAndGet();
    }

    static int reportersDone() {
        return REPORTERS_DONE.get();
    }

    static long recordsProcessed() {
        return RECORDS_PROCESSED.get();
    }

    /** All lines, sorted. */
    static String text() {
        return String.join("\n", LINES) + "\n";
    }
}
