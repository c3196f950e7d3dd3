// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;

/** Restores {@link StatefulJob} from a checkpoint or savepoint and prints the state that its operators find. */
public final class Restore {

    private static final long TIME_LIMIT_MILLIS = 60_000;

    private Restore() {}

    public static void main(String[] arguments) throws IOException {
        int status = 0;
        if (arguments.length == 2 && arguments[0].equals("--list")) {
            for (String line : Files.readAllLines(Paths.get(arguments[1]))) {
                List<String> parts = Arrays.asList(line.split("\t"));
                status |= restore(parts.subList(1, parts.size()), Paths.get(parts.get(0)));
            }
        } else {
            status = restore(Arrays.asList(arguments), null);
        }
        // Flink leaves non-daemon threads running.
        System.exit(status);
    }

    /** Prints the state, or the reasons of a failure; if a file is given, to it or to one ending in ".failed". */
    private static int restore(List<String> arguments, Path output) throws IOException {
        Thread watch = exitAfterTimeLimit();
        try {
            String state = stateIn(RestoreRequest.of(arguments));
            if (output == null) {
                System.out.print(state);
                System.out.flush();
            } else {
                Files.write(output, state.getBytes(StandardCharsets.UTF_8));
            }
            return 0;
        } catch (Throwable failure) {
            StringBuilder reasons = new StringBuilder();
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                reasons.append("restore: ").append(cause).append('\n');
            }
            if (output == null) {
                System.err.print(reasons);
            } else {
                Files.write(Paths.get(output + ".failed"), reasons.toString().getBytes(StandardCharsets.UTF_8));
            }
            return 1;
        } finally {
            watch.interrupt();
        }
    }

    /** The restored state, one line a key or entry, sorted. */
    static String stateIn(RestoreRequest request) throws Exception {
        String kind = request.kind == null ? kindOf(Census.of(request.metadata)) : request.kind;
        Scenario scenario = Scenarios.named(kind);
        if (request.checkpointIn == null && Release.isAtLeast("1.10")) {
            // Take no checkpoint: the changelog backend cannot take the one that follows a NO_CLAIM restore.
            // Flink takes the first one at a random time between the minimum pause and the interval.
            scenario.with(Option.CHECKPOINT_INTERVAL, "1h").with(Option.MINIMUM_PAUSE, "1h");
        }
        SavepointRestoreSettings restore = LocalCluster.restoreFrom(
                request.metadata.getParent().toUri().toString(), request.allowNonRestored, request.claimMode);
        Path base = request.checkpointIn == null
                ? Files.createTempDirectory("flink-metadata-restore")
                : Files.createDirectories(request.checkpointIn);
        Job job = StatefulJob.reportingState(request.otherUids, request.hasRawState, request.parallelism);
        try (Run run = new Run(scenario, job, base, restore)) {
            if (request.checkpointIn != null) {
                return run.awaitCheckpointAfterRestore();
            }
            run.awaitReport();
            return StateReport.text();
        } finally {
            Directories.delete(request.checkpointIn == null ? base : base.resolve("temporary"));
        }
    }

    /** A scenario whose state backend can read such a file. */
    private static String kindOf(Census census) {
        if (census.count("InMemoryChangelogStateHandle") > 0) {
            return "changelog-memory";
        }
        if (census.count("ChangelogStateBackendHandleImpl") > 0) {
            return "changelog-filesystem";
        }
        if (census.count("SegmentFileStateHandle") > 0) {
            return "file-merging";
        }
        if (census.count("IncrementalRemoteKeyedStateHandle|KeyGroupsSavepointStateHandle") > 0) {
            return "rocksdb-incremental";
        }
        return "heap";
    }

    private static Thread exitAfterTimeLimit() {
        Thread watch = new Thread(() -> {
            try {
                Thread.sleep(TIME_LIMIT_MILLIS);
            } catch (InterruptedException exception) {
                return;
            }
            System.err.println("restore: not done after " + TIME_LIMIT_MILLIS / 1000 + " seconds; so far:");
            System.err.print(StateReport.text());
            Runtime.getRuntime().halt(1);
        });
        watch.setDaemon(true);
        watch.start();
        return watch;
    }
}
