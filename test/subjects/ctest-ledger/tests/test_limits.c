#include <assert.h>
#include "ledger.h"

int main(void) {
  struct ledger ledger;
  ledger_open(&ledger, 0);
  for (int i = 0; i < MAX_POSTS; i++)
    assert(ledger_post(&ledger, 1));
  assert(!ledger_post(&ledger, 1));
  assert(ledger.balance == MAX_POSTS);
  return 0;
}
