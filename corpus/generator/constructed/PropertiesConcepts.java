// SPDX-License-Identifier: Apache-2.0

package corpus.generator.constructed;

/** Every value of CheckpointProperties for which a release has a factory, and those that only constructors make. */
final class PropertiesConcepts {
    private PropertiesConcepts() {}

    static void addTo(Concepts concepts) {
        if (!Properties.exist()) {
            return;
        }
        concepts.from(PropertiesConcepts.class);
        String[] policies = {"NEVER_RETAIN_AFTER_TERMINATION", "RETAIN_ON_FAILURE", "RETAIN_ON_CANCELLATION"};
        for (String policy : policies) {
            String name = policy.toLowerCase().replace('_', '-');
            concepts.add(
                    "properties-checkpoint-" + name,
                    "The properties of a checkpoint under the policy " + policy + ".",
                    () -> with(Properties.checkpoint(policy)));
        }
        for (String format : new String[] {"CANONICAL", "NATIVE"}) {
            for (boolean forced : new boolean[] {false, true}) {
                addSavepoints(concepts, format, forced);
            }
        }
        concepts.addInVersionsSince(
                4,
                "properties-unclaimed",
                "The properties of a snapshot that nobody claims.",
                () -> with(Properties.unclaimed()));
        concepts.add(
                "properties-full-checkpoint",
                "The properties of a full checkpoint, which shares no file with an earlier one.",
                () -> with(Properties.of(Properties.fullCheckpoint(), false, true, true, false, false, false, false)));
        concepts.add(
                "properties-checkpoint-no-sharing",
                "A checkpoint type of the third sharing strategy, which no factory makes.",
                () -> with(
                        Properties.of(
                                Properties.checkpointType("Checkpoint", "NO_SHARING"),
                                true,
                                false,
                                true,
                                false,
                                true,
                                false,
                                true)));
        concepts.add("properties-null", "No properties, written as Java's null object.", () -> with(null));
    }

    private static void addSavepoints(Concepts concepts, String format, boolean forced) {
        String kind = format.toLowerCase() + (forced ? "-forced" : "");
        String described = (forced ? "forced " : "") + "savepoint in the format " + format;
        concepts.add(
                "properties-savepoint-" + kind,
                "The properties of a " + described + ".",
                () -> with(Properties.savepoint(forced, format)));
        concepts.add(
                "properties-savepoint-terminate-" + kind,
                "The properties of a " + described + " that drains and terminates the job.",
                () -> with(Properties.synchronousSavepoint(forced, true, format)));
        concepts.add(
                "properties-savepoint-suspend-" + kind,
                "The properties of a " + described + " that suspends the job.",
                () -> with(Properties.synchronousSavepoint(forced, false, format)));
    }

    private static Metadata with(Object properties) {
        Metadata metadata = new Metadata();
        metadata.properties = properties;
        return metadata;
    }
}
