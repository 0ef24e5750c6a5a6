// Exchanges drops with what must never be taken, while they are looked at and taken (FIELD-FACTS 3).
//
//     swapper INBOX SIDE FIRST COUNT SEED
//
// Exchanges INBOX/clipN.wav with SIDE/N, for an N from FIRST on, until its standard input is closed. Most of all those
// that follow the one taken last: they will be looked at next. Whatever is at the names in the end stays. Says "ready"
// after the first exchange; writes how many there were to the file `exchanged`.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int count, char **words) {
    if (count != 6) return 2;
    int inbox = open(words[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int side = open(words[2], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (inbox < 0 || side < 0) return 1;
    unsigned first = strtoul(words[3], NULL, 10), drops = strtoul(words[4], NULL, 10);
    uint64_t state = strtoull(words[5], NULL, 10);
    unsigned long exchanged = 0;
    unsigned last = 0, hot = 8;
    char *taken = calloc(drops, 1);
    if (!taken) return 1;
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    for (unsigned long turn = 0;; turn++) {
        // Knuth's MMIX generator.
        state = state * 6364136223846793005u + 1442695040888963407u;
        unsigned long chosen = state >> 33;
        unsigned number = (chosen % 8 ? last + 1 + chosen / 8 % hot : chosen / 8) % drops;
        char drop[32], other[32];
        snprintf(drop, sizeof drop, "clip%u.wav", first + number);
        snprintf(other, sizeof other, "%u", first + number);
        if (renameat2(inbox, drop, side, other, RENAME_EXCHANGE) == 0) {
            if (exchanged++ == 0) {
                puts("ready");
                fflush(stdout);
            }
        } else if (errno == ENOENT && !taken[number]) {
            taken[number] = 1;
            last = number;
        }
        if (turn % 64 == 0 && poll(&input, 1, 0) != 0) break;
    }
    FILE *report = fopen("exchanged", "w");
    if (!report) return 1;
    fprintf(report, "%lu", exchanged);
    return fclose(report) == 0 ? 0 : 1;
}
