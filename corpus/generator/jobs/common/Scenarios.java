// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All scenarios. Each release has those that its features allow. */
final class Scenarios {

    /** What the materialized part of changelog state consists of. */
    static final String MATERIALIZED = "IncrementalRemoteKeyedStateHandle|KeyGroupsStateHandle";

    private Scenarios() {}

    static List<Scenario> ofThisRelease() {
        List<Scenario> all = new ArrayList<>();
        addBackends(all);
        addSavepoints(all);
        addRestored(all);
        addUnaligned(all);
        addChangelog(all);
        addFileMerging(all);
        addDisaggregated(all);
        addFinished(all);
        addMasterState(all);
        addProperties(all);
        return all.stream().filter(Scenario::existsInThisRelease).collect(Collectors.toList());
    }

    /** The scenario of that name; ends the program if this release has none. */
    static Scenario named(String name) {
        for (Scenario scenario : ofThisRelease()) {
            if (scenario.name.equals(name)) {
                return scenario;
            }
        }
        System.err.println("Flink " + Release.VERSION + " has no scenario " + name + "; it has");
        ofThisRelease().forEach(scenario -> System.err.println("  " + scenario.name));
        System.exit(64);
        throw new AssertionError();
    }

    private static Scenario heap(String name) {
        return new Scenario(name).with(Option.BACKEND, Release.isAtLeast("1.13") ? "hashmap" : "filesystem");
    }

    private static Scenario rocksdb(String name) {
        return new Scenario(name).with(Option.BACKEND, "rocksdb");
    }

    private static Scenario incremental(String name) {
        return rocksdb(name).with(Option.INCREMENTAL, "true");
    }

    /** Relative handles exist since 1.11; before that, exclusive files have absolute paths as well. */
    private static String exclusiveFile() {
        return Release.isAtLeast("1.11") ? "RelativeFileStateHandle" : "FileStateHandle";
    }

    private static void addBackends(List<Scenario> all) {
        all.add(heap("heap")
                .with(Option.INLINE_THRESHOLD, "0")
                .containing("KeyGroupsStateHandle")
                .containing(exclusiveFile())
                .describedAs("Checkpoint of the heap state backend with all state in files."));
        all.add(heap("heap-inlined")
                .with(Option.INLINE_THRESHOLD, "20480")
                .containing("KeyGroupsStateHandle")
                .containing("ByteStreamStateHandle")
                .describedAs("Checkpoint of the heap state backend with all state inlined."));
        all.add(incremental("rocksdb-incremental")
                .with(Option.INLINE_THRESHOLD, "0")
                .containing("IncrementalRemoteKeyedStateHandle")
                .containing("FileStateHandle")
                .containing(exclusiveFile())
                .describedAs("Third incremental checkpoint of RocksDB, with shared files of the earlier ones."));
        all.add(incremental("rocksdb-incremental-inlined")
                .with(Option.INLINE_THRESHOLD, "20480")
                .containing("IncrementalRemoteKeyedStateHandle")
                .containing("ByteStreamStateHandle")
                .describedAs("Third incremental checkpoint of RocksDB with all its small files inlined."));
        all.add(heap("entropy")
                .with(Option.INLINE_THRESHOLD, "0")
                .with(
                        Option.CHECKPOINT_DIRECTORY,
                        EntropyFileSystem.SCHEME + "://{base}/" + EntropyFileSystem.KEY + "/checkpoints")
                .containing("FileStateHandle")
                .describedAs("Checkpoint on a file system that puts random text into the paths of state files."));
        all.add(rocksdb("rocksdb-full-heap-timers")
                .with(Option.INLINE_THRESHOLD, "0")
                .with(Option.ROCKSDB_TIMERS, "HEAP")
                .containing("KeyGroupsStateHandle")
                .describedAs("Full checkpoint of RocksDB with timers on the heap, which are raw keyed state."));
    }

