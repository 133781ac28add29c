package world

import _ "ehloworld/engine/nodeplatform"
