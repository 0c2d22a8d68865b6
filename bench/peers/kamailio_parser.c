/* SPDX-License-Identifier: GPL-3.0-or-later
 * Kamailio's own parser as its Debian package has it: a module that the real program loads, and that measures
 * instead of registering itself. The messages are those of `denwaban_sip_bench --write` in /bench/messages; it
 * prints nanoseconds of processor time a message: all headers, and the structures of Request-URI, From, To, Contact and
 * credentials, where Kamailio has one (challenges it does not read). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/parser/contact/parse_contact.h"
#include "core/parser/digest/digest.h"
#include "core/parser/msg_parser.h"
#include "core/parser/parse_from.h"
#include "core/parser/parse_to.h"
#include "core/parser/parse_uri.h"

char *module_version = PEER_VERSION;
char *module_flags = PEER_FLAGS;

enum { kMessagesMax = 4096, kPasses = 50 };
static char *messages[kMessagesMax];
static unsigned sizes[kMessagesMax], count;
/* With room behind it, should the program's own structure be larger than these headers say. */
static union {
  sip_msg_t message;
  char room[sizeof(sip_msg_t) + 4096];
} place;

static int read_messages(void) {
  FILE *file = fopen("/bench/messages", "rb");
  if (!file) return 0;
  while (count < kMessagesMax && fscanf(file, "@ %u", &sizes[count]) == 1 && fgetc(file) == '\n') {
    messages[count] = calloc(1, sizes[count] + 1);
    if (fread(messages[count], 1, sizes[count], file) != sizes[count]) return 0;
    fgetc(file);
    ++count;
  }
  fclose(file);
  return count != 0;
}

static void parse_one(unsigned i) {
  sip_msg_t *m = &place.message;
  struct sip_uri uri;
  memset(m, 0, sizeof *m);
  m->buf = messages[i];
  m->len = sizes[i];
  if (parse_msg(m->buf, m->len, m) == 0) {
    parse_headers(m, HDR_EOH_F, 0);
    if (m->first_line.type == SIP_REQUEST) parse_sip_msg_uri(m);
    if (m->from && parse_from_header(m) == 0) parse_from_uri(m);
    if (m->to) parse_to_uri(m);
    if (m->contact && parse_contact(m->contact) == 0) {
      contact_t *c = ((contact_body_t *)m->contact->parsed)->contacts;
      for (; c; c = c->next) parse_uri(c->uri.s, c->uri.len, &uri);
    }
    if (m->authorization) parse_credentials(m->authorization);
    if (m->proxy_auth) parse_credentials(m->proxy_auth);
  }
  free_sip_msg(m);
}

int mod_register(char *path, int *flags, void *a, void *b) {
  struct timespec begin, end;
  unsigned pass, i;
  (void)path, (void)flags, (void)a, (void)b;
  if (!read_messages()) exit(1);
  for (i = 0; i < count; ++i) parse_one(i);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
  for (pass = 0; pass < kPasses; ++pass)
    for (i = 0; i < count; ++i) parse_one(i);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
  printf("kamailio %.0f\n",
         ((double)(end.tv_sec - begin.tv_sec) * 1e9 + (double)(end.tv_nsec - begin.tv_nsec)) / kPasses / count);
  fflush(stdout);
  _Exit(0);
}
