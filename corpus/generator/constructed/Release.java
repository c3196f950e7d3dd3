// SPDX-License-Identifier: Apache-2.0

package corpus.generator.constructed;

/** The Flink release on the class path. */
final class Release {
    private static int major;
    private static int minor;

    private Release() {}

    static void set(String version) {
        String[] numbers = version.split("\\.");
        major = Integer.parseInt(numbers[0]);
        minor = Integer.parseInt(numbers[1]);
    }

    static boolean since(int sinceMajor, int sinceMinor) {
        return major > sinceMajor || major == sinceMajor && minor >= sinceMinor;
    }

    static boolean before(int beforeMajor, int beforeMinor) {
        return !since(beforeMajor, beforeMinor);
    }

    /** The version of the _metadata files that this release writes by default. */
    static int metadataVersion() {
        return since(2, 1) ? 6 : since(2, 0) ? 5 : since(1, 16) ? 4 : since(1, 11) ? 3 : 2;
    }
}
