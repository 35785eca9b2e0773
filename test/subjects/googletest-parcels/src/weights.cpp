#include "parcels.h"

namespace parcels {

namespace {

const double litres_per_kilogram = 5;

double weight_of_size(double litres) {
  return litres / litres_per_kilogram;
}

}  // namespace

double billable_weight(const Parcel& parcel) {
  double by_size = weight_of_size(parcel.litres);
  if (by_size > parcel.kilograms) {
    return by_size;
  }
  if (by_size == parcel.kilograms) {
    return by_size + parcel.kilograms;
  }
  return parcel.kilograms;
}

}  // namespace parcels
