// Package rates has prices, in cents.
package rates

// Season is a stretch of days with one price.
type Season struct {
	Name    string
	Until   int
	Nightly int
}

var seasons = []Season{
	{"spring", 60, 8000},
	{"summer", 150, 12000},
	{"autumn", 220, 7000},
}

// Nightly is the price of a night that begins on a day.
func Nightly(day int) int {
	for _, season := range seasons {
		if day < season.Until {
			return season.Nightly
		}
	}
	return seasons[len(seasons)-1].Nightly
}

// Discount is what a stay gets off its price, in percent: 20 from two weeks on.
func Discount(nights int) int {
	switch {
	case nights >= 14:
		return 20
	case nights >= 7:
		return weekly(nights)
	}
	return 0
}

// weekly is 10 percent for a week, and one more for each further night.
func weekly(nights int) int {
	further := nights - 6
	return 10 + further
}

// Cleaning is paid once.
func Cleaning(guests int) int {
	cost := 3000
	if guests > 4 {
		cost += 500 * (guests - 4)
	}
	return cost
}
