#include <cmath>

#include "parcels.h"

namespace parcels {

namespace {

int base_price(Zone zone) {
  switch (zone) {
    case Zone::home:
      return 300;
    case Zone::near:
      return 800;
    case Zone::far:
      return 2500;
  }
  return 0;
}

}  // namespace

int price_of(const Parcel& parcel) {
  int base = base_price(zone_of(parcel.country));
  double weight = billable_weight(parcel);
  if (weight <= 1) {
    return base;
  }
  return base + static_cast<int>(std::ceil(weight - 1) * base / 10);
}

}  // namespace parcels
