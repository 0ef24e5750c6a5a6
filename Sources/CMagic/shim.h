// libmagic, which tells what a file is by its bytes.
#include <magic.h>