    private static void addSavepoints(List<Scenario> all) {
        all.add(rocksdb("savepoint")
                .before("1.15")
                .by(run -> run.savepoint(null))
                .describedAs("Savepoint of a RocksDB job."));
        all.add(savepoint(rocksdb("savepoint-canonical"), "CANONICAL")
                .describedAs("Savepoint of a RocksDB job in canonical format."));
        all.add(savepoint(incremental("savepoint-native").with(Option.INLINE_THRESHOLD, "0"), "NATIVE")
                .containing("IncrementalRemoteKeyedStateHandle|KeyGroupsStateHandle")
                .describedAs("Savepoint of a RocksDB job in native format, with all state in files."));
        all.add(savepoint(heap("savepoint-native-heap"), "NATIVE")
                .describedAs("Savepoint of a job with heap state in native format."));
    }

    private static Scenario savepoint(Scenario scenario, String format) {
        return scenario.since("1.15").by(run -> run.savepoint(format));
    }

    private static void addRestored(List<Scenario> all) {
        all.add(incremental("claim-after-native-savepoint")
                .since("1.15")
                .with(Option.INLINE_THRESHOLD, "0")
                .by(run -> {
                    run.restart(run.savepoint("NATIVE"), "CLAIM");
                    return run.nextCheckpoint();
                })
                .containing("IncrementalRemoteKeyedStateHandle")
                .containingDanglingHandles()
                .describedAs("First incremental checkpoint after a CLAIM-mode restore from a native savepoint;"
                        + " {dangling} of its relative handles name files that are not there."));
        all.add(incremental("no-claim-after-checkpoint")
                .since("1.15")
                .with(Option.INLINE_THRESHOLD, "0")
                .by(run -> {
                    run.restart(run.checkpoint(3), "NO_CLAIM");
                    return run.nextCheckpoint();
                })
                .describedAs("First checkpoint after a NO_CLAIM-mode restore,"
                        + " which shares no file with the one restored from."));
    }

    private static void addUnaligned(List<Scenario> all) {
        all.add(unaligned("unaligned-channel-state")
                .with(Option.INLINE_THRESHOLD, "0")
                .describedAs("Unaligned checkpoint with in-flight records of input and output channels in files."));
        all.add(unaligned("unaligned-channel-state-inlined")
                .with(Option.INLINE_THRESHOLD, "204800")
                .describedAs("Unaligned checkpoint with in-flight records of input and output channels inlined."));
    }

    private static Scenario unaligned(String name) {
        Scenario scenario = heap(name)
                .since("1.11")
                .job(BackpressuredJob::new)
                .with(Option.UNALIGNED, "true")
                .with(Option.NETWORK_BUFFER_SIZE, "4096")
                .containing("(Merged)?InputChannelStateHandle")
                .containing("(Merged)?ResultSubpartitionStateHandle");
        if (!Release.isAtLeast("2.0")) {
            // Later releases choose the number of buffers themselves.
            scenario.with(Option.NETWORK_BUFFERS_PER_CHANNEL, "1").with(Option.NETWORK_BUFFERS_PER_GATE, "1");
        }
        return scenario;
    }

    private static void addChangelog(List<Scenario> all) {
        all.add(changelog(incremental("changelog-filesystem"), "filesystem")
                .with(Option.INLINE_THRESHOLD, "0")
                .with(Option.CHANGELOG_DIRECTORY, "file://{base}/changelog")
                .containing("ChangelogStateHandleStreamImpl")
                .describedAs("Checkpoint of the changelog state backend over RocksDB with the changes in files."));
        all.add(changelog(heap("changelog-memory"), "memory")
                .containing("InMemoryChangelogStateHandle")
                .describedAs("Checkpoint of the changelog state backend over the heap with the changes inlined."));
    }

    /** Materializes so often that a checkpoint has both materialized state and changes after it. */
    private static Scenario changelog(Scenario scenario, String storage) {
        return scenario.since("1.15")
                .by(run -> run.checkpoint(4))
                .with(Option.CHANGELOG, "true")
                .with(Option.CHANGELOG_STORAGE, storage)
                .with(Option.CHANGELOG_MATERIALIZATION_INTERVAL, "400ms")
                .containing("ChangelogStateBackendHandleImpl")
                .containing(MATERIALIZED);
    }

