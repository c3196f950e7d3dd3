// SPDX-License-Identifier: Apache-2.0

package interop;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Has the Flink release on the class path read the metadata files that InteropTool has left in a folder, and write them
 * again.
 *
 * <p>Subfolders of the folder, each with files of the same names:
 *
 * <ul>
 *   <li>{@code original}: as some Flink release wrote them;
 *   <li>{@code values}, {@code events}: decoded and encoded by FlinkMetadata. This release must make the same of them as
 *       of the originals: the same objects, and of these its writers the same files.
 *   <li>{@code newer}: converted to this release's version by FlinkMetadata. This release must write the same files.
 *   <li>{@code older}, {@code made}: files of this release's and of older versions for which no original exists, converted
 *       or made of nothing. This release must read them.
 * </ul>
 *
 * Whatever this release writes goes to {@code written}, for InteropTool to compare.
 */
final class CheckMetadata {
    private final Path folder;
    private final Table table;

    CheckMetadata(Path folder, Table table) {
        this.folder = folder;
        this.table = table;
    }

    void run() throws IOException {
        List<String> names = namesIn("original");
        if (names.isEmpty()) {
            throw new IOException("there is nothing to read in " + folder);
        }
        for (String name : names) {
            Reading original = Reading.of(file("original", name));
            compare("values", name, original);
            compare("events", name, original);
            if (Files.exists(folder.resolve("newer").resolve(name))) {
                compareConverted(name, original);
            }
            keep("original", name, original);
        }
        for (String kind : new String[] {"older", "made"}) {
            for (String name : namesIn(kind)) {
                Reading reading = Reading.of(file(kind, name));
                if (reading.isAccepted() && reading.description.succeeded() && reading.inSameVersion.succeeded()) {
                    table.equal(row(kind), reading.isWrittenAlike());
                } else {
                    table.different(row(kind), name, reading.description + "; written: " + reading.inSameVersion);
                }
                keep(kind, name, reading);
            }
        }
    }

    private static String row(String kind) {
        switch (kind) {
            case "values":
                return "ours, by values, read by Flink";
            case "events":
                return "ours, by events, read by Flink";
            case "newer":
                return "ours, newer version, read by Flink";
            case "older":
                return "ours, older version, read by Flink";
            case "made":
                return "ours, made of nothing, read by Flink";
            default:
                throw new IllegalArgumentException(kind);
        }
    }

    private void compare(String kind, String name, Reading original) throws IOException {
        if (!Files.exists(folder.resolve(kind).resolve(name))) {
            if (original.isAccepted()) {
                table.different(row(kind), name, "Flink reads the file, FlinkMetadata does not");
            } else {
                table.refusedAlike(row(kind));
            }
            return;
        }
        Reading ours = Reading.of(file(kind, name));
        if (!original.description.equals(ours.description)) {
            table.different(row(kind), name, "read: " + original.description.difference(ours.description));
        } else if (!original.isAccepted()) {
            table.refusedAlike(row(kind));
        } else if (!original.inOwnVersion.equals(ours.inOwnVersion)) {
            table.different(row(kind), name, "written: " + original.inOwnVersion.difference(ours.inOwnVersion));
        } else if (!original.inSameVersion.equals(ours.inSameVersion)) {
            table.different(
                    row(kind), name, "written in its version: " + original.inSameVersion.difference(ours.inSameVersion));
        } else {
            table.equal(row(kind), ours.isWrittenAlike());
        }
    }

    /**
     * The description has members that depend on the file's version; what is written of the objects has not. Of version 1,
     * which holds tasks, Flink writes no other version.
     */
    private void compareConverted(String name, Reading original) throws IOException {
        Reading ours = Reading.of(file("newer", name));
        if (!ours.isAccepted()) {
            table.different(row("newer"), name, ours.description.toString());
        } else if (original.isAccepted() && !original.isOfVersion(1) && !original.inOwnVersion.equals(ours.inOwnVersion)) {
            table.different(row("newer"), name, "written: " + original.inOwnVersion.difference(ours.inOwnVersion));
        } else {
            table.equal(row("newer"), ours.isWrittenAlike());
        }
    }

    private void keep(String kind, String name, Reading reading) throws IOException {
        if (reading.isAccepted()) {
            keep(kind + "-own", name, reading.inOwnVersion);
            keep(kind + "-same", name, reading.inSameVersion);
        }
    }

    private void keep(String kind, String name, Outcome written) throws IOException {
        if (written.succeeded()) {
            Path target = folder.resolve("written").resolve(kind).resolve(name);
            Files.createDirectories(target.getParent());
            Files.write(target, written.bytes);
        }
    }

    private File file(String kind, String name) {
        return folder.resolve(kind).resolve(name).toFile();
    }

    private List<String> namesIn(String kind) throws IOException {
        Path root = folder.resolve(kind);
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .collect(Collectors.toList());
        }
    }
}
