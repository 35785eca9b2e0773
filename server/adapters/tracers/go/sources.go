// The instrumented copies of the repository's sources, kept in the cache by content.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// probedSource is a file of the repository that is instrumented.
type probedSource struct {
	path, file        string
	hasTypeParameters bool
	how               care
	copy              string
}

func (of *overlay) addSources(listed *listedPackage) {
	names := listed.GoFiles
	if of.asked.Mode == "trace" {
		names = append(append(slices.Clone(names), listed.TestGoFiles...), listed.XTestGoFiles...)
	}
	for _, name := range names {
		path := filepath.Join(listed.Dir, name)
		file := inRepository(of.asked.Repository, path)
		if file == "" || of.asked.Instrument != nil && !slices.Contains(of.asked.Instrument, file) {
			continue
		}
		version := ""
		if listed.Module != nil {
			version = listed.Module.GoVersion
		}
		of.sources = append(of.sources, &probedSource{path: path, file: file, hasTypeParameters: hasTypeParameters(version)})
	}
}

// hasTypeParameters tells whether a module of a language version may use generic functions.
func hasTypeParameters(version string) bool {
	part := strings.Split(version, ".")
	if len(part) < 2 {
		return true
	}
	minor, err := strconv.Atoi(part[1])
	return part[0] != "1" || err != nil || minor >= 18
}

// keep writes a text into the cache under a name of its content.
func (of *overlay) keep(name, text string) (string, error) {
	sum := sha256.Sum256([]byte(of.asked.GoRoot + text))
	folder := filepath.Join(of.asked.CacheFolder, "go-sources", hex.EncodeToString(sum[:10]))
	path := filepath.Join(folder, name)
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	temporary, err := os.CreateTemp(folder, "new-*")
	if err != nil {
		return "", err
	}
	if _, err := temporary.WriteString(text); err != nil {
		return "", err
	}
	if err := temporary.Close(); err != nil {
		return "", err
	}
	return path, os.Rename(temporary.Name(), path)
}

// probe makes the instrumented copy of a source; a file that cannot be parsed is left to the compiler.
func (of *overlay) probe(source *probedSource) error {
	delete(of.byCopy, source.copy)
	source.copy = ""
	text, err := os.ReadFile(source.path)
	if err != nil || source.how == untouched {
		return err
	}
	parsed, err := parseSource(source.path, text)
	if err != nil {
		return nil
	}
	var probed string
	if of.asked.Mode == "spectra" {
		probed = probeSpectra(parsed, source.file, source.hasTypeParameters, source.how)
	} else {
		values := of.asked.Values[source.file]
		if !source.hasTypeParameters {
			values = nil
		}
		probed = probeTrace(parsed, source.file, values, source.how)
	}
	source.copy, err = of.keep(filepath.Base(source.path), probed)
	of.byCopy[source.copy] = source
	return err
}
