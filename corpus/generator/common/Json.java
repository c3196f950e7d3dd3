// SPDX-License-Identifier: Apache-2.0

package corpus.generator.common;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes JSON in pure ASCII: every UTF-16 unit outside it becomes a {@code \\uXXXX}, so that lone surrogates, which no
 * encoding of Unicode text can carry, survive. Objects are maps in their own order, arrays are collections.
 */
public final class Json {
    private static final int SHORT = 110;
    /** Instead of a depth of indentation. */
    private static final int ONE_LINE = -1;

    private final StringBuilder text = new StringBuilder();

    private Json() {}

    /** An object from alternating names and values. */
    public static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    /** On many lines, for files that people read and compare; short values stay on one line. */
    public static String pretty(Object value) {
        Json json = new Json();
        json.write(value, 0);
        return json.text.append('\n').toString();
    }

    /** On one line. */
    public static String line(Object value) {
        Json json = new Json();
        json.write(value, ONE_LINE);
        return json.text.toString();
    }

    private void write(Object value, int depth) {
        if (value == null || value instanceof Boolean || value instanceof Integer || value instanceof Long) {
            text.append(value);
        } else if (value instanceof String) {
            string((String) value);
        } else if (value instanceof Map) {
            structure('{', ((Map<?, ?>) value).entrySet(), '}', depth, value);
        } else if (value instanceof Collection) {
            structure('[', (Collection<?>) value, ']', depth, value);
        } else {
            throw new IllegalArgumentException("no JSON form for " + value.getClass());
        }
    }

    private void structure(char begin, Collection<?> parts, char end, int depth, Object value) {
        int inner = depth == ONE_LINE || fitsOneLine(value) ? ONE_LINE : depth + 1;
        text.append(begin);
        String separator = "";
        for (Object part : parts) {
            text.append(separator);
            lineBreak(inner);
            if (part instanceof Map.Entry) {
                Map.Entry<?, ?> member = (Map.Entry<?, ?>) part;
                string((String) member.getKey());
                text.append(": ");
                write(member.getValue(), inner);
            } else {
                write(part, inner);
            }
            separator = inner == ONE_LINE ? ", " : ",";
        }
        lineBreak(inner == ONE_LINE ? ONE_LINE : depth);
        text.append(end);
    }

    /** Arrays of numbers always do, so that they do not fill pages; other values do if they are short. */
    private static boolean fitsOneLine(Object value) {
        if (value instanceof Collection && ((Collection<?>) value).stream().allMatch(Number.class::isInstance)) {
            return true;
        }
        return smallest(value, SHORT) <= SHORT && line(value).length() <= SHORT;
    }

    /** A lower bound of the length, cheap for long values: counting ends at the limit. */
    private static int smallest(Object value, int limit) {
        int length = 2;
        if (value instanceof Map || value instanceof Collection) {
            Collection<?> parts = value instanceof Map ? ((Map<?, ?>) value).values() : (Collection<?>) value;
            for (Object part : parts) {
                length += 2 + smallest(part, limit - length);
                if (length > limit) {
                    break;
                }
            }
        }
        return length;
    }

    private void lineBreak(int depth) {
        if (depth != ONE_LINE) {
            text.append('\n');
            for (int i = 0; i < depth; i++) {
                text.append(' ');
            }
        }
    }

    private void string(String string) {
        text.append('"');
        if (needsNoEscape(string)) {
            text.append(string).append('"');
            return;
        }
        for (int i = 0; i < string.length(); i++) {
            char unit = string.charAt(i);
            if (unit == '"' || unit == '\\') {
                text.append('\\').append(unit);
            } else if (unit < ' ' || unit > '~') {
                text.append(String.format("\\u%04x", (int) unit));
            } else {
                text.append(unit);
            }
        }
        text.append('"');
    }

    private static boolean needsNoEscape(String string) {
        for (int i = 0; i < string.length(); i++) {
            char unit = string.charAt(i);
            if (unit == '"' || unit == '\\' || unit < ' ' || unit > '~') {
                return false;
            }
        }
        return true;
    }
}
