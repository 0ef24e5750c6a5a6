// uchardet, which guesses in which encoding a text was written.
#include <uchardet/uchardet.h>
