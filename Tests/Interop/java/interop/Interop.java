// SPDX-License-Identifier: Apache-2.0

package interop;

import java.nio.file.Path;

/**
 * Holds what InteropTool has left in a folder against the Flink release on the class path.
 *
 * <pre>Interop VERSION FOLDER</pre>
 *
 * Prints the rows of the table, separated by tabs; tells of differences on standard error and by its exit status.
 */
public final class Interop {
    private Interop() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2) {
            System.err.println("usage: Interop VERSION FOLDER");
            System.exit(64);
        }
        RepeatableIdentifiers.install();
        Path folder = Path.of(arguments[1]);
        Table table = new Table(arguments[0]);
        new CheckMetadata(folder, table).run();
        CheckProperties.run(folder, table);
        CheckUids.run(folder, table);
        table.print();
        System.exit(table.hasDifferences() ? 1 : 0);
    }
}
