// SPDX-License-Identifier: Apache-2.0

package interop;

import java.security.Provider;
import java.security.SecureRandomSpi;
import java.security.Security;
import java.util.SplittableRandom;

/**
 * Makes {@code UUID.randomUUID} draw the same identifiers each time.
 *
 * <p>Flink gives a random identifier to every handle that it reads from a file without one. With this, reading two files
 * that say the same gives objects that are the same in everything, and no comparison needs to be lenient.
 */
final class RepeatableIdentifiers {
    /** Null if there is only one identifier to draw. */
    private static SplittableRandom random = new SplittableRandom(0);

    private RepeatableIdentifiers() {}

    /** Must come before anything draws a random number. */
    static void install() {
        Security.insertProviderAt(new RepeatableProvider(), 1);
    }

    /** From here on the same identifiers are drawn again. */
    static void restart() {
        random = new SplittableRandom(0);
    }

    /** From here on one identifier is drawn again and again, by which what Flink has made up can be told. */
    static void drawOneOnly() {
        random = null;
    }

    private static final class RepeatableProvider extends Provider {
        private static final long serialVersionUID = 1L;

        RepeatableProvider() {
            super("Repeatable", "1", "the same random numbers each time");
            put("SecureRandom.Repeatable", Source.class.getName());
        }
    }

    /** Public, with a public constructor, because the provider's machinery makes the instances. */
    public static final class Source extends SecureRandomSpi {
        private static final long serialVersionUID = 1L;

        @Override
        protected void engineSetSeed(byte[] seed) {}

        @Override
        protected void engineNextBytes(byte[] bytes) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random == null ? -1 : (byte) random.nextInt();
            }
        }

        @Override
        protected byte[] engineGenerateSeed(int count) {
            return new byte[count];
        }
    }
}
