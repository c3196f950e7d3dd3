// SPDX-License-Identifier: Apache-2.0

package corpus.generator.constructed;

import static corpus.generator.constructed.Operators.managedKeyed;
import static corpus.generator.constructed.Operators.operator;
import static corpus.generator.constructed.Operators.rawKeyed;

/** Keyed state other than the changelog's. The tags differ by release: 3, 5 up to 1.14, then 12, 11; 7 since 1.13. */
final class KeyedConcepts {
    private KeyedConcepts() {}

    static void addTo(Concepts concepts) {
        concepts.from(KeyedConcepts.class);
        String generation = Release.since(1, 15) ? "-v2" : "";
        concepts.addInEveryVersion(
                "keyed-key-groups" + generation,
                "Key groups handles of one and of many key groups, managed, raw and both in one subtask.",
                KeyedConcepts::keyGroups);
        concepts.add(
                "keyed-key-groups-empty" + generation,
                "A key groups handle of no key groups at all.",
                () -> Metadata.of(
                        operator(1, managedKeyed(Keyed.keyGroups(0, new long[0], Streams.bytes("none", 3), "none")))));
        concepts.add(
                "keyed-key-groups-maximum" + generation,
                "A key groups handle of all 32,768 key groups that there can be.",
                () -> Metadata.of(
                        operator(
                                1,
                                managedKeyed(
                                        Keyed.keyGroups(
                                                0,
                                                Keyed.steps(32_768),
                                                Streams.file("hdfs:/chk-1/all", 9_999_999),
                                                "all")))
                                .parallelism(1, 32_768)));
        concepts.addInEveryVersion(
                "keyed-incremental" + generation,
                "Incremental handles as RocksDB leaves them, managed and raw.",
                KeyedConcepts::incremental);
        concepts.add(
                "keyed-incremental-empty" + generation,
                "An incremental handle with neither shared nor private files.",
                () -> Metadata.of(operator(1, managedKeyed(new Keyed.Incremental().make()))));
        concepts.add(
                "keyed-incremental-many-files" + generation,
                "An incremental handle of 900 shared files.",
                () -> Metadata.of(operator(1, managedKeyed(Keyed.rocksIncremental(90, 0, 128, 900)))));
        if (Release.since(1, 16)) {
            concepts.add(
                    "keyed-incremental-repeated-local-paths",
                    "An incremental handle that lists a local path twice, which its list allows since 1.16.",
                    KeyedConcepts::repeatedLocalPaths);
        }
        if (Keyed.canBeSavepointKeyGroups()) {
            concepts.addInEveryVersion(
                    "keyed-savepoint-key-groups",
                    "Savepoint key groups handles, managed and raw, one of them empty.",
                    KeyedConcepts::savepointKeyGroups);
        }
    }

    private static Metadata keyGroups() {
        Operators.Subtask both = managedKeyed(
                Keyed.keyGroups(64, Keyed.offsets(64), Streams.bytes("both-managed", 500), "both-managed"));
        both.rawKeyedState = Keyed.keyGroups(
                64, Keyed.offsets(64), Streams.file("hdfs:/chk-2/both-raw", 700), "both-raw");
        return Metadata.of(
                operator(
                        1,
                        managedKeyed(Keyed.keyGroups(0, Keyed.offsets(1), Streams.bytes("one", 10), "one")),
                        rawKeyed(Keyed.keyGroups(1, Keyed.offsets(63), Streams.file("hdfs:/chk-2/raw", 640), "raw")),
                        both));
    }

    private static Metadata incremental() {
        Operators.Operator operator = operator(1);
        for (int i = 0; i < 4; i++) {
            operator.subtask(i, managedKeyed(Keyed.rocksIncremental(90 + i, 32 * i, 32, 3 * i)));
        }
        return Metadata.of(operator, operator(2, rawKeyed(Keyed.rocksIncremental(90, 0, 128, 2))));
    }

    private static Metadata repeatedLocalPaths() {
        Keyed.Incremental incremental = new Keyed.Incremental();
        incremental.sharedState.add(
                "000009.sst", Streams.file("hdfs:/shared/a", 1)).add("000009.sst", Streams.file("hdfs:/shared/b", 2));
        incremental.privateState.add("CURRENT", Streams.bytes("first", 1)).add("CURRENT", Streams.bytes("second", 2));
        return Metadata.of(operator(1, managedKeyed(incremental.make())));
    }

    private static Metadata savepointKeyGroups() {
        return Metadata.of(
                operator(
                        1,
                        managedKeyed(Keyed.savepointKeyGroups(0, Keyed.offsets(40), Streams.bytes("savepoint", 600))),
                        rawKeyed(
                                Keyed.savepointKeyGroups(
                                        40, Keyed.offsets(40), Streams.file("hdfs:/savepoint-1/raw", 600))),
                        managedKeyed(Keyed.savepointKeyGroups(0, new long[0], Streams.bytes("empty", 0)))));
    }
}
