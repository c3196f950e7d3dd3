// SPDX-License-Identifier: Apache-2.0

package interop;

import java.util.Arrays;

/** What came of asking Flink to do something: bytes, or the exception that it threw. */
final class Outcome {
    final byte[] bytes;
    final String failure;

    interface Attempt {
        byte[] run() throws Exception;
    }

    private Outcome(byte[] bytes, String failure) {
        this.bytes = bytes;
        this.failure = failure;
    }

    static Outcome of(Attempt attempt) {
        try {
            return new Outcome(attempt.run(), null);
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            return new Outcome(null, describe(e));
        }
    }

    /** Without the identity hash codes of objects, which differ each time. */
    static String describe(Throwable failure) {
        return failure.toString().replaceAll("@[0-9a-f]{5,8}\\b", "");
    }

    boolean succeeded() {
        return failure == null;
    }

    boolean equals(Outcome other) {
        return Arrays.equals(bytes, other.bytes) && String.valueOf(failure).equals(String.valueOf(other.failure));
    }

    @Override
    public String toString() {
        return succeeded() ? bytes.length + " bytes" : failure;
    }

    /** Where two outcomes part, for people. */
    String difference(Outcome other) {
        if (!succeeded() || !other.succeeded()) {
            return this + " / " + other;
        }
        int mismatch = Arrays.mismatch(bytes, other.bytes);
        return this + " / " + other + ", different from byte " + mismatch + ": " + excerpt(bytes, mismatch) + " / "
                + excerpt(other.bytes, mismatch);
    }

    private static String excerpt(byte[] bytes, int from) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < Math.min(bytes.length, from + 24); i++) {
            text.append(String.format("%02x", bytes[i]));
        }
        return text.toString();
    }
}
