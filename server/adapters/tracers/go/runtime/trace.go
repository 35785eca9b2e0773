// Mode trace: lines, calls, returns and panics in their order, in a ring that is a file. What a test that failed had done
// is copied out of it when it ends.

package ring

import (
	"os"
	"runtime"
	"strconv"
	"sync/atomic"
	"time"
	"unsafe"
)

const (
	magic       = 0x43554C5052495431
	headerWords = 8
	slotBits    = 18
	nSlots      = 1 << slotBits
	askClock    = 1<<12 - 1
)

const (
	lineEvent = iota
	callEvent
	returnEvent
	raiseEvent
)

// Code is a function of the program. Its file is relative to the repository.
type Code struct {
	File, Name  string
	Line, Until uint32
	// number is its index plus one, once it was met.
	number uint32
	lastOf uint32
}

// piece is a stretch of the ring: numbers of events from and until.
type piece struct{ from, until uint64 }

// traced is what a test keeps in mode trace.
type traced struct {
	pieces  []piece
	entered []int
	serial  uint32
	values  keptValues
}

var (
	isTracing  bool
	words      []uint64
	position   atomic.Uint64
	stopAt     atomic.Uint64
	deadline   atomic.Int64
	serial     atomic.Uint32
	pieceStart uint64
	nCodes     uint32
	nTraces    int
)

func openTrace() {
	words = mapWords(asked.folder+"/ring.bin", headerWords+nSlots)
	words[0] = magic
	stopAt.Store(1 << 63)
	deadline.Store(1<<63 - 1)
	isTracing = true
}

func record(kind uint64, code, line uint32) uint64 {
	number := position.Add(1) - 1
	words[headerWords+number&(nSlots-1)] =
		uint64(line) | kind<<24 | uint64(code&0xfffff)<<26 | (number>>slotBits+1)<<46
	return number
}

// index gives a function its number when it is first met.
func (code *Code) index() uint32 {
	if number := atomic.LoadUint32(&code.number); number != 0 {
		return number - 1
	}
	lock.Lock()
	defer lock.Unlock()
	if code.number == 0 {
		to := json(`{"e":"code","i":`).number(int(nCodes)).raw(`,"file":`).text(code.File).raw(`,"name":`).text(code.Name)
		to.raw(`,"line":`).number(int(code.Line)).raw("}").write()
		nCodes++
		atomic.StoreUint32(&code.number, nCodes)
	}
	return code.number - 1
}

// Line is the probe before a statement; it gives the number of its event.
func Line(code *Code, line uint32) uint64 {
	if !isTracing {
		return 0
	}
	number := record(lineEvent, code.index(), line)
	if number >= stopAt.Load() || number&askClock == 0 && time.Now().UnixNano() > deadline.Load() {
		stop()
	}
	return number
}

// At is the probe before a condition that is asked again and again.
func At(code *Code, line uint32) bool {
	Line(code, line)
	return true
}

// Enter is the probe at the start of a function.
func Enter(code *Code) uint64 {
	if !isTracing {
		return 0
	}
	index := code.index()
	if now := serial.Load(); atomic.LoadUint32(&code.lastOf) != now {
		atomic.StoreUint32(&code.lastOf, now)
		lock.Lock()
		if current != nil {
			current.entered = append(current.entered, int(index))
		}
		lock.Unlock()
	}
	return record(callEvent, index, code.Line)
}

// Leave is deferred by every function.
func Leave(code *Code) {
	if isTracing {
		leave(code, 3)
	}
}

// leave gives the number of the event, and whether a panic goes through the function; `skip` frames are ours.
func leave(code *Code, skip int) (uint64, bool) {
	var caller [1]uintptr
	isPanic := runtime.Callers(skip, caller[:]) == 1 && runtime.FuncForPC(caller[0]-1).Name() == "runtime.gopanic"
	index := code.index()
	if isPanic {
		record(raiseEvent, index, code.lineOnStack())
	}
	return record(returnEvent, index, code.Line), isPanic
}

// lineOnStack is where the function is, its definition if that cannot be told.
func (code *Code) lineOnStack() uint32 {
	for _, frame := range stack(2) {
		line := uint32(frame.line)
		if frame.file == code.File && code.Line <= line && line <= code.Until {
			return line
		}
	}
	return code.Line
}

// stop ends a test that had its time, or its number of statements, from inside of it.
func stop() {
	lock.Lock()
	test := current
	if test == nil || test.isStopped && position.Load() < stopAt.Load() {
		lock.Unlock()
		return
	}
	if !test.isStopped {
		test.isStopped, test.isBroken = true, true
		message := "Still running after " + strconv.FormatUint(asked.fuel, 10) + " statements"
		if position.Load() < stopAt.Load() {
			message = "Still running after " + asked.perTest.String()
		}
		test.failure = &failure{kind: "Timeout", message: message, frames: stack(3)}
	}
	// Deferred functions go on; one that loops forever is stopped again.
	stopAt.Store(position.Load() + asked.fuel)
	deadline.Store(1<<63 - 1)
	lock.Unlock()
	runtime.Goexit()
}

// keepPiece closes the stretch of the ring that was the running test's; of none, it is nobody's.
func (test *watchedTest) keepPiece() {
	until := position.Load()
	if test != nil && pieceStart < until {
		test.pieces = append(test.pieces, piece{pieceStart, until})
	}
	pieceStart = until
}

func (test *watchedTest) goOnTracing() {
	if !isTracing {
		return
	}
	words[1] = pieceStart
	serial.Add(1)
	if test.isStopped {
		return
	}
	deadline.Store(time.Now().Add(asked.perTest).UnixNano())
	if fuel := asked.fuel; fuel < 1<<62 {
		stopAt.Store(pieceStart + fuel)
	}
}

// inheritTrace lets a part begin with what the tests around it did before it.
func (test *watchedTest) inheritTrace(parent *watchedTest) {
	test.pieces = append(append([]piece{}, parent.pieces...), test.pieces...)
	test.entered = append(append([]int{}, parent.entered...), test.entered...)
}

// writeTrace copies the test's events into a file of their own, numbered anew, and gives the file's name.
func (test *watchedTest) writeTrace() string {
	name := "trace-" + strconv.Itoa(nTraces) + ".bin"
	nTraces++
	file, err := os.Create(asked.folder + "/" + name)
	if err != nil {
		return ""
	}
	defer file.Close()
	if file.Truncate((headerWords+nSlots)*8) != nil {
		return ""
	}
	total, end := uint64(0), position.Load()
	for _, piece := range test.pieces {
		total += piece.until - piece.from
	}
	copied := make([]uint64, headerWords+min(total, nSlots))
	copied[0] = magic
	next := uint64(0)
	for _, piece := range test.pieces {
		for number := piece.from; number < piece.until; number, next = number+1, next+1 {
			word := words[headerWords+number&(nSlots-1)]
			if number+nSlots < end || next+nSlots < total || word>>46 != number>>slotBits+1 {
				continue
			}
			copied[headerWords+next&(nSlots-1)] = word&(1<<46-1) | (next>>slotBits+1)<<46
		}
	}
	file.Write(unsafe.Slice((*byte)(unsafe.Pointer(&copied[0])), len(copied)*8))
	return name
}

// numberInTrace is the number an event has in the test's own file.
func (test *watchedTest) numberInTrace(number uint64) (uint64, bool) {
	before := uint64(0)
	for _, piece := range test.pieces {
		if piece.from <= number && number < piece.until {
			return before + number - piece.from, true
		}
		before += piece.until - piece.from
	}
	return 0, false
}
