// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.net.URI;
import java.util.UUID;
import org.apache.flink.core.fs.EntropyInjectingFileSystem;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.local.LocalFileSystem;

/**
 * The local files under the scheme {@code entropy}, with random text instead of {@code _entropy_} in the paths of
 * state files, as in Flink's S3 file systems. Paths of metadata files have no such text, so that no path relative to
 * them leads to the state.
 */
public final class EntropyFileSystem extends LocalFileSystem implements EntropyInjectingFileSystem {

    static final String SCHEME = "entropy";
    static final String KEY = "_entropy_";

    @Override
    public URI getUri() {
        return URI.create(SCHEME + ":///");
    }

    @Override
    public String getEntropyInjectionKey() {
        return KEY;
    }

    @Override
    public String generateEntropy() {
        return UUID.randomUUID().toString().substring(0, 4);
    }

    public static final class Factory implements FileSystemFactory {
        @Override
        public String getScheme() {
            return SCHEME;
        }

        @Override
        public FileSystem create(URI uri) {
            return new EntropyFileSystem();
        }
    }
}
