/* secret - see secret.h */
#include "config/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECRET_MOST = 16 * 1024 };

static const char credential[] = "@credential:";
static const char file[] = "@file:";
static const char environment[] = "@env:";

bool
secret_is_key(const char *key)
{
    static const char *const parts[] = {
        "password", "passwd", "passphrase", "secret", "token", "api_key",
        "apikey", "access_key", "auth_key", NULL
    };

    for (int i = 0; parts[i] != NULL; i++) {
        if (strcasestr(key, parts[i]) != NULL)
            return true;
    }
    return false;
}

bool
secret_is_elsewhere(const char *value)
{
    const char *colon = strchr(value, ':');
    size_t letters = strspn(value + (value[0] == '@'),
                            "abcdefghijklmnopqrstuvwxyz");

    /* "@credentials:x" too: a slip is better told than sent as a password. */
    return value[0] == '@' && letters > 0 && colon == value + 1 + letters;
}

static const char *
after(const char *value, const char *prefix)
{
    size_t length = strlen(prefix);

    return strncmp(value, prefix, length) == 0 ? value + length : NULL;
}

/* Wiped, so that it does not stay behind in what is used again. */
static int
keep(struct pool *pool, char *bytes, size_t length, const char *name,
     const char **secret, struct error *error)
{
    int result = 0;

    while (length > 0 &&
           (bytes[length - 1] == '\n' || bytes[length - 1] == '\r'))
        length--;
    if (length == 0)
        result = error_set(error, "the secret '%s' is empty", name);
    else if (memchr(bytes, '\0', length) != NULL)
        result = error_set(error, "the secret '%s' holds a byte of value 0",
                           name);
    else
        *secret = pool_copy_n(pool, bytes, length);
    explicit_bzero(bytes, length);
    return result;
}

static int
check_file(int fd, const char *name, bool guarded, struct error *error)
{
    struct stat status;

    if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode))
        return error_set(error, "%s is no regular file", name);
    if (guarded && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return error_set(error, "others can read the secret in %s; type: "
                         "chmod 600 %s", name, name);
    if (status.st_size > SECRET_MOST)
        return error_set(error, "%s is larger than 16 kB: no secret", name);
    return 0;
}

static int
read_file(struct pool *pool, const char *path, const char *name,
          bool guarded, const char **secret, struct error *error)
{
    char bytes[SECRET_MOST];
    ssize_t length;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

    if (fd < 0)
        return error_set(error, "the secret in %s cannot be read: %s", name,
                         strerror(errno));
    if (check_file(fd, name, guarded, error) < 0) {
        close(fd);
        return -1;
    }
    length = read(fd, bytes, sizeof(bytes));
    close(fd);
    if (length < 0)
        return error_set(error, "the secret in %s cannot be read", name);
    return keep(pool, bytes, (size_t)length, name, secret, error);
}

/* systemd looks after who can read the directory of credentials. */
static int
read_credential(struct pool *pool, const char *name, const char **secret,
                struct error *error)
{
    const char *directory = getenv("CREDENTIALS_DIRECTORY");
    char *path;
    int result;

    if (name[0] == '\0' || strchr(name, '/') != NULL || name[0] == '.')
        return error_set(error, "after @credential: comes the name of a "
                         "credential, without /");
    if (directory == NULL)
        return error_set(error, "there are no credentials here; add "
                         "LoadCredential=%s:/path/of/the/file to the unit of "
                         "systemd, or write \"@file:PATH\"", name);
    if (asprintf(&path, "%s/%s", directory, name) < 0)
        return error_set(error, "out of memory");
    result = read_file(pool, path, name, false, secret, error);
    free(path);
    return result;
}

static int
read_path(struct pool *pool, const char *directory, const char *name,
          const char **secret, struct error *error)
{
    char *path;
    int result;

    if (name[0] == '\0')
        return error_set(error, "after @file: comes the path of a file");
    if (asprintf(&path, "%s%s%s", name[0] == '/' ? "" : directory,
                 name[0] == '/' ? "" : "/", name) < 0)
        return error_set(error, "out of memory");
    result = read_file(pool, path, name, true, secret, error);
    free(path);
    return result;
}

int
secret_read(struct pool *pool, const char *directory, const char *value,
            const char **secret, struct error *error)
{
    const char *name, *text;

    if ((name = after(value, credential)) != NULL)
        return read_credential(pool, name, secret, error);
    if ((name = after(value, file)) != NULL)
        return read_path(pool, directory, name, secret, error);
    if ((name = after(value, environment)) == NULL)
        return error_set(error, "a secret is \"@credential:NAME\", "
                         "\"@file:PATH\" or \"@env:NAME\"");
    text = getenv(name);
    if (text == NULL || *text == '\0')
        return error_set(error, "the environment has no %s", name);
    *secret = pool_copy(pool, text);
    return 0;
}
