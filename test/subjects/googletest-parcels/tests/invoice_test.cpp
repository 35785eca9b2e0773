#include <gtest/gtest.h>

#include "parcels.h"

class InvoiceTest : public ::testing::Test {
 protected:
  void SetUp() override { invoice.add({"AT", 1, 0.5}); }

  parcels::Invoice invoice;
};

TEST_F(InvoiceTest, HasOneParcelAtFirst) { EXPECT_EQ(invoice.total(), 300); }

TEST_F(InvoiceTest, KnowsTheLargest) {
  invoice.add({"US", 1, 0.5});
  EXPECT_EQ(invoice.largest(), 2500);
}

TEST(Invoice, EmptyCostsNothing) { EXPECT_EQ(parcels::Invoice().total(), 0); }

TEST(Invoice, AddsUpWhatParcelsCost) {
  parcels::Invoice invoice;
  invoice.add({"AT", 1, 0.5});
  invoice.add({"DE", 4, 20});
  EXPECT_EQ(invoice.total(), 300 + 1040);
}
