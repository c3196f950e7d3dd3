// SPDX-License-Identifier: Apache-2.0

package corpus.generator.constructed;

import static corpus.generator.constructed.Operators.finishedSubtask;
import static corpus.generator.constructed.Operators.managedOperator;
import static corpus.generator.constructed.Operators.operator;

/** The fields around the handles: operators, identifiers, names and coordinators, finished and absent subtasks. */
final class OperatorConcepts {
    private OperatorConcepts() {}

    static void addTo(Concepts concepts) {
        concepts.from(OperatorConcepts.class);
        concepts.addInEveryVersion("empty", "Neither operators nor master states.", Metadata::new);
        concepts.add(
                "operators-without-state",
                "Operators without subtasks, with subtasks without state, and with subtasks missing in between.",
                OperatorConcepts::withoutState);
        concepts.add("operators-many", "500 operators of one subtask each.", OperatorConcepts::many);
        concepts.add(
                "subtasks-many",
                "One operator of 900 subtasks, every third of them absent.",
                OperatorConcepts::manySubtasks);
        concepts.add(
                "operator-identifiers",
                "Operator identifiers of all zeros, all ones and both extremes of a long.",
                OperatorConcepts::identifiers);
        if (Operators.haveCoordinators()) {
            concepts.add(
                    "coordinator-states",
                    "Operator coordinators with state of no bytes, of few, of 70,000 bytes, and without state.",
                    OperatorConcepts::coordinators);
        }
        if (Operators.canBeFinished()) {
            concepts.add(
                    "operators-finished",
                    "Operators that have finished altogether.",
                    OperatorConcepts::finishedOperators);
            concepts.addInVersionsSince(
                    3,
                    "subtasks-finished",
                    "Operators of which some or all subtasks have finished, the first and the last among them.",
                    OperatorConcepts::finishedSubtasks);
        }
        if (Operators.haveNames()) {
            concepts.addInVersionsSince(
                    5,
                    "operator-names",
                    "Operators with name and uid, with either, with neither, and with names outside of ASCII.",
                    OperatorConcepts::names);
        }
    }

    private static Operators.Subtask someState(int seed) {
        return managedOperator(
                OperatorStates.over(Streams.bytes("state-" + seed, 8 + seed % 5), OperatorStates.someNames()));
    }

    private static Metadata withoutState() {
        return Metadata.of(
                operator(1).parallelism(4, 128),
                operator(2, new Operators.Subtask(), new Operators.Subtask()),
                operator(3).subtask(1, someState(1)).subtask(5, new Operators.Subtask()).parallelism(9, 32_768));
    }

    private static Metadata many() {
        Metadata metadata = new Metadata();
        for (int i = 0; i < 500; i++) {
            metadata.add(operator(i, someState(i)));
        }
        return metadata;
    }

    private static Metadata manySubtasks() {
        Operators.Operator operator = operator(1).parallelism(900, 4_096);
        for (int i = 0; i < 900; i++) {
            if (i % 3 != 2) {
                operator.subtask(i, someState(i));
            }
        }
        return Metadata.of(operator);
    }

    private static Metadata identifiers() {
        return Metadata.of(
                operator(0L, 0L),
                operator(-1L, -1L),
                operator(Long.MIN_VALUE, Long.MAX_VALUE),
                operator(0x0123456789abcdefL, 0xfedcba9876543210L).parallelism(1, Integer.MAX_VALUE));
    }

    private static Metadata coordinators() {
        return Metadata.of(
                operator(1, someState(1)).coordinator(Streams.bytes("coordinator", 33)),
                operator(2).coordinator(Streams.bytes("no-bytes", 0)),
                operator(3).coordinator(Streams.bytes("large", 70_000)),
                operator(4));
    }

    private static Metadata finishedOperators() {
        return Metadata.of(
                operator(1).fullyFinished().parallelism(4, 128),
                operator(2, someState(2)),
                operator(3).fullyFinished().parallelism(1, 1));
    }

    private static Metadata finishedSubtasks() {
        return Metadata.of(
                operator(1).subtask(0, finishedSubtask()).subtask(1, someState(1)).subtask(2, finishedSubtask()),
                operator(2).subtask(0, finishedSubtask()).subtask(1, finishedSubtask()),
                operator(3)
                        .subtask(1, someState(1))
                        .subtask(299, finishedSubtask())
                        .coordinator(Streams.bytes("of-three", 3)));
    }

    private static Metadata names() {
        return Metadata.of(
                operator(1, someState(1)).named("Source: orders", "orders-source"),
                operator(2, someState(2)).named("Filter", null),
                operator(3, someState(3)).named(null, "enrich"),
                operator(4, someState(4)),
                operator(5, someState(5)).named("\u00dcbersicht \u2192 \u6c47\u603b \ud83d\udc3f", "uid-\u00e9"),
                operator(6).fullyFinished().named("Sink: finished", "finished-uid"));
    }
}
