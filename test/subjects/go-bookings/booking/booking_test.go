package booking

import (
	"testing"

	"example.com/bookings/stay"
)

func TestOneNight(t *testing.T) {
	s, _ := stay.New(1, 2, 1)
	if got := len(Of(s).Lines); got != 2 {
		t.Errorf("got %d lines", got)
	}
}
