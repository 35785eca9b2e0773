// Values as text: by looking only, so that no method of the program is ever called.

package ring

import (
	"reflect"
	"runtime"
	"sort"
	"strconv"
	"strings"
)

const (
	maxPrinted = 200
	maxDepth   = 3
	maxItems   = 8
	maxSorted  = 64
	redacted   = "<redacted>"
)

var secrets = []string{
	"password", "passwd", "passphrase", "secret", "apikey", "api_key", "authorization", "credential", "privatekey",
	"private_key", "accesskey", "access_key", "authtoken", "auth_token", "accesstoken", "access_token",
}

func isSecret(name string) bool {
	lower := strings.ToLower(name)
	for _, secret := range secrets {
		if strings.Contains(lower, secret) {
			return true
		}
	}
	return lower == "token" || strings.HasSuffix(lower, "_token") || strings.HasSuffix(name, "Token")
}

// printValue says what a value is. Text under a name that speaks of a secret is not shown.
func printValue(name string, value any) (text string) {
	defer func() {
		if recover() != nil {
			text = "<unprintable>"
		}
	}()
	to := &printer{}
	to.named(name, reflect.ValueOf(value), 0)
	return cut(string(to.text), maxPrinted)
}

type printer struct{ text []byte }

func (to *printer) add(text string) { to.text = append(to.text, text...) }

func (to *printer) named(name string, value reflect.Value, depth int) {
	if name != "" && isSecret(name) && holdsText(value) {
		to.add(redacted)
		return
	}
	to.value(value, depth)
}

func holdsText(value reflect.Value) bool {
	switch value.Kind() {
	case reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8,
		reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Float32, reflect.Float64, reflect.Invalid, reflect.Func,
		reflect.Chan:
		return false
	}
	return true
}

func (to *printer) value(value reflect.Value, depth int) {
	if len(to.text) > maxPrinted {
		return
	}
	switch value.Kind() {
	case reflect.Invalid:
		to.add("nil")
	case reflect.Bool:
		to.add(strconv.FormatBool(value.Bool()))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		to.add(strconv.FormatInt(value.Int(), 10))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		to.add(strconv.FormatUint(value.Uint(), 10))
	case reflect.Float32, reflect.Float64:
		to.add(strconv.FormatFloat(value.Float(), 'g', -1, value.Type().Bits()))
	case reflect.Complex64, reflect.Complex128:
		to.add(strconv.FormatComplex(value.Complex(), 'g', -1, value.Type().Bits()))
	case reflect.String:
		text := value.String()
		to.add(strconv.Quote(text[:min(len(text), maxPrinted)]))
	case reflect.Interface:
		to.value(value.Elem(), depth)
	case reflect.Pointer:
		to.pointer(value, depth)
	case reflect.Slice, reflect.Array:
		to.list(value, depth)
	case reflect.Map:
		to.mapping(value, depth)
	case reflect.Struct:
		to.structure(value, depth)
	default: // functions, channels, unsafe pointers
		if value.IsNil() {
			to.add("nil")
		} else {
			to.add("<" + value.Type().String() + ">")
		}
	}
}

func (to *printer) pointer(value reflect.Value, depth int) {
	switch {
	case value.IsNil():
		to.add("nil")
	case depth >= maxDepth:
		to.add("&…")
	default:
		to.add("&")
		to.value(value.Elem(), depth+1)
	}
}

func (to *printer) list(value reflect.Value, depth int) {
	if value.Kind() == reflect.Slice && value.IsNil() {
		to.add("nil")
		return
	}
	if value.Type().Elem().Kind() == reflect.Uint8 && value.Kind() == reflect.Slice {
		to.add("[]byte(" + strconv.Quote(string(value.Bytes()[:min(value.Len(), maxPrinted)])) + ")")
		return
	}
	to.add("[")
	for index := 0; index < value.Len(); index++ {
		if index != 0 {
			to.add(", ")
		}
		if index == maxItems || depth >= maxDepth {
			to.add("… " + strconv.Itoa(value.Len()) + " in all")
			break
		}
		to.value(value.Index(index), depth+1)
	}
	to.add("]")
}

// mapping looks into a map only while nobody else is there to change it: that would end the program. Keys are in order,
// so that two runs print the same.
func (to *printer) mapping(value reflect.Value, depth int) {
	if value.IsNil() {
		to.add("nil")
		return
	}
	if depth >= maxDepth || value.Len() > maxSorted || !isAlone() {
		to.add("map of " + strconv.Itoa(value.Len()))
		return
	}
	var entries []string
	for of := value.MapRange(); of.Next(); {
		name := ""
		if of.Key().Kind() == reflect.String {
			name = of.Key().String()
		}
		entry := &printer{}
		entry.value(of.Key(), depth+1)
		entry.add(": ")
		entry.named(name, of.Value(), depth+1)
		entries = append(entries, string(entry.text))
	}
	sort.Strings(entries)
	if len(entries) > maxItems {
		entries = append(entries[:maxItems], "… "+strconv.Itoa(value.Len())+" in all")
	}
	to.add("map[" + strings.Join(entries, ", ") + "]")
}

// isAlone tells whether no goroutine was started since the test began.
func isAlone() bool {
	lock.Lock()
	defer lock.Unlock()
	return current != nil && runtime.NumGoroutine() <= current.nRoutines
}

func (to *printer) structure(value reflect.Value, depth int) {
	kind := value.Type()
	to.add(kind.Name() + "{")
	for index := 0; index < value.NumField(); index++ {
		if index != 0 {
			to.add(", ")
		}
		if index == maxItems || depth >= maxDepth {
			to.add("…")
			break
		}
		name := kind.Field(index).Name
		to.add(name + ": ")
		to.named(name, value.Field(index), depth+1)
	}
	to.add("}")
}
