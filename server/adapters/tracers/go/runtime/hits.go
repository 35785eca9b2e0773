// Mode spectra: which probes each test reached. A probe sets a byte of its file's array; when another test goes on, what
// is set is moved to the test that ran.

package ring

import (
	"strings"
	"unsafe"
)

// ofStatements and ofBranches are the two rows of probes of a file.
const (
	ofStatements = iota
	ofBranches
	nRows
)

// probedFile is one instrumented file; a row has whole words.
type probedFile struct {
	rows   [nRows][]uint8
	nOuter int
	// event is the event `file` from its field `file` on, without the closing brace.
	event string
}

var probedFiles []probedFile

// Watch is called by each instrumented file when its package is initialized.
func Watch(statements, branches []uint8, nOuter int, event string) {
	if asked != nil {
		probedFiles = append(probedFiles, probedFile{[nRows][]uint8{statements, branches}, nOuter, event})
	}
}

// Branch notes a condition that was false, which no statement of a body tells.
func Branch[T ~bool](condition T, probe *uint8) T {
	if !condition {
		*probe = 1
	}
	return condition
}

// Right notes that an operator came to its right side.
func Right[T ~bool](condition T, probe *uint8) T {
	*probe = 1
	return condition
}

// BranchOf and RightOf are the same for modules of a language version without type parameters.
func BranchOf(condition bool, probe *uint8) bool {
	if !condition {
		*probe = 1
	}
	return condition
}

// RightOf: see BranchOf.
func RightOf(condition bool, probe *uint8) bool {
	*probe = 1
	return condition
}

// hitSet has the rows of each file that was reached, by the file's index.
type hitSet map[int]*[nRows][]uint8

// take moves what is set into the set, and says whether anything of it is new there.
func (into hitSet) take() bool {
	isNew := false
	for index, file := range probedFiles {
		for row, probes := range file.rows {
			if into.takeRow(index, row, probes) {
				isNew = true
			}
		}
	}
	return isNew
}

func (into hitSet) takeRow(index, row int, probes []uint8) bool {
	isNew := false
	var known []uint64
	words := wordsOf(probes)
	for at, word := range words {
		if word == 0 {
			continue
		}
		words[at] = 0
		if known == nil {
			if into[index] == nil {
				into[index] = &[nRows][]uint8{}
			}
			if into[index][row] == nil {
				into[index][row] = make([]uint8, len(probes))
			}
			known = wordsOf(into[index][row])
		}
		isNew = isNew || known[at]|word != known[at]
		known[at] |= word
	}
	return isNew
}

func wordsOf(bytes []uint8) []uint64 {
	return unsafe.Slice((*uint64)(unsafe.Pointer(&bytes[0])), len(bytes)/8)
}

func dropHits() {
	for _, file := range probedFiles {
		for _, probes := range file.rows {
			clear(probes)
		}
	}
}

// flags appends the positions of a row that were reached, by file.
func (of hitSet) flags(to json, row int) json {
	to = append(to, '{')
	isFirst := true
	for index := range probedFiles {
		if of[index] == nil {
			continue
		}
		start := len(to)
		for at, probe := range of[index][row] {
			if probe == 0 {
				continue
			}
			if len(to) != start {
				to = append(to, ',')
			} else {
				if !isFirst {
					to = append(to, ',')
				}
				isFirst = false
				to = append(to, '"')
				to = to.number(index).raw(`":[`)
			}
			to = to.number(at)
		}
		if len(to) != start {
			to = append(to, ']')
		}
	}
	return append(to, '}')
}

// tellFiles writes the tables of all files, and what ran while packages were initialized.
func tellFiles() {
	imported := hitSet{}
	imported.take()
	var to json
	outer := json(`{`)
	for index, file := range probedFiles {
		to = to.raw(`{"e":"file","i":`).number(index).raw(",").raw(file.event).raw("}\n")
		if file.nOuter != 0 {
			if len(outer) != 1 {
				outer = append(outer, ',')
			}
			outer = append(outer, '"')
			outer = outer.number(index).raw(`":"`).raw(strings.Repeat("1", file.nOuter)).raw(`"`)
		}
	}
	to = to.raw(`{"e":"importHits","outer":`).raw(string(outer)).raw(`},"inner":`)
	imported.flags(to, ofStatements).raw("}").write()
}
