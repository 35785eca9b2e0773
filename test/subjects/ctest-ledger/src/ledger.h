#ifndef LEDGER_H
#define LEDGER_H

#define MAX_POSTS 32

struct ledger {
  long balance; /* cents */
  long posts[MAX_POSTS];
  int n_posts;
};

int days_of_month(int month);
long interest_of(long balance, int month);

void ledger_open(struct ledger *ledger, long balance);
int ledger_post(struct ledger *ledger, long amount);
void ledger_close(struct ledger *ledger, int month, long expected);

#endif
