// SPDX-License-Identifier: Apache-2.0

package corpus.generator.constructed;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files to write for this release: each shows one feature of the format, and is named after it. */
final class Concepts {
    interface Writer {
        byte[] write() throws IOException;
    }

    static final class Entry {
        final String constructor;
        final String description;
        final String writtenBy;
        final int version;
        final Writer writer;

        private Entry(String constructor, String description, String writtenBy, int version, Writer writer) {
            this.constructor = constructor;
            this.description = description;
            this.writtenBy = writtenBy;
            this.version = version;
            this.writer = writer;
        }
    }

    interface Contents {
        Metadata make();
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private String constructor;

    /** The class that adds the next files. */
    void from(Class<?> adding) {
        constructor = "constructed/" + adding.getSimpleName() + ".java";
    }

    Map<String, Entry> entries() {
        return entries;
    }

    /** In the version that the release writes by default. */
    void add(String name, String description, Contents contents) {
        add(name, description, contents, Release.metadataVersion());
    }

    /** In that version, and in every older one that the release can be made to write. */
    void addInEveryVersion(String name, String description, Contents contents) {
        addInVersionsSince(2, name, description, contents);
    }

    /** In that version, and in the older ones down to the one that introduced the feature. */
    void addInVersionsSince(int oldest, String name, String description, Contents contents) {
        for (int version : Metadata.olderVersions()) {
            if (version >= oldest) {
                add(
                        name + "-as-version-" + version,
                        description + " Written as version " + version + ".",
                        contents,
                        version);
            }
        }
        add(name, description, contents);
    }

    private void add(String name, String description, Contents contents, int version) {
        add(name, description, Metadata.writer(version), version, () -> contents.make().write(version));
    }

    void add(String name, String description, String writtenBy, int version, Writer writer) {
        if (entries.put(name, new Entry(constructor, description, writtenBy, version, writer)) != null) {
            throw new IllegalStateException("two files named " + name);
        }
    }
}
