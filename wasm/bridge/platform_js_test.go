package bridge

import _ "ehloworld/engine/nodeplatform"
