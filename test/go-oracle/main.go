// Reads a JSON list of YAML texts from the standard input, and writes what sigs.k8s.io/yaml makes of each: its JSON,
// exactly as written there, or that it refuses the text.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"sigs.k8s.io/yaml"
)

type answer struct {
	JSON  json.RawMessage `json:"json,omitempty"`
	Error string          `json:"error,omitempty"`
}

func main() {
	var texts []string
	if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	answers := make([]answer, len(texts))
	for index, text := range texts {
		answers[index] = read(text)
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func read(text string) (result answer) {
	defer func() {
		if reason := recover(); reason != nil {
			result = answer{Error: fmt.Sprint(reason)}
		}
	}()
	value, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		return answer{Error: err.Error()}
	}
	// Its strict mode takes a key that overrides a merged one for a duplicate, which kubectl does not.
	if _, err := yaml.YAMLToJSONStrict([]byte(text)); err != nil && !strings.Contains(text, "<<:") {
		return answer{Error: err.Error()}
	}
	return answer{JSON: value}
}