    private static void addFileMerging(List<Scenario> all) {
        all.add(fileMerging("file-merging")
                .describedAs("Incremental checkpoint of RocksDB with merged files."));
        all.add(unaligned("file-merging-channel-state")
                .since("1.20")
                .with(Option.INLINE_THRESHOLD, "0")
                .with(Option.FILE_MERGING, "true")
                .containing("SegmentFileStateHandle")
                .describedAs("Unaligned checkpoint with in-flight records in merged files."));
        all.add(fileMerging("file-merging-across-checkpoints")
                .with(Option.FILE_MERGING_ACROSS_CHECKPOINTS, "true")
                .describedAs("Incremental checkpoint of RocksDB with files merged across checkpoints."));
    }

    private static Scenario fileMerging(String name) {
        return incremental(name)
                .since("1.20")
                .with(Option.INLINE_THRESHOLD, "0")
                .with(Option.FILE_MERGING, "true")
                .containing("SegmentFileStateHandle")
                .containing("FileMergingOperatorStreamStateHandle")
                .containing("IncrementalRemoteKeyedStateHandle");
    }

    private static void addDisaggregated(List<Scenario> all) {
        all.add(new Scenario("forst")
                .since("2.0")
                .with(Option.BACKEND, "forst")
                .with(Option.INCREMENTAL, "true")
                .with(Option.INLINE_THRESHOLD, "0")
                .containing("IncrementalRemoteKeyedStateHandle")
                .describedAs("Incremental checkpoint of ForSt with synchronous state."));
        all.add(new Scenario("forst-asynchronous")
                .since("2.0")
                .job(Scenarios::asynchronousJob)
                .with(Option.BACKEND, "forst")
                .with(Option.INCREMENTAL, "true")
                .with(Option.INLINE_THRESHOLD, "0")
                .containing("IncrementalRemoteKeyedStateHandle")
                .describedAs("Incremental checkpoint of ForSt with asynchronous state, whose files lie remotely."));
    }

    /** The job is compiled only for releases that have asynchronous state. */
    private static Job asynchronousJob() {
        try {
            return (Job) Class.forName("flinkmetadata.corpus.AsynchronousStateJob")
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException exception) {
            throw new IllegalStateException(exception);
        }
    }

    private static void addFinished(List<Scenario> all) {
        all.add(heap("finished-operators")
                .since("1.14")
                .job(() -> new FinishingJob(NumberPlan.Afterwards.FINISH))
                .with(Option.CHECKPOINTS_AFTER_TASKS_FINISH, "true")
                .containing("FullyFinishedOperatorState")
                .describedAs("Checkpoint of a job with operators that have finished."));
        all.add(heap("finished-subtasks")
                .since("1.14")
                .job(() -> new FinishingJob(NumberPlan.Afterwards.FINISH_FIRST_SUBTASK))
                .with(Option.CHECKPOINTS_AFTER_TASKS_FINISH, "true")
                .containing("FinishedOperatorSubtaskState")
                .describedAs("Checkpoint of a job with subtasks that have finished."));
    }

    private static void addMasterState(List<Scenario> all) {
        all.add(heap("master-state")
                .job(MasterStateJob::new)
                .containing("MasterState")
                .describedAs("Checkpoint with the state of two hooks that run beside the checkpoint coordinator."));
    }

    /** The values that the properties of a checkpoint can have; the file holds them since 1.16. */
    private static void addProperties(List<Scenario> all) {
        all.add(heap("retained-on-failure")
                .since("1.16")
                .with(Option.RETENTION, "DELETE_ON_CANCELLATION")
                .describedAs("Checkpoint that is to be deleted when the job is cancelled."));
        all.add(heap("never-retained")
                .since("1.16")
                .with(Option.RETENTION, "NO_EXTERNALIZED_CHECKPOINTS")
                .describedAs("Checkpoint that is to be deleted with the job."));
        all.add(heap("full-checkpoint")
                .since("1.19")
                .by(Run::fullCheckpoint)
                .describedAs("Full checkpoint taken on demand."));
        all.add(heap("savepoint-suspend")
                .since("1.16")
                .by(run -> run.stopWithSavepoint(false, "CANONICAL"))
                .describedAs("Savepoint that suspended its job."));
        all.add(heap("savepoint-terminate")
                .since("1.16")
                .by(run -> run.stopWithSavepoint(true, "NATIVE"))
                .describedAs("Savepoint that drained and terminated its job."));
    }
}
