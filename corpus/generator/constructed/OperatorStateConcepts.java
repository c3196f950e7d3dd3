// SPDX-License-Identifier: Apache-2.0

package corpus.generator.constructed;

import static corpus.generator.constructed.OperatorStates.names;
import static corpus.generator.constructed.OperatorStates.over;
import static corpus.generator.constructed.OperatorStates.someNames;
import static corpus.generator.constructed.Operators.managedOperator;
import static corpus.generator.constructed.Operators.operator;
import static corpus.generator.constructed.Operators.rawOperator;

import java.util.Arrays;

/** Operator state: its names, modes and offsets, and its form with merged files. */
final class OperatorStateConcepts {
    private static final String TASK_OWNED = "s3://bucket/checkpoints/job/taskowned/job_1_tm_2";
    private static final String SHARED = "s3://bucket/checkpoints/job/shared/job_1_op_3_0_4";

    private OperatorStateConcepts() {}

    static void addTo(Concepts concepts) {
        concepts.from(OperatorStateConcepts.class);
        concepts.add(
                "operator-state-modes",
                "Operator state with each distribution mode, managed and raw, in one handle and in handles of their own.",
                OperatorStateConcepts::modes);
        concepts.add(
                "operator-state-without-names",
                "Operator state that names no state, and states without any offset.",
                OperatorStateConcepts::withoutNames);
        concepts.add(
                "operator-state-many-names",
                "Operator state of 2,500 named states.",
                OperatorStateConcepts::manyNames);
        concepts.add(
                "operator-state-many-offsets",
                "Operator state with 15,000 offsets in one state.",
                OperatorStateConcepts::manyOffsets);
        if (OperatorStates.canBeMergedFiles()) {
            concepts.addInEveryVersion(
                    "file-merging-operator-state",
                    "File-merging operator state over segments of both scopes, managed and raw.",
                    OperatorStateConcepts::mergedFiles);
            concepts.addInEveryVersion(
                    "file-merging-empty-operator-state",
                    "File-merging operator state marked as empty, and every other pairing of that mark with its delegate.",
                    OperatorStateConcepts::emptyMergedFiles);
            concepts.add(
                    "file-merging-over-plain-file",
                    "File-merging operator state over a file handle, which Flink writes but refuses to read.",
                    () -> Metadata.of(
                            operator(
                                    1,
                                    managedOperator(
                                            OperatorStates.mergedFiles(
                                                    TASK_OWNED, SHARED, someNames(), Streams.file("/plain", 9))))));
            concepts.add(
                    "file-merging-keyed-state",
                    "Segments in incremental and key groups handles, many of them in one physical file.",
                    OperatorStateConcepts::mergedKeyedFiles);
        }
    }

    private static Metadata modes() {
        OperatorStates.Names all = names().add(
                "split", "SPLIT_DISTRIBUTE", 0, 8, 21).add("union", "UNION", 34).add("broadcast", "BROADCAST", 55, 89);
        return Metadata.of(
                operator(
                        1,
                        managedOperator(over(Streams.bytes("all", 100), all)),
                        rawOperator(over(Streams.bytes("raw-all", 100), all)),
                        managedOperator(over(Streams.bytes("split", 10), names().add("split", "SPLIT_DISTRIBUTE", 0))),
                        managedOperator(over(Streams.bytes("union", 11), names().add("union", "UNION", 0))),
                        managedOperator(
                                over(Streams.bytes("broadcast", 12), names().add("broadcast", "BROADCAST", 0)))));
    }

    private static Metadata withoutNames() {
        return Metadata.of(
                operator(
                        1,
                        managedOperator(over(Streams.bytes("no-names", 5), names())),
                        managedOperator(
                                over(
                                        Streams.bytes("no-offsets", 5),
                                        names().add("one", "UNION").add("two", "BROADCAST"))),
                        managedOperator(over(Streams.bytes("empty-name", 5), names().add("", "SPLIT_DISTRIBUTE", 1)))));
    }

    private static Metadata manyNames() {
        OperatorStates.Names names = names();
        String[] modes = {"SPLIT_DISTRIBUTE", "UNION", "BROADCAST"};
        for (int i = 0; i < 2_500; i++) {
            names.add("state-" + i, modes[i % 3], 8, 24);
        }
        return Metadata.of(operator(1, managedOperator(over(Streams.file("hdfs:/chk-3/many-names", 5_000), names))));
    }

    private static Metadata manyOffsets() {
        long[] offsets = Keyed.steps(15_000);
        return Metadata.of(
                operator(
                        1,
                        managedOperator(
                                over(
                                        Streams.file("hdfs:/chk-3/many", 150_000),
                                        names().add("list", "SPLIT_DISTRIBUTE", offsets)))));
    }

    private static Object segment(long start, String scope) {
        return Streams.segment(
                TASK_OWNED + "/merged-" + scope.charAt(0), start, 321, scope, "logical-" + scope + "-" + start);
    }

    private static Metadata mergedFiles() {
        return Metadata.of(
                operator(
                        1,
                        managedOperator(
                                OperatorStates.mergedFiles(TASK_OWNED, SHARED, someNames(), segment(0, "EXCLUSIVE"))),
                        rawOperator(
                                OperatorStates.mergedFiles(TASK_OWNED, SHARED, someNames(), segment(321, "SHARED"))),
                        managedOperator(over(segment(642, "EXCLUSIVE"), someNames()))));
    }

    private static Metadata emptyMergedFiles() {
        return Metadata.of(
                operator(
                        1,
                        managedOperator(
                                OperatorStates.emptyMergedFiles(TASK_OWNED, SHARED, names(), Streams.emptySegment())),
                        managedOperator(
                                OperatorStates.emptyMergedFiles(
                                        TASK_OWNED, SHARED, someNames(), segment(0, "EXCLUSIVE"))),
                        managedOperator(
                                OperatorStates.mergedFiles(TASK_OWNED, SHARED, someNames(), Streams.emptySegment())),
                        rawOperator(
                                OperatorStates.emptyMergedFiles(TASK_OWNED, SHARED, names(), Streams.emptySegment()))));
    }

    private static Metadata mergedKeyedFiles() {
        Keyed.Incremental incremental = new Keyed.Incremental();
        incremental.metaState = segment(0, "EXCLUSIVE");
        for (int i = 1; i < 60; i++) {
            incremental.sharedState.add(String.format("%06d.sst", i), segment(321L * i, "SHARED"));
        }
        incremental.privateState.add("CURRENT", segment(16, "EXCLUSIVE")).add("empty", Streams.emptySegment());
        Operators.Subtask keyed = Operators.managedKeyed(incremental.make());
        Operators.Subtask groups = Operators.managedKeyed(
                Keyed.keyGroups(0, Keyed.offsets(4), segment(5, "EXCLUSIVE"), "segmented"));
        return Metadata.of(operator(1, Arrays.asList(keyed, groups)));
    }
}
