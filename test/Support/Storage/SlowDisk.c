/* Preloaded into PostgreSQL: every flush to the disk takes as many microseconds longer as the file that SLOW_DISK_FILE names says. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void wait_for_the_disk(void)
{
    const char *name = getenv("SLOW_DISK_FILE");
    FILE *file = name ? fopen(name, "r") : NULL;
    long microseconds = 0;
    if (file)
    {
        if (fscanf(file, "%ld", &microseconds) != 1)
            microseconds = 0;
        fclose(file);
    }
    for (; microseconds > 0; microseconds -= 500000)
        usleep(microseconds < 500000 ? (useconds_t)microseconds : 500000);
}

int fsync(int descriptor)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    wait_for_the_disk();
    return real(descriptor);
}

int fdatasync(int descriptor)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    wait_for_the_disk();
    return real(descriptor);
}
