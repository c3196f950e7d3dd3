package flinkmetadata.corpus;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where the operators of a job tell what state they have. A local cluster runs them in this JVM and
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

    /** Adds a line; the same line of another subtask is the same fact. */
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
