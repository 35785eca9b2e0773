#include "ledger.h"

#include <assert.h>

void ledger_open(struct ledger *ledger, long balance) {
  ledger->balance = balance;
  ledger->n_posts = 0;
}

int ledger_post(struct ledger *ledger, long amount) {
  if (ledger->n_posts == MAX_POSTS)
    return 0;
  ledger->posts[ledger->n_posts++] = amount;
  ledger->balance += amount;
  return 1;
}

void ledger_close(struct ledger *ledger, int month, long expected) {
  long interest = interest_of(ledger->balance, month);
  ledger_post(ledger, interest);
  assert(ledger->balance == expected);
}
