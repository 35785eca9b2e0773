package invoice_test

import (
	"strings"
	"testing"

	"example.com/bookings/booking"
	"example.com/bookings/invoice"
	"example.com/bookings/stay"
)

func TestInvoices(t *testing.T) {
	for _, c := range []struct {
		name     string
		from, to stay.Day
		agreed   int
	}{
		{"one night in spring", 1, 2, 11000},
		{"a week by the sea", 70, 77, 78600},
		{"six nights (autumn)", 160, 166, 45000},
		{"two weeks", 0, 14, 92600},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := stay.New(c.from, c.to, 2)
			if err != nil {
				t.Fatal(err)
			}
			text, err := invoice.Print(booking.Of(s), c.agreed)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(text, "total") {
				t.Errorf("no total in %q", text)
			}
		})
	}
}
