@NullMarked
package dev.verge.data.kv;

import org.jspecify.annotations.NullMarked;
