// The only place that names a browser library and its version (tests/js/vendor.test.mjs holds it against the lock file).

export { default as cytoscape } from "../vendor/cytoscape-3.34.4/cytoscape.esm.min.mjs";
