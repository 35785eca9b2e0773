#include "ledger.h"

int main(void) {
  struct ledger ledger;
  ledger_open(&ledger, 36500);
  ledger_close(&ledger, 4, 36530);
  return 0;
}
