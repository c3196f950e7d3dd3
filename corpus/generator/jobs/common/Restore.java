package flinkmetadata.corpus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;

/** Restores {@link StatefulJob} from a checkpoint or savepoint and prints the state that its operators find. */
public final class Restore {

    private static final long TIME_LIMIT_MILLIS = 60_000;

    private Restore() {}

    public static void main(String[] arguments) {
        String metadata = null;
        String kind = null;
        String claimMode = null;
        boolean allowNonRestored = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--allow-non-restored":
                    allowNonRestored = true;
                    break;
                case "--claim":
                    claimMode = "CLAIM";
                    break;
                case "--no-claim":
                    claimMode = "NO_CLAIM";
                    break;
                case "--kind":
                    kind = arguments[++i];
                    break;
                default:
                    if (metadata != null || arguments[i].startsWith("-")) {
                        System.err.println("restore: what is " + arguments[i] + "?");
                        System.exit(64);
                    }
                    metadata = arguments[i];
            }
        }
        exitAfterTimeLimit();
        try {
            System.out.print(stateIn(metadataFile(metadata), kind, allowNonRestored, claimMode));
            System.out.flush();
            // Flink leaves threads behind that are not daemons.
            System.exit(0);
        } catch (Throwable failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                System.err.println("restore: " + cause);
            }
            System.exit(1);
        }
    }

    /** The state that the job finds, one line a key or entry, sorted. */
    static String stateIn(Path metadata, String kind, boolean allowNonRestored, String claimMode) throws Exception {
        Scenario scenario = Scenarios.named(kind == null ? kindOf(Census.of(metadata)) : kind);
        if (Release.isAtLeast("1.10")) {
            // No checkpoint is wanted: the changelog backend cannot take the one that follows a NO_CLAIM restore.
            scenario.with(Option.CHECKPOINT_INTERVAL, "1h");
        }
        SavepointRestoreSettings restore =
                LocalCluster.restoreFrom(metadata.getParent().toUri().toString(), allowNonRestored, claimMode);
        Path base = Files.createTempDirectory("flink-metadata-restore");
        try (Run run = new Run(scenario, StatefulJob.reportingState(), base, restore)) {
            run.awaitReport();
            return StateReport.text();
        } finally {
            Directories.delete(base);
        }
    }

    private static Path metadataFile(String argument) {
        Path path = Paths.get(argument).toAbsolutePath().normalize();
        return Files.isDirectory(path) ? path.resolve("_metadata") : path;
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

    private static void exitAfterTimeLimit() {
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
    }
}
