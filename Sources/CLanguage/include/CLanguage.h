// The one question Longtake has for CLD2 (C++), as a C function that Swift can call.
#ifndef C_LANGUAGE_H
#define C_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The language most of a text is written in, as CLD2 names it: mostly ISO 639-1, but `iw` for Hebrew and `zh-Hant`
/// for traditional Chinese. The answer is a constant and lives for ever. Safe to call from any thread.
///
/// `is_reliable` tells whether CLD2 stands by its answer; bytes that are not UTF-8 never are.
const char *_Nonnull language_detect(const char *_Nonnull utf8, size_t length, bool *_Nonnull is_reliable);

#ifdef __cplusplus
}
#endif

#endif
