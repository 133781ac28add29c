package main

import _ "ehloworld/wasm/textdecoder" // Character sets are read as in the page: by JavaScript's decoder.
