"""The digests of the packaged templates. An edition never changes: a line here is added, and never edited."""

PINNED = {
    "2026-11": {
        "acknowledgement": "a92e8d955d592d39e72d291ad8006f939c0b49ff1172fb2a2ba56bf5fb2fc372",
        "document_request": "b1895f0003bc305e10c855a48a12d12663288546a41f16f450a8fc14cd2d9408",
        "reminder": "35349192ce67ced6fc32ac52b354c90690f2327ac5eaa877a33d4be68cc03fe2",
        "decision": "ff31d05d0622321590585b333838c3b9f010997146754f91530c3e77c1479015",
        "rejection": "af72b6fc53264c9d42fc4f793e1ba4044fd1f978d5aaa17c774ee863bb43d646",
        "confirmation": "542a825b4886bc72fb3f948ea154abfff6ba83414c1c9619ebbf10ea80dd2ec1",
        "amendment": "d506af25bb6ebeedf5c1f41c49c1c171df94819f848f9a57b860ed95cf06a04f",
        "indexation": "787226ea62b8f1001a2921495df73a2f42afbc689c0888744d685574d0a3badf",
        "extension_alert": "66085c78ae9d80aa4c2b04b458e32855b3609a09025f4597b0e09ae18ded4e85",
        "set_aside": "07fdaa147e5992276d7d0364d87780506372cd1398765dadcf6466cfaa3191cd",
        "final_settlement": "08d7dc442acf764920ee701c50e1518928a6b8aca9d40d64a50db66eea88624d",
        "recovery_announcement": "189e5d330cc2d09a86e9f2043051c6411c756cea7c17096256101951d177d585",
        "recovery_decision": "db2a92796084ebfd6025326865945757b04d97f0621ae9d14f4a4be643f8fbb2",
        "objection_acknowledgement": "2acea1981cc4b11645e85902a5951abe996b8e317b6b23949505b4ba689ed3bc",
    }
}
