// Where no file can be mapped, memory ends with its process: a test that kills it leaves no trace.

package ring

func mapWords(path string, count int) []uint64 {
	return make([]uint64, count)
}
