#include <gtest/gtest.h>

#include <stdexcept>

#include "parcels.h"

using parcels::Zone;
using parcels::zone_of;

TEST(Zones, HomeIsAustria) { EXPECT_EQ(zone_of("AT"), Zone::home); }

TEST(Zones, NobodyDeliversToNowhere) { EXPECT_THROW(zone_of("XX"), std::invalid_argument); }

class NearZones : public ::testing::TestWithParam<const char*> {};

TEST_P(NearZones, AreNear) { EXPECT_EQ(zone_of(GetParam()), Zone::near); }

INSTANTIATE_TEST_SUITE_P(Neighbours, NearZones, ::testing::Values("DE", "CH", "IT"));
