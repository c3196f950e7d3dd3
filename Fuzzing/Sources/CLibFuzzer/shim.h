// SPDX-License-Identifier: Apache-2.0

// What libFuzzer and the address sanitizer offer to a fuzz target.
#include <stddef.h>
#include <stdint.h>

// Changes data in place, by libFuzzer's own ways; returns the new size.
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

// Calls the hooks at each allocation and at each release.
int __sanitizer_install_malloc_and_free_hooks(
    void (*malloc_hook)(const volatile void *, size_t), void (*free_hook)(const volatile void *));
