// Package invoice says what is to be paid.
package invoice

import (
	"fmt"
	"strings"

	"example.com/bookings/booking"
)

// Total is the sum of a booking.
func Total(b booking.Booking) int {
	total := 0
	for _, line := range b.Lines {
		total += line.Cents
	}
	return total
}

// Print refuses a total that is not the agreed one.
func Print(b booking.Booking, agreed int) (string, error) {
	total := Total(b)
	if total != agreed {
		return "", fmt.Errorf("the total %s is not the agreed %s", euros(total), euros(agreed))
	}
	var text strings.Builder
	for _, line := range b.Lines {
		fmt.Fprintf(&text, "%-10s %10s\n", line.Text, euros(line.Cents))
	}
	fmt.Fprintf(&text, "%-10s %10s\n", "total", euros(total))
	return text.String(), nil
}

func euros(cents int) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	return fmt.Sprintf("%s%d.%02d", sign, cents/100, cents%100)
}
