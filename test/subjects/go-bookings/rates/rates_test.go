package rates

import "testing"

func TestNightly(t *testing.T) {
	for day, want := range map[int]int{0: 8000, 59: 8000, 60: 12000, 300: 7000} {
		if got := Nightly(day); got != want {
			t.Errorf("day %d: got %d, want %d", day, got, want)
		}
	}
}

func TestTwoWeeks(t *testing.T) {
	if got := Discount(14); got != 20 {
		t.Errorf("got %d", got)
	}
}

func TestCleaning(t *testing.T) {
	if got := Cleaning(6); got != 4000 {
		t.Errorf("got %d", got)
	}
}
