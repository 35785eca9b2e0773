// Memory that is a file, and outlives the process with all that was written to it.

package ring

import (
	"os"
	"syscall"
	"unsafe"
)

// mapWords gives that many words of a new file; ordinary memory where the file cannot be had.
func mapWords(path string, count int) []uint64 {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return make([]uint64, count)
	}
	defer file.Close()
	if file.Truncate(int64(count)*8) != nil {
		return make([]uint64, count)
	}
	bytes, err := syscall.Mmap(int(file.Fd()), 0, count*8, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		return make([]uint64, count)
	}
	return unsafe.Slice((*uint64)(unsafe.Pointer(&bytes[0])), count)
}
