// SPDX-License-Identifier: Apache-2.0

package corpus.generator.constructed;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Files that combine everything that a release writes, chosen at random from a fixed seed. */
final class MixedConcepts {
    private final Random random;

    private MixedConcepts(long seed) {
        random = new Random(seed);
    }

    static void addTo(Concepts concepts) {
        concepts.from(MixedConcepts.class);
        concepts.addInEveryVersion(
                "mixed-small",
                "Two operators of up to two subtasks with handles of every kind, chosen at random.",
                () -> new MixedConcepts(1).metadata(2, 2));
        concepts.add(
                "mixed-large",
                "Thirty operators of up to ten subtasks with handles of every kind, chosen at random.",
                () -> new MixedConcepts(2).metadata(30, 10));
    }

    private Metadata metadata(int operators, int greatestParallelism) {
        Metadata metadata = new Metadata().masterState("hook", Streams.payload(12), 3);
        for (int i = 0; i < operators; i++) {
            Operators.Operator operator = Operators.operator(random.nextLong(), random.nextLong());
            int parallelism = 1 + random.nextInt(greatestParallelism);
            for (int subtask = 0; subtask < parallelism; subtask++) {
                operator.subtask(subtask, subtask());
            }
            if (Operators.haveCoordinators() && random.nextInt(3) == 0) {
                operator.coordinator(Streams.bytes(name("coordinator"), random.nextInt(200)));
            }
            if (Operators.haveNames() && random.nextBoolean()) {
                operator.named(name("Operator"), name("uid"));
            }
            metadata.add(operator);
        }
        return metadata;
    }

    private String name(String prefix) {
        return prefix + "-" + Integer.toHexString(random.nextInt());
    }

    private Operators.Subtask subtask() {
        Operators.Subtask subtask = new Operators.Subtask();
        if (random.nextBoolean()) {
            subtask.managedOperatorState = operatorState();
        }
        if (random.nextInt(4) == 0) {
            subtask.rawOperatorState = operatorState();
        }
        if (random.nextBoolean()) {
            subtask.managedKeyedState = keyedState(2);
        }
        if (random.nextInt(4) == 0) {
            subtask.rawKeyedState = keyedState(0);
        }
        if (Channels.exist()) {
            for (int i = random.nextInt(3); i > 0; i--) {
                subtask.inputChannelState.add(
                        Channels.input(
                                random.nextInt(9),
                                random.nextInt(3),
                                i,
                                random.nextInt(999),
                                stream(),
                                Keyed.offsets(random.nextInt(4))));
                subtask.resultSubpartitionState.add(
                        Channels.result(
                                random.nextInt(9),
                                0,
                                i,
                                random.nextInt(999),
                                stream(),
                                Keyed.offsets(random.nextInt(4))));
            }
        }
        return subtask;
    }

    private Object stream() {
        List<Object> kinds = new ArrayList<>(Streams.ofEveryKind());
        kinds.add(Streams.bytes(name("inline"), random.nextInt(60)));
        kinds.add(Streams.file("s3://bucket/" + name("file"), random.nextInt(1 << 30)));
        return kinds.get(random.nextInt(kinds.size()));
    }

    private Object operatorState() {
        OperatorStates.Names names = OperatorStates.names();
        String[] modes = {"SPLIT_DISTRIBUTE", "UNION", "BROADCAST"};
        for (int i = random.nextInt(4); i > 0; i--) {
            names.add(name("state"), modes[random.nextInt(3)], Keyed.offsets(random.nextInt(5)));
        }
        if (OperatorStates.canBeMergedFiles() && random.nextInt(3) == 0) {
            Object segment = Streams.segment(
                    "s3://bucket/" + name("merged"), random.nextInt(), random.nextInt(), "EXCLUSIVE", name("logical"));
            return OperatorStates.mergedFiles("s3://bucket/taskowned", "s3://bucket/shared", names, segment);
        }
        return OperatorStates.over(stream(), names);
    }

    private Object keyedState(int depth) {
        int start = random.nextInt(100);
        switch (random.nextInt(depth > 0 && Changelog.exists() ? 5 : 3)) {
            case 0:
                return Keyed.keyGroups(start, Keyed.offsets(1 + random.nextInt(6)), stream(), name("id"));
            case 1:
                return Keyed.rocksIncremental(random.nextInt(1_000), start, 1 + random.nextInt(20), random.nextInt(6));
            case 2:
                return Keyed.canBeSavepointKeyGroups()
                        ? Keyed.savepointKeyGroups(start, Keyed.offsets(1 + random.nextInt(6)), stream())
                        : Keyed.keyGroups(start, Keyed.offsets(2), stream(), name("id"));
            default:
                return changelog(depth);
        }
    }

    private Object changelog(int depth) {
        Changelog.Backend backend = new Changelog.Backend();
        backend.identifier = name("changelog");
        for (int i = random.nextInt(3); i > 0; i--) {
            backend.materialized(keyedState(depth - 1));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            List<Object> changes = new ArrayList<>();
            for (int change = random.nextInt(4) - 1; change >= 0; change--) {
                changes.add(Changelog.change(change - 1, Streams.payload(random.nextInt(40))));
            }
            backend.nonMaterialized(Changelog.inMemory(0, 16, i, i + 5, changes, name("memory")));
            Changelog.Files files = new Changelog.Files().add(random.nextInt(), stream()).add(random.nextInt(), stream());
            files.identifier = name("files");
            backend.nonMaterialized(files.make());
        }
        return backend.make();
    }
}
