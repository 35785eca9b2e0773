#include <assert.h>
#include "ledger.h"

int main(void) {
  assert(days_of_month(2) == 28);
  assert(interest_of(36500, 1) == 31);
  return 0;
}
