#include <algorithm>

#include "parcels.h"

namespace parcels {

void Invoice::add(const Parcel& parcel) {
  prices_.push_back(price_of(parcel));
}

int Invoice::total() const {
  int sum = 0;
  for (int price : prices_) {
    sum += price;
  }
  return sum;
}

int Invoice::largest() const {
  if (prices_.empty()) {
    return 0;
  }
  return *std::max_element(prices_.begin(), prices_.end());
}

}  // namespace parcels
