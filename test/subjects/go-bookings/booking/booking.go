// Package booking makes a price of a stay.
package booking

import (
	"example.com/bookings/rates"
	"example.com/bookings/stay"
)

// Booking is a stay with what it costs.
type Booking struct {
	Stay  stay.Stay
	Lines []Line
}

// Line is a part of the price.
type Line struct {
	Text  string
	Cents int
}

// Of makes a booking of a stay.
func Of(s stay.Stay) Booking {
	b := Booking{Stay: s}
	nights := 0
	for day := s.From; day < s.To; day++ {
		nights += rates.Nightly(int(day))
	}
	b.add("nights", nights)
	if percent := rates.Discount(s.Nights()); percent > 0 {
		b.add("discount", -nights*percent/100)
	}
	b.add("cleaning", rates.Cleaning(s.Guests))
	return b
}

func (b *Booking) add(text string, cents int) {
	b.Lines = append(b.Lines, Line{text, cents})
}
