#include <assert.h>
#include "ledger.h"

int main(void) {
  struct ledger ledger;
  ledger_open(&ledger, 100);
  assert(ledger_post(&ledger, 50));
  assert(ledger_post(&ledger, -30));
  assert(ledger.balance == 120);
  return 0;
}
