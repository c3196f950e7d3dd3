// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;

/** Runs {@link StatefulJob} over a fixed input and leaves one checkpoint or savepoint, with all its files. */
public final class Make {

    private Make() {}

    public static void main(String[] arguments) throws Exception {
        Scenario scenario = Scenarios.named(arguments[0]);
        Path target = Paths.get(arguments[1]).toAbsolutePath().normalize();
        if (Files.exists(target.resolve("checkpoints"))) {
            System.err.println("make: " + target + " has been used already");
            System.exit(64);
        }
        Files.createDirectories(target);
        int status = 0;
        try {
            System.out.println(make(scenario, target).getParent());
            System.out.flush();
        } catch (Exception failure) {
            System.err.println("make: " + LocalCluster.rootCause(failure));
            status = 1;
        }
        Directories.delete(target.resolve("temporary"));
        // Flink leaves non-daemon threads running.
        System.exit(status);
    }

    static Path make(Scenario scenario, Path target) throws Exception {
        if (!scenario.wantsDanglingHandles()) {
            // Keep no checkpoints before the last one. A job that has claimed a savepoint, however, would delete the
            // savepoint as well.
            scenario.with(Option.RETAINED_CHECKPOINTS, "1");
        }
        if (scenario.name.startsWith("changelog")) {
            // The input ends. If the changes were materialized after that, no later checkpoint would have changes;
            // whether they are materialized before is a matter of chance.
            scenario.with(Option.CHANGELOG_MATERIALIZATION_INTERVAL, "1h").withoutNeedOf(Scenarios.MATERIALIZED);
        }
        Run run = new Run(scenario, StatefulJob.withFixedInput(), target);
        Path metadata;
        try {
            metadata = scenario.produce(run);
        } finally {
            run.close();
        }
        run.deleteIncompleteCheckpoints();
        if (!Files.exists(metadata)) {
            // Another checkpoint took its place before the job had ended.
            List<Path> retained = run.checkpoints();
            metadata = retained.get(retained.size() - 1);
        }
        if (!scenario.isSatisfiedBy(Census.of(metadata))) {
            throw new IllegalStateException("lacks handles that the scenario requires: " + Census.of(metadata));
        }
        // The input had ended before, so the metadata from which the job was restarted have the same state.
        Path restorable = scenario.wantsDanglingHandles() ? run.restartedFrom() : metadata;
        String state = Restore.stateIn(new RestoreRequest(restorable, scenario.name));
        Files.write(target.resolve("state.txt"), state.getBytes(StandardCharsets.UTF_8));
        return metadata;
    }
}
