#pragma once
#include <string>
#include <vector>

namespace parcels {

struct Parcel {
  std::string country;
  double kilograms;
  double litres;
};

enum class Zone { home, near, far };

/// Throws std::invalid_argument for a country nobody delivers to.
Zone zone_of(const std::string& country);

/// What a parcel is billed by: its weight, or its size where it is large for its weight.
double billable_weight(const Parcel& parcel);

/// In cents.
int price_of(const Parcel& parcel);

class Invoice {
 public:
  void add(const Parcel& parcel);
  int total() const;
  int largest() const;

 private:
  std::vector<int> prices_;
};

}  // namespace parcels
