// The file of events: one JSON object a line, each written at once, so that a process that dies keeps what it said.

package ring

import (
	"os"
	"strconv"
	"unicode/utf8"
)

var eventFile *os.File

func openEvents() {
	eventFile, _ = os.OpenFile(asked.folder+"/events.jsonl", os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
}

// json is an object or list in the making.
type json []byte

func (to json) raw(text string) json { return append(to, text...) }

func (to json) number(value int) json { return strconv.AppendInt(to, int64(value), 10) }

func (to json) seconds(value float64) json { return strconv.AppendFloat(to, value, 'f', 6, 64) }

// text appends a string as JSON has it; bytes that are no UTF-8 become the replacement character.
func (to json) text(value string) json {
	const hex = "0123456789abcdef"
	to = append(to, '"')
	for _, letter := range value {
		switch {
		case letter == '"' || letter == '\\':
			to = append(to, '\\', byte(letter))
		case letter == '\n':
			to = append(to, '\\', 'n')
		case letter == '\t':
			to = append(to, '\\', 't')
		case letter < 0x20:
			to = append(to, '\\', 'u', '0', '0', hex[letter>>4], hex[letter&15])
		default:
			to = utf8.AppendRune(to, letter)
		}
	}
	return append(to, '"')
}

// together holds what is to be written at once, where that is wanted.
var together json

// write ends the line of one or more events and writes it.
func (to json) write() {
	if together != nil {
		together = append(append(together, to...), '\n')
	} else if eventFile != nil {
		eventFile.Write(append(to, '\n'))
	}
}

func writeTogether() {
	if eventFile != nil {
		eventFile.Write(together)
	}
	together = nil
}

func cut(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit] + "…"
}
