// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

/** A configuration option of Flink under each name it has had, newest first. */
enum Option {
    BACKEND("1.17:state.backend.type", "1.9:state.backend"),
    CHANGELOG("1.20:state.changelog.enabled", "1.14:state.backend.changelog.enabled"),
    CHANGELOG_DIRECTORY("1.20:state.changelog.dstl.dfs.base-path", "1.15:dstl.dfs.base-path"),
    CHANGELOG_MATERIALIZATION_INTERVAL(
            "1.20:state.changelog.periodic-materialize.interval",
            "1.15:state.backend.changelog.periodic-materialize.interval"),
    CHANGELOG_STORAGE("1.20:state.changelog.storage", "1.14:state.backend.changelog.storage"),
    CHECKPOINT_DIRECTORY("1.20:execution.checkpointing.dir", "1.9:state.checkpoints.dir"),
    CHECKPOINT_INTERVAL("1.10:execution.checkpointing.interval"),
    CHECKPOINTS_AFTER_TASKS_FINISH(
            "1.20:execution.checkpointing.checkpoints-after-tasks-finish",
            "1.14:execution.checkpointing.checkpoints-after-tasks-finish.enabled"),
    FILE_MERGING("1.20:execution.checkpointing.file-merging.enabled"),
    FILE_MERGING_ACROSS_CHECKPOINTS(
            "1.20:execution.checkpointing.file-merging.across-checkpoint-boundary"),
    INCREMENTAL("1.20:execution.checkpointing.incremental", "1.9:state.backend.incremental"),
    INLINE_THRESHOLD(
            "1.20:execution.checkpointing.data-inline-threshold",
            "1.13:state.storage.fs.memory-threshold",
            "1.9:state.backend.fs.memory-threshold"),
    MINIMUM_PAUSE("1.10:execution.checkpointing.min-pause"),
    NETWORK_BUFFERS_PER_CHANNEL("1.9:taskmanager.network.memory.buffers-per-channel"),
    NETWORK_BUFFERS_PER_GATE("1.9:taskmanager.network.memory.floating-buffers-per-gate"),
    NETWORK_BUFFER_SIZE("1.9:taskmanager.memory.segment-size"),
    RESTART_STRATEGY("1.18:restart-strategy.type", "1.9:restart-strategy"),
    RETAINED_CHECKPOINTS("1.20:execution.checkpointing.num-retained", "1.9:state.checkpoints.num-retained"),
    RETENTION("1.10:execution.checkpointing.externalized-checkpoint-retention"),
    ROCKSDB_TIMERS("1.9:state.backend.rocksdb.timer-service.factory"),
    UNALIGNED("1.17:execution.checkpointing.unaligned.enabled", "1.11:execution.checkpointing.unaligned");

    private final String[] names;

    Option(String... names) {
        this.names = names;
    }

    /** The option's name in this release. */
    String key() {
        for (String name : names) {
            int colon = name.indexOf(':');
            if (Release.isAtLeast(name.substring(0, colon))) {
                return name.substring(colon + 1);
            }
        }
        throw new IllegalStateException(name() + " does not exist in Flink " + Release.VERSION);
    }
}
