package stay

import "testing"

func TestNights(t *testing.T) {
	s, err := New(3, 10, 2)
	if err != nil {
		t.Fatal(err)
	}
	if s.Nights() != 7 {
		t.Errorf("got %d nights", s.Nights())
	}
}

func TestNobody(t *testing.T) {
	if _, err := New(1, 2, 0); err == nil {
		t.Error("a stay of nobody was taken")
	}
}

func TestOverlaps(t *testing.T) {
	a, _ := New(1, 4, 1)
	b, _ := New(4, 6, 1)
	if a.Overlaps(b) {
		t.Error("one leaves in the morning, the other comes in the evening")
	}
}
