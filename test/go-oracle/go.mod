// Reads YAML as Kubernetes' own tools do, for tests to compare with.
module tideway.example/yaml-oracle

go 1.22.0

require sigs.k8s.io/yaml v1.6.0

require go.yaml.in/yaml/v2 v2.4.2 // indirect
