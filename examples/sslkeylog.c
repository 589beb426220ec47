/*
 * Writes the TLS keys of a program that uses OpenSSL (1.1.1 or newer) as a shared library, and writes no key log itself.
 *
 *   cc -shared -fPIC -O2 -o sslkeylog.so sslkeylog.c -ldl
 *   SSLKEYLOGFILE=/var/tmp/keys.log LD_PRELOAD=/usr/local/lib/sslkeylog.so kamailio ...
 *
 * Whoever has the file can read everything that the program says by TLS: keep it as you keep a password, and delete it soon.
 * It is made readable for its owner only; the program must be able to write there.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct ssl_st SSL;
typedef struct ssl_ctx_st SSL_CTX;
typedef void (*keylog_callback)(const SSL *, const char *);

static void write_line(const SSL *ssl, const char *line)
{
	char text[1024];
	const char *path = getenv("SSLKEYLOGFILE");
	int length = snprintf(text, sizeof(text), "%s\n", line), file;

	(void)ssl;
	if (!path || length <= 0 || (size_t)length >= sizeof(text))
		return;
	file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (file < 0)
		return;
	if (write(file, text, (size_t)length) != length) /* one call: lines of several processes do not mix */
		perror("sslkeylog");
	close(file);
}

/* A function of the library, also where a module that was loaded later brought it in. */
static void *function(const char *name)
{
	static const char *const libraries[] = {"libssl.so.3", "libssl.so.1.1"};
	void *found = dlsym(RTLD_NEXT, name), *library;
	size_t i;

	for (i = 0; !found && i < sizeof(libraries) / sizeof(*libraries); i++) {
		library = dlopen(libraries[i], RTLD_LAZY | RTLD_NOLOAD);
		found = library ? dlsym(library, name) : NULL;
	}
	return found;
}

SSL *SSL_new(SSL_CTX *context)
{
	SSL *(*original)(SSL_CTX *) = (SSL *(*)(SSL_CTX *))function("SSL_new");
	keylog_callback (*current)(const SSL_CTX *) = (keylog_callback (*)(const SSL_CTX *))function("SSL_CTX_get_keylog_callback");
	void (*set)(SSL_CTX *, keylog_callback) = (void (*)(SSL_CTX *, keylog_callback))function("SSL_CTX_set_keylog_callback");

	if (context && set && current && !current(context))
		set(context, write_line);
	return original ? original(context) : NULL;
}
