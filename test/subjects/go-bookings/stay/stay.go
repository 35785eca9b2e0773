// Package stay knows when somebody stays and for how long.
package stay

import "fmt"

// Day counts from the start of the season.
type Day int

// Stay is from the evening of one day to the morning of another.
type Stay struct {
	From, To Day
	Guests   int
}

// New checks a stay.
func New(from, to Day, guests int) (Stay, error) {
	if to <= from {
		return Stay{}, fmt.Errorf("a stay from day %d cannot end on day %d", from, to)
	}
	if guests < 1 {
		return Stay{}, fmt.Errorf("nobody stays")
	}
	return Stay{From: from, To: to, Guests: guests}, nil
}

// Nights is how many nights the stay has.
func (s Stay) Nights() int {
	return int(s.To - s.From)
}

// Overlaps tells whether two stays share a night.
func (s Stay) Overlaps(other Stay) bool {
	return s.From < other.To && other.From < s.To
}
