// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import org.apache.flink.runtime.util.EnvironmentInformation;

/** The Flink release on the class path. */
final class Release {

    static final String VERSION = EnvironmentInformation.getVersion();

    private Release() {}

    /** Whether this release is {@code version} ("1.15") or a later one. */
    static boolean isAtLeast(String version) {
        return ordinal(VERSION) >= ordinal(version);
    }

    private static int ordinal(String version) {
        String[] parts = version.split("\\.");
        return Integer.parseInt(parts[0]) * 1000 + Integer.parseInt(parts[1]);
    }
}
