#include <gtest/gtest.h>

#include "parcels.h"

using parcels::billable_weight;
using parcels::price_of;

TEST(Weights, HeavyThingsAreBilledByWeight) { EXPECT_DOUBLE_EQ(billable_weight({"AT", 10, 4}), 10); }

TEST(Weights, LargeThingsAreBilledBySize) { EXPECT_DOUBLE_EQ(billable_weight({"AT", 1, 50}), 10); }

TEST(Prices, LightParcelsCostTheBase) {
  EXPECT_EQ(price_of({"AT", 0.5, 0.1}), 300);
  EXPECT_EQ(price_of({"DE", 1, 0.2}), 800);
}

TEST(Prices, EachKilogramCosts) { EXPECT_EQ(price_of({"AT", 3, 1}), 360); }
