// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;

/**
 * Makes storages as they are after some time: for each kind, the checkpoints of a job, and those of a second one that has
 * claimed one of them and shares its files. Prints lines of a kind, the job's number and the directory of a checkpoint.
 */
public final class MakeStorage {

    private static final int CHECKPOINTS = 5;
    private static final int CHECKPOINTS_OF_SECOND_JOB = 3;

    private MakeStorage() {}

    public static void main(String[] arguments) {
        Path target = Paths.get(arguments[0]).toAbsolutePath().normalize();
        int status = 0;
        for (String kind : Arrays.asList(arguments).subList(1, arguments.length)) {
            try {
                make(Scenarios.named(kind), target.resolve(kind));
            } catch (Exception failure) {
                System.err.println("make-storage: " + kind + ": " + LocalCluster.rootCause(failure));
                status = 1;
            }
        }
        System.out.flush();
        // Flink leaves non-daemon threads running.
        System.exit(status);
    }

    private static void make(Scenario scenario, Path base) throws Exception {
        Files.createDirectories(base);
        if (scenario.wantsDanglingHandles()) {
            print(scenario, 2, Make.make(scenario, base));
        } else {
            // Changes are in the job's directory, as its other files.
            scenario.with(Option.CHANGELOG_DIRECTORY, "file://{base}/checkpoints");
            try (Run run = new Run(scenario, scenario.job(), base)) {
                Path claimed = run.checkpoint(CHECKPOINTS);
                for (Path metadata : run.checkpoints()) {
                    if (Run.checkpointNumber(metadata) <= Run.checkpointNumber(claimed)) {
                        print(scenario, 1, metadata);
                    }
                }
                run.restart(claimed, "CLAIM");
                Path last = run.checkpoint(Run.checkpointNumber(claimed) + CHECKPOINTS_OF_SECOND_JOB);
                for (Path metadata : run.checkpoints()) {
                    if (Run.checkpointNumber(metadata) <= Run.checkpointNumber(last)) {
                        print(scenario, 2, metadata);
                    }
                }
            }
        }
        Directories.delete(base.resolve("temporary"));
    }

    private static void print(Scenario scenario, int job, Path metadata) {
        System.out.println(scenario.name + "\t" + job + "\t" + metadata.getParent());
    }
}
