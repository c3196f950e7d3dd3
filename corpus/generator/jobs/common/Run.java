// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;

/** One job of a scenario on its own cluster, with all its files under one directory. */
final class Run implements AutoCloseable {

    /** How long to wait for a checkpoint with the handles that the scenario requires. */
    private static final Duration CHECKPOINT_LIMIT = Duration.ofMinutes(3);

    private final Scenario scenario;
    private final Job definition;
    private final Path base;
    private final LocalCluster cluster;
    private JobID job;
    private Path restartedFrom;

    Run(Scenario scenario, Job definition, Path base) throws Exception {
        this(scenario, definition, base, SavepointRestoreSettings.none());
    }

    Run(Scenario scenario, Job definition, Path base, SavepointRestoreSettings restore) throws Exception {
        this.scenario = scenario;
        this.definition = definition;
        this.base = base;
        Path temporary = Files.createDirectories(base.resolve("temporary"));
        StateReport.reset();
        cluster = new LocalCluster(scenario.settings(base), temporary);
        start(restore);
    }

    private void start(SavepointRestoreSettings restore) throws Exception {
        job = cluster.submit(definition, restore);
        while (hasFixedInput() && StateReport.recordsProcessed() < ((StatefulJob) definition).expectedRecords()) {
            cluster.requireNotFailed(job);
            Thread.sleep(20);
        }
    }

    private boolean hasFixedInput() {
        return definition instanceof StatefulJob && ((StatefulJob) definition).expectedRecords() < Long.MAX_VALUE;
    }

    /** Waits for the first checkpoint from {@code number} on with the handles that the scenario requires. */
    Path checkpoint(long number) throws Exception {
        // If the input has ended, a checkpoint that may have begun before that does not count.
        long first = hasFixedInput() ? Math.max(number, latestCheckpoint() + 2) : number;
        long next = first;
        long deadline = System.nanoTime() + CHECKPOINT_LIMIT.toNanos();
        while (true) {
            cluster.requireNotFailed(job);
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no checkpoint had what the scenario asks for in " + CHECKPOINT_LIMIT);
            }
            for (Path metadata : checkpoints()) {
                long found = checkpointNumber(metadata);
                if (found < next) {
                    continue;
                }
                Census census = censusOfComplete(metadata);
                if (census == null) {
                    break;
                }
                if (scenario.isSatisfiedBy(census)) {
                    return metadata;
                }
                System.err.println("  chk-" + found + " is not it: " + census);
                next = found + 1;
            }
            Thread.sleep(20);
        }
    }

    /** Waits for any checkpoint; after it, all tasks are known to run. */
    void awaitAnyCheckpoint() throws Exception {
        while (latestCheckpoint() == 0) {
            cluster.requireNotFailed(job);
            Thread.sleep(20);
        }
    }

    /**
     * Waits for the first checkpoint of a restored job, and tells its failure from that of the restore.
     *
     * <p>Flink triggers a checkpoint only when all tasks have restored their state, which can be before all have reported
     * it.
     *
     * @return what the operators reported
     */
    String awaitCheckpointAfterRestore() throws Exception {
        boolean reported = false;
        try {
            awaitReport();
            reported = true;
            String state = StateReport.text();
            awaitAnyCheckpoint();
            return state;
        } catch (Exception failure) {
            if (reported || isOfCheckpoint(failure)) {
                throw new IllegalStateException("restored, but the first checkpoint failed", failure);
            }
            throw failure;
        }
    }

    private static boolean isOfCheckpoint(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("Error while triggering checkpoint")) {
                return true;
            }
        }
        return false;
    }

    /** The next checkpoint after now. */
    Path nextCheckpoint() throws Exception {
        return checkpoint(latestCheckpoint() + 1);
    }

    /** Takes a full checkpoint on demand and waits for it. */
    Path fullCheckpoint() throws Exception {
        awaitAnyCheckpoint();
        long checkpoint = cluster.checkpoint(job, "FULL");
        return checkpoints().stream()
                .filter(metadata -> checkpointNumber(metadata) == checkpoint)
                .findFirst()
                .get();
    }

    Path savepoint(String format) throws Exception {
        awaitAnyCheckpoint();
        return metadataIn(cluster.savepoint(job, base.resolve("savepoints"), format));
    }

    Path stopWithSavepoint(boolean drain, String format) throws Exception {
        awaitAnyCheckpoint();
        return metadataIn(cluster.stopWithSavepoint(job, base.resolve("savepoints"), drain, format));
    }

    /** Waits until all operators of a {@link StatefulJob} have reported their state. */
    void awaitReport() throws Exception {
        while (StateReport.reportersDone() < ((StatefulJob) definition).reporters()) {
            cluster.requireNotFailed(job);
            Thread.sleep(20);
        }
    }

    /** Stops the job and starts it again from {@code metadata}. */
    void restart(Path metadata, String claimMode) throws Exception {
        cluster.cancel(job);
        restartedFrom = metadata;
        start(LocalCluster.restoreFrom(metadata.getParent().toUri().toString(), false, claimMode));
    }

    /** The metadata file from which the job was restarted, or null. */
    Path restartedFrom() {
        return restartedFrom;
    }

    @Override
    public void close() throws Exception {
        try {
            cluster.cancel(job);
        } finally {
            cluster.close();
        }
    }

    private static Path metadataIn(String directory) {
        return Paths.get(URI.create(directory).getPath(), "_metadata");
    }

    private long latestCheckpoint() throws IOException {
        return checkpoints().stream().mapToLong(Run::checkpointNumber).max().orElse(0);
    }

    /** The metadata files of the current job's checkpoints, oldest first. */
    List<Path> checkpoints() throws IOException {
        return checkpointDirectories().stream()
                .map(directory -> directory.resolve("_metadata"))
                .filter(Files::exists)
                .sorted(Comparator.comparingLong(Run::checkpointNumber))
                .collect(Collectors.toList());
    }

    /** Deletes the remains of checkpoints that had not completed, or that a later one had just replaced. */
    void deleteIncompleteCheckpoints() throws IOException {
        for (Path directory : checkpointDirectories()) {
            if (!Files.exists(directory.resolve("_metadata"))) {
                Directories.delete(directory);
            }
        }
    }

    private List<Path> checkpointDirectories() throws IOException {
        Path parent = base.resolve("checkpoints").resolve(job.toString());
        if (!Files.isDirectory(parent)) {
            return Collections.emptyList();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(child -> child.getFileName().toString().startsWith("chk-"))
                    .collect(Collectors.toList());
        }
    }

    static long checkpointNumber(Path metadata) {
        return Long.parseLong(metadata.getParent().getFileName().toString().substring("chk-".length()));
    }

    /** The census, or null while Flink is still writing the file: no prefix of a metadata file is a metadata file. */
    private static Census censusOfComplete(Path metadata) {
        try {
            return Census.of(metadata);
        } catch (Exception incomplete) {
            return null;
        }
    }
}
