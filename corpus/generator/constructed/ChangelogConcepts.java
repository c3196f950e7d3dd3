// SPDX-License-Identifier: Apache-2.0

package corpus.generator.constructed;

import static corpus.generator.constructed.Operators.managedKeyed;
import static corpus.generator.constructed.Operators.operator;
import static corpus.generator.constructed.Operators.rawKeyed;

import java.util.Arrays;
import java.util.Collections;

/** The changelog's handles. The tags differ by release: 8, 9, 10 in 1.14 (its own layout) and 1.15; then 14, 9, 13. */
final class ChangelogConcepts {
    private ChangelogConcepts() {}

    static void addTo(Concepts concepts) {
        if (!Changelog.exists()) {
            return;
        }
        concepts.from(ChangelogConcepts.class);
        concepts.add(
                "changelog-empty",
                "A changelog handle with nothing materialized and no changes.",
                () -> Metadata.of(operator(1, managedKeyed(new Changelog.Backend().make()))));
        concepts.addInEveryVersion(
                "changelog-materialized",
                "Changelog handles over every other kind of keyed state as the materialized part, managed and raw.",
                ChangelogConcepts::materialized);
        concepts.addInEveryVersion(
                "changelog-in-memory",
                "Changes kept in memory: of metadata, of data, of no bytes, and none.",
                ChangelogConcepts::inMemory);
        concepts.addInEveryVersion(
                "changelog-in-files",
                "Changes kept in files, several handles and several files in each, and none.",
                ChangelogConcepts::inFiles);
        concepts.add(
                "changelog-nested",
                "Changelog handles whose materialized part is itself a changelog handle, two and twelve deep.",
                ChangelogConcepts::nested);
        concepts.add(
                "changelog-parts-as-keyed-state",
                "Changes in memory and in files standing alone as keyed state, without a changelog handle around them.",
                ChangelogConcepts::partsAlone);
        if (Release.since(1, 16)) {
            concepts.add(
                    "changelog-storage-identifiers",
                    "Changes in files under different storage identifiers, the empty one among them.",
                    ChangelogConcepts::storageIdentifiers);
        }
    }

    private static Object changesInMemory() {
        return Changelog.inMemory(
                0,
                16,
                3,
                6,
                Arrays.asList(
                        Changelog.change(-1, Streams.payload(20)),
                        Changelog.change(0, Streams.payload(33)),
                        Changelog.change(15, new byte[0])),
                "changes-in-memory");
    }

    private static Object changesInFiles() {
        return new Changelog.Files().add(0, Streams.file("s3://bucket/dstl/1", 512)).add(
                128, Streams.file("s3://bucket/dstl/2", 2_048)).make();
    }

    private static Metadata materialized() {
        Object keyGroups = Keyed.keyGroups(0, Keyed.offsets(16), Streams.bytes("materialized", 90), "materialized");
        Object savepoint = Keyed.savepointKeyGroups(0, Keyed.offsets(16), Streams.bytes("savepoint", 90));
        Object incremental = Keyed.rocksIncremental(30, 0, 16, 3);
        return Metadata.of(
                operator(
                        1,
                        managedKeyed(new Changelog.Backend().materialized(keyGroups).make()),
                        managedKeyed(new Changelog.Backend().materialized(savepoint).make()),
                        managedKeyed(new Changelog.Backend().materialized(incremental).make()),
                        rawKeyed(
                                new Changelog.Backend().materialized(incremental).nonMaterialized(changesInMemory()).make()),
                        managedKeyed(
                                new Changelog.Backend()
                                        .materialized(keyGroups)
                                        .materialized(savepoint)
                                        .materialized(incremental)
                                        .nonMaterialized(changesInMemory())
                                        .nonMaterialized(changesInFiles())
                                        .make())));
    }

    private static Metadata inMemory() {
        Object none = Changelog.inMemory(0, 16, 0, 0, Collections.emptyList(), "none");
        Object furthest = Changelog.inMemory(
                0,
                16,
                Long.MAX_VALUE - 1,
                Long.MAX_VALUE,
                Arrays.asList(Changelog.change(7, Streams.payload(1))),
                "furthest");
        return Metadata.of(
                operator(
                        1,
                        managedKeyed(new Changelog.Backend().nonMaterialized(changesInMemory()).make()),
                        managedKeyed(new Changelog.Backend().nonMaterialized(none).nonMaterialized(furthest).make())));
    }

    private static Metadata inFiles() {
        Changelog.Files none = new Changelog.Files();
        none.size = 0;
        none.checkpointedSize = 0;
        Changelog.Files many = new Changelog.Files();
        for (int i = 0; i < 12; i++) {
            many.add(i * 77L, Streams.file("s3://bucket/dstl/many-" + i, 77));
        }
        return Metadata.of(
                operator(
                        1,
                        managedKeyed(
                                new Changelog.Backend().nonMaterialized(changesInFiles()).nonMaterialized(changesInFiles()).make()),
                        managedKeyed(new Changelog.Backend().nonMaterialized(none.make()).make()),
                        managedKeyed(new Changelog.Backend().nonMaterialized(many.make()).make())));
    }

    private static Metadata nested() {
        Object innermost = Keyed.keyGroups(0, Keyed.offsets(2), Streams.bytes("innermost", 4), "innermost");
        return Metadata.of(operator(1, managedKeyed(nest(innermost, 2)), managedKeyed(nest(innermost, 12))));
    }

    private static Object nest(Object innermost, int depth) {
        Object handle = innermost;
        for (int i = 0; i < depth; i++) {
            Changelog.Backend around = new Changelog.Backend().materialized(handle).nonMaterialized(changesInMemory());
            around.identifier = "around-" + i;
            handle = around.make();
        }
        return handle;
    }

    private static Metadata partsAlone() {
        return Metadata.of(
                operator(
                        1,
                        managedKeyed(changesInMemory()),
                        rawKeyed(changesInMemory()),
                        managedKeyed(changesInFiles()),
                        rawKeyed(changesInFiles())));
    }

    private static Metadata storageIdentifiers() {
        Changelog.Backend backend = new Changelog.Backend();
        for (String identifier : new String[] {"filesystem", "memory", "", "\u5b58\u50a8"}) {
            Changelog.Files files = new Changelog.Files().add(9, Streams.bytes("segment", 9));
            files.storageIdentifier = identifier;
            files.identifier = "stored-in-" + identifier;
            backend.nonMaterialized(files.make());
        }
        return Metadata.of(operator(1, managedKeyed(backend.make())));
    }
}
