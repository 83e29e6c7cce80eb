#!/usr/bin/env node
// The executable stands beside the build and not in it: npm links it when it installs, and then nothing is built yet.
import "../dist/main.js";
