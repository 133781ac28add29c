package anatomy

import _ "ehloworld/engine/nodeplatform"
