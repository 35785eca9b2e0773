#include "ledger.h"

int days_of_month(int month) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[month - 1];
}

long interest_of(long balance, int month) {
  int days = days_of_month(month);
  if (days < 31)
    days = 28;
  return balance * days / 36500;
}
