// SPDX-License-Identifier: Apache-2.0

package corpus.generator.constructed;

/** Master states: the state that hooks of the job master add to a checkpoint. */
final class MasterStateConcepts {
    private MasterStateConcepts() {}

    static void addTo(Concepts concepts) {
        concepts.from(MasterStateConcepts.class);
        concepts.addInEveryVersion(
                "master-states",
                "Master states: several, of no bytes, without a name, of the extreme versions, of one name twice.",
                MasterStateConcepts::several);
        concepts.add(
                "master-states-large",
                "A master state of 100,000 bytes.",
                () -> new Metadata().masterState("large", Streams.payload(100_000), 1));
    }

    private static Metadata several() {
        return new Metadata()
                .masterState("pulsar-reader-group", Streams.payload(40), 1)
                .masterState("no-bytes", new byte[0], 0)
                .masterState("", Streams.payload(3), Integer.MIN_VALUE)
                .masterState("h\u00f6chste", Streams.payload(1), Integer.MAX_VALUE)
                .masterState("no-bytes", Streams.payload(2), 2)
                .add(Operators.operator(1));
    }
}
