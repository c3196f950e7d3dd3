// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** What to restore from, and how. */
final class RestoreRequest {

    Path metadata;
    /** The scenario whose settings the job has, or null for one that can read the file. */
    String kind;
    /** Null for the release's default. */
    String claimMode;
    boolean allowNonRestored;
    /** Whether the job has the operator with raw state. */
    boolean hasRawState = true;
    /** Where the restored job is to take a checkpoint, or null if it is to take none. */
    Path checkpointIn;
    /** How many subtasks most operators have, or null for as many as when the state was written. */
    Integer parallelism;

    /** New uids of the job's operators, by their old uids. */
    final Map<String, String> otherUids = new HashMap<>();

    RestoreRequest(Path metadata, String kind) {
        this.metadata = metadata;
        this.kind = kind;
    }

    /** Parses the arguments of {@code restore}. */
    static RestoreRequest of(Iterable<String> arguments) {
        RestoreRequest request = new RestoreRequest(null, null);
        Iterator<String> remaining = arguments.iterator();
        while (remaining.hasNext()) {
            request.take(remaining.next(), remaining);
        }
        if (request.metadata == null) {
            throw new IllegalArgumentException("restore from what?");
        }
        return request;
    }

    private void take(String argument, Iterator<String> remaining) {
        switch (argument) {
            case "--allow-non-restored":
                allowNonRestored = true;
                break;
            case "--without-raw-state":
                hasRawState = false;
                break;
            case "--claim":
                claimMode = "CLAIM";
                break;
            case "--no-claim":
                claimMode = "NO_CLAIM";
                break;
            case "--legacy":
                claimMode = "LEGACY";
                break;
            case "--checkpoint-in":
                checkpointIn = Paths.get(remaining.next()).toAbsolutePath().normalize();
                break;
            case "--kind":
                kind = remaining.next();
                break;
            case "--parallelism":
                parallelism = Integer.valueOf(remaining.next());
                break;
            case "--uid":
                String[] uids = remaining.next().split("=", 2);
                otherUids.put(uids[0], uids[1]);
                break;
            default:
                if (metadata != null || argument.startsWith("-")) {
                    throw new IllegalArgumentException("what is " + argument + "?");
                }
                Path path = Paths.get(argument).toAbsolutePath().normalize();
                metadata = Files.isDirectory(path) ? path.resolve("_metadata") : path;
        }
    }
}
